"""YAML 1.2 as plain data, from the events of ruamel's C parser; shapes and errors are those of `structured`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from readiness.reading.scalars import CORE, NotFiniteError, TagError, tagged
from readiness.reading.values import Data


def read_yaml(text: str, max_depth: int, max_values: int) -> Data:
    """Return the one document in `text`; None where there is none.

    Raises:
        ValueError: no YAML, several documents, tags of its own, a key twice, keys that are no scalars, too deep, or
            aliases that expand to more than `max_values`.
    """
    # The C parser has no types, and importing ruamel is not free.
    from _ruamel_yaml import CParser  # type: ignore[import-not-found]  # noqa: PLC0415
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    try:
        return _Composer(_events(CParser(text)), max_depth, max_values).document()
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark is not None else ""
        msg = f"it is not YAML: {getattr(error, 'problem', None) or error}{where}"
        raise ValueError(msg) from error


def _events(parser: Any) -> Iterator[Any]:  # noqa: ANN401 - the C parser has no types
    while parser.check_event():
        yield parser.get_event()


@dataclass(slots=True)
class _Composer:
    """Builds data from events. `anchors` holds what is complete, each with the number of values it expands to."""

    events: Iterator[Any]
    max_depth: int
    max_values: int
    anchors: dict[str, tuple[Data, int]] = field(default_factory=dict)

    def document(self) -> Data:
        documents = 0
        found: Data = None
        for event in self.events:
            match type(event).__name__:
                case "StreamStartEvent" | "StreamEndEvent" | "DocumentEndEvent":
                    continue
                case "DocumentStartEvent":
                    documents += 1
                case _:
                    found, _ = self._value(event, 1)
            if documents > 1:
                msg = "it holds several documents"
                raise ValueError(msg)
        return found

    def _value(self, event: Any, depth: int) -> tuple[Data, int]:  # noqa: ANN401
        kind = type(event).__name__
        if kind == "AliasEvent":
            return self._alias(event.anchor)
        found: tuple[Data, int]
        if kind == "ScalarEvent":
            found = (_scalar(event), 1)
        elif depth > self.max_depth:
            msg = f"it is nested more than {self.max_depth} levels deep"
            raise ValueError(msg)
        elif kind == "SequenceStartEvent":
            found = self._sequence(event, depth)
        else:
            found = self._mapping(event, depth)
        if found[1] > self.max_values:
            msg = f"it expands to more than {self.max_values} values"
            raise ValueError(msg)
        if event.anchor:
            self.anchors[event.anchor] = found
        return found

    def _alias(self, anchor: str) -> tuple[Data, int]:
        if anchor not in self.anchors:
            msg = f"its alias *{anchor[:100]} leads to nothing, or into itself"
            raise ValueError(msg)
        return self.anchors[anchor]

    def _sequence(self, start: Any, depth: int) -> tuple[Data, int]:  # noqa: ANN401
        _refuse_tag(start.tag, "seq")
        found: list[Data] = []
        size = 1
        for event in self.events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            value, values = self._value(event, depth + 1)
            found.append(value)
            size += values
        return found, size

    def _mapping(self, start: Any, depth: int) -> tuple[Data, int]:  # noqa: ANN401
        _refuse_tag(start.tag, "map")
        found: dict[str, Data] = {}
        size = 1
        for event in self.events:
            if type(event).__name__ == "MappingEndEvent":
                break
            key = _key(event)
            if key in found:
                msg = f"it holds the key {key[:100]!r} twice"
                raise ValueError(msg)
            found[key], values = self._value(next(self.events), depth + 1)
            size += values
        return found, size


def _key(event: Any) -> str:  # noqa: ANN401
    if type(event).__name__ != "ScalarEvent":
        msg = "it holds a key that is no text"
        raise ValueError(msg)
    # As written: JSON knows text keys only, and `on:` or `8080:` are names like others to whoever looks them up.
    if event.value == "<<" and event.implicit[0]:
        msg = "it merges mappings with `<<`, which YAML 1.2 does not know"
        raise ValueError(msg)
    return str(event.value)


def _scalar(event: Any) -> Data:  # noqa: ANN401
    text = str(event.value)
    if event.tag is None and not event.implicit[0]:
        return text
    try:
        return tagged(event.tag and str(event.tag), text)
    except NotFiniteError as error:
        msg = f"it holds {text[:50]}, which is no number that can be counted with"
        raise ValueError(msg) from error
    except TagError as error:
        msg = f"it holds a value with the tag {str(event.tag)!r}"
        raise ValueError(msg) from error


def _refuse_tag(tag: str | None, plain: str) -> None:
    if tag not in {None, "!", f"{CORE}{plain}"}:
        msg = f"it holds a value with the tag {tag!r}"
        raise ValueError(msg)
