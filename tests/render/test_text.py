import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.model.outcome import Decision, Level, Outcome, State
from readiness.model.place import Location
from readiness.model.record import Binding, Proof
from readiness.model.report import Report
from readiness.render.base import Style
from readiness.render.escape import prose, visible
from readiness.render.layout import plain, width_of, wrap
from readiness.render.paint import paint
from readiness.render.sections import SECTIONS
from readiness.render.text import render, text_lines
from tests.render import reports
from tests.render.reports import ALL, PATH, item, missing, report, scope, verdict

PLAIN_STYLE = Style()


@pytest.mark.parametrize("name", sorted(set(ALL) - {"hostile"}))
def test_text_fits_eighty_columns(name: str) -> None:
    for verbosity in (-1, 0, 1):
        for line in render(ALL[name](), Style(verbosity=verbosity)).splitlines():
            assert width_of(line) <= 80, line


def test_a_go_is_three_lines_long_at_most() -> None:
    short = report(scope(Decision.GO, item(verdict()), owner=None))
    assert len(render(short, PLAIN_STYLE).splitlines()) <= 3


def test_the_first_line_has_the_decision_the_scope_and_the_candidate() -> None:
    first = render(reports.no_go(), PLAIN_STYLE).splitlines()[0]
    assert re.match(r"NO-GO +public-launch +the work tree on 4f2a91c3b, 2026-12-14\Z", first)


def test_quiet_is_the_first_line_alone() -> None:
    assert (
        render(reports.no_go(), Style(verbosity=-1))
        == render(reports.no_go(), PLAIN_STYLE).splitlines(keepends=True)[0]
    )


def test_quiet_is_not_quiet_about_bad_input() -> None:
    assert "error RDY010" in render(reports.undecided(), Style(verbosity=-1))


def test_blockers_come_before_everything_else() -> None:
    text = render(reports.no_go(), PLAIN_STYLE)
    titles = [section.title for section in SECTIONS if f"-- {section.title} (" in text]
    assert titles == sorted(titles, key=lambda title: text.index(f"-- {title} ("))
    assert titles[0] == "Blocks the launch"


def test_the_decision_at_the_end_counts_what_was_bypassed_as_no_blocker() -> None:
    assert render(reports.bypassed(), PLAIN_STYLE).endswith("GO-WITH-CONDITIONS  public-launch: 1 bypassed\n")


def test_what_was_bypassed_in_an_emergency_is_told_in_red_and_before_other_waivers() -> None:
    lines = list(text_lines(reports.bypassed(), PLAIN_STYLE))
    [title, other] = [line for line in lines if "-- Bypassed" in plain([line]) or "-- Waived" in plain([line])]
    assert "Bypassed in an emergency" in plain([title])
    assert "Waived" in plain([other])
    [told] = [line for line in lines if line and line[0].text.strip() == "missing"]
    assert told[0].tone == "bad"
    assert "waived in an emergency by head-of-engineering until 2026-12-03" in " ".join(plain(lines).split())


@pytest.mark.parametrize("name", ["no-go", "go", "hundreds", "several"])
def test_colour_changes_no_word(name: str) -> None:
    lines = list(text_lines(ALL[name](), PLAIN_STYLE))
    stream = StringIO()
    paint(lines, stream)
    shown = "".join(f"{line.rstrip()}\n" for line in re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()).splitlines())
    assert shown == plain(lines)


