"""Evidence: what can satisfy a requirement, one module a kind; `KINDS` has those that are built in.

A plugin adds one through the entry-point group `readiness.evidence`: an entry point that is called as the kind and
leads to an `EvidenceKind`. One that cannot be loaded, is something else, or takes a name that is taken is an error.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from readiness.errors import Problem, ReadinessError
from readiness.evidence import attestation, command, commit, coverage, file, http, junit, link, sarif, score, signoff
from readiness.model.evidence import EvidenceKind
from readiness.model.problems import code_of

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "readiness.evidence"

KINDS: Final[Mapping[str, EvidenceKind]] = MappingProxyType(
    {
        row.name: row
        for row in (
            coverage.KIND,
            attestation.KIND,
            sarif.KIND,
            junit.KIND,
            score.KIND,
            link.KIND,
            signoff.KIND,
            file.KIND,
            command.KIND,
            commit.KIND,
            http.KIND,
        )
    }
)
"""The kinds that are built in, by name. Short forms go to the first that recognises them."""


@cache
def kinds() -> Mapping[str, EvidenceKind]:
    """Return all kinds by name: built in, then plugins in order of name.

    Raises:
        ReadinessError: plugins that cannot be used, all of them.
    """
    # importlib.metadata costs 50 ms: only what needs the kinds pays for it.
    from importlib.metadata import entry_points  # noqa: PLC0415

    return with_plugins(entry_points(group=GROUP))


def with_plugins(points: "Iterable[EntryPoint]") -> Mapping[str, EvidenceKind]:
    """Return the built-in kinds and those that `points` lead to.

    Raises:
        ReadinessError: plugins that cannot be used, all of them.
    """
    found = dict(KINDS)
    problems = []
    for point in sorted(points, key=lambda one: (one.name, one.value)):
        kind = _loaded(point, found)
        if isinstance(kind, Problem):
            problems.append(kind)
        else:
            found[kind.name] = kind
    if problems:
        raise ReadinessError.of(problems)
    return MappingProxyType(found)


def _loaded(point: "EntryPoint", taken: Mapping[str, EvidenceKind]) -> EvidenceKind | Problem:
    if point.name in taken:
        return _unusable(point, "takes a name that is taken")
    try:
        kind = point.load()
    except Exception as error:  # noqa: BLE001 - a plugin may raise anything while it is imported
        return _unusable(point, f"cannot be loaded ({type(error).__name__}: {error})")
    if not isinstance(kind, EvidenceKind):
        return _unusable(point, f"is no EvidenceKind but a {type(kind).__name__}")
    if kind.name != point.name:
        return _unusable(point, f"leads to a kind with another name, `{kind.name}`")
    return kind


def _unusable(point: "EntryPoint", why: str) -> Problem:
    package = point.dist.name if point.dist is not None else "a package"
    return Problem(
        code_of("plugin-failed"),
        f"the evidence kind `{point.name}` of {package} ({point.value}) {why}",
        f"correct {package}, or uninstall it",
    )
