"""Hand-built diffs: each kind of change, everything hostile, and far too much of everything."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from readiness.errors import Problem
from readiness.model.diff import SCHEMA, Changed, Diff, ExceptionChange, ItemChange, Reproof, Shift, Turn
from readiness.model.outcome import Decision, ItemClass, Level, Outcome
from readiness.model.place import Location
from readiness.model.policy import Proposed
from readiness.model.report import Candidate
from tests.render.reports import BASE, COMMIT, HOSTILE, PATH

SCOPE: Final = "public-launch"


def diff(**changed: Any) -> Diff:  # noqa: ANN401 - fields of a diff
    """Return a diff that does nothing, with `changed` fields."""
    values: dict[str, Any] = {
        "schema": SCHEMA,
        "base": Candidate(kind="commit", commit=BASE),
        "head": Candidate(kind="commit", commit=COMMIT),
        "as_of": datetime(2026, 12, 14, 17, 58, tzinfo=UTC),
        "before": Decision.GO,
        "after": Decision.GO,
        "scopes": (),
        "worse": (),
        "to_reprove": (),
        "better": (),
        "items": (),
        "exceptions": (),
        "policy": (),
        "time": (),
        "problems_before": (),
        "problems": (),
    }
    return Diff(**{**values, **changed})


def turn(before: Decision | None, after: Decision | None, *because: str, scope: str = SCOPE) -> Turn:
    """Return the decision on a scope on both sides."""
    return Turn(scope=scope, title="Integrations platform", before=before, after=after, because=because)


def shift(requirement: str = "rollback", **changed: Any) -> Shift:  # noqa: ANN401 - fields of a shift
    """Return a blocking requirement of item deploy that passed and is missing now, with `changed` fields."""
    values: dict[str, Any] = {
        "scope": SCOPE,
        "subject": "item deploy",
        "title": "Deploys drop no request",
        "requirement": requirement,
        "code": "RDY112",
        "level": Level.BLOCK,
        "before": Outcome.PASSED,
        "after": Outcome.MISSING,
        "message": "`runbooks/deploy.md` has no heading `rollback`",
        "action": "write the steps under `## Rollback`",
        "who": "platform",
        "location": Location(PATH, 31, 14),
    }
    return Shift(**{**values, **changed})


def reproof(item: str = "deploy", *files: str, **changed: Any) -> Reproof:  # noqa: ANN401 - fields of a reproof
    """Return evidence of `item` that the change of `files` makes stale, with `changed` fields."""
    values: dict[str, Any] = {
        "scope": SCOPE,
        "subject": f"item {item}",
        "title": "Deploys drop no request",
        "requirement": "junit",
        "level": Level.BLOCK,
        "files": files,
        "touched": len(files),
        "message": f"proven at {BASE:.9}; since then {len(files)} files were changed",
        "action": f"readiness prove {item}",
        "who": "platform",
        "location": Location(PATH, 14, 15),
    }
    return Reproof(**{**values, **changed})


def proposed(slug: str = "item-deleted", **changed: Any) -> Proposed:  # noqa: ANN401 - fields of a proposal
    """Return a change of policy, with `changed` fields."""
    values: dict[str, Any] = {
        "slug": slug,
        "change": "deletes the item",
        "scope": SCOPE,
        "subject": "item legal",
        "field": "",
        "before": "launch-critical",
        "after": None,
        "location": Location(PATH, 40, 5, BASE),
    }
    return Proposed(**{**values, **changed})


def item(id_: str, change: Changed, before: ItemClass | None, after: ItemClass | None, **changed: Any) -> ItemChange:  # noqa: ANN401
    """Return an item that was changed."""
    values: dict[str, Any] = {
        "scope": SCOPE,
        "title": "Terms approved",
        "outcome": Outcome.MISSING if after else None,
        "location": Location(PATH, 40, 5),
    }
    return ItemChange(item=id_, change=change, before=before, after=after, **{**values, **changed})


def exception(id_: str, change: Changed, before: date | None, after: date | None, **changed: Any) -> ExceptionChange:  # noqa: ANN401
    """Return a waiver that was changed."""
    values: dict[str, Any] = {
        "kind": "waiver",
        "scope": SCOPE,
        "about": "item webhooks coverage: the provider's sandbox is down until January",
        "location": Location(PATH, 71, 5),
    }
    return ExceptionChange(id=id_, change=change, before=before, after=after, **{**values, **changed})


def empty() -> Diff:
    """The change does nothing, and the launch was no-go before."""
    return diff(before=Decision.NO_GO, after=Decision.NO_GO)


def only_time() -> Diff:
    """The change does nothing; a waiver has lapsed meanwhile."""
    lapsed = shift(
        "coverage", code="RDY203", before=Outcome.WAIVED, after=Outcome.STALE, message="its waiver has lapsed"
    )
    return diff(before=Decision.NO_GO, after=Decision.NO_GO, time=(lapsed,))


def worse() -> Diff:
    """An item loses its rollback, and a surface what guards it."""
    unguarded = shift(
        "guarded",
        subject="surface billing",
        title="",
        code="RDY301",
        after=Outcome.FAILED,
        message="no launch-critical item with a rollback and with evidence covers all its 41 files",
        action="add `src/billing/**` to `covers` of the evidence of an item on this surface",
        who=None,
        location=Location(PATH, 12, 3),
    )
    warned = shift("load-test", subject="item usage-limits", level=Level.WARN, before=None, after=Outcome.MISSING)
    return diff(
        after=Decision.NO_GO,
        scopes=(turn(Decision.GO, Decision.NO_GO, "item deploy rollback", "surface billing guarded"),),
        worse=(warned, shift(), unguarded),
    )


def to_reprove() -> Diff:
    """Forty pieces of evidence cover one changed file; others, other files, or are defined otherwise now."""
    many = tuple(reproof(f"service-{number:02}", "src/shared/money.py") for number in range(40))
    two = ("src/api/app.py", "src/api/errors.py")
    redefined = reproof("search", message="what is asked for was changed (run)")
    legal = reproof("legal", "docs/terms.md", requirement="signoff", who="general-counsel", level=Level.WARN)
    signed = {"action": "ask general-counsel to sign: add `date:` and `statement:`"}
    return diff(
        after=Decision.NO_GO,
        scopes=(turn(Decision.GO, Decision.NO_GO),),
        to_reprove=(
            redefined,
            *many,
            reproof("suite", *two, "src/shared/money.py", touched=31),
            reproof("api", *two),
            reproof("errors", "src/api/errors.py"),
            Reproof(**{**_fields(legal), **signed}),
        ),
    )


def _fields(one: Reproof) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Reproof.__slots__}


def better() -> Diff:
    """What was open is done; another is not asked for any more."""
    return diff(
        before=Decision.NO_GO,
        scopes=(turn(Decision.NO_GO, Decision.GO),),
        better=(
            shift(before=Outcome.MISSING, after=Outcome.PASSED, message="as required", action=""),
            shift("owner", subject="item legal", title="", before=Outcome.FAILED, after=None),
            shift("junit", before=Outcome.FAILED, after=Outcome.WAIVED, level=Level.WARN),
        ),
    )


def documents() -> Diff:
    """Items, deferrals, waivers and policy, and a second scope."""
    critical, deferred = ItemClass.CRITICAL, ItemClass.DEFERRED
    january, march = date(2027, 1, 10), date(2027, 3, 1)
    return diff(
        before=Decision.GO,
        after=Decision.GO_WITH_CONDITIONS,
        head=Candidate(kind="work-tree", commit=COMMIT, notes=("The work tree has uncommitted changes.",), dirty=True),
        scopes=(turn(Decision.GO, Decision.GO_WITH_CONDITIONS), turn(None, Decision.GO, scope="spring-launch")),
        items=(
            item("status-page", Changed.ADDED, None, critical, scope="spring-launch", title="A page of the status"),
            item("dashboards", Changed.RECLASSIFIED, critical, deferred, title="Usage dashboards for customers"),
            item("legal", Changed.REMOVED, critical, None, location=Location(PATH, 40, 5, BASE)),
        ),
        exceptions=(
            exception("coverage-until-january", Changed.EXTENDED, january, march),
            exception("dashboards", Changed.ADDED, None, march, kind="deferral", about="Support answers by hand."),
            exception("sandbox", Changed.LAPSED, january, january),
            exception("old", Changed.REMOVED, january, None),
        ),
        policy=(
            proposed(),
            proposed("item-deferred", change="defers the item", subject="item dashboards", field="class"),
            *(
                proposed(
                    "covers-changed",
                    change="changes what the evidence covers",
                    subject=f"item service-{number:02}",
                    field="evidence.rolling-deploy.covers",
                    before="services/part-0/**, services/part-1/**, services/part-2/**",
                    after="docs/**",
                    location=Location(PATH, 100 + number, 7),
                )
                for number in range(11)
            ),
        ),
    )


def broken() -> Diff:
    """Scopes that cannot be read on one side or the other."""
    wrong = Problem(
        "RDY010", "line 3 is indented by a tab", "indent with spaces", Location("scopes/spring-launch.yaml", 3, 1)
    )
    before = Problem("RDY013", "there is no owner `platfrom`", "did you mean `platform`?", Location(PATH, 9, 12, BASE))
    return diff(
        before=Decision.UNDECIDED,
        after=Decision.UNDECIDED,
        scopes=(turn(Decision.GO, None, scope="spring-launch"), turn(None, Decision.GO)),
        problems=(wrong,),
        problems_before=(before,),
    )


def hostile() -> Diff:
    """Every text tries to be more than text."""
    nasty = Location("a\udcff" + HOSTILE, 1, 1)
    who = {"scope": HOSTILE, "title": HOSTILE, "location": nasty}
    text = {**who, "subject": f"item {HOSTILE}", "message": HOSTILE, "action": HOSTILE, "who": HOSTILE}
    files = (f"a{HOSTILE}", f"b{HOSTILE}")
    wrong = Problem("RDY010", HOSTILE, HOSTILE, nasty)
    notes = (HOSTILE,)
    return diff(
        before=Decision.GO,
        after=Decision.NO_GO,
        base=Candidate(kind="commit", commit=BASE, notes=notes),
        head=Candidate(kind="commit", commit=COMMIT, notes=notes),
        scopes=(Turn(scope=HOSTILE, title=HOSTILE, before=None, after=Decision.NO_GO, because=(HOSTILE, HOSTILE)),),
        worse=(shift(HOSTILE, **text),),
        to_reprove=(
            reproof("x", *files, **{**text, "requirement": HOSTILE}),
            reproof("x", files[0], **{**text, "action": f"readiness prove {HOSTILE}"}),
            reproof("x", **text),
        ),
        better=(shift(HOSTILE, **{**text, "before": Outcome.FAILED, "after": Outcome.PASSED}),),
        items=(item(HOSTILE, Changed.ADDED, None, ItemClass.CRITICAL, **who),),
        exceptions=(
            exception(HOSTILE, Changed.ADDED, None, date(2027, 1, 10), scope=HOSTILE, about=HOSTILE, location=nasty),
        ),
        policy=(
            proposed(
                HOSTILE,
                change=HOSTILE,
                scope=HOSTILE,
                subject=HOSTILE,
                field=HOSTILE,
                before=HOSTILE,
                after=HOSTILE,
                location=nasty,
            ),
        ),
        time=(shift(HOSTILE, **text),),
        problems_before=(wrong,),
        problems=(wrong,),
    )


def thousands(number: int = 3000) -> Diff:
    """Far too much of everything."""
    said = [
        f"it is wrong in a way of its own, the {place}th, which takes a good many words to tell"
        for place in range(number)
    ]
    return diff(
        after=Decision.NO_GO,
        scopes=tuple(turn(Decision.GO, Decision.NO_GO, "item a b", scope=f"scope-{place}") for place in range(200)),
        worse=tuple(
            shift(f"suite-{place}", code=f"RDY{100 + place % 50}", subject=f"item number-{place}", message=said[place])
            for place in range(number)
        ),
        to_reprove=tuple(
            reproof(f"number-{place}", f"src/part-{place % 400}/app.py", message=said[place]) for place in range(number)
        ),
        better=tuple(shift(f"x-{place}", before=Outcome.FAILED, after=Outcome.PASSED) for place in range(number)),
        items=tuple(item(f"number-{place}", Changed.ADDED, None, ItemClass.ADJACENT) for place in range(number)),
        exceptions=tuple(
            exception(f"until-{place}", Changed.ADDED, None, date(2027, 1, 10)) for place in range(number)
        ),
        policy=tuple(
            proposed(f"slug-{place % 30}", subject=f"item number-{place}", before=said[place])
            for place in range(number)
        ),
        time=tuple(shift(f"y-{place}") for place in range(number)),
    )


ALL: Final[Mapping[str, Callable[[], Diff]]] = {
    "empty": empty,
    "only-time": only_time,
    "worse": worse,
    "to-reprove": to_reprove,
    "better": better,
    "documents": documents,
    "broken": broken,
    "hostile": hostile,
    "thousands": thousands,
}
