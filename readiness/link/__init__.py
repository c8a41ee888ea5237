"""Linking: documents become a plan in which every reference is resolved, or is a problem with its place.

One cause gives one problem: a scope that leans on something broken is left out of the plan without a word of its own,
because the broken thing is reported where it is.
"""

from collections.abc import Collection, Iterator, Mapping

from readiness.errors import Problem
from readiness.link.cycles import cycles
from readiness.link.mentions import mentions, shared
from readiness.link.names import Names
from readiness.link.problems import circle, nothing_active, retired, unknown_scope
from readiness.link.register import Register, register
from readiness.link.scope import link_scope
from readiness.link.ties import ties
from readiness.model.loaded import Documents
from readiness.model.outcome import State
from readiness.model.plan import Plan, PlannedScope


def link(documents: Documents, named: Collection[str] = ()) -> Plan:
    """Return the plan for `documents`; with `named` scopes, only these and the problems that they reach."""
    known = register(documents)
    names = {scope: Names(known, loaded, documents.conditions) for scope, loaded in known.scopes.items()}
    planned = {scope: link_scope(resolving) for scope, resolving in names.items()}
    circles = list(_circles(planned, known))
    problems = {*documents.problems, *known.problems, *(problem for problem, _ in circles)}
    # A retired scope is history: that a name in it leads nowhere any more is nobody's problem, and stops nobody.
    living = {scope: resolving for scope, resolving in names.items() if planned[scope].state is not State.RETIRED}
    problems.update(problem for resolving in living.values() for problem in resolving.problems)
    stopped = _stopped(living, known, {scope for _, scopes in circles for scope in scopes})
    if named:
        ignored = _paths(documents, beyond=_reach(named, names))
        problems = {problem for problem in problems if not problem.location or problem.location.path not in ignored}
    problems.update(_nothing_to_judge(planned, known, named, problems))
    return Plan(
        scopes=tuple(
            scope
            for name, scope in planned.items()
            if name not in stopped and scope.state is not State.RETIRED and (not named or name in named)
        ),
        named=frozenset(named),
        owners=known.owners,
        problems=tuple(sorted(problems, key=lambda problem: problem.sort_key)),
        declared=tuple(
            evidence for loaded in documents.scopes for item in loaded.document.items for evidence in item.evidence
        ),
        ties=tuple(ties(documents)),
        mentions=tuple(mentions(documents)),
        states=_states(documents),
        complete=not documents.broken,
        shared=shared(documents),
    )


def _states(documents: Documents) -> Mapping[str, State | None]:
    """Return the state of every scope that is known to exist; None for one that is broken, or there twice."""
    states: dict[str, State | None] = {
        broken.id: None for broken in documents.broken if broken.kind == "scope" and broken.id
    }
    for loaded in documents.scopes:
        scope = loaded.document
        states[scope.id] = None if scope.id in states else scope.state
    return states


def _circles(planned: Mapping[str, PlannedScope], known: Register) -> Iterator[tuple[Problem, frozenset[str]]]:
    """Yield the problem of each circle of needs, with the scopes that it runs through."""
    needs = {
        (scope.id, item.id): {(need.scope, need.item): need.at for need in item.needs}
        for scope in planned.values()
        for item in scope.items
    }
    for nodes in cycles({node: sorted(following) for node, following in needs.items()}):
        scopes = frozenset(scope for scope, _ in nodes)
        shown = [item if len(scopes) == 1 else f"{scope}/{item}" for scope, item in nodes]
        yield circle(shown, needs[nodes[0]][nodes[1]], known.locate), scopes


def _stopped(names: Mapping[str, Names], known: Register, in_circles: Collection[str]) -> set[str]:
    """Return the scopes that cannot be judged: broken themselves, or in need of one that is."""
    stopped = {scope for scope, resolving in names.items() if resolving.problems or resolving.stopped}
    stopped.update(known.ambiguous, in_circles)
    while more := {scope for scope, resolving in names.items() if resolving.needs & stopped} - stopped:
        stopped |= more
    return stopped


def _reach(named: Collection[str], names: Mapping[str, Names]) -> set[str]:
    """Return the `named` scopes and all that they need, directly or not."""
    reached, fresh = set[str](), set(named)
    while fresh:
        reached |= fresh
        fresh = {need for scope in fresh if scope in names for need in names[scope].needs} - reached
    return reached


def _paths(documents: Documents, *, beyond: Collection[str]) -> set[str]:
    """Return the files that are known to hold nothing but a scope that is not in `beyond`."""
    holders = [(loaded.path, loaded.document.id) for loaded in documents.scopes]
    holders += [(broken.path, broken.id) for broken in documents.broken if broken.kind == "scope" and broken.id]
    return {path for path, scope in holders if scope not in beyond}


def _nothing_to_judge(
    planned: Mapping[str, PlannedScope], known: Register, named: Collection[str], problems: Collection[Problem]
) -> Iterator[Problem]:
    for name in sorted(named):
        if name in planned and planned[name].state is State.RETIRED:
            yield retired(name)
        elif name not in planned and not known.is_broken(name) and not known.uncertain:
            yield unknown_scope(name, planned)
    if not named and not problems and all(scope.state in {State.DRAFT, State.RETIRED} for scope in planned.values()):
        yield nothing_active(name for name, scope in planned.items() if scope.state is State.DRAFT)
