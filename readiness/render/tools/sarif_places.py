"""Places and texts as SARIF writes them: relative URIs, regions that count from 1, messages without links."""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote

from readiness.model.place import Location
from readiness.render.escape import visible

SRCROOT: Final = "SRCROOT"
"""The base of relative URIs: the root of the repository, wherever that is checked out."""
_REPOSITORY: Final = Location(".")
"""The place of what no file is to blame for; GitHub refuses a log with a result that has none."""


def message(text: str) -> Mapping[str, str]:
    """Return `text`, one line already, as a message. In SARIF `[text](target)` would be a link."""
    return {"text": text.strip().replace("](", "]\\x28")}


def places(location: Location | None) -> Sequence[Mapping[str, object]]:
    """Return the one place that is `location`, or the repository as a whole."""
    found = location or _REPOSITORY
    physical: dict[str, object] = {"artifactLocation": _artifact(found.path)}
    if found.line:
        physical["region"] = {"startLine": found.line, **({"startColumn": found.column} if found.column else {})}
    return ({"physicalLocation": physical},)


def _artifact(path: str) -> Mapping[str, str]:
    if path.startswith("/"):
        return {"uri": f"file://{_encoded(path)}"}
    return {"uri": _encoded(path), "uriBaseId": SRCROOT}


def _encoded(path: str) -> str:
    """Return `path` percent-encoded; bytes that are not UTF-8 stay the bytes that they are."""
    try:
        return quote(path.encode("utf-8", "surrogateescape"), safe="/")
    except UnicodeEncodeError:
        return quote(visible(path), safe="/")
