"""References to issues as people write them, and the one way in which they are written afterwards. Pure."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from readiness.model.settings import TrackerSettings
from readiness.model.tracking import Malformed, Reference
from readiness.trackers.base import TrackerKind

_URL: Final = re.compile(r"https?://\S+\Z")


def resolve(
    written: str, trackers: Mapping[str, TrackerSettings], kinds: Mapping[str, TrackerKind]
) -> Reference | Malformed:
    """Return the issue that `written` means: `tracker:project#issue`, `tracker:issue`, `#issue`, or its address.

    `#12` is of the one tracker with a `project` in the configuration.
    """
    if _URL.match(written):
        return _claimed(written, trackers, kinds)
    name, colon, rest = written.partition(":")
    if not colon:
        return _of_default(written, trackers, kinds)
    settings = trackers.get(name)
    if settings is None:
        near = get_close_matches(name, trackers, 1)
        meant = f"did you mean `{near[0]}:{rest}`?" if near else f"write one of {', '.join(sorted(trackers))}, or add"
        action = meant if near else f"{meant} `[trackers.{name}]` to the configuration"
        return Malformed(f"there is no tracker called `{name}`", action)
    return _within(name, rest, settings, kinds)


def project_of(
    written: str, trackers: Mapping[str, TrackerSettings], kinds: Mapping[str, TrackerKind]
) -> tuple[str, str] | Malformed:
    """Return the tracker and the project that `written` means: `tracker:project`, of a tracker that can be asked."""
    name, _, project = written.partition(":")
    settings = trackers.get(name)
    kind = kinds.get(settings.kind) if settings else None
    wanted = kind is not None and (kind.project is None or re.fullmatch(kind.project, project))
    if kind is None or kind.connect is None or not project or not wanted:
        forms = sorted(_project_form(name, kinds[one.kind]) for name, one in trackers.items() if one.kind in kinds)
        return Malformed(
            f"`{written}` is no project of a tracker that is asked",
            f"write it like one of {', '.join(form for form in forms if form)}" if any(forms) else "install a tracker",
        )
    return name, project


def _project_form(name: str, kind: TrackerKind) -> str:
    """Return how a project of a tracker is written; nothing, if it is never asked."""
    if kind.connect is None:
        return ""
    project = kind.forms[0].partition(":")[2].rpartition("#")[0]
    return f"`{name}:{project or 'PROJECT'}`"


def _of_default(
    written: str, trackers: Mapping[str, TrackerSettings], kinds: Mapping[str, TrackerKind]
) -> Reference | Malformed:
    with_project = [name for name, settings in sorted(trackers.items()) if settings.project is not None]
    if not written.startswith("#") or len(with_project) != 1:
        forms = ", ".join(kinds[kind].forms[0] for kind in sorted(kinds))
        why = f"`{written}` names no issue"
        if written.startswith("#"):
            why = f"no tracker has a `project` in the configuration that `{written}` could be of"
            why = f"`{written}` may be of {' or '.join(with_project)}" if with_project else why
        return Malformed(why, f"write it like one of {forms}, in quotes where it holds a #")
    name = with_project[0]
    kind = kinds.get(trackers[name].kind)
    # Where issues are numbered across projects, `#12` is how people write one.
    rest = written.removeprefix("#") if kind is not None and kind.project is None else written
    return _within(name, rest, trackers[name], kinds)


def _within(name: str, rest: str, settings: TrackerSettings, kinds: Mapping[str, TrackerKind]) -> Reference | Malformed:
    """Return the issue that `rest`, what follows the name of a tracker, means there."""
    kind = kinds.get(settings.kind)
    if kind is None:
        return Malformed(f"tracker {name} is of the kind `{settings.kind}`, which nobody knows", _kinds(kinds))
    project, _, issue = rest.rpartition("#")
    project = project or (settings.project or "" if kind.project is not None else "")
    wanted = kind.project is None or bool(re.fullmatch(kind.project, project))
    if not re.fullmatch(kind.issue, issue) or not wanted or (kind.project is None and "#" in rest):
        forms = " or ".join(f"`{name}:{form.partition(':')[2]}`" for form in kind.forms)
        return Malformed(f"`{name}:{rest}` names no issue of {kind.name}", f"write {forms}")
    return Reference(name, "" if project == kind.main else project, issue)


def _kinds(kinds: Mapping[str, TrackerKind]) -> str:
    return f"write `kind` as one of {', '.join(sorted(kinds))}"


def _claimed(
    address: str, trackers: Mapping[str, TrackerSettings], kinds: Mapping[str, TrackerKind]
) -> Reference | Malformed:
    for name, kind, rest in _below(address, trackers, kinds):
        found = kind.from_url(rest.partition("?")[0].partition("#")[0].rstrip("/"))
        if found is not None:
            return Reference(name, *found)
    return Malformed(f"no tracker claims {address}", "give its `url` below `[trackers.NAME]` in the configuration")


def _below(
    address: str, trackers: Mapping[str, TrackerSettings], kinds: Mapping[str, TrackerKind]
) -> Iterator[tuple[str, TrackerKind, str]]:
    """Yield the trackers that `address` may be of, those with the longest address first, and what follows that."""
    found = []
    for name, settings in trackers.items():
        kind = kinds.get(settings.kind)
        home = (settings.url or kind.home if kind else None) or ""
        if kind and home and address.startswith(f"{home}/"):
            found.append((len(home), name, kind, address.removeprefix(f"{home}/")))
    yield from ((name, kind, rest) for _, name, kind, rest in sorted(found, key=lambda one: (-one[0], one[1])))
