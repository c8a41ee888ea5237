"""Verdicts as terminal lines: what is wrong with what, whose it is, what to type next, where it is written.

A defect that many share is told once, with the places below it.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from readiness.model.outcome import Outcome
from readiness.model.report import Verdict
from readiness.render.escape import prose, visible
from readiness.render.layout import Line, Span, Tone, apart, hanging
from readiness.render.sections import Shown

NOBODY: Final = "nobody named"
_INDENT: Final = " " * 11  # two, the longest outcome that needs action, two
_FOLD: Final = 4  # from this many on, one defect is told once
_LISTED: Final = 8  # places listed without -v
_LONGEST: Final = 400  # characters of a message without -v


def entry_lines(held: Sequence[Shown], tone: Tone, width: int, *, everything: bool) -> Iterator[Line]:
    """Yield the lines for `held`, an empty line after each entry; verdicts of one rule together."""
    by_rule: dict[tuple[str, Outcome], list[Shown]] = {}
    for one in held:
        by_rule.setdefault((one.verdict.code, one.verdict.found), []).append(one)
    for alike in by_rule.values():
        if len(alike) < _FOLD and not _is_one_place([one.verdict for one in alike]):
            for one in alike:
                yield from _entry(one, tone, width, everything=everything)
                yield ()
        else:
            yield from _fold([one.verdict for one in alike], tone, width, everything=everything)
            yield ()


def _is_one_place(alike: Sequence[Verdict]) -> bool:
    """Return whether one line of a document is behind several verdicts, such as a default that items inherit."""
    return len(alike) > 1 and len({(one.location, one.message) for one in alike}) == 1


def named(verdict: Verdict) -> str:
    """Return the subject and the requirement, such as `item deploy · rollback`."""
    return f"{visible(verdict.subject)} · {visible(verdict.requirement)}"


def owner(verdict: Verdict) -> str:
    """Return who has to act."""
    return visible(verdict.who) if verdict.who else NOBODY


def passed_lines(held: Sequence[Shown]) -> Iterator[Line]:
    """Yield one line for each of `held`: nothing is to be done about these."""
    for one in held:
        verdict = one.verdict
        yield (Span(f"  {named(verdict)}"), Span(f"  {prose(verdict.message)}{_proven(verdict)}", "dim"))
    yield ()


def _proven(verdict: Verdict) -> str:
    """Return how, where and by whom it was proven; nothing for what is judged from the tree itself."""
    proof = verdict.proof
    if proof is None:
        return ""
    where = f"at {proof.commit:.9}" if proof.commit else f"on {proof.finished:%Y-%m-%d}"
    by = f" by {', '.join(map(visible, proof.signers))}" if proof.signers else ""
    return f"; {proof.binding} {where}{by}"


def _entry(one: Shown, tone: Tone, width: int, *, everything: bool) -> Iterator[Line]:
    verdict = one.verdict
    yield from _head(verdict.found, named(verdict), owner(verdict), tone, width)
    yield from _told(verdict.message, width, everything=everything)
    yield from _circumstances(one, width)
    yield from _next_step(verdict.action, width)
    yield from _written(verdict, width)


def _head(found: Outcome, name: str, who: str, tone: Tone, width: int) -> Iterator[Line]:
    left: Line = (Span(f"  {found:<9}", tone), Span(name, "strong"))
    both = apart(left, Span(who), width)
    if both is not None:
        yield both
    else:
        yield left
        yield from hanging((Span(f"{_INDENT}who  ", "dim"),), who, width)


def _told(message: str, width: int, *, everything: bool) -> Iterator[Line]:
    text = prose(message)
    if len(text) > _LONGEST and not everything:
        text = f"{text[:_LONGEST].rstrip()} … (-v shows the rest)"
    yield from hanging((Span(_INDENT),), text, width)


def _next_step(action: str, width: int) -> Iterator[Line]:
    if action:
        yield from hanging((Span(f"{_INDENT}do   ", "dim"),), prose(action), width)


def _circumstances(one: Shown, width: int) -> Iterator[Line]:
    """Yield why the verdict does not block today: its waiver, or its phase."""
    verdict, item = one.verdict, one.item
    label = (Span(f"{_INDENT}but  ", "dim"),)
    if verdict.waiver is not None:
        waiver = verdict.waiver
        how = "waived in an emergency" if waiver.emergency else "waived"
        text = f"{how} by {waiver.granted_by} until {waiver.expires} ({waiver.id}): {waiver.reason}"
        yield from hanging(label, prose(text), width)
    elif verdict.outcome is Outcome.NOT_DUE and item is not None and item.due is not None:
        phase = f", when phase {item.phase} ends" if item.phase else ""
        yield from hanging(label, prose(f"has until {item.due}{phase}"), width)


def _written(verdict: Verdict, width: int) -> Iterator[Line]:
    place: Line = (Span(f"{_INDENT}at   ", "dim"), Span(visible(str(verdict.location))))
    both = apart(place, Span(visible(verdict.code), "dim"), width)
    if both is not None:
        yield both
    else:
        yield place
        yield (Span(f"{_INDENT}     "), Span(visible(verdict.code), "dim"))


def _fold(alike: Sequence[Verdict], tone: Tone, width: int, *, everything: bool) -> Iterator[Line]:
    """Yield one defect with many places. What all share is said once; what differs, at its place."""
    first = alike[0]
    same_who = len({one.who for one in alike}) == 1
    same_message = len({one.message for one in alike}) == 1
    same_action = len({one.action for one in alike}) == 1
    title = f"{len(alike)} times {visible(first.rule)}"
    yield from _head(first.found, title, owner(first) if same_who else "", tone, width)
    if not same_who:
        yield from hanging((Span(f"{_INDENT}who  ", "dim"),), tally(alike), width)
    if same_message:
        yield from _told(first.message, width, everything=everything)
    if same_action:
        yield from _next_step(first.action, width)
    yield from hanging((Span(f"{_INDENT}see  ", "dim"),), f"readiness explain {visible(first.code)}", width)
    same_place = len({one.location for one in alike}) == 1
    if same_place:
        yield (Span(f"{_INDENT}at   ", "dim"), Span(visible(str(first.location))))
    limit = None if everything else _LISTED
    for one in islice(alike, limit):
        if same_who and same_message and same_action and same_place:
            yield (Span(f"{_INDENT}- "), Span(named(one), "strong"))
        else:
            yield from _place(one, width, who=not same_who, message=not same_message, action=not same_action)
    if limit is not None and len(alike) > limit:
        yield (Span(f"{_INDENT}… and {len(alike) - limit} more (-v lists all)", "dim"),)


def _place(one: Verdict, width: int, *, who: bool, message: bool, action: bool) -> Iterator[Line]:
    name, place = named(one), visible(str(one.location))
    left: Line = (Span(f"{_INDENT}- "), Span(name, "strong"))
    right = owner(one) if who else place
    both = apart(left, Span(right), width)
    yield both or left
    hang = f"{_INDENT}  "
    if who and both is None:
        yield (Span(hang), Span(right))
    if message:
        yield from hanging((Span(hang),), prose(one.message), width)
    if action:
        yield from hanging((Span(f"{hang}do   ", "dim"),), prose(one.action), width)
    if who or both is None:
        yield (Span(f"{hang}at   ", "dim"), Span(place))


def tally(verdicts: Sequence[Verdict], most: int = 6) -> str:
    """Return who has to act and how often, most often first, such as `platform 3, billing 1`."""
    counts: dict[str, int] = {}
    for verdict in verdicts:
        counts[owner(verdict)] = counts.get(owner(verdict), 0) + 1
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    listed = ", ".join(f"{who} {count}" for who, count in ranked[:most])
    return f"{listed} and {len(ranked) - most} others" if len(ranked) > most else listed
