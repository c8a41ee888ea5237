"""The issue that is opened for a deferral or a waiver: what it says, and the line by which it is found again."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Final

from readiness.followups.desk import Desk
from readiness.followups.home import Home
from readiness.followups.naming import Meant
from readiness.model.place import Location, Place
from readiness.render.templates import render_template
from readiness.trackers.base import Draft

TEMPLATE: Final = "issue.md.j2"
_LONGEST_TITLE: Final = 240
"""Jira, GitLab and Redmine take 255 signs, GitHub one more."""
_FORMAT: Final = "readiness-follow-up/1"


def marker(project: str, scope: str, what: str, name: str) -> str:
    """Return the line by which the issue of `what` (`item` or `waiver`) called `name` is found again in `project`.

    It is the same however often the issue is asked for, whatever else has changed, and says nothing by itself.
    """
    whole = json.dumps([_FORMAT, project, scope, what, name], ensure_ascii=True)
    return f"<!-- readiness-follow-up {hashlib.sha256(whole.encode()).hexdigest()[:40]} -->"


def draft(
    desk: Desk,
    home: Home,
    meant: Meant,
    values: Mapping[str, str],
    templates: Mapping[str, str],
    waiver: Mapping[str, str] | None = None,
) -> Draft:
    """Return the issue to be opened in `home` for the item, or for the `waiver` of one of its requirements.

    `values` are those of the follow-up. `templates` are the user's own.

    Raises:
        ReadinessError: RDY057, the template fails.
    """
    place = desk.documents.locate(Place(meant.loaded.path, meant.route))
    title = meant.item.title if meant.kind == "item" else f"{meant.kind} {meant.id}"
    body = render_template(
        TEMPLATE,
        templates,
        scope=meant.scope,
        kind=meant.kind,
        id=meant.id,
        title=title,
        why=meant.item.why if meant.kind == "item" else None,
        follow_up={name: values.get(name) for name in ("risk", "due", "owner", "accepted_by")},
        owner=values.get("owner") or owner_of(meant),
        waiver=waiver,
        place=f"{place.path}:{place.line}",
        link=_link(desk, place),
    )
    what, name = ("item", meant.id) if waiver is None else ("waiver", waiver["id"])
    line = marker(home.project, meant.scope.id, what, name)
    due = values.get("due")
    return Draft(
        project=home.project,
        title=_short(title if waiver is None else f"End the exception: {title}, {waiver['requirement']}"),
        body=f"{body}\n{line}\n",
        marker=line,
        due=date.fromisoformat(due) if due else None,
    )


def _short(title: str) -> str:
    """Return `title` in one line, and no longer than every tracker takes; the text of the issue has the id."""
    line = " ".join(title.split())
    return line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1].rstrip()}…"


def owner_of(meant: Meant) -> str | None:
    """Return who answers for the thing, with what it inherits."""
    own = meant.item.owner if meant.kind == "item" else None
    scope = meant.scope
    return own or (scope.defaults.owner or scope.owner if meant.kind == "item" else scope.owner or scope.defaults.owner)


def _link(desk: Desk, place: Location) -> str | None:
    from readiness.followups.forge import link_to  # noqa: PLC0415 - git is asked only where an issue is opened

    return link_to(desk, place)
