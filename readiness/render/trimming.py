"""Markdown made to fit where it is published, without tearing a table, a tag or a block of code apart. Pure.

Every heading begins a section. Short sections stay whole; long ones give way, as little as possible, those that stand
first the least. What is left out is said where it is, and at the end. Sizes are those of UTF-8, so that a text is
within a limit whether that counts bytes or characters.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

GITHUB_COMMENT: Final = 65_536
GITLAB_COMMENT: Final = 1_000_000
"""What the forges take, at the most, as the body of one comment."""
LEAST: Final = 1_000
"""No limit may be lower: what has to be said has to have room."""

_HEADING: Final = re.compile(r"#{1,6} ")
_FENCE: Final = re.compile(r"(\s*)(`{3,}(?=[^`]*$)|~{3,})")
_CODE: Final = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)(?:\s[^>]*)?(/?)>|(<!--)|(-->)", re.IGNORECASE)
_DELIMITER: Final = re.compile(r"\|(?: *:?-+:? *\|)+\s*")
_VOID: Final = frozenset({"br", "hr", "img", "input", "wbr"})
_CLOSED_WITH_IT: Final = frozenset({"p", "li", "td", "th", "tr"})  # HTML closes these by itself
_ROOM_FOR_REMARK: Final = 120
_ROOM_FOR_END: Final = 240


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place where a section may end: after its first `lines`, if `closing` follows."""

    lines: int
    size: int
    closing: str


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading, if there is one, and what follows it. `cuts` are the places where it may end, the whole last."""

    title: str
    lines: tuple[str, ...]
    size: int
    cuts: tuple[_Cut, ...]


def size_of(text: str) -> int:
    """Return the size that limits are about: the bytes of UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def trim(text: str, limit: int | None, whole: str = "") -> str:
    """Return `text`, which is Markdown, in at most `limit` bytes; as it is where it fits, or where `limit` is None.

    `whole` is a sentence of Markdown that says where all of it is; it is put at the end where something is left out.

    Raises:
        ValueError: `limit` leaves no room for `whole` and the least that has to be said.
    """
    if limit is None or size_of(text) <= limit:
        return text
    room = limit - size_of(whole) - _ROOM_FOR_END
    if limit < LEAST or room < LEAST // 2:
        message = f"a limit of {limit} leaves no room"
        raise ValueError(message)
    every = _sections(text)
    kept = _fitting(every, room)
    shares = _shares(kept, room)
    parts = [_shortened(section, share) for section, share in zip(kept, shares, strict=True)]
    gone = len(every) - len(kept)
    end = f"**Shortened to fit: {_said(sum(cut for _, cut in parts), gone)}.** {whole}".strip()
    return "\n\n".join([*(part for part, _ in parts if part), end]) + "\n"


def _said(lines: int, sections: int) -> str:
    counted = ((lines, "line"), (sections, "section"))
    told = [f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in counted if count]
    return f"{' and '.join(told)} left out"


def _sections(text: str) -> list[_Section]:
    found: list[_Section] = []
    reader = _Reader()
    lines: list[str] = []
    cuts: list[_Cut] = []
    size = 0
    for line in text.splitlines():
        if _HEADING.match(line) and reader.is_outside and lines:
            found.append(_Section(lines[0], tuple(lines), size, tuple(cuts)))
            lines, cuts, size = [], [], 0
        lines.append(line)
        size += size_of(line) + 1
        reader.read(line)
        if cuts and cuts[-1].lines == len(lines) - 1 and _DELIMITER.fullmatch(line.strip()):
            cuts.pop()  # the head of a table is no row
        if reader.may_end:
            closing = reader.closing
            cuts.append(_Cut(len(lines), size + size_of(closing), closing))
    found.append(_Section(lines[0] if lines else "", tuple(lines), size, tuple(cuts)))
    return found


