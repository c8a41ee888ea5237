"""Answers that are kept, so that a server may say "not changed" instead of sending them again.

The server is asked every time; a kept answer counts only when it says (304) that it is still the one. Each is a file in
the user's cache folder, named by a digest of the address and of who asked. A file that is damaged is no answer.
What is kept is what trackers showed to this user: nobody else may read the folder.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

_FORMAT: Final = b"readiness-kept/1"
_HEADERS: Final = ("content-type", "link", "x-total", "x-total-pages", "x-page", "x-per-page", "x-next-page")
"""The headers of an answer that its readers need."""
_MOST_FILES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer with its `etag`, those headers that its readers need, and its body."""

    etag: str
    headers: Mapping[str, str]
    body: bytes


class KeptAnswers:
    """The folder of kept answers. Nothing that goes wrong with it is ever raised."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._prune()

    @classmethod
    def of_user(cls) -> Self:
        """Return those of the user who runs the program."""
        from platformdirs import user_cache_path  # noqa: PLC0415 - costs time that other commands have not

        return cls(user_cache_path("readiness") / "trackers")

    @staticmethod
    def key(url: str, accept: str, asker: bytes) -> str:
        """Return the name of the answer to a GET of `url`; `asker` is a digest of who asks."""
        whole = hashlib.sha256()
        for part in (_FORMAT, url.encode(), accept.encode(), asker):
            whole.update(len(part).to_bytes(8, "big"))
            whole.update(part)
        return whole.hexdigest()

    def get(self, key: str) -> Kept | None:
        """Return the answer `key`, if it is there and whole."""
        try:
            total, _, rest = (self._folder / key).read_bytes().partition(b"\n")
            if total.decode("ascii") != hashlib.sha256(rest).hexdigest():
                return None
            head, _, body = rest.partition(b"\n")
            said = json.loads(head)
            kept = Kept(str(said["etag"]), {str(name): str(value) for name, value in said["headers"].items()}, body)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        # It is sent as a header, so it must not be able to end one.
        return kept if kept.etag.isascii() and kept.etag.isprintable() else None

    def put(self, key: str, headers: Mapping[str, str], body: bytes) -> None:
        """Keep an answer, unless it has no ETag or is not to be kept. Nobody ever sees half of one."""
        etag = headers.get("etag", "")
        if not etag or "no-store" in headers.get("cache-control", "").lower():
            return
        head = json.dumps({"etag": etag, "headers": {name: headers[name] for name in _HEADERS if name in headers}})
        rest = head.encode() + b"\n" + body
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(prefix=".", dir=self._folder)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest)
                Path(name).replace(self._folder / key)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def _prune(self) -> None:
        """Remove the oldest half of the answers when there are too many, and narrow who may read the folder."""
        with suppress(OSError):
            self._folder.chmod(0o700)
            files = list(self._folder.iterdir())
            if len(files) > _MOST_FILES:
                for file in sorted(files, key=lambda file: file.stat().st_mtime)[: len(files) // 2]:
                    file.unlink()
