"""Which gitignore patterns are understood: those that can only be read as git reads them.

A pattern that two readers read differently would cover other files than its author sees, so it is refused when it is
loaded. Pure text; matching is `readiness.tree.patterns`.
"""

import re
from functools import cache
from typing import Final

_FLAWS: Final = tuple(
    (re.compile(flaw), phrase)
    for flaw, phrase in (
        (r"\A[/! ]*\Z", "it is blank"),
        (r"\A!?#", "it begins with #, which starts a comment"),
        (r"\A!!", "it begins with two exclamation marks"),
        (r"[^/!]\*\*|\*\*[^/]", "`**` has to stand alone between slashes"),
        (r"\*\*/\Z", "it ends with `**/`, which is `**` without the files right there"),
        (r"[\x00-\x1f\x7f]", "it contains a control character"),
        (r"\[[:.=]", "it contains a [:class:]"),
        (r"\[[^\]]*(?:/|\[|--|&&|~~|\|\|)", "its brackets can be read in two ways"),
        (r"\s\Z", "it ends with a space"),
        (r"\\", "it contains a backslash"),
        # Each of these multiplies the ways to match a path by its length: one pattern and one file could stall a run.
        (r"(?:(?<!\*)\*(?!\*)[^*/]*){4}", "it has more than three `*` between two slashes"),
        (r"(?:\*\*/(?:.*/)?){4}", "it has more than three `**/`"),
        (r"//|(?:\A|[/!])\.\.?(?:/|\Z)", "it contains an empty part, `.` or `..`, which no path has"),
    )
)


@cache
def flaw_of(pattern: str) -> str | None:
    """Return what keeps `pattern` from being understood as git would, as a phrase; None where nothing does."""
    for flaw, phrase in _FLAWS:
        if flaw.search(pattern):
            return phrase
    for start in re.finditer(r"\[", pattern):
        if not _is_class(pattern[start.end() :]):
            return "its brackets are not understood"
    return None


def _is_class(rest: str) -> bool:
    """Return whether `rest`, which follows an opening bracket, closes it around characters and ascending ranges."""
    found = _CLASS.match(rest)
    return found is not None and all(low <= high for low, high in re.findall(r"(.)-(.)", found[1]))


_CLASS: Final = re.compile(r"[!^]?([^\]!^]+)\]")
