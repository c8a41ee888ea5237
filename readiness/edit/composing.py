"""From text to nodes. Documents that `load` would refuse for their syntax are refused here too.

So nothing is edited that is understood in two ways.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from readiness.edit.changes import refuse
from readiness.edit.nodes import Node
from readiness.model.wording import shown
from readiness.reading.scalars import CORE, NotFiniteError, TagError, resolve, tagged

MAX_DEPTH: Final = 64
MAX_EXPANDED: Final = 10_000
MAX_SLOW: Final = 1 << 16
"""How many characters are read by the pure parser, as in `load`."""

REFUSED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Characters that no document may hold."""

_RETURN: Final = re.compile("\r(?!\n)")


def compose(text: str) -> Node:
    """Return the one document in `text`.

    Raises:
        EditError: it is no document, not one, or not one that can be edited.
    """
    found = REFUSED.search(text) or _RETURN.search(text)
    if found is not None:
        line = text.count("\n", 0, found.start()) + 1
        refuse(f"the file holds the control character U+{ord(found[0]):04X}", "remove it", line)
    # Each of them takes long to import.
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415

    try:
        try:
            return _Composer(text, _events(text, fast=True)).document()
        except MarkedYAMLError as error:
            # A colon inside a plain value between brackets: YAML 1.2 allows it, the C parser does not.
            if "found unexpected ':'" not in str(error.problem) or len(text) > MAX_SLOW:
                raise
            return _Composer(text, _events(text, fast=False)).document()
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error).splitlines()[0]
        refuse(f"the file is no YAML: {said}", "correct it first", mark.line + 1 if mark else 0)


def _events(text: str, *, fast: bool) -> Callable[[], Any]:
    if fast:
        try:
            from _ruamel_yaml import CParser  # type: ignore[import-not-found]  # noqa: PLC0415 - it may be missing
        except ImportError:
            pass
        else:
            return CParser(text).get_event  # type: ignore[no-any-return]
    from ruamel.yaml import YAML  # noqa: PLC0415 - slow to import

    stream: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
    return lambda: next(stream, None)


@dataclass(slots=True)
class _Composer:
    """Builds nodes from events. `anchors` holds what is complete, with how many values it is and how deep it goes."""

    text: str
    get: Callable[[], Any]
    anchors: dict[str, tuple[Node, int, int] | None] = field(default_factory=dict)
    expanded: int = 0

    def document(self) -> Node:
        self.get()
        if self.get().__class__ is not DocumentStartEvent:
            refuse("the file is empty", "write the document first")
        root, _, _ = self._node(self.get(), 1)
        self.get()
        second = self.get()
        if second.__class__ is DocumentStartEvent:
            _refuse("a second document begins here", "give each document a file of its own", second)
        return root

    def _node(self, event: Any, depth: int) -> tuple[Node, int, int]:  # noqa: ANN401 - ruamel.yaml has no types
        """Return the node that begins with `event`, how many values it stands for, and how deep it goes."""
        kind = event.__class__
        if kind is AliasEvent:
            return self._alias(event, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        if kind is ScalarEvent:
            made = (self._scalar(event), 1, 0)
        elif depth > MAX_DEPTH:
            _refuse(f"values are nested more than {MAX_DEPTH} deep", "close the brackets", event)
        else:
            made = self._collection(event, depth, mapping=kind is MappingStartEvent)
        if event.anchor is not None:
            made[0].bound = made[0].anchored = True
            self.anchors[event.anchor] = made
        return made

    def _scalar(self, event: Any) -> Node:  # noqa: ANN401
        text, tag, style = event.value, event.tag, event.style or ""
        value, start, end = text, event.start_mark.index, event.end_mark.index
        if tag is not None or event.implicit[0]:
            try:
                value = resolve(text) if tag is None else tagged(str(tag), text)
            except NotFiniteError:
                _refuse(f"{shown(text)} is no number that can be counted with", "correct it", event)
            except TagError:
                _refuse(f"the tag {shown(str(tag))} is not understood here", "remove the tag", event)
        if style in ("|", ">"):
            end = _end_of_text(self.text, start, end)
        return Node("scalar", start, end, style, tag is not None, value=value)

    def _collection(self, event: Any, depth: int, *, mapping: bool) -> tuple[Node, int, int]:  # noqa: ANN401
        if event.tag is not None and str(event.tag) not in ("!", CORE + ("map" if mapping else "seq")):
            _refuse(f"the tag {shown(str(event.tag))} is not understood here", "remove the tag", event)
        children: list[tuple[Node | None, Node]] = []
        seen: set[str] = set()
        size, height, get = 1, 0, self.get
        while (inner := get()).__class__ is not MappingEndEvent and inner.__class__ is not SequenceEndEvent:
            key = self._key(inner, seen) if mapping else None
            node, values, levels = self._node(get() if mapping else inner, depth + 1)
            children.append((key, node))
            size, height = size + values, max(height, levels)
        start, end, style = event.start_mark.index, inner.end_mark.index, "flow"
        if not event.flow_style:
            end, style = children[-1][1].end, "block"
        made = Node("mapping" if mapping else "sequence", start, end, style, event.tag is not None, children=children)
        return made, size, height + 1

    def _key(self, event: Any, seen: set[str]) -> Node:  # noqa: ANN401
        if event.__class__ is not ScalarEvent or not event.value or event.tag not in (None, "!", CORE + "str"):
            _refuse("a key is no plain word", "write a plain word as the key", event)
        name = event.value
        if name == "<<" and event.implicit[0]:
            _refuse("merge keys are not understood", "write the keys out", event)
        if name in seen:
            _refuse(f"the key {shown(name)} stands here a second time", "remove one of the two", event)
        seen.add(name)
        start, end, bound = event.start_mark.index, event.end_mark.index, event.tag is not None
        key = Node("scalar", start, end, event.style or "", bound, value=name)
        if event.anchor is not None:
            key.bound = key.anchored = True
            self.anchors[event.anchor] = (key, 1, 0)
        return key

    def _alias(self, event: Any, depth: int) -> tuple[Node, int, int]:  # noqa: ANN401
        anchor = self.anchors.get(event.anchor)
        if anchor is None:
            _refuse("an alias leads to nothing, or into itself", "write the value out", event)
        target, size, height = anchor
        self.expanded += size
        if self.expanded > MAX_EXPANDED or depth + height > MAX_DEPTH:
            _refuse("aliases stand for too much", "write the values out", event)
        start, end = event.start_mark.index, event.end_mark.index
        node = Node("alias", start, end, "", children=[(None, target)])
        return node, size, height


def _end_of_text(text: str, start: int, end: int) -> int:
    """Return where a literal or folded text ends: before its last line break, and before lines that it ignores."""
    header = re.match(r"(?:[&!]\S*[ \t]+)*([|>])([-+0-9]*)", text[start:end])
    if header is None:  # an anchor or a tag on a line of its own: what is bound is never edited
        return end
    written = text[start:end]
    if "+" not in header[2]:
        lines = written.split("\n")
        indent = next((len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip(" \r")), 0)
        allowed = 0 if header[2].strip("-") else indent
        while len(lines) > 1 and not lines[-1].strip(" \r") and len(lines[-1].rstrip("\r")) <= allowed:
            lines.pop()
        written = "\n".join(lines)
    written = written.removesuffix("\n").removesuffix("\r")
    return start + (len(written) if "\n" in written else header.end())


def _refuse(reason: str, action: str, event: Any) -> NoReturn:  # noqa: ANN401
    refuse(reason, action, event.start_mark.line + 1)
