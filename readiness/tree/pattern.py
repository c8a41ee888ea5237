"""One gitignore pattern: the literal folders that it begins with, what it asks for there, and its regular expression.

Git matches bytes, so names outside ASCII are matched as bytes too, each as one Latin-1 character.
"""

import os
import re
from collections.abc import Callable
from functools import cache
from typing import Final

_LITERAL: Final = re.compile(r"/?((?:[^/*?\[]+/)*)([^/*?\[]*)(.*)", re.DOTALL)
_WHOLE_FOLDER: Final = ("/**/*", "/**", "/*", "/")
WILD: Final = re.compile(r"[*?\[]")
"""What is not literal."""


def literal_start(pattern: str) -> str:
    """Return the folder or file at or below which every match of a positive `pattern` lies; empty for anywhere."""
    folder, name, rest = split(pattern)
    return (folder if rest else folder + name).rstrip("/")


def split(pattern: str) -> tuple[str, str, str]:
    """Return the literal folders that a pattern begins with, the literal start of what follows, and all the rest."""
    anchored = "/" in pattern.rstrip("/")
    found = _LITERAL.fullmatch(pattern)
    if not anchored or found is None:
        return "", "", pattern
    folder, name, rest = found.groups()
    return folder, name, rest


def name_of(pattern: str) -> str | None:
    """Return the name that `pattern` asks for in all folders, with a slash after that of a folder; None if a path."""
    while pattern.startswith("**/"):
        pattern = pattern[3:]
    return None if "/" in pattern[:-1] or not pattern.strip("*/") else pattern


def as_folder(pattern: str) -> str:
    """Return a pattern for the folder whose whole content `pattern` matches; `pattern` itself if it is for no such."""
    ending = next((ending for ending in _WHOLE_FOLDER if pattern.endswith(ending)), "")
    folder = pattern.removesuffix(ending)
    if not ending or not folder or folder.endswith("**"):
        return pattern
    anchored = "/" in pattern.rstrip("/") and not folder.startswith(("/", "**/"))
    return f"/{folder}" if anchored else folder


def held(pattern: str) -> tuple[Callable[[str], object], int]:
    """Return what finds `pattern` in paths below the literal folders it begins with, and how much of each to skip.

    Held to its folder, a pattern is the same for a thousand services, and compiled once.
    """
    folder, name, rest = split(as_bytes(pattern))
    return _regex(f"/{name}{rest}" if folder else as_bytes(pattern)).search, len(folder)


def compiled(pattern: str) -> re.Pattern[str]:
    """Return what finds `pattern` in paths as bytes are kept here, with line breaks replaced."""
    return _regex(as_bytes(pattern))


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    # Folders from the root, which most patterns are, need no regular expression.
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern  # noqa: PLC0415 - 10 ms

    regex = GitIgnoreSpecPattern(pattern).regex
    # None stands for what matches nothing in git, such as an unclosed bracket.
    return regex if isinstance(regex, re.Pattern) else re.compile(r"(?!)")


def as_bytes(text: str) -> str:
    """Return the bytes of a path or pattern, each as one Latin-1 character."""
    return os.fsencode(text).decode("latin-1")
