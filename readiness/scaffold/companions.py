"""What stands beside a first scope: who can act, runbooks to be filled in, and the list of what is put off.

A heading of a runbook is empty on purpose, but for a comment: a skeleton must not pass for steps that somebody wrote.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from readiness.scaffold.catalogue import Entry
from readiness.scaffold.owners import Owner
from readiness.scaffold.place import Place
from readiness.scaffold.proofs import scalar
from readiness.scaffold.seen import Seen


def directory(owners: Sequence[Owner]) -> str:
    """Return a directory of `owners`."""
    return "\n".join(_directory(owners)) + "\n"


def _directory(owners: Sequence[Owner]) -> Iterator[str]:
    yield "# Who can be asked to act: roles and teams. Who holds a role today changes too often for a file."
    yield "kind: directory"
    yield "owners:  # every owner that a scope names has to be here, so that a typing error shows"
    for owner in owners:
        yield f"  {owner.id}:"
        yield f"    title: {scalar(owner.title)}"
        yield f"    type: {owner.type}"
        if owner.contact:
            yield f"    contact: {scalar(owner.contact)}  # as {owner.found} names it"
        else:
            yield '    # contact: "#channel", where somebody answers; deputies: [ID], who may sign in their place'


def put_off(entries: Sequence[tuple[Entry, str, date]]) -> str:
    """Return the list of deferrals, each with who works on it and its day."""
    lines = ["# What the launch puts off, in place of a tracker: an entry is what an issue is elsewhere."]
    for entry, assignee, day in entries:
        lines += [
            f"- id: {entry.id}  # named by `ref: file:{entry.id}` in the scope",
            f"  title: {scalar(entry.title)}",
            "  state: open  # `closed` makes the deferral fail: then it is done, or forgotten",
            f"  assignee: {assignee}  # who works on it",
            f"  due: {day}  # the day by which it is done",
        ]
    return "\n".join(lines) + "\n"


def runbooks(entries: Sequence[Entry], seen: Seen, place: Place) -> Iterator[tuple[str, str]]:
    """Yield the runbooks that `entries` refer to, with the headings that they ask for and no others."""
    files = {entry.evidence.file for entry in entries if entry.evidence is not None}
    wanted = (
        (_ROLL_BACK, seen.rollback is None),
        (_SWITCH_OFF, any(entry.rollback == "kill-switch" for entry in entries)),
        (_REHEARSALS, "{runbook}" in files),
    )
    if sections := [section for section, is_wanted in wanted if is_wanted]:
        yield place.rollback, "\n".join(["# Taking a release back", *sections])
    if "{support}" in files:
        yield place.support, f"# Support\n{_WHO_ANSWERS}"


_ROLL_BACK: Final = """
## Roll back

<!--
How is the release before this one put back, by somebody who has never done it? Write the commands, how to see that it
worked, and whom to tell. While nothing stands here but this comment, the launch is a no-go.
-->
"""
_SWITCH_OFF: Final = """
## Switch off

<!-- Which flag is set to what, where, and how is it seen to be off? -->
"""
_REHEARSALS: Final = """
## Rehearsals

<!-- One line for each: the day, who did it, how long it took, and what was changed here because of it. -->
"""
_WHO_ANSWERS: Final = """
## Who answers

<!-- Who is called when it breaks, in which order, how, and at which hours? Name the rota if there is one. -->
"""
