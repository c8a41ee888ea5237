"""The walk over the events of a YAML parser: plain data, with a mark for every node, and what is wrong with it.

Marks are described in `marks`; an aliased value has those of what it stands for, but for the first, which is that of
the alias. Events instead of nodes, because depth can be counted before anything recurses, and because the values of
YAML 1.1 and merge keys never come into being.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from readiness.errors import Problem
from readiness.load.marks import packed, unpacked
from readiness.model.evidence import Json
from readiness.model.place import Location
from readiness.model.problems import code_of
from readiness.model.wording import shown
from readiness.reading.scalars import CORE, NotFiniteError, Scalar, TagError, resolve, short, tagged

MAX_DEPTH: Final = 64
MAX_EXPANDED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document as data. With `problems`, it is not to be believed, but can still be looked at for more of them."""

    data: Json
    marks: list[int]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Unparsed:
    """Text that is no document."""

    problems: tuple[Problem, ...]


class RefusedError(Exception):
    """What makes the rest of a file not worth reading."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A finished anchored value: its marks, and how deep it goes."""

    data: Json
    marks: tuple[int, ...]
    height: int


class Walk:
    """The state of one walk. `open` are the marks of the collections that are not closed yet."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.marks: list[int] = []
        self.problems: list[Problem] = []
        self.open: list[int] = []
        self._anchors: dict[str, _Anchor | None] = {}
        self._expanded = 0
        self._deepest = 0
        self._next: Callable[[], Any]

    def document(self, get: Callable[[], Any]) -> Parsed | Unparsed:
        """Walk the events that `get` gives; a second document is a problem, and is not read."""
        self._next = get
        self._next()
        start = self._next()
        if not isinstance(start, DocumentStartEvent):
            return Unparsed((self._problem("empty-document", "the file is empty", "write the document", None),))
        version = tuple(start.version or (1, 2))
        if version != (1, 2):
            said = ".".join(map(str, version))
            message = f"the file says that it is YAML {said}; it would be read as YAML 1.2"
            self._note("yaml-surprise", message, "remove the line that begins with %YAML", packed(start.start_mark))
        data = self._node(self._next(), 1)
        self._next()
        second = self._next()
        if isinstance(second, DocumentStartEvent):
            message, fix = "a second document begins here", "give each document a file of its own"
            self._note("several-documents", message, fix, packed(second.start_mark))
        return Parsed(data, self.marks, tuple(self.problems))

    def _node(self, event: Any, depth: int) -> Json:  # noqa: ANN401 - ruamel.yaml has no types
        kind = event.__class__
        if kind is AliasEvent:
            return self._alias(event, depth)
        if event.anchor is not None:
            return self._anchored(event, depth)
        return self._plain(event, depth)

    def _plain(self, event: Any, depth: int) -> Json:  # noqa: ANN401
        kind = event.__class__
        mark = packed(event.start_mark)
        self.marks.append(mark)
        if kind is ScalarEvent:
            if event.implicit[0] and event.tag is None:
                try:
                    return resolve(event.value)
                except NotFiniteError:
                    pass
            elif event.tag is None:
                return event.value  # type: ignore[no-any-return]
            return self._unusual(event, mark)
        if depth > MAX_DEPTH:
            self._refuse("too-deep", f"values are nested more than {MAX_DEPTH} deep", "close the brackets", mark)
        self._deepest = max(self._deepest, depth)
        self.open.append(mark)
        if event.tag is not None:
            self._collection_tag(event, mark)
        value: Json = self._mapping(depth + 1) if kind is MappingStartEvent else self._sequence(depth + 1)
        self.open.pop()
        return value

    def _mapping(self, depth: int) -> dict[str, Json]:
        mapping: dict[str, Json] = {}
        key_marks: list[int] = []
        marks, get = self.marks, self._next
        while (event := get()).__class__ is not MappingEndEvent:
            begin = len(marks)
            mark = packed(event.start_mark)
            key = event.value if event.__class__ is ScalarEvent else None
            if key is None or not key or event.tag is not None or event.anchor is not None:
                key = self._unusual_key(event, depth)
                marks.append(mark)
            elif key == "<<" and event.implicit[0]:
                message, fix = (
                    "merge keys are not understood",
                    "write the keys out, or give them once under `defaults:`",
                )
                self._note("merge-key", message, fix, mark)
                key = None
            else:
                marks.append(mark)
            if key is not None and key in mapping:
                first = unpacked(key_marks[list(mapping).index(key)])[0]
                message = f"the key {shown(key)} stands here a second time; the first is in line {first}"
                self._note("duplicate-key", message, "remove or rename one of the two", mark)
                key = None
            event = get()
            value = self._node(event, depth)
            if key is None:
                del marks[begin:]
                continue
            if value is None and event.__class__ is ScalarEvent and not event.value:
                marks[-1] = mark
            mapping[key] = value
            key_marks.append(mark)
        return mapping

    def _unusual_key(self, event: Any, depth: int) -> str | None:  # noqa: ANN401
        mark = packed(event.start_mark)
        if event.__class__ is ScalarEvent and event.value and event.tag in (None, "!", CORE + "str"):
            begin = len(self.marks)
            self._node(event, depth)
            del self.marks[begin:]
            return event.value  # type: ignore[no-any-return]
        if event.__class__ is ScalarEvent:
            found = "a key is empty" if not event.value else f"the key {shown(event.value)} has a tag"
        elif event.__class__ is AliasEvent:
            found = "a key is an alias"
        else:
            found = "a key is a list or a mapping"
            begin = len(self.marks)
            self._node(event, depth)
            del self.marks[begin:]
        fix = "write a plain word as the key; a value that begins with a bracket goes in quotes"
        self._note("key-not-text", found, fix, mark)
        return None

    def _sequence(self, depth: int) -> list[Json]:
        sequence: list[Json] = []
        get = self._next
        while (event := get()).__class__ is not SequenceEndEvent:
            sequence.append(self._node(event, depth))
        return sequence

    def _anchored(self, event: Any, depth: int) -> Json:  # noqa: ANN401
        first, outer, name = len(self.marks), self._deepest, event.anchor
        self._anchors[name] = None
        self._deepest = depth
        data = self._plain(event, depth)
        self._anchors[name] = _Anchor(data, tuple(self.marks[first:]), self._deepest - depth)
        self._deepest = max(outer, self._deepest)
        return data

    def _alias(self, event: Any, depth: int) -> Json:  # noqa: ANN401
        mark, name = packed(event.start_mark), shown("*" + event.anchor)
        if event.anchor not in self._anchors:
            fix = "put it in quotes if it is no alias"
            self._refuse("yaml-syntax", f"nothing before the alias {name} has that anchor", fix, mark)
        anchor = self._anchors[event.anchor]
        if anchor is None:
            self._refuse("too-many-aliases", f"the alias {name} stands inside itself", "write the value out", mark)
        self._expanded += len(anchor.marks)
        if self._expanded > MAX_EXPANDED:
            message = f"with this alias, aliases stand for more than {MAX_EXPANDED:,} values"
            self._refuse("too-many-aliases", message, "write the values out", mark)
        if depth + anchor.height > MAX_DEPTH:
            self._refuse("too-deep", f"values are nested more than {MAX_DEPTH} deep", "write the value out", mark)
        self._deepest = max(self._deepest, depth + anchor.height)
        self.marks.append(mark)
        self.marks.extend(anchor.marks[1:])
        return anchor.data

    def _unusual(self, event: Any, mark: int) -> Scalar:  # noqa: ANN401
        """Return the value of a scalar with a tag, or of a number that is none."""
        tag, text = event.tag and str(event.tag), str(event.value)
        try:
            return tagged(tag, text)
        except NotFiniteError:
            message, fix = f"{shown(text)} is no number that can be counted with", "write a finite decimal number"
            self._note("out-of-bounds", message, fix, mark)
        except TagError:
            message = f"the tag {shown(short(tag))} is not understood here"
            self._note("tag-refused", message, "remove the tag", mark)
        return text

    def _collection_tag(self, event: Any, mark: int) -> None:  # noqa: ANN401
        own = "map" if event.__class__ is MappingStartEvent else "seq"
        if str(event.tag) not in ("!", CORE + own):
            message = f"the tag {shown(short(str(event.tag)))} is not understood here"
            self._note("tag-refused", message, "remove the tag", mark)

    def _problem(self, slug: str, message: str, fix: str, mark: int | None) -> Problem:
        location = Location(self.path) if mark is None else Location(self.path, *unpacked(mark))
        return Problem(code_of(slug), message, fix, location)

    def _note(self, slug: str, message: str, fix: str, mark: int) -> None:
        self.problems.append(self._problem(slug, message, fix, mark))

    def _refuse(self, slug: str, message: str, fix: str, mark: int) -> NoReturn:
        raise RefusedError(self._problem(slug, message, fix, mark))