class _Reader:
    """What is open after the lines that were read: a block of code, a comment, tags."""

    def __init__(self) -> None:
        self._fence = ""
        self._indent = ""
        self._comment = False
        self._tags: list[str] = []
        self._after = ""

    @property
    def is_outside(self) -> bool:
        """Whether nothing is open."""
        return not (self._fence or self._comment or self._tags)

    @property
    def may_end(self) -> bool:
        """Whether a reader misses nothing of what was begun: not the rows of a table, not what a summary promises."""
        bare = self._after.strip()
        promises = _DELIMITER.fullmatch(bare) or _HEADING.match(bare) or bare.endswith("</summary>")
        return bool(bare) and not promises and "summary" not in self._tags and bare != "<details>"

    @property
    def closing(self) -> str:
        """What closes all that is open."""
        ends = [self._indent + self._fence] if self._fence else []
        ends += ["-->"] if self._comment else []
        ends += [f"</{name}>" for name in reversed(self._tags) if name not in _CLOSED_WITH_IT]
        return "".join(f"\n\n{end}" if end.startswith("</") else f"\n{end}" for end in ends)

    def read(self, line: str) -> None:
        """Take the next line."""
        self._after = line
        found = _FENCE.match(line)
        if self._fence:
            if found and found[2].startswith(self._fence) and not line.strip().strip(self._fence[0]):
                self._fence = ""
        elif found and not self._comment:
            self._indent, self._fence = found[1], found[2]
        else:
            self._tagged(_CODE.sub("", line))

    def _tagged(self, line: str) -> None:
        for found in _TAG.finditer(line):
            if found[4] or found[5]:
                self._comment = bool(found[4])
            elif not self._comment and not found[3] and found[2].lower() not in _VOID:
                self._tag(found[2].lower(), closes=bool(found[1]))

    def _tag(self, name: str, *, closes: bool) -> None:
        if not closes:
            self._tags.append(name)
        elif name in self._tags:
            while self._tags.pop() != name:
                pass


def _fitting(sections: Sequence[_Section], room: int) -> Sequence[_Section]:
    """Return as many of the first `sections` as can all be begun."""
    used = 0
    for number, section in enumerate(sections):
        used += min(section.size, _beginning(section)) + 2
        if used > room:
            return sections[:number]
    return sections


def _beginning(section: _Section) -> int:
    return size_of(section.title) + _ROOM_FOR_REMARK


def _shares(sections: Sequence[_Section], room: int) -> list[int]:
    """Return the room of each of `sections`: level, and what that leaves over to those that stand first."""
    left = room - 2 * len(sections)
    shares = [min(section.size, _beginning(section)) for section in sections]
    left -= sum(shares)
    level = _level([section.size - share for section, share in zip(sections, shares, strict=True)], left)
    for number, section in enumerate(sections):
        more = min(section.size - shares[number], level)
        shares[number] += more
        left -= more
    for number, section in enumerate(sections):
        more = min(section.size - shares[number], left)
        shares[number] += more
        left -= more
    return shares


def _level(wants: Sequence[int], room: int) -> int:
    """Return the largest number so that `room` is enough where nobody gets more than that."""
    left, waiting = room, len(wants)
    for want in sorted(wants):
        if want * waiting > left:
            return left // waiting
        left -= want
        waiting -= 1
    return max(wants, default=0)


def _shortened(section: _Section, share: int) -> tuple[str, int]:
    """Return `section` within `share`, and how many of its lines are left out."""
    if section.size <= share:
        return "\n".join(section.lines).strip("\n"), 0
    fitting = [cut for cut in section.cuts if cut.size + _ROOM_FOR_REMARK <= share]
    taken, closing = (fitting[-1].lines, fitting[-1].closing) if fitting else (0, "")
    title = section.title if _HEADING.match(section.title) else ""
    kept = "\n".join(section.lines[:taken]) if taken else title
    left = sum(1 for line in section.lines[taken:] if line.strip()) - (0 if taken or not title else 1)
    remark = f"*{left:,} more line{'' if left == 1 else 's'} of this section left out.*"
    return f"{kept}{closing}\n\n{remark}".strip("\n"), left