def test_plain_text_is_made_without_rich_and_without_jinja() -> None:
    code = (
        "import sys; from tests.render.reports import ALL; from readiness.render import render;"
        "render(ALL['no-go'](), 'text'); render(ALL['no-go'](), 'json');"
        "sys.exit(bool({'rich', 'jinja2', 'typer'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("level", Level)
def test_every_verdict_is_in_exactly_one_section(level: Level, outcome: Outcome) -> None:
    assert sum(section.holds(verdict(level=level, outcome=outcome)) for section in SECTIONS) == 1


def test_a_blocker_says_who_what_where_and_what_to_type() -> None:
    text = render(report(scope(Decision.NO_GO, item(missing()))), PLAIN_STYLE)
    for words in (
        "item deploy",
        "suite",
        "platform",
        "pytest tests/deploy",
        "scopes/public-launch.yaml:14:15",
        "RDY201",
    ):
        assert words in text


def test_the_same_defect_in_hundreds_of_items_is_told_once_and_counted() -> None:
    text = render(reports.hundreds(), PLAIN_STYLE)
    assert "300 times owner-missing" in text
    assert text.count("nobody owns it") == 1
    assert len(text.splitlines()) < 80


def test_verbose_leaves_nothing_out() -> None:
    text = render(reports.hundreds(), Style(verbosity=1))
    assert all(f"item service-{number} ·" in text for number in range(1, 301))


def test_what_passed_is_listed_only_when_asked_for() -> None:
    assert "-- Passed" not in render(reports.go(), PLAIN_STYLE)
    assert "-- Passed (3)" in render(reports.go(), Style(verbosity=1))


def test_what_a_record_proves_says_how_where_and_by_whom() -> None:
    proof = Proof("d" * 64, Binding.EXECUTED, "2b6776bfa5" + "0" * 30, datetime(2026, 12, 1, tzinfo=UTC), ("ci\x1b",))
    passed = verdict("junit", message="4 of 4 tests passed", proof=proof)
    text = render(report(scope(Decision.GO, item(passed))), Style(verbosity=1))
    assert "junit  4 of 4 tests passed; executed at 2b6776bfa by ci\\x1b" in text
    loose = verdict("junit", message="passed", proof=replace(proof, commit=None, signers=()))
    assert "passed; executed on 2026-12-01\n" in render(report(scope(Decision.GO, item(loose))), Style(verbosity=1))


def test_a_draft_that_was_not_named_takes_one_line() -> None:
    draft = scope(Decision.NO_GO, item(missing()), id="later", state=State.DRAFT, judged=False)
    text = render(report(scope(Decision.GO, item(verdict())), draft), PLAIN_STYLE)
    assert sum("later" in line for line in text.splitlines()) == 1


def test_both_decisions_around_waivers_are_told() -> None:
    assert "Before waivers: no-go. With them: go-with-conditions." in render(reports.conditions(), PLAIN_STYLE)


def test_a_wall_of_a_message_is_cut_unless_everything_is_asked_for() -> None:
    long = report(scope(Decision.NO_GO, item(missing(message="word " * 2000 + "end"))))
    assert len(render(long, PLAIN_STYLE)) < 2000
    assert "end" in render(long, Style(verbosity=1))


def _lines(text: str) -> Iterator[str]:
    yield from text.split("\n")


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
def test_hostile_text_reaches_no_terminal_and_no_runner(verbosity: int) -> None:
    text = render(reports.hostile(), Style(verbosity=verbosity))
    assert all(character.isprintable() or character == "\n" for character in text)
    assert not any(line.lstrip().startswith("::") for line in _lines(text))
    assert "##[" not in text
    assert "##vso[" not in text


def test_a_long_path_is_not_broken() -> None:
    path = "scopes/" + "deep/" * 30 + "a.yaml"
    long: Report = report(scope(Decision.NO_GO, item(missing(location=Location(path, 3, 4)))))
    assert f"{path}:3:4" in render(long, PLAIN_STYLE)


@given(st.text())
def test_visible_text_can_always_be_written_and_does_nothing(text: str) -> None:
    shown = visible(text)
    assert "\n" not in shown
    assert "\x1b" not in shown
    shown.encode()
    assert not shown.lstrip().startswith("::")
    assert "##[" not in shown


@given(st.text(alphabet="ab `漢\u0301", max_size=200), st.integers(10, 60))
def test_wrapping_loses_no_word_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = list(wrap(prose(text), width))
    assert " ".join(lines).split() == text.split()
    assert all(width_of(line) <= width or len(list(wrap(line, 1))) == 1 for line in lines)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("a\u202eb", "a\\u202eb"),
        ("caf\udce9", "caf\\xe9"),
        ("\U000e0041", "\\U000e0041"),
        ("a\tb\n", "a\\tb\\n"),
        ("Größe 漢字", "Größe 漢字"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("::error::x", "\\x3a:error::x"),
        ("std::move", "std::move"),
    ],
)
def test_unseen_characters_are_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_what_many_inherit_from_one_line_is_told_once() -> None:
    alike = [missing("rollback", subject=f"item {name}", action="write it") for name in ("one", "two")]
    said = render(report(scope(Decision.NO_GO, *(item(one, id_=one.subject[5:]) for one in alike))), Style())
    assert "2 times evidence-missing" in said
    assert said.count("no file matches") == said.count("write it") == said.count(PATH) == 1
