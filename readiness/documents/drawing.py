"""What the documents of all launches should be: the first three stages of the pipeline, and no more."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from readiness.documents.presentation import Presentation, presented
from readiness.documents.running import run_of_show
from readiness.errors import Problem, ReadinessError
from readiness.evidence import kinds
from readiness.link import link
from readiness.load import load
from readiness.load.cache import user_cache
from readiness.model.checklist import Checklist, IndexEntry, ScopeChecklist
from readiness.model.loaded import Documents
from readiness.model.outcome import ItemClass, State
from readiness.model.place import Location
from readiness.model.plan import Plan
from readiness.outline import outline
from readiness.pipeline import Request, opened
from readiness.render.launch_documents import checklist, index
from readiness.render.launch_documents import run_of_show as run_of_show_page
from readiness.render.mark import DocumentKind, Mark

_NOTHING_TO_JUDGE = "RDY054"
_STATES = (State.ACTIVE, State.DRAFT, State.LAUNCHED, State.RETIRED)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What should be there: texts by mark, where, and of which scopes there are documents to speak of at all.

    `complete` says that these are the documents of all launches, so that a document of another one is of none.
    """

    texts: Mapping[Mark, str]
    presentation: Presentation
    scopes: frozenset[str]
    complete: bool


def draw_up(request: Request) -> Drawn:
    """Return the documents of the scopes that `request` names, or of all, and the index of all.

    The index is left out where scopes are named and others cannot be read: what they are called is not known then.

    Raises:
        ReadinessError: as `check`, and for every problem in the documents: a checklist with holes would not show them.
            RDY050, two documents would have one name. RDY057, a template fails.
    """
    tree, config = opened(request)
    documents = load(tree, config, kinds(), cache=user_cache() if request.cache else None)
    planned = _planned(documents, request.scopes)
    paper = presented(tree, config)
    _check_names(documents)
    texts: dict[Mark, str] = {}
    for scope in planned.scopes:
        texts[Mark(DocumentKind.CHECKLIST, scope.id)] = checklist(scope, paper.templates, paper.root)
        run = run_of_show(scope, planned.contacts)
        texts[Mark(DocumentKind.RUN_OF_SHOW, scope.id)] = run_of_show_page(run, paper.templates, paper.root)
    everything = planned if not request.scopes else _if_readable(documents)
    if everything is not None:
        texts[Mark(DocumentKind.INDEX)] = index(_entries(everything.scopes, documents), paper.templates, paper.root)
    known = frozenset(loaded.document.id for loaded in documents.scopes)
    return Drawn(texts, paper, known, complete=not request.scopes)


def checklists(request: Request) -> Checklist:
    """Return what the documents alone say of the scopes that `request` names, or of all.

    Raises:
        ReadinessError: as `check`, and for every problem in the documents: a checklist with holes would not show them.
    """
    tree, config = opened(request)
    return _planned(load(tree, config, kinds()), request.scopes)


def _planned(documents: Documents, named: Collection[str]) -> Checklist:
    plan = link(documents, named)
    problems = _problems(plan, documents)
    if problems:
        raise ReadinessError.of(problems)
    return outline(plan)


def _if_readable(documents: Documents) -> Checklist | None:
    plan = link(documents)
    return None if _problems(plan, documents) else outline(plan)


def _problems(plan: Plan, documents: Documents) -> list[Problem]:
    """Return what stops a checklist. That nothing is active stops a judgement alone; a draft is worth reading."""
    return [problem for problem in plan.problems if problem.code != _NOTHING_TO_JUDGE or not documents.scopes]


def _entries(scopes: Sequence[ScopeChecklist], documents: Documents) -> list[IndexEntry]:
    """Return all launches, those that go on first, by their day."""
    entries = [
        IndexEntry(
            id=scope.id,
            title=scope.title,
            state=scope.state,
            owner=scope.owner,
            launch=scope.launch,
            path=scope.path,
            counts={one: len(scope.of_class(one)) for one in ItemClass},
        )
        for scope in scopes
    ]
    entries += [
        IndexEntry(
            id=loaded.document.id,
            title=loaded.document.title,
            state=State.RETIRED,
            owner=loaded.document.owner,
            launch=loaded.document.launch,
            path=loaded.path,
            counts={one: Counter(item.item_class for item in loaded.document.items)[one] for one in ItemClass},
        )
        for loaded in documents.scopes
        if loaded.document.state is State.RETIRED
    ]
    return sorted(entries, key=lambda one: (_STATES.index(one.state), str(one.launch or "~"), one.id))


def _check_names(documents: Documents) -> None:
    """Refuse two documents of one name; letters count alike in both cases, as on the disks of many.

    Raises:
        ReadinessError: RDY050, with both.
    """
    taken = {"readme.md": "the index"}
    for loaded in sorted(documents.scopes, key=lambda one: one.document.id):
        for kind in (DocumentKind.CHECKLIST, DocumentKind.RUN_OF_SHOW):
            (name,) = Mark(kind, loaded.document.id).names
            other = taken.setdefault(name, f"the {kind} of `{loaded.document.id}`")
            if other != f"the {kind} of `{loaded.document.id}`":
                message = f"{other} and the {kind} of `{loaded.document.id}` would both be called `{name}`"
                raise ReadinessError(Problem("RDY050", message, "give the scope another id", Location(loaded.path)))
