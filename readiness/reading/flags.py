"""Keys of flag files, for kill switches such as `flags.json#deploys-enabled`.

Source: bytes of a `.json`, `.yaml`, `.yml` or `.toml` file, UTF-8. Errors: `ValueError`, a phrase about "it", where the
file cannot be read; a key that is not there is no error.

A key that begins with `/` is a JSON pointer (RFC 6901) and nothing else. Any other is first a key of the whole
document, dots and all (`billing.enabled:`), then a path of keys with dots between them. Values do not matter: a flag
that is off is there.
"""

from dataclasses import dataclass

from readiness.reading.structured import read
from readiness.reading.values import Data


@dataclass(frozen=True, slots=True)
class Flags:
    """A flag file that could be read."""

    data: Data

    def holds(self, key: str) -> bool:
        """Return whether there is a flag `key`."""
        if key.startswith("/"):
            return _leads(self.data, [part.replace("~1", "/").replace("~0", "~") for part in key[1:].split("/")])
        steps = key.split(".")
        return _leads(self.data, [key]) or (all(steps) and _leads(self.data, steps, mappings_only=True))


def flag_keys(data: bytes, path: str) -> Flags:
    """Return the flags in `data`; the ending of `path` says in which format they are.

    Raises:
        ValueError: it cannot be read: see `readiness.reading.structured.read`.
    """
    return Flags(read(data, path))


def _leads(found: Data, parts: list[str], *, mappings_only: bool = False) -> bool:
    for part in parts:
        if isinstance(found, dict) and part in found:
            found = found[part]
        elif isinstance(found, list) and not mappings_only and _is_index(part, len(found)):
            found = found[int(part)]
        else:
            return False
    return True


def _is_index(part: str, length: int) -> bool:
    plain = part == "0" or (part.isascii() and part.isdigit() and not part.startswith("0"))
    return plain and len(part) <= len(str(length)) and int(part) < length
