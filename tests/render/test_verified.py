"""What `followups verify` says at the end: short, and harmless whatever a tracker wrote."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from readiness.model.followups import Flaw, Remark, Unanswered, Verified, Written
from readiness.render.layout import plain
from readiness.render.verified import verified_lines

HOSTILE = "\x1b[31m ::error::x\r\n##[group] \u202e" + " very" * 40
QUIET = Verified(
    as_of=datetime(2026, 11, 21, 4, tzinfo=UTC),
    answered=12,
    milestones=0,
    listed=0,
    remarks=(),
    unanswered=(),
    written=Written(kept=12),
    damage=None,
    attributes=False,
    saved=False,
)


def said(found: Verified, *, dry_run: bool = False) -> str:
    return plain(verified_lines(found, 80, where="the.lock", dry_run=dry_run))


def test_where_all_is_well_two_lines_are_enough() -> None:
    assert said(QUIET) == "12 issues verified.\nNothing new: the.lock is as it was.\n"


def test_where_nothing_was_asked_nothing_is_said_about_a_lock_that_there_may_not_be() -> None:
    assert said(replace(QUIET, written=Written())) == "12 issues verified.\nThere is nothing to write to the.lock.\n"


def test_many_remarks_are_shortened() -> None:
    remarks = tuple(Remark(Flaw.CLOSED, f"desk:{number}", ("a/b",), "closed") for number in range(60))
    text = said(replace(QUIET, remarks=remarks))
    assert text.startswith("Closed (60)\n")
    assert "  … and 10 more; `readiness followups` has all of them\n" in text
    assert text.count("desk:") == 50


def test_one_reason_is_told_once_for_all_that_it_is_about() -> None:
    lost = Unanswered("desk", tuple(f"desk:{number}" for number in range(10_000)), "it is down", "try again")
    text = said(replace(QUIET, unanswered=(lost,)))
    assert text.startswith("Could not be asked (10000)\n  desk:0, desk:1, desk:2 and 9,997 more\n    it is down\n")


@pytest.mark.parametrize("dry_run", [True, False])
def test_nothing_that_a_tracker_writes_acts_on_a_terminal_or_breaks_a_line(*, dry_run: bool) -> None:
    found = replace(
        QUIET,
        remarks=(Remark(Flaw.CLOSED, "desk:1", (HOSTILE,), f"closed as {HOSTILE}"),),
        unanswered=(Unanswered("desk", (f"milestone {HOSTILE}",), HOSTILE, HOSTILE),),
        damage="line 3 of it is no answer of a tracker",
        written=Written(new=1, changed=2, renewed=3, kept=4, dropped=5),
        saved=not dry_run,
        attributes=True,
    )
    text = said(found, dry_run=dry_run)
    assert not {"\x1b", "\r", "\u202e"} & set(text)
    assert "::error" not in text
    assert "##[" not in text
    assert max(map(len, text.splitlines())) <= 80
    assert "1 new, 2 changed, 3 the same, at a later time, 4 as they were, 5 dropped." in " ".join(text.split())
