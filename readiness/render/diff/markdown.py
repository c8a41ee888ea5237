"""What a change does to readiness, as Markdown: the comment on a pull request, and the summary of a job."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from readiness.model.diff import Diff
from readiness.model.policy import Proposed
from readiness.render.base import Style
from readiness.render.diff.causes import Cause, causes, commands
from readiness.render.diff.words import (
    NOTHING,
    classes,
    counts,
    days,
    does_nothing,
    exceptions_first,
    headline,
    is_about_several,
    items_first,
    parts,
    policy_parts,
    remarks,
    sides,
    turns,
    worst_first,
)
from readiness.render.templates import render_comment
from readiness.render.trimming import trim

_FILES: Final = 3
"""How many files a row names; as in the template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A cause as a row: how many files are not named in it, of all and of some, and what proves it again."""

    cause: Cause
    more: int
    also_more: int
    commands: Sequence[str]


def render(diff: Diff, style: Style, *, limit: int | None = None, whole: str = "") -> str:
    """Return the diff as Markdown, from the template `diff.md.j2`, in at most `limit` bytes.

    `whole` is a sentence of Markdown that says where all of it is, for where something had to be left out.

    Raises:
        ReadinessError: RDY057, the template fails.
        ValueError: `limit` is too low to say anything.
    """
    base = diff.base.commit
    several = is_about_several(diff)
    found = causes(diff.to_reprove)
    alike: dict[str, list[Proposed]] = {}
    for one in diff.policy:
        alike.setdefault(one.slug, []).append(one)
    text = render_comment(
        "diff.md.j2",
        style.templates,
        diff=diff,
        nothing=NOTHING if does_nothing(diff) else "",
        decided=headline(diff),
        sides=_capital(sides(diff)),
        counts=counts(diff),
        several=several,
        scopes=turns(diff),
        worse=worst_first(diff.worse),
        causes=[_row(cause, base) for cause in found],
        commands=commands(diff.to_reprove, base) if len(found) > 1 else (),
        proofs=[proof for cause in found for proof in cause.proofs],
        better=worst_first(diff.better),
        items=items_first(diff.items),
        exceptions=exceptions_first(diff.exceptions),
        policy=list(alike.values()),
        proposals=[one for held in alike.values() for one in held],
        time=worst_first(diff.time),
        notes=list(dict.fromkeys((*diff.base.notes, *diff.head.notes))),
        words_of=partial(parts, several=several),
        policy_words_of=partial(policy_parts, several=several),
        classes=classes,
        remarks=remarks,
        days=days,
        all_of_it=f"readiness diff -v {base:.9}" if base else "readiness diff -v",
        everything=style.verbosity > 0,
    )
    return trim(re.sub(r"\n{3,}", "\n\n", text), limit, whole)


def _row(cause: Cause, base: str | None) -> _Row:
    return _Row(
        cause=cause,
        more=max(0, len(cause.files) - _FILES) + (0 if cause.also else cause.unnamed),
        also_more=max(0, len(cause.also) - _FILES) + cause.unnamed,
        commands=commands(cause.proofs, base),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
