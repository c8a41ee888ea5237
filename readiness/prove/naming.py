"""What people mean on the command line: `ITEM`, `ITEM/EVIDENCE`, `SCOPE/ITEM` or `SCOPE/ITEM/EVIDENCE`."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from readiness.errors import Problem, ReadinessError
from readiness.model.record import Proven
from readiness.model.wording import shown, suggestion

_PARTS: Final = 3
_FIX: Final = "write ITEM, ITEM/EVIDENCE, SCOPE/ITEM or SCOPE/ITEM/EVIDENCE"


def meant(names: Sequence[str], known: Collection[Proven]) -> frozenset[Proven]:
    """Return those of `known` that `names` mean; all of them where there is no name.

    An item whose id several scopes have means all of these.

    Raises:
        ReadinessError: RDY055, with every name that means nothing.
    """
    if not names:
        return frozenset(known)
    spelled: dict[str, list[Proven]] = {}
    for one in known:
        for spelling in _spellings(one):
            spelled.setdefault(spelling, []).append(one)
    found: set[Proven] = set()
    problems = []
    for name in names:
        found.update(spelled.get(name, ()))
        if name not in spelled:
            fix = suggestion(name, spelled) if name.count("/") < _PARTS else _FIX
            problems.append(Problem("RDY055", f"no evidence that a run makes is called {shown(name)}", fix))
    if problems:
        raise ReadinessError.of(problems)
    return frozenset(found)


def _spellings(one: Proven) -> Iterator[str]:
    yield one.item
    yield f"{one.item}/{one.evidence}"
    yield f"{one.scope}/{one.item}"
    yield str(one)
