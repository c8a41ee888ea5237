"""Shell completion: ids that stand in the files, found by a quick look. It never fails, and judges nothing."""

import re
import tomllib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

_MOST_FILES: Final = 2_000
_MOST_BYTES: Final = 64 * 1024
_KIND: Final = re.compile(rb"^kind:\s*[\"']?scope\b", re.MULTILINE)
_ID: Final = re.compile(rb"^id:\s*[\"']?([a-z0-9][a-z0-9-]*)", re.MULTILINE)
_ITEMS: Final = re.compile(rb"^items:", re.MULTILINE)
_INNER_ID: Final = re.compile(rb"^\s*-\s+\{?\s*id:\s*[\"']?([a-z0-9][a-z0-9-]*)", re.MULTILINE)


def complete_scopes(incomplete: str) -> list[str]:
    """Return the ids of scopes that begin with `incomplete`."""
    try:
        return sorted({found for found, _ in _scopes(Path()) if found.startswith(incomplete)})
    except Exception:  # noqa: BLE001 - a traceback would land in the middle of what somebody types
        return []


def complete_items(incomplete: str) -> list[str]:
    """Return the ids of items that begin with `incomplete`."""
    try:
        return sorted({found for _, items in _scopes(Path()) for found in items if found.startswith(incomplete)})
    except Exception:  # noqa: BLE001 - as above
        return []


def complete_formats(incomplete: str) -> list[str]:
    """Return the formats that begin with `incomplete`."""
    from readiness.render import FORMATS  # noqa: PLC0415

    return [name for name in FORMATS if name.startswith(incomplete)]


def complete_pages(incomplete: str) -> list[str]:
    """Return the codes and names that `explain` knows and that begin with `incomplete`."""
    from readiness.cli.pages import pages  # noqa: PLC0415

    words = [word for page in pages() for word in (page.code, page.name)]
    return [word for word in words if word.lower().startswith(incomplete.lower())]


def complete_kinds(incomplete: str) -> list[str]:
    """Return the names of schemas, of kinds of documents and of the report, that begin with `incomplete`."""
    from readiness.load.schema import NAMES  # noqa: PLC0415

    return [name for name in NAMES if name.startswith(incomplete)]


def _scopes(start: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the id of each scope, with the ids that are written one step further in: those of its items, and others."""
    folder = start.resolve()
    root = next((one for one in (folder, *folder.parents) if (one / ".git").exists()), folder)
    for path in islice(_documents(root), _MOST_FILES):
        with path.open("rb") as stream:
            head = stream.read(_MOST_BYTES)
        found = _ID.search(head)
        if found is not None and _KIND.search(head):
            items = _ITEMS.search(head)
            inner = _INNER_ID.findall(head, items.end()) if items else []
            yield found[1].decode("ascii"), [name.decode("ascii") for name in inner]


def _documents(root: Path) -> Iterator[Path]:
    for folder in _folders(root):
        yield from (root / folder).rglob("*.yaml")


def _folders(root: Path) -> list[str]:
    """Return the folders of documents that the configuration names; `scopes` where it names none."""
    for name, keys in (("readiness.toml", ()), ("pyproject.toml", ("tool", "readiness"))):
        path = root / name
        if path.is_file():
            table: object = tomllib.loads(path.read_text(encoding="utf-8"))
            for key in (*keys, "scopes"):
                table = table.get(key) if isinstance(table, dict) else None
            if isinstance(table, list):
                return [str(folder) for folder in table]
    return ["scopes"]
