"""Types of a JSON Schema in words."""

from collections.abc import Mapping
from typing import Any, Final

_FORMATS: Final = {"date": "day", "date-time": "moment (ISO 8601, UTC)", "duration": "duration"}
_SCALARS: Final = {
    "string": "text",
    "integer": "number",
    "boolean": "true or false",
    "null": "null",
    "number": "number",
}


def type_of(part: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return the type that `part` of `schema` allows, as a cell of a table."""
    match part:
        case {"$ref": reference}:
            return _named(schema["$defs"][reference.rpartition("/")[2]], schema)
        case {"anyOf": parts}:
            return _either([type_of(one, schema) for one in parts])
        case {"type": "array", "items": items}:
            return f"list of {type_of(items, schema)}"
        case {"type": "object", "additionalProperties": values}:
            return f"mapping to {type_of(values, schema)}"
    return _plain(part)


def _named(target: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    title = target["title"]
    return f"[{title}](#{title.lower()})" if "properties" in target else type_of(target, schema)


def _plain(part: Mapping[str, Any]) -> str:
    match part:
        case {"const": bool() as value}:
            return f"`{str(value).lower()}`"
        case {"const": value}:
            return f"`{value}`"
        case {"enum": values}:
            return ", ".join(f"`{value}`" for value in values)
        case {"type": "string", "pattern": pattern} if "smhdw" in pattern:
            return "duration"
        case {"type": "string", "format": form}:
            return _FORMATS[form]
    return _SCALARS[part["type"]]


def _either(types: list[str]) -> str:
    """Return a choice of types; a list of something, or one of it, is said once."""
    singles = {one.removeprefix("list of ") for one in types if one.startswith("list of ")}
    return " or ".join(
        f"{one.removeprefix('list of ')}, one or several" if one.startswith("list of ") and one[8:] in types else one
        for one in types
        if one not in singles
    )
