"""Where files lie in a ledger, and what their names say.

A record lies at `records/SCOPE/ITEM/EVIDENCE/CC/COVERED/FINISHED-DIGEST.json`: ids, the fingerprint of the content
(`CC` are its first two digits), when the run ended (UTC, with microseconds), SHA-256 of the file's bytes. A checkpoint
lies at `checkpoints/DD/DIGEST.json`, the list of files behind a fingerprint at `contents/CC/COVERED`. Digests are
hexadecimal, in lower case. The same name never means two things.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import nlargest
from typing import Final

from readiness.model.record import Proven, Record

RECORDS: Final = "records"
CHECKPOINTS: Final = "checkpoints"
CONTENTS: Final = "contents"
_ID: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_RECORD: Final = re.compile(
    rf"{RECORDS}/({_ID})/({_ID})/({_ID})/([0-9a-f]{{2}})/(\4[0-9a-f]{{62}})/"
    # Hour 24 is the next day to some versions of Python.
    r"([0-9]{8}T(?:[01][0-9]|2[0-3])[0-9]{4})([0-9]{6})Z-([0-9a-f]{64})\.json"
)
_DEPTH: Final = 6
_LAST: Final = len("YYYYMMDDTHHMMSSffffffZ-.json") + 64
_CHECKPOINT: Final = re.compile(rf"{CHECKPOINTS}/([0-9a-f]{{2}})/(\1[0-9a-f]{{62}})\.json")


@dataclass(frozen=True, slots=True)
class Named:
    """What the name of a record claims; `finished` is aware, UTC. Nothing of it is true before the file was opened."""

    proven: Proven
    covered: str
    finished: datetime
    digest: str


def record_name(record: Record, data: bytes) -> str:
    """Return where a ledger keeps `record`, whose file has the bytes `data`."""
    finished = record.finished.astimezone(UTC)
    # Not strftime: it writes the year 900 with three digits.
    moment = re.sub(r"[-:.]", "", finished.replace(tzinfo=None).isoformat(timespec="microseconds"))
    return f"{folder_of(record.proven, record.covered)}/{moment}Z-{digest_of(data)}.json"


def folder_of(proven: Proven, covered: str | None = None) -> str:
    """Return the folder of the records for one requirement, or of those about one content only."""
    folder = f"{RECORDS}/{proven}"
    return f"{folder}/{covered[:2]}/{covered}" if covered else folder


def parse_name(name: str) -> Named | None:
    """Return what the name of a record says; None if it is the name of none."""
    found = _RECORD.fullmatch(name)
    if found is None:
        return None
    try:
        finished = datetime.fromisoformat(f"{found[6]}.{found[7]}Z")
    except ValueError:
        return None
    return Named(Proven(found[1], found[2], found[3]), found[5], finished, found[8])


def contents_name(covered: str) -> str:
    """Return where a ledger keeps the list of files behind the fingerprint `covered`."""
    return f"{CONTENTS}/{covered[:2]}/{covered}"


def is_shaped(name: str) -> bool:
    """Whether `name` is as long, and in as many folders, as the name of a record; faster than to parse it."""
    return name.count("/") == _DEPTH and name[-_LAST - 1 : -_LAST] == "/"


def newest_first(names: Iterable[str], limit: int | None = None) -> list[str]:
    """Return shaped names by the time that they begin with, the newest first; at most `limit` of them."""
    key: Callable[[str], str] = lambda name: name[-_LAST:]  # noqa: E731 - it is given away twice
    return sorted(names, key=key, reverse=True) if limit is None else nlargest(limit, names, key=key)


def checkpoint_name(digest: str) -> str:
    """Return where a ledger keeps the checkpoint whose file has this digest."""
    return f"{CHECKPOINTS}/{digest[:2]}/{digest}.json"


def parse_checkpoint_name(name: str) -> str | None:
    """Return the digest in the name of a checkpoint; None if it is the name of none."""
    found = _CHECKPOINT.fullmatch(name)
    return found[2] if found else None


def digest_of(data: bytes) -> str:
    """Return SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
