"""Text in the format of documents of Jira Cloud (ADF), and out of it. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

_DEEPEST: Final = 100
_WITHIN_A_LINE: Final = frozenset(
    {"text", "hardBreak", "mention", "emoji", "date", "status", "inlineCard", "inlineExtension", "mediaInline"}
)
_ADDRESS: Final = re.compile(r"(https?://[^\s<>()\[\]]+)")


def text_of(document: object) -> str:
    """Return the text of `document`, each of its blocks in lines of its own; what has none is left out."""
    return _text(document, _DEEPEST).rstrip("\n")


def document_of(text: str) -> Mapping[str, Any]:
    """Return `text` as a document with the same lines: a paragraph for each that an empty one ends."""
    blocks = re.split(r"\n[ \t]*\n+", text.replace("\r\n", "\n").strip("\n"))
    return {"type": "doc", "version": 1, "content": [_paragraph(block) for block in blocks if block.strip()]}


def _text(node: object, depth: int) -> str:
    if isinstance(node, Sequence) and not isinstance(node, str):
        return "".join(_text(one, depth) for one in node)
    if not isinstance(node, Mapping) or not depth:
        return ""
    kind = node.get("type")
    if kind == "hardBreak":
        return "\n"
    inside = _own(node) + _text(node.get("content", ()), depth - 1)
    return inside if kind in _WITHIN_A_LINE or not inside or inside.endswith("\n") else f"{inside}\n"


def _own(node: Mapping[Any, Any]) -> str:
    """Return what a node itself says: its text, or the name or the address that it stands for."""
    attributes = node.get("attrs")
    said = [node.get("text")]
    if isinstance(attributes, Mapping):
        said += [attributes.get(name) for name in ("text", "shortName", "url")]
    return next((one for one in said if isinstance(one, str) and one), "")


def _paragraph(block: str) -> Mapping[str, Any]:
    content: list[Mapping[str, Any]] = []
    for number, line in enumerate(block.split("\n")):
        if number:
            content.append({"type": "hardBreak"})
        content += [_piece(piece) for piece in _ADDRESS.split(line) if piece]
    return {"type": "paragraph", "content": content}


def _piece(text: str) -> Mapping[str, Any]:
    link = {"marks": [{"type": "link", "attrs": {"href": text}}]} if _ADDRESS.fullmatch(text) else {}
    return {"type": "text", "text": text} | link
