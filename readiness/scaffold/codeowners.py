"""The teams behind the whole repository, from CODEOWNERS of GitHub or GitLab.

Source: text, a rule a line: a pattern, and owners behind it (`@org/team`, `@user`, `@@role`, addresses). Of rules for
everything the last one counts. Only teams are taken: a document that names people is wrong within a month. Lines that
cannot be understood are counted and left out; sections of GitLab (`[Name][2] @owner`) are rules for parts, not for all.
"""

import re
from typing import Final

from readiness.scaffold.seen import CodeOwners

PLACES: Final = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
_EVERYTHING: Final = frozenset({"*", "**", "/", "/**"})
_NAME: Final = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,98}"
_TEAM: Final = re.compile(rf"@{_NAME}(?:/{_NAME})+\Z", re.ASCII)
_OWNER: Final = re.compile(rf"@@?{_NAME}\Z|[^@\s<>]+@[A-Za-z0-9.-]+\Z", re.ASCII)
_SECTION: Final = re.compile(r"\^?\[[^\]]+\](?:\[\d+\])?(?:\s|\Z)")


def read_codeowners(path: str, data: bytes) -> CodeOwners:
    """Return what the file at `path` says of the whole repository; never raises, whatever is in it."""
    teams: tuple[str, ...] = ()
    people = False
    unread = 0
    for line in data.decode("utf-8-sig", "replace").split("\n"):
        text = line.strip()
        if not text or text.startswith("#") or _SECTION.match(text):
            continue
        pattern, *owners = text.partition(" #")[0].split()
        known = [one for one in owners if _TEAM.match(one) or _OWNER.match(one)]
        unread += len(known) < len(owners)
        if pattern in _EVERYTHING:
            teams = tuple(one for one in known if _TEAM.match(one))
            people = len(teams) < len(known)
    return CodeOwners(path, teams, people, unread)


def id_of(team: str) -> str:
    """Return the id of an owner for a team: the last part of its name."""
    return re.sub(r"[^a-z0-9]+", "-", team.rpartition("/")[2].lower()).strip("-") or "code-owners"
