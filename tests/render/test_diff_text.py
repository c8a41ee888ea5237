import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.model.diff import Diff
from readiness.model.outcome import Decision, Level, Outcome
from readiness.render.base import Style
from readiness.render.diff import render_markdown, render_text, text_lines
from readiness.render.diff.causes import causes, commands
from readiness.render.layout import width_of
from readiness.render.paint import paint
from tests.render.diffs import ALL, diff, empty, reproof, shift, thousands, to_reprove, turn, worse
from tests.render.reports import BASE

ORDER = ["Worse", "To re-prove", "Better", "Items", "Deferrals and waivers", "Policy touched", "What time alone did"]


def sections(text: str) -> list[str]:
    return re.findall(r"^-- (.*) \([\d,]+\) -", text, re.MULTILINE)


def test_a_change_that_does_nothing_is_one_line_with_the_decision() -> None:
    assert render_text(empty(), Style()) == "This change does nothing to readiness: no-go, as before.\n"


def test_quiet_is_the_line_of_the_decision() -> None:
    assert render_text(worse(), Style(verbosity=-1)) == "GO → NO-GO  public-launch\n"
    assert len(render_text(ALL["only-time"](), Style(verbosity=-1)).splitlines()) == 1


def test_quiet_keeps_what_has_to_be_fixed_first() -> None:
    assert "scopes/spring-launch.yaml:3:1: error RDY010" in render_text(ALL["broken"](), Style(verbosity=-1))


def test_the_sections_stand_in_the_order_in_which_they_matter() -> None:
    text = render_text(thousands(), Style())
    assert text.startswith("GO → NO-GO")
    assert sections(text) == ORDER


def test_a_scope_that_turns_is_told_even_where_the_run_stays_as_it_was() -> None:
    changed = diff(
        before=Decision.NO_GO,
        after=Decision.NO_GO,
        scopes=(turn(Decision.GO, Decision.NO_GO, "item a b"), turn(Decision.NO_GO, Decision.NO_GO, scope="other")),
        worse=(shift(),),
    )
    text = render_text(changed, Style())
    assert text.startswith("NO-GO, as before  2 scopes\n")
    assert "  go → no-go  public-launch\n    because  item a b\n" in text


def test_what_blocks_stands_before_what_warns() -> None:
    text = render_text(worse(), Style())
    assert text.index("surface billing") < text.index("item deploy · rollback  ") < text.index("usage-limits")
    assert "item usage-limits · load-test (warn)" in text


@pytest.mark.parametrize("name", [name for name in ALL if name not in ("hostile", "thousands")])
def test_no_line_is_wider_than_the_terminal(name: str) -> None:
    for text in (render_text(ALL[name](), Style()), render_text(ALL[name](), Style(verbosity=1))):
        assert [line for line in text.splitlines() if width_of(line) > 80] == []


def test_what_is_left_out_is_counted_and_shown_on_request() -> None:
    short, long = (render_text(thousands(60), Style(verbosity=verbosity)) for verbosity in (0, 1))
    assert "more (-v shows all)" in short
    assert "-v" not in long
    assert all(f"item number-{place} " in long for place in range(60))


def test_a_long_diff_ends_with_the_decision() -> None:
    last = render_text(to_reprove(), Style()).splitlines()[-1]
    assert last == "GO → NO-GO  public-launch: 45 to re-prove"


def test_one_file_that_makes_forty_stale_is_told_once() -> None:
    text = render_text(to_reprove(), Style(verbosity=1))
    assert len(re.findall(r"^  src/shared/money\.py$", text, re.MULTILINE)) == 1
    assert text.count("do   readiness prove --changed-since") == 1
    assert all(f"item service-{number:02} · junit" in text for number in range(40))


def test_what_had_failed_before_is_told_when_it_has_to_be_proven_again() -> None:
    text = render_text(diff(to_reprove=(reproof("deploy", "a.py", before=Outcome.FAILED),)), Style())
    assert "item deploy · junit (failed before)" in text


def test_colours_change_no_word() -> None:
    stream = io.StringIO()
    paint(text_lines(ALL["documents"](), Style()), stream)
    painted = [line.rstrip() for line in stream.getvalue().splitlines()]
    assert painted == render_text(ALL["documents"](), Style()).splitlines()


def test_hostile_text_reaches_no_terminal() -> None:
    for verbosity in (-1, 0, 1):
        text = render_text(ALL["hostile"](), Style(verbosity=verbosity))
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
        assert not any(line.lstrip().startswith("::") for line in text.splitlines())
        assert "##[" not in text


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_stays_in_its_lines(one: str, two: str) -> None:
    changed: Diff = diff(worse=(shift(one, subject=two, message=one, action=two, who=one),))
    text = render_text(changed, Style())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", text)
    assert len(sections(text)) == 1


FILES = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=4, unique=True).map(sorted)


@given(st.lists(FILES, max_size=30))
def test_every_piece_of_evidence_has_exactly_one_cause_and_is_covered_by_its_files(held: list[list[str]]) -> None:
    proofs = tuple(reproof(f"item-{number}", *files) for number, files in enumerate(held))
    found = causes(proofs)
    assert sorted(proof.subject for cause in found for proof in cause.proofs) == sorted(one.subject for one in proofs)
    for cause in found:
        for proof in cause.proofs:
            assert set(cause.files) <= set(proof.files) <= {*cause.files, *cause.also}
        assert cause.files or cause.why
    assert len(found) <= len({name for files in held for name in files}) + 1


def test_what_only_warns_has_its_cause_last() -> None:
    many = [reproof(f"item-{number}", "a.py", level=Level.WARN) for number in range(5)]
    assert [cause.files for cause in causes([*many, reproof("deploy", "b.py")])] == [("b.py",), ("a.py",)]


def test_one_command_proves_again_what_commands_prove() -> None:
    few = [reproof("deploy"), reproof("deploy", requirement="coverage"), reproof("search/index")]
    words = reproof("legal", action="ask general-counsel to sign")
    assert commands([*few, words, words], BASE) == (
        "readiness prove deploy search/index",
        "ask general-counsel to sign",
    )
    many = [reproof(f"item-{number}") for number in range(6)]
    assert commands(many, BASE) == (f"readiness prove --changed-since {BASE:.9}",)
    assert commands(many, None) == ("readiness prove",)


def test_a_command_is_put_together_of_plain_names_alone() -> None:
    odd = [reproof("deploy"), reproof("x", action="readiness prove x; rm y")]
    assert commands(odd, BASE) == ("readiness prove deploy", "readiness prove x; rm y")


def test_a_first_launch_is_told_as_one_and_not_as_a_turn() -> None:
    first = diff(before=None, after=Decision.NO_GO, scopes=(turn(None, Decision.NO_GO, scope="shop"),))
    assert render_text(first, Style()).startswith("A new launch: NO-GO  shop\n")
    assert render_markdown(first, Style()).startswith("## Launch readiness: a new launch, no-go\n")
