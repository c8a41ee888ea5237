"""A small launch in a real repository, changed from one commit to the next, and judged with and without its base."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from readiness.model.report import Report
from readiness.pipeline import Request, check
from tests.proofs import recorded
from tests.repository import RepositoryBuilder

NOW: Final = datetime(2026, 12, 1, 9, tzinfo=UTC)
Data = dict[str, Any]
Files = Mapping[str, str]

SETTINGS: Final = "[rules]\ncandidate-uncovered = 'off'\n"
"""What these launches prove is in documents, which prove nothing about other files."""
SURROUNDINGS: Final[Files] = {
    "readiness.toml": SETTINGS,
    "docs/ops.md": "# Operations\n\n## Rollback\n\nRevert.\n",
    ".readiness/followups.yaml": "- {id: later, title: Work that is put off, state: open, assignee: jo}\n",
    "src/pay.go": "package pay\n",
    "src/tax.go": "package tax\n",
}
ROLLBACK: Final[Data] = {"plan": "revert", "steps": "docs/ops.md#rollback", "within": "15m"}
MET: Final[Data] = {"id": "book", "kind": "file", "path": "docs/ops.md"}
UNMET: Final[Data] = {"id": "gone", "kind": "file", "path": "docs/no.md"}


def item(name: str = "work", **fields: Any) -> Data:  # noqa: ANN401 - fields of an item
    """Return a launch-critical item with all that it has to have, but for `fields`."""
    whole = {"id": name, "title": "Works", "class": "launch-critical", "rollback": ROLLBACK, "evidence": [MET]}
    return {key: value for key, value in {**whole, **fields}.items() if value is not None}


def launch(*items: Data, name: str = "shop", **fields: Any) -> Data:  # noqa: ANN401 - fields of a scope
    """Return a scope that is ready but for `items` and `fields`."""
    held = [item("ready"), *items]
    head = {"kind": "scope", "id": name, "title": "Shop", "owner": "boss", "launch": "2026-12-15"}
    return {**head, "items": held, **fields}


def files(*scopes: Data, **others: str) -> Files:
    """Return the files of a repository with `scopes`; a name of `others` has `__` for a slash and `_` for a dot."""
    return {**SURROUNDINGS, **{f"scopes/{scope['id']}.yaml": json.dumps(scope) for scope in scopes}, **others}


def changed(repository: RepositoryBuilder, base: Files, candidate: Files) -> str:
    """Commit `base`, then `candidate` in its place, and return the id of the first."""
    commit = repository.commit(base, "Base")
    for name in base:
        if name not in candidate:
            (repository.path / name).unlink()
    repository.commit(candidate, "Candidate")
    return commit


def judged(repository: RepositoryBuilder, base: str | None = None, *named: str, **asked: Any) -> Report:  # noqa: ANN401 - of a request
    """Return the report on the candidate, by the policy of `base` too where there is one.

    What the candidate asks for is on record as it asks for it.
    """
    values = {"now": NOW, "at": "HEAD", "cache": False, **asked}
    request = Request(root=repository.path, scopes=named, **values)
    if (repository.path / "proof").is_dir():
        request = recorded(request)
    return check(replace(request, policy_from=base))


def slugs(report: Report) -> set[str]:
    """Return the kinds of changes that `report` lists as proposed."""
    return {one.slug for one in report.proposed}
