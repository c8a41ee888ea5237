"""What is asked of a ledger about one requirement, and what there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from readiness.model.record import Filed, Proven, Spoiled

_MOST_FOREIGN: Final = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: records for a requirement, about the content whose fingerprint is `covered`.

    Who may vouch for it depends on the `kind` of evidence and on the `surface` of its item.
    """

    proven: Proven
    covered: str
    kind: str
    surface: str | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """What there is for one requirement.

    `exact` are the records about this content, the newest `finished` first, of whatever definition. Where there is
    none, `others` are the newest about other content. `spoiled` are files that are no records; `removed` the names of
    records that a checkpoint vouches for, or that the base of a change has, and that are gone.
    """

    exact: tuple[Filed, ...] = ()
    others: tuple[Filed, ...] = ()
    spoiled: tuple[Spoiled, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """Names under one requirement: of `records`, newest first, and of what is called otherwise."""

    records: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


def shelf_of(
    exact: Sequence[Filed | Spoiled], others: Sequence[Filed | Spoiled], foreign: Sequence[str], removed: Sequence[str]
) -> Shelf:
    """Return the shelf of what was opened, newest first, of what is called otherwise, and of what is gone."""
    strange = tuple(Spoiled(name, "it is not called as a record is") for name in foreign[:_MOST_FOREIGN])
    return Shelf(
        exact=tuple(one for one in exact if isinstance(one, Filed)),
        others=tuple(one for one in others if isinstance(one, Filed)),
        spoiled=tuple(one for one in (*exact, *others) if isinstance(one, Spoiled)) + strange,
        removed=tuple(removed),
    )
