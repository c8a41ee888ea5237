"""What a YAML parser complains of, in plain words and at the place where a person has to look."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ruamel.yaml.error import MarkedYAMLError

from readiness.errors import Problem
from readiness.load.marks import SHIFT
from readiness.model.place import Location
from readiness.model.problems import code_of
from readiness.model.wording import shown

_NEWLINE: Final = re.compile("\r\n|\r|\n")
_QUOTE: Final = "put the value in quotes"
_INDENT: Final = "indent it like the lines that it belongs to"


@dataclass(frozen=True, slots=True)
class _Words:
    """A message with its fix; `at_start` where the begin of what went wrong is the place to look at."""

    message: str
    fix: str
    at_start: bool = False


COLON: Final = _Words("a value between brackets that holds a colon has to be in quotes", _QUOTE)
_KNOWN: Final = {
    "found unexpected ':'": COLON,
    "mapping values are not allowed": _Words(
        "a key with a colon cannot stand here",
        "put the value in quotes if the colon belongs to it, else correct the indentation",
    ),
    "could not find expected ':'": _Words(
        "this line is no key with a colon", "add the colon, or " + _INDENT, at_start=True
    ),
    "did not find expected key": _Words("this line does not fit to those above it", _INDENT),
    "expected <block end>": _Words("this line does not fit to those above it", _INDENT),
    "did not find expected '-' indicator": _Words("this line is no element of the list above it", _INDENT),
    "expected comment or line break": _Words(
        "the lines of a text begin below its | or >, not beside it", "begin it on a line of its own"
    ),
    "block sequence entries are not allowed": _Words("a list cannot begin here", "begin it on a line of its own"),
    "expected ',' or ']'": _Words("a comma or a closing ] is missing before this", "add it"),
    "expected ',' or '}'": _Words("a comma or a closing } is missing before this", "add it"),
    "did not find expected node content": _Words("a value is missing here", "write the value, or remove the comma"),
    "found unexpected end of stream": _Words("the quote that begins here is never closed", "close it", at_start=True),
    "found unexpected document indicator": _Words(
        "the quote that begins here is never closed", "close it", at_start=True
    ),
    "found invalid Unicode character escape code": _Words(
        "a backslash in double quotes is followed by the number of no character", "write the character itself"
    ),
    "found unknown escape character": _Words(
        "a backslash in double quotes is followed by something that it cannot stand before",
        "write two backslashes, or use single quotes",
    ),
    "did not find expected <document start>": _Words("the document has ended before this", _INDENT),
    "found incompatible YAML document": _Words("the file says that it is another YAML than 1.2", "remove the line"),
}
_REST: Final = _Words("the value has ended before this", "put the whole value in quotes, or remove the rest")
_NEVER_CLOSED: Final = _Words("the bracket that opens here is never closed", "close it")


def explain(path: str, text: str, error: MarkedYAMLError, opened: Sequence[int]) -> Problem:
    """Return the problem behind `error`; `opened` are the marks of collections not closed yet, outermost first."""
    lines = _NEWLINE.split(text)
    found, start = _position(error.problem_mark), _position(error.context_mark)
    said = str(error.problem or "")
    at = found or start or (0, 0)
    line = lines[at[0]] if at[0] < len(lines) else ""
    tab = _indenting_tab(line)
    if tab is not None:
        return _problem(path, (at[0], tab), _Words("a tab cannot indent", "indent with spaces"))
    if "undefined tag handle" in said:
        return _problem(path, at, _Words("the tag that stands here is not understood", "remove the tag"), "tag-refused")
    if _is_end(at, lines) and "flow" in str(error.context or "") and opened:
        return _problem(path, (opened[-1] >> SHIFT, opened[-1] & ((1 << SHIFT) - 1)), _NEVER_CLOSED)
    words = next((known for phrase, known in _KNOWN.items() if phrase in said), None)
    if words is not None and words.fix == _INDENT and line[: at[1]].strip(" -"):
        words = _REST  # the parser misses what comes next, but something stands before it in the same line
    if words is not None:
        return _problem(path, (start or at) if words.at_start else at, words)
    return _problem(path, *_character(at, start, line, said))


def _character(
    at: tuple[int, int], start: tuple[int, int] | None, line: str, said: str
) -> tuple[tuple[int, int], _Words]:
    """Return place and words for a character that cannot stand where it stands."""
    if "alphabetic or numeric character" in said and start is not None:
        begin = start if start[0] == at[0] else at
        character = line[begin[1] : begin[1] + 1]
        if character in ("*", "&"):
            return begin, _Words(f"a value cannot begin with {shown(character)}", _QUOTE)
    character = line[at[1] : at[1] + 1]
    if "cannot start any token" in said and character == "\t":
        return at, _Words("a tab cannot indent", "indent with spaces")
    if "cannot start any token" in said and character:
        return at, _Words(f"a value cannot begin with {shown(character)}", _QUOTE)
    return at, _Words(
        f"the file is no YAML here: {said or 'it cannot be parsed'}", "correct what stands here or just before"
    )


def _indenting_tab(line: str) -> int | None:
    indent = line[: len(line) - len(line.lstrip())]
    return indent.index("\t") if "\t" in indent else None


def _is_end(at: tuple[int, int], lines: Sequence[str]) -> bool:
    rest = [lines[at[0]][at[1] :], *lines[at[0] + 1 :]] if at[0] < len(lines) else []
    return not any(line.strip() for line in rest)


def _position(mark: Any) -> tuple[int, int] | None:  # noqa: ANN401 - ruamel.yaml has no types
    return None if mark is None else (mark.line, mark.column)


def _problem(path: str, at: tuple[int, int], words: _Words, slug: str = "yaml-syntax") -> Problem:
    return Problem(code_of(slug), words.message, words.fix, Location(path, at[0] + 1, at[1] + 1))
