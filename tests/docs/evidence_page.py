"""The generated parts of `docs/evidence.md`: each kind's docstring, the fields of its condition, what keeps a proof."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter

from readiness.evidence import KINDS
from readiness.model.documents.evidence import Evidence
from readiness.model.evidence import EvidenceKind
from tests.docs.pages import ROOT, filled
from tests.docs.schema_types import type_of
from tests.matrix.table import markdown

PATH: Final = "docs/evidence.md"
_COMMON: Final = {
    "run": "The command that makes it: a string, or a list of words. It is shown, and `check` never runs it.",
    "inputs": "What the proof itself is made of: tests, scripts, lock files. It counts like what is covered.",
    "id": "Its name in reports and waivers; the kind unless said.",
    "kind": "Which of the kinds below; not needed where the path or a field gives it away.",
    "max_age": "How old it may be; for launch-critical reports and for words without an end, 30 days unless said.",
}
"""What the fields without a docstring of their own mean, and those whose docstring is about what comes later."""


def evidence_page() -> Mapping[str, str]:
    """Return the text of the page by its path."""
    text = filled((ROOT / PATH).read_text(), "common", _fields(Evidence, _COMMON))
    text = filled(text, "kinds", "\n".join(_section(kind) for kind in KINDS.values()))
    return {PATH: filled(text, "matrix", markdown())}


def _section(kind: EvidenceKind) -> str:
    import importlib  # noqa: PLC0415 - a kind's page is the docstring of the module that its reader stands in

    doc = importlib.import_module(kind.read.__module__).__doc__ or ""
    head, _, rest = doc.strip().partition("\n")
    title = head.partition(": ")[2].rstrip(".")
    body = re.sub(r"^## (.*)$", r"**\1.**", rest.strip(), flags=re.MULTILINE)
    body = re.sub(r"^(\*\*.*\*\*)\n", r"\1 ", body, flags=re.MULTILINE)
    fields = _fields(kind.condition, {}) + "".join(_parts(kind.condition))
    return f"## {kind.name}\n\n{title[0].upper()}{title[1:]}.\n\n{body}\n\n{fields}"


def _type(part: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return the type of a field; that null is what stands there when nothing does is no news to who writes YAML."""
    return type_of(part, schema).removesuffix(" or null")


def _fields(model: type[BaseModel], meanings: Mapping[str, str]) -> str:
    schema: dict[str, Any] = TypeAdapter(model).json_schema(by_alias=True)
    return _table(schema, schema, meanings)


def _parts(model: type[BaseModel]) -> Iterator[str]:
    """Yield a section for each mapping that is the value of a field."""
    schema: dict[str, Any] = TypeAdapter(model).json_schema(by_alias=True)
    for part in schema.get("$defs", {}).values():
        if "properties" in part:
            yield f"\n### {part['title']}\n\n{part['description']}\n\n{_table(part, schema, {})}"


def _table(model: Mapping[str, Any], schema: Mapping[str, Any], meanings: Mapping[str, str]) -> str:
    needed = model.get("required", ())
    rows = []
    for name, part in model["properties"].items():
        meaning = meanings.get(name) or part.get("description") or _WORDS[name]
        text = meaning.replace("\n", " ").replace("|", "\\|")
        rows.append(f"| `{name}` | {_type(part, schema)} | {text}{' Needed.' if name in needed else ''} |\n")
    return f"| field | type | meaning |\n|---|---|---|\n{''.join(rows)}"


_WORDS: Final = {
    "who": "The owner whose word it is.",
    "role": "In what capacity.",
    "statement": "The sentence that is vouched for.",
    "url": "The address of the page.",
}
