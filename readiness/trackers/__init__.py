"""Trackers of issues, one module a kind; `KINDS` has those that are built in.

A plugin adds one through the entry-point group `readiness.trackers`: an entry point that is called as the kind and
leads to a `TrackerKind`. One that cannot be loaded, is something else, or takes a name that is taken is an error.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from readiness.model.settings import TrackerSettings
from readiness.trackers import local
from readiness.trackers.base import TrackerKind

GROUP: Final = "readiness.trackers"

KINDS: Final[Mapping[str, TrackerKind]] = MappingProxyType({row.name: row for row in (local.KIND,)})
"""The kinds that are built in, by name."""


def known_trackers(settings: Mapping[str, TrackerSettings]) -> Mapping[str, TrackerSettings]:
    """Return the trackers that `settings` name, and one of each built-in kind under the name of its kind."""
    return {name: TrackerSettings(kind=name) for name in KINDS} | dict(settings)
