"""Whether the text of an issue speaks of what it tracks."""

import re
from collections.abc import Iterable, Mapping


def mentions(text: str, names: Iterable[str]) -> Mapping[str, bool]:
    """Return, for each of `names` (`scope/item`), whether `text` has the id of the item as a word, in any case."""
    found = text.casefold()
    return {name: _has(found, name.rpartition("/")[2]) for name in names}


def _has(text: str, word: str) -> bool:
    # A hyphen belongs to an id: `usage` is not mentioned by `usage-dashboards`.
    return re.search(rf"(?<![\w-]){re.escape(word.casefold())}(?![\w-])", text) is not None
