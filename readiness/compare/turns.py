"""How each scope is decided on both sides. Pure.

Told is what is decided otherwise, what something was done to, and what only one side judges: a launch that is new,
gone, made a draft or retired, or whose documents are broken on one side.
"""

from collections.abc import Collection, Mapping, Sequence

from readiness.compare.standing import Standing
from readiness.model.diff import Turn


def turns(
    base: Standing | None, head: Standing | None, touched: Collection[str], causes: Mapping[str, Sequence[str]]
) -> tuple[Turn, ...]:
    """Return the turns of scopes, in order; `touched` are told in any case, `causes` are why one is decided worse."""
    was, now = (side.verdicts if side else {} for side in (base, head))
    found = []
    for scope in sorted(was.keys() | now.keys()):
        before, after = (side[scope].decision if scope in side else None for side in (was, now))
        if before is after and scope not in touched:
            continue
        titled = next(side.scopes[scope] for side in (head, base) if side is not None and scope in side.scopes)
        found.append(
            Turn(scope=scope, title=titled.title, before=before, after=after, because=tuple(causes.get(scope, ())))
        )
    return tuple(found)
