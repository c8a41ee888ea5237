"""Evidence: what can satisfy a requirement, one module a kind; `KINDS` has those that are built in.

A plugin adds one through the entry-point group `readiness.evidence`: an entry point that is called as the kind and
leads to an `EvidenceKind`. One that cannot be loaded, is something else, or takes a name that is taken is an error.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from readiness import plugins
from readiness.evidence import attestation, command, commit, coverage, file, http, junit, link, sarif, score, signoff
from readiness.model.evidence import EvidenceKind

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
    return with_plugins(plugins.installed(GROUP))


def with_plugins(points: "Iterable[EntryPoint]") -> Mapping[str, EvidenceKind]:
    """Return the built-in kinds and those that `points` lead to.

    Raises:
        ReadinessError: plugins that cannot be used, all of them.
    """
    return plugins.with_plugins(KINDS, points, EvidenceKind, "evidence kind")
