"""The guide, executed: a repository that grows as its blocks say, and what its commands print there."""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from readiness.model.documents.scope import Behaviour, Item, Scope
from readiness.reading.structured import read
from tests.cli.program import Ended, run
from tests.docs.pages import ROOT, Fence, fences
from tests.proofs import record
from tests.repository import RepositoryBuilder

PATH: Final = "docs/guide.md"
TODAY: Final = "2026-11-21"
"""The day on which the guide is true."""
NOON: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)

_REPORT: Final = """\
<testsuite name="shop" tests="1" failures="0" errors="0" skipped="0" timestamp="2026-11-20T09:00:00+00:00">
  <testcase classname="tests.payments" name="test_refunds" time="0.1"/>
</testsuite>
"""
FILES: Final[Mapping[str, str]] = {
    ".gitignore": "/.cache-of-the-test/\n/reports/\n",
    "runbooks/deploy.md": "# Deploy\n\n## Rollback\n\nDeploy the release before.\n\n## Switch off\n\nSet the flag.\n",
    "docs/shop.md": "# Shop\n\n## Prices\n\nThey add up.\n\n## Limits\n\nOne currency.\n",
    "flags.json": '{"payments": true}\n',
    "src/payments/pay.py": "PAID = True\n",
    "src/search/index.py": "FOUND = True\n",
}
REPORTS: Final = ("tests", "payments/all", "checkout", "rotation", "load")
"""Reports that git ignores, so that they change no commit's id."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the guide, with what the guide says that it prints, and what it does print."""

    line: int
    command: str
    shown: str
    ended: Ended


def blocks() -> Iterator[Fence]:
    """Yield the code blocks of the guide."""
    yield from fences((ROOT / PATH).read_text())


def shop(folder: Path) -> RepositoryBuilder:
    """Return a repository in which the launches of the guide can be judged."""
    repository = RepositoryBuilder(folder).start()
    repository.commit(FILES)
    for name in REPORTS:
        repository.write(f"reports/{name}.xml", _REPORT)
    return repository


def commands(folder: Path) -> Iterator[Command]:
    """Run the guide from top to bottom: documents are written, commands are run as of `TODAY`."""
    repository = shop(folder)
    for fence in blocks():
        if fence.info.startswith("yaml"):
            data = read(fence.text.encode(), "x.yaml")
            if isinstance(data, dict) and data.get("kind") == "scope":
                repository.commit({f"scopes/{str(data['id']).removesuffix('-launch')}.yaml": fence.text})
        elif fence.info == "console":
            first, _, shown = fence.text.partition("\n")
            command = first.removeprefix("$ ")
            yield Command(fence.line, command, shown, typed(command, repository.path))


def typed(command: str, folder: Path) -> Ended:
    """Run one `readiness` command as of `TODAY`.

    A record says when it was made, and the guide has a day of its own. So what is captured goes elsewhere, and is put
    on record as of that day.
    """
    program, *words = shlex.split(command)
    assert program == "readiness"
    if words[0] == "capture":
        record(folder, NOON)
        return run(*words, "--ledger", str(folder.parent / "elsewhere"), folder=folder)
    day = ("--as-of", TODAY) if words[0] == "check" else ()
    return run(*words, *day, folder=folder)


def executed(folder: Path) -> str:
    """Return the text of the guide with what its commands print."""
    text = (ROOT / PATH).read_text()
    for one in commands(folder):
        shown = f"```console\n$ {one.command}\n{one.shown}```"
        text = text.replace(shown, f"```console\n$ {one.command}\n{one.ended.out}{one.ended.err}```", 1)
    return text


_BASE: Final = """
kind: scope
id: shop-launch
title: The shop opens
owner: release-manager
launch: 2026-12-15
surfaces:
  payments: {paths: "src/payments/**", risk: high}
phases:
  - {id: build, ends: 2026-11-30}
  - {id: hypercare, ends: 2027-01-15}
items:
  - id: suite
    title: All tests are green
    class: launch-critical
    rollback: {steps: runbooks/deploy.md#rollback, within: 15m}
    evidence: reports/tests.xml
  - id: search-manual
    title: The manual of search
    class: launch-adjacent
    evidence: docs/missing.md
"""
_OTHER: Final = _BASE.replace("shop-launch", "search-launch").replace("id: suite", "id: index")


_OF_SCOPES: Final = Scope.model_fields.keys() - Item.model_fields.keys()
_OF_BEHAVIOURS: Final = Behaviour.model_fields.keys() - Item.model_fields.keys()
"""Fields that give away what a fragment is a part of; any other is one of an item."""


def whole(text: str) -> Mapping[str, Any]:
    """Return the scope that a block stands for: itself, or a small one with the block where it belongs."""
    data: Any = read(text.encode(), "x.yaml")
    base: Any = read(_BASE.encode(), "x.yaml")
    if isinstance(data, list):
        return {**base, "items": [*base["items"], *data]}
    if "kind" in data and data["kind"] in {"scope", "directory"}:
        return dict(data)
    if data.keys() & _OF_SCOPES:
        return {**base, **data, "items": [*base["items"], *data.get("items", [])]}
    if data.keys() & _OF_BEHAVIOURS:
        return {**base, "behaviours": [{"id": "promise", "statement": "A promise.", "proven_by": "suite", **data}]}
    item = {"id": "thing", "title": "A thing", "class": "launch-critical", "owner": "release-manager", **data}
    return {**base, "items": [*base["items"], item]}


def neighbour() -> str:
    """Return another scope, for what needs one."""
    return _OTHER
