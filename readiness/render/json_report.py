r"""The report as JSON, `readiness/report/v1`: the one public contract.

ASCII only, so that it reads the same everywhere; keys in the order of the types; two spaces; days and moments in ISO
8601, moments in UTC with `Z`. Bytes of paths that are not UTF-8 are spelled out as `\xNN`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Final

from readiness.model.evidence import Json
from readiness.model.report import Report
from readiness.render.base import Style
from readiness.render.escape import undecoded

_RENAMED: Final = {"item_class": "class"}


def render(report: Report, _style: Style) -> str:
    """Return the report as one JSON object."""
    return as_text(report)


def as_text(value: object) -> str:
    """Return `value`, made of the types of the report, as JSON, with a newline at its end."""
    text = json.dumps(as_json(value), indent=2)
    # CI runners obey `##[…]` anywhere in a line; this is the same JSON without it.
    return re.sub(r"##(?=(?:vso)?\[)", r"\\u0023#", text) + "\n"


def as_json(value: object) -> Json:  # noqa: PLR0911 - one for each type
    """Return `value`, made of the types of the report, as JSON knows it.

    Raises:
        TypeError: a type that no report holds.
    """
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return undecoded(str(value))
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Mapping():
            return {undecoded(str(key)): as_json(held) for key, held in value.items()}
        case tuple():
            return [as_json(held) for held in value]
        case _ if is_dataclass(value):
            return {_RENAMED.get(one.name, one.name): as_json(getattr(value, one.name)) for one in fields(value)}
        case _:
            message = f"{type(value).__name__} has no place in a report"
            raise TypeError(message)
