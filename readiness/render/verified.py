"""What `followups verify` came to: what has to be looked at, what could not be asked, what was written."""

from collections.abc import Iterator, Sequence
from typing import Final

from readiness.model.followups import Flaw, Remark, Unanswered, Verified
from readiness.render.escape import prose, visible
from readiness.render.layout import Line, Span, Tone, hanging, line, width_of

_TONES: Final[dict[Flaw, Tone]] = {
    Flaw.NOT_FOUND: "bad",
    Flaw.CLOSED: "warn",
    Flaw.OVERDUE: "bad",
    Flaw.UNASSIGNED: "warn",
}
_MOST: Final = 50
"""How many of one kind are told one by one."""
_MOST_NAMED: Final = 3


def verified_lines(found: Verified, width: int, *, where: str, dry_run: bool) -> Iterator[Line]:
    """Yield what came of asking; `where` is the path of the lock."""
    for flaw in Flaw:
        some = [one for one in found.remarks if one.flaw is flaw]
        if some:
            yield line(f"{flaw.value.capitalize()} ({len(some)})", _TONES[flaw])
            for one in some[:_MOST]:
                yield from _remark(one, width)
            yield from _more(len(some), "; `readiness followups` has all of them")
            yield ()
    if found.unanswered:
        count = sum(len(one.about) for one in found.unanswered)
        yield line(f"Could not be asked ({count})", "bad")
        for lost in found.unanswered[:_MOST]:
            yield from _unanswered(lost, width)
        yield from _more(len(found.unanswered))
        yield ()
    yield from hanging((), _counts(found), width, "strong")
    yield from hanging((), _kept(found, where, dry_run=dry_run), width)


def _remark(one: Remark, width: int) -> Iterator[Line]:
    head = (Span("  "), Span(visible(one.reference), "strong"), Span(f"  {visible(one.detail)}"))
    if sum(width_of(span.text) for span in head) <= width:
        yield head
    else:
        yield head[:2]
        yield from hanging((Span("    "),), prose(one.detail), width)
    yield from hanging((Span("    "),), prose(_named(one.names)), width, "dim")


def _unanswered(lost: Unanswered, width: int) -> Iterator[Line]:
    yield from hanging((Span("  "),), prose(_named(lost.about)), width, "strong")
    yield from hanging((Span("    "),), prose(lost.reason), width)
    yield from hanging((Span("    do   ", "dim"),), prose(lost.action), width)


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    return shown if len(names) <= _MOST_NAMED else f"{shown} and {len(names) - _MOST_NAMED:,} more"


def _more(count: int, where: str = "") -> Iterator[Line]:
    if count > _MOST:
        yield line(f"  … and {count - _MOST:,} more{where}", "dim")


def _counts(found: Verified) -> str:
    lost = sum(len(one.about) for one in found.unanswered)
    parts = [f"{_counted(found.answered, 'issue')} verified"]
    if found.milestones:
        parts.append(f"{_counted(found.milestones, 'milestone')} listed")
    if lost:
        parts.append(f"{lost:,} could not be asked")
    if found.listed:
        parts.append(f"{found.listed:,} in lists of this repository, where nobody has to be asked")
    return f"{'; '.join(parts)}."


def _kept(found: Verified, where: str, *, dry_run: bool) -> str:
    changed = found.written
    parts = [
        f"{count:,} {word}"
        for count, word in (
            (changed.new, "new"),
            (changed.changed, "changed"),
            (changed.renewed, "the same, at a later time"),
            (changed.kept, "as they were"),
            (changed.dropped, "dropped"),
        )
        if count
    ]
    said = f"lines: {', '.join(parts)}" if parts else "no lines"
    head = f"It could not be read before ({found.damage}), so nothing of it was kept. " if found.damage else ""
    if dry_run:
        return f"{head}Nothing was written to {where}; {said}."
    told = " Git was told to keep the lines of both sides when it merges it." if found.attributes else ""
    if not found.saved and not parts and not told:
        return f"{head}There is nothing to write to {where}."
    if not found.saved:
        return f"{head}Nothing new: {where} is as it was.{told}"
    return f"{head}Wrote {where}; {said}.{told}"


def _counted(count: int, one: str) -> str:
    return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"
