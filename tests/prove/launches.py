"""Plans of launches with commands, and how their evidence stands, said by hand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from readiness.errors import ReadinessError
from readiness.evidence import kinds
from readiness.model.dossier import Absent, Dossier, Met, Standing
from readiness.model.evidence import Claim
from readiness.model.plan import Key, Plan
from readiness.prove.ordering import Order, in_order
from readiness.prove.selecting import Selection, Wish, products, select
from tests.link.launches import NOW, SURROUNDINGS, item, linked, scope

MET: Final = Met(Claim({}))
MISSING: Final = Absent("there is no record of it")


def plan_of(root: Path, *items: str, head: str = "", others: Mapping[str, str] | None = None, named: str = "") -> Plan:
    """Return the plan of a launch `shop` with `items`, beside its suite, which has no command."""
    files = {**SURROUNDINGS, "scopes/shop.yaml": scope(items="".join(items), head=head), **(others or {})}
    plan = linked(root, files, *filter(None, [named]))
    if plan.problems:
        raise ReadinessError.of(plan.problems)
    return plan


def made(name: str, run: str | None = None, *fields: str, more: str = "", path: str = "") -> str:
    """Return an item whose report `out/NAME.xml` is made by `make NAME`, or by `run`."""
    evidence = f"evidence: {{path: {path or f'out/{name}.xml'}, run: {run or f'make {name}'}{more}}}"
    return item(name, evidence, *fields)


def standings(plan: Plan, **said: Standing) -> dict[Key, Standing]:
    """Return how all evidence stands: as `said` of an item, else missing; the suite is met."""
    said = {"suite": MET, **said}
    return {
        requirement.key: said.get(proven.item.replace("-", "_"), MISSING)
        for proven, _, _, requirement in products(plan, kinds())
    }


def selected(plan: Plan, wish: Wish | None = None, **said: Standing) -> Selection:
    """Return what is selected of `plan` where evidence stands as `said`."""
    return select([(plan, Dossier(now=NOW, standings=standings(plan, **said)))], kinds(), wish or Wish())


def ordered(plan: Plan) -> Order:
    """Return the order of all that can be proven of `plan`."""
    return in_order(selected(plan).tasks, [plan])
