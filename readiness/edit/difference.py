"""What an edit changes, as git shows it."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

_CONTEXT: Final = 3
_SHOWN: Final = re.compile(rb"[ !#-\[\]-~]+")
_Opcode = tuple[str, int, int, int, int]


def difference(path: str, old: str, new: str) -> str:
    """Return the unified diff from `old` to `new`, which `git apply` takes; nothing where they are equal."""
    if old == new:
        return ""
    before, after = _lines(old), _lines(new)
    head = [f"diff --git {_quoted('a/' + path)} {_quoted('b/' + path)}\n"]
    head += [f"--- {_quoted('a/' + path)}\n", f"+++ {_quoted('b/' + path)}\n"]
    return "".join([*head, *(line for hunk in _hunks(before, after) for line in _hunk(hunk, before, after))])


def _lines(text: str) -> list[str]:
    # Only a line feed ends a line for git; `splitlines` knows more.
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _hunks(before: list[str], after: list[str]) -> Iterator[list[_Opcode]]:
    """Yield the hunks. What is equal at both ends is skipped first, because files are long and edits short."""
    begin, shorter = 0, min(len(before), len(after))
    while begin < shorter and before[begin] == after[begin]:
        begin += 1
    end = 0
    while end < shorter - begin and before[-1 - end] == after[-1 - end]:
        end += 1
    begin, end = max(0, begin - _CONTEXT), max(0, end - _CONTEXT)
    matcher = SequenceMatcher(None, before[begin : len(before) - end], after[begin : len(after) - end], autojunk=False)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        yield [(tag, i + begin, j + begin, k + begin, m + begin) for tag, i, j, k, m in group]


def _hunk(opcodes: list[_Opcode], before: list[str], after: list[str]) -> Iterator[str]:
    first, last = opcodes[0], opcodes[-1]
    yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"
    for tag, i, j, k, m in opcodes:
        if tag == "equal":
            yield from map(_ended, (" " + line for line in before[i:j]))
            continue
        yield from map(_ended, ("-" + line for line in before[i:j]))
        yield from map(_ended, ("+" + line for line in after[k:m]))


def _range(begin: int, end: int) -> str:
    count = end - begin
    if count == 1:
        return str(begin + 1)
    return f"{begin + 1 if count else begin},{count}"


def _ended(line: str) -> str:
    return line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"


def _quoted(path: str) -> str:
    """Return `path` as git prints it: in quotes, with octal bytes, where it holds what a terminal would not show."""
    data = path.encode("utf-8", "surrogateescape")
    if _SHOWN.fullmatch(data):
        return path
    named = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}
    body = (chr(byte) if _SHOWN.match(bytes([byte])) else f"\\{named.get(byte, f'{byte:03o}')}" for byte in data)
    return '"' + "".join(body) + '"'
