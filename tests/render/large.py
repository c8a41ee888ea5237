"""A launch of any size with a bit of everything: needs in layers, phases, deferrals, waivers; the same for a number."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

from readiness.model.outcome import Decision, ItemClass, Level, Outcome
from readiness.model.report import FollowUpNote, ItemReport, PhaseReport, Report, Verdict
from tests.render.reports import item, missing, report, scope, verdict, waived

OWNERS = ("platform", "billing", "edge-team", "data", "support")
PARTS = ("deploy", "login", "invoices", "webhooks", "search", "quota", "domains", "backup", "alerts", "audit")
PLACES = ("core", "eu", "admin", "mobile", "partners", "reports")
PHASES = tuple(
    PhaseReport(id=name, ends=day)
    for name, day in (
        ("build", date(2026, 11, 30)),
        ("rehearse", date(2026, 12, 10)),
        ("launch", date(2026, 12, 15)),
        ("hypercare", date(2027, 1, 15)),
    )
)


def launch(count: int, layers: int = 5) -> Report:
    """Return a no-go of `count` items and three deferrals, 24 days before the launch."""
    chance = Random(count)  # noqa: S311 - nothing is secret
    items = (*_items(count, layers, chance), *_deferred())
    moment = datetime(2026, 11, 21, 9, tzinfo=UTC)
    return report(scope(Decision.NO_GO, *items, phases=PHASES), as_of=moment)


def name_of(number: int) -> str:
    """Return the id of an item."""
    series = number // (len(PARTS) * len(PLACES))
    name = f"{PARTS[number % len(PARTS)]}-{PLACES[number // len(PARTS) % len(PLACES)]}"
    return f"{name}-{series}" if series else name


def _items(count: int, layers: int, chance: Random) -> Iterator[ItemReport]:
    size = max(count // layers, 1)
    for number in range(count):
        name, owner = name_of(number), OWNERS[number % len(OWNERS)]
        layer = number // size
        needs = (
            {name_of(chance.randrange((layer - 1) * size, layer * size))} if layer and chance.random() < 0.6 else set()
        )
        if layer > 1 and chance.random() < 0.15:
            needs.add(name_of(chance.randrange(0, (layer - 1) * size)))
        late = number % 17 == 3
        yield item(
            *_verdicts(number, name, owner),
            id_=name,
            title=f"{name.replace('-', ' ').capitalize()} works as operators expect",
            owner=owner,
            item_class=ItemClass.ADJACENT if number % 5 == 4 else ItemClass.CRITICAL,
            surface=("deployment", "billing", None)[number % 3],
            phase="hypercare" if late else None,
            due=date(2027, 1, 15) if late else None,
            needs=tuple(sorted(needs)),
        )


def _verdicts(number: int, name: str, owner: str) -> Iterator[Verdict]:
    subject = f"item {name}"
    yield verdict("owner", subject=subject, who=owner, message=f"`{owner}` is known")
    yield verdict("rollback", subject=subject, who=owner, message="revert, with steps in `runbooks/deploy.md`")
    level = Level.WARN if number % 5 == 4 else Level.BLOCK
    stale = "proven at 4f2a91c3b; since then 3 files changed, among them `src/billing/refunds.py`"
    match number % 17:
        case 0:
            yield missing("suite", subject=subject, who=owner, level=level)
        case 1:
            found = verdict("suite", subject=subject, who=owner, level=level, outcome=Outcome.STALE, message=stale)
            yield replace(found, code="RDY203", rule="evidence-stale", action=f"readiness prove {name}")
        case 2:
            yield replace(waived(subject), who=owner)
        case 3:
            yield missing("suite", subject=subject, who=owner, outcome=Outcome.NOT_DUE, found=Outcome.MISSING)
        case 4:
            yield missing("suite", subject=subject, who=None, level=level, outcome=Outcome.UNKNOWN)
        case _:
            yield verdict("suite", subject=subject, who=owner, message="128 of 128 tests passed")


def _deferred() -> Iterator[ItemReport]:
    days = {"usage-dashboards": date(2027, 2, 1), "single-sign-on": date(2027, 1, 12), "old-api": date(2027, 9, 1)}
    for name, due in days.items():
        note = FollowUpNote(ref="https://tracker.example/issues/12", risk="Support answers by hand.", due=due)
        passed = verdict("follow-up", subject=f"item {name}", who="product", message="open, assigned and not due")
        yield item(passed, id_=name, title=name, owner="product", item_class=ItemClass.DEFERRED, follow_up=note)
