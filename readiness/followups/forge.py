"""The address at which people see a line of a document, where the repository has a remote that shows files."""

import re
from typing import Final
from urllib.parse import quote, urlsplit

from readiness.errors import ReadinessError
from readiness.followups.desk import Desk
from readiness.model.place import Location
from readiness.trackers import kinds, known_trackers
from readiness.tree.git import GitFailedError
from readiness.tree.opening import find_place

_FORGES: Final = {"github": "blob", "gitlab": "-/blob"}
"""Kinds of trackers that show files too, with what stands before the commit."""
_SCP: Final = re.compile(r"(?:[^@/\s]+@)?(?P<host>[A-Za-z0-9.-]+):(?P<path>[^/\\].*)\Z")
_PROJECT: Final = re.compile(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)+\Z")


def link_to(desk: Desk, place: Location) -> str | None:
    """Return the address of the line at HEAD's commit; None where the remote is none that shows files.

    Neither a name nor a password in the address of the remote gets into it.
    """
    remote, commit = _git(desk, "config", "--get", "remote.origin.url"), desk.tree.candidate.commit
    if remote is None or commit is None or _git(desk, "cat-file", "-t", f"{commit}:{place.path}") != "blob":
        return None
    host, project = _parts(remote)
    for settings in known_trackers(desk.config.trackers, kinds()).values():
        kind = kinds().get(settings.kind)
        home = (settings.url or kind.home or "") if kind is not None else ""
        if settings.kind in _FORGES and home and urlsplit(home).hostname == host and _PROJECT.match(project):
            return f"{home}/{project}/{_FORGES[settings.kind]}/{commit}/{quote(place.path)}#L{place.line}"
    return None


def _parts(remote: str) -> tuple[str, str]:
    """Return the host and the path that the address of a remote names."""
    short = _SCP.match(remote)
    if short is not None and "://" not in remote:
        host, path = short["host"], short["path"]
    else:
        try:
            parts = urlsplit(remote)
            host, path = parts.hostname or "", parts.path
        except ValueError:
            return "", ""
    return host.lower(), path.strip("/").removesuffix(".git")


def _git(desk: Desk, *arguments: str) -> str | None:
    try:
        _, repository = find_place(desk.top)
        if repository is None:
            return None
        return repository.git.run(*arguments).decode("utf-8", "replace").strip() or None
    except (GitFailedError, ReadinessError):
        return None
