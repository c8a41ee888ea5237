"""Workflow commands are read here as GitHub's runner reads them, which is published with its source."""

from dataclasses import dataclass, replace
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.errors import Problem
from readiness.model.outcome import Decision, Level, Outcome
from readiness.model.place import Location
from readiness.model.report import Report
from readiness.render.base import Style
from readiness.render.tools.annotations import render
from tests.render import exchange, reports
from tests.render.reports import HOSTILE, item, missing, report, scope, verdict

_OF_PROPERTIES: Final = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
_OF_DATA: Final = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))


@dataclass(frozen=True, slots=True)
class Command:
    """A command as the runner understands it."""

    name: str
    properties: dict[str, str]
    data: str


def _plain(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for written, meant in pairs:
        text = text.replace(written, meant)
    return text


def parsed(line: str) -> Command | None:
    """Return the command in a line of a log; None where the runner sees none."""
    line = line.lstrip()
    if not line.startswith("::") or "::" not in line[2:]:
        return None
    head, _, data = line[2:].partition("::")
    name, _, rest = head.partition(" ")
    pairs = (one.split("=", 1) for one in rest.strip().split(",") if one)
    return Command(name, {key: _plain(value, _OF_PROPERTIES) for key, value in pairs}, _plain(data, _OF_DATA))


def commands(found: Report, verbosity: int = 0) -> list[Command]:
    return [one for line in render(found, Style(verbosity=verbosity)).splitlines() if (one := parsed(line))]


def one_of(**changed: Any) -> Command:  # noqa: ANN401 - fields of a verdict
    (found,) = commands(report(scope(Decision.NO_GO, item(missing(**changed)))))
    return found


def test_the_first_line_is_the_decision_for_who_reads_the_log() -> None:
    first = render(reports.go(), Style()).splitlines()
    assert first == ["GO  public-launch  commit 4f2a91c3b, 2026-12-14"]


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("no-go", ["error"] * 4 + ["warning"] + ["notice"] * 3),
        ("go-with-conditions", ["notice"]),
        ("emergency", ["warning", "notice"]),
        ("on-track", ["notice"]),
        ("undecided", ["error"] * 3),
        ("draft", ["notice"]),
        ("enforced", ["error", "notice", "notice", "notice"]),
        ("unexplained", ["error"]),
    ],
)
def test_errors_are_what_stops_the_run_and_come_first(name: str, kinds: list[str]) -> None:
    assert [one.name for one in commands(exchange.EVERY[name]())] == kinds


def test_an_annotation_stands_where_the_requirement_is_written_and_says_what_to_do() -> None:
    found = one_of()
    assert found.properties == {
        "file": "scopes/public-launch.yaml",
        "line": "14",
        "col": "15",
        "title": "RDY201 evidence-missing: public-launch · item deploy · suite",
    }
    assert found.data == (
        "missing: no file matches `reports/rolling-deploy.xml`. "
        "Who: platform. Next: pytest tests/deploy --junitxml reports/rolling-deploy.xml"
    )


def test_worse_outcomes_come_before_better_ones() -> None:
    outcomes = (Outcome.UNKNOWN, Outcome.STALE, Outcome.FAILED, Outcome.MISSING)
    found = report(
        scope(
            Decision.NO_GO, item(*(verdict(str(one), outcome=one, code=f"X{one}") for one in outcomes), verdict("fine"))
        )
    )
    assert [one.data.partition(":")[0] for one in commands(found)] == ["failed", "missing", "stale", "unknown"]


def test_bad_input_comes_first_of_all_and_says_how_to_fix_it() -> None:
    first, second, _ = commands(reports.undecided())
    assert first.properties["file"] == "scopes/a.yaml"
    assert first.properties["title"] == "RDY010 unknown-key: bad input"
    assert first.data == "the key `ownr` is not known here. Fix: did you mean `owner`?"
    assert "file" not in second.properties


@pytest.mark.parametrize("count", [10, 11, 300])
def test_of_each_kind_there_are_ten_at_most_and_the_last_says_how_many_are_left(count: int) -> None:
    some = [missing(f"e{number}") for number in range(count)]
    more = [missing(f"w{number}", level=Level.WARN) for number in range(count)]
    found = commands(report(scope(Decision.NO_GO, item(*some, *more))))
    assert [one.name for one in found] == ["error"] * 10 + ["warning"] * 10
    if count > 10:
        assert (
            found[9].data == f"and {count - 9} more of this kind, not shown here. Next: readiness check --format text"
        )
    assert len(commands(report(scope(Decision.NO_GO, item(*some, *more))), 1)) == 2 * count


def test_with_quiet_only_errors_are_told() -> None:
    assert {one.name for one in commands(reports.no_go(), -1)} == {"error"}
    assert commands(reports.conditions(), -1) == []


def test_a_file_of_the_base_is_named_in_the_text_because_it_may_not_be_here() -> None:
    found = one_of(location=Location("scopes/gone.yaml", 40, 5, revision=reports.BASE))
    assert "file" not in found.properties
    assert found.data.endswith("At 0b5e0b5e0:scopes/gone.yaml:40:5.")


@pytest.mark.parametrize(("line", "column", "said"), [(0, 0, set()), (3, 0, {"line"}), (3, 5, {"line", "col"})])
def test_what_is_not_known_of_a_place_is_not_said(line: int, column: int, said: set[str]) -> None:
    assert set(one_of(location=Location("a.yaml", line, column)).properties) == {"file", "title", *said}


@pytest.mark.parametrize("path", ["a,b.yaml", "a:b.yaml", "50%.yaml", "%2C.yaml", "a,line=9,title=x.yaml", "a=b.yaml"])
def test_a_path_stays_one_path(path: str) -> None:
    found = one_of(location=Location(path, 3, 1))
    assert (found.properties["file"], found.properties["line"]) == (path, "3")
    assert found.properties["title"].startswith("RDY201")


def test_what_looks_escaped_is_shown_as_it_was_written() -> None:
    assert one_of(message="100%25 of %0A").data.startswith("missing: 100%25 of %0A.")


@given(st.text(max_size=60) | st.sampled_from([HOSTILE, "::set-env name=x::y", "##[error]x", "a\n::stop-commands::x"]))
def test_no_text_makes_another_command(text: str) -> None:
    bad = missing(text, subject=text, message=text, action=text, who=text, location=Location(text or "x", 2, 1))
    broken = Problem("RDY010", text, text, Location(text or "x", 2, 1))
    found = report(
        scope(Decision.NO_GO, item(bad), id=text),
        scope(Decision.GO, id=text, judged=False),
        problems=(broken,),
        proposed=(reports.proposal("item-added", text, text, field=text, before=text, after=text),),
    )
    lines = render(found, Style()).splitlines()
    understood = [parsed(line) for line in lines]
    assert [one and one.name for one in understood] == [None, "error", "error", "notice", "notice"]
    assert all(set(one.properties) == {"file", "line", "col", "title"} for one in understood if one)
    assert not any("##[" in line for line in lines)


def test_a_launch_that_is_ready_has_no_annotation() -> None:
    assert commands(replace(reports.go(), final=True)) == []
