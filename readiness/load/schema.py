"""JSON Schemas (draft 2020-12) of documents, for editors, and of what is printed as JSON, for programs.

They come from the models, so they cannot disagree with them about a key; what one kind of evidence adds is composed in,
short forms included. A schema sees less than loading does: whatever it refuses is wrong, not the other way round.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import TypeAdapter

from readiness.model.diff import Diff
from readiness.model.documents import KINDS
from readiness.model.documents.evidence import Evidence
from readiness.model.evidence import EvidenceKind
from readiness.model.followups import FollowUps
from readiness.model.report import Report

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
REPORT: Final = "report"
_PRINTED: Final[Mapping[str, type]] = {REPORT: Report, "diff": Diff, "followups": FollowUps}
NAMES: Final = (*KINDS, *_PRINTED)
"""What there are schemas of."""


def schema(name: str, kinds: Mapping[str, EvidenceKind]) -> Schema:
    """Return the schema called `name`, one of `NAMES`, with the evidence `kinds` that exist."""
    if name in _PRINTED:
        body = TypeAdapter(_PRINTED[name]).json_schema(mode="serialization")
    else:
        body = KINDS[name].model_json_schema()
        if "Evidence" in body.get("$defs", {}):
            _compose(body["$defs"], kinds)
    return {"$schema": DIALECT, "$id": f"readiness/{name}/v1", **body}


def _compose(definitions: Schema, kinds: Mapping[str, EvidenceKind]) -> None:
    """Put in place of evidence with any keys one form for each kind, and one for each short form."""
    common = definitions["Evidence"]["properties"]
    forms: list[Schema] = []
    for kind in sorted(kinds.values(), key=lambda kind: kind.name):
        for name, form in _forms(kind, common, definitions):
            definitions[name] = form
            forms.append({"$ref": f"#/$defs/{name}"})
    definitions["Evidence"] = {"title": "Evidence", "description": Evidence.__doc__, "anyOf": forms}


def _forms(kind: EvidenceKind, common: Schema, definitions: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield the long form of a kind, and `{KIND: VALUE, …}` where its main field can be written so."""
    own = kind.condition.model_json_schema(ref_template=f"#/$defs/{kind.name}.{{model}}")
    for name, definition in own.pop("$defs", {}).items():
        definitions[f"{kind.name}.{name}"] = definition
    properties = {**common, **own.get("properties", {}), "kind": {"const": kind.name}}
    required = [*own.get("required", ()), *(["path"] if kind.needs_path else [])]
    told = [{"required": [key]} for key in ("kind", *(["path"] if "path" in required else []))]
    form = {"type": "object", "title": kind.name, "additionalProperties": False}
    yield f"evidence.{kind.name}", {**form, "properties": properties, "required": required, "anyOf": told}
    if kind.main is not None and kind.name not in common and kind.main in properties:
        rest = {key: value for key, value in properties.items() if key not in (kind.main, "kind")}
        short = {**rest, kind.name: properties[kind.main]}
        needed = [kind.name, *(key for key in required if key != kind.main)]
        yield f"evidence.{kind.name}.short", {**form, "properties": short, "required": needed}
