"""Where a new issue is opened: which tracker, which project."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from readiness.followups.refusing import refuse
from readiness.model.settings import TrackerSettings
from readiness.model.tracking import Reference
from readiness.model.wording import shown, suggestion
from readiness.trackers import known_trackers
from readiness.trackers.base import TrackerKind

_OFFLINE: Final = "file"
_WITHOUT_PROJECT: Final = r"[^\s#]+"


@dataclass(frozen=True, slots=True)
class Home:
    """One project of one tracker."""

    tracker: str
    project: str
    settings: TrackerSettings
    kind: TrackerKind

    @property
    def is_list(self) -> bool:
        """Whether it is a list in the repository, which nobody has to be asked about."""
        return self.kind.connect is None

    def example(self) -> Reference:
        """Return a reference that an issue opened here could have, to try an edit with."""
        form = self.kind.forms[0]
        issue = form.rpartition("#" if "#" in form else ":")[2]
        return Reference(self.tracker, "" if self.kind.project is None else self.project, issue)


def home_for(
    configured: Mapping[str, TrackerSettings],
    kinds: Mapping[str, TrackerKind],
    tracker: str | None,
    project: str | None,
) -> Home:
    """Return the place that `tracker` and `project` name; unsaid, the one tracker with a project in the configuration.

    Where no tracker is configured at all, it is the list of the repository.

    Raises:
        ReadinessError: RDY056, there is no such tracker, several could be meant, or no project is said.
    """
    trackers = known_trackers(configured, kinds)
    name = tracker or _only(configured, kinds)
    settings = trackers.get(name)
    kind = kinds.get(settings.kind) if settings is not None else None
    if settings is None or kind is None:
        refuse(f"there is no tracker {shown(name)}", suggestion(name, trackers))
    chosen = project or settings.project or kind.main
    if not chosen:
        fix = f"name one with --project, or as `project` below `[trackers.{name}]` in the configuration"
        refuse(f"nobody has said in which project of `{name}` the issue is opened", fix)
    if re.fullmatch(kind.project or _WITHOUT_PROJECT, chosen) is None:
        form = _project_form(kind)
        fix = f"write one like {form}" if form else "write it without white space and without #"
        refuse(f"{shown(chosen)} is no project of {kind.name}", fix)
    return Home(name, chosen, settings, kind)


def _project_form(kind: TrackerKind) -> str:
    """Return how a project of such a tracker is written; nothing where its references have none."""
    forms = (form.removeprefix(f"{kind.name}:") for form in kind.forms if form.startswith(f"{kind.name}:"))
    return next((form.rpartition("#")[0] for form in forms if "#" in form), "")


def _only(configured: Mapping[str, TrackerSettings], kinds: Mapping[str, TrackerKind]) -> str:
    if not configured:
        return _OFFLINE
    named = sorted(
        name
        for name, settings in configured.items()
        if settings.project is not None or ((kind := kinds.get(settings.kind)) is not None and kind.main)
    )
    if len(named) > 1:
        refuse(f"the issue could be opened in {' or '.join(named)}", "name one with --tracker")
    if not named:
        fix = f"name one with --tracker ({', '.join(sorted(configured))}) and --project"
        refuse("no tracker in the configuration has a `project`", fix)
    return named[0]
