"""Trackers of issues, one module a kind; `KINDS` has those that are built in.

A plugin adds one through the entry-point group `readiness.trackers`: an entry point that is called as the kind and
leads to a `TrackerKind`. One that cannot be loaded, is something else, or takes a name that is taken is an error.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from readiness import plugins
from readiness.model.settings import TrackerSettings
from readiness.trackers import github, gitlab, jira, local, redmine
from readiness.trackers.base import TrackerKind

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "readiness.trackers"

KINDS: Final[Mapping[str, TrackerKind]] = MappingProxyType(
    {row.name: row for row in (github.KIND, gitlab.KIND, jira.KIND, redmine.KIND, local.KIND)}
)
"""The kinds that are built in, by name."""


@cache
def kinds() -> Mapping[str, TrackerKind]:
    """Return all kinds by name: built in, then plugins in order of name.

    Raises:
        ReadinessError: RDY058, plugins that cannot be used, all of them.
    """
    return with_plugins(plugins.installed(GROUP))


def with_plugins(points: "Iterable[EntryPoint]") -> Mapping[str, TrackerKind]:
    """Return the built-in kinds and those that `points` lead to.

    Raises:
        ReadinessError: RDY058, plugins that cannot be used, all of them.
    """
    return plugins.with_plugins(KINDS, points, TrackerKind, "kind of tracker")


def known_trackers(
    settings: Mapping[str, TrackerSettings], kinds: Mapping[str, TrackerKind] = KINDS
) -> Mapping[str, TrackerSettings]:
    """Return the trackers that `settings` name, and one of each of `kinds` under the name of its kind."""
    return {name: TrackerSettings(kind=name) for name in kinds} | dict(settings)
