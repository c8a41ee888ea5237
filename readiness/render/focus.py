"""A report with only some of its items, for whoever works on one of them. The decisions stay those of the whole."""

from collections.abc import Collection
from dataclasses import replace

from readiness.errors import Problem, ReadinessError
from readiness.model.report import ItemReport, Report, ScopeReport
from readiness.model.wording import nearest


def focus(report: Report, items: frozenset[str]) -> Report:
    """Return `report` with nothing but `items` (ids, or `scope/item`) in its scopes, and without empty scopes.

    Raises:
        ReadinessError: RDY055 for each of `items` that the report does not have.
    """
    known = {name for scope in report.scopes if scope.judged for item in scope.items for name in _names(scope, item)}
    strangers = [_unknown(name, known) for name in items if name not in known]
    if strangers and known:
        raise ReadinessError(*strangers)
    narrowed = (
        replace(
            scope, verdicts=(), items=tuple(item for item in scope.items if not items.isdisjoint(_names(scope, item)))
        )
        for scope in report.scopes
        if scope.judged
    )
    return replace(report, scopes=tuple(scope for scope in narrowed if scope.items))


def _names(scope: ScopeReport, item: ItemReport) -> tuple[str, str]:
    return item.id, f"{scope.id}/{item.id}"


def _unknown(name: str, known: Collection[str]) -> Problem:
    near = nearest(name, sorted(known))
    fix = f"did you mean `{near}`?" if near else "`readiness check -v` lists the items of a scope"
    return Problem("RDY055", f"there is no item `{name}` in the scopes that were judged", fix)
