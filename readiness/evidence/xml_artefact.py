"""XML that tools write, as a tree: what is safe to parse, and no more.

Source: bytes, in any encoding that XML declares and expat reads. Entities and deep nesting are refused, and nothing is
fetched. Namespaces are left out of the names of elements.
"""

from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from readiness.errors import EvidenceUnreadableError
from readiness.evidence.quoted import quoted

MAX_DEPTH: Final = 200


def parsed(data: bytes, path: str, what: str, *, doctype: bool = False) -> Element:
    """Return the root of `data`; `path` and `what`, such as "JUnit report", are for messages.

    `doctype` allows the bare name of a document type, which is never looked up; entities are refused all the same.

    Raises:
        EvidenceUnreadableError: it is empty, cut short, no XML, or unsafe.
    """
    from defusedxml.common import DefusedXmlException, DTDForbidden  # noqa: PLC0415 - most runs read no XML
    from defusedxml.ElementTree import XMLParser  # noqa: PLC0415

    if not data.strip():
        msg = f"{path} is empty"
        raise EvidenceUnreadableError(msg)
    parser = XMLParser(target=_Builder(), forbid_dtd=not doctype, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException as error:
        page = isinstance(error, DTDForbidden) and error.name.lower() == "html"
        refused = "has entities" if doctype else "has a document type"
        msg = f"{path} is a web page, no {what}" if page else f"{path} {refused}, which is refused"
        raise EvidenceUnreadableError(msg) from error
    except (ParseError, LookupError, ValueError) as error:
        msg = f"{path} is no XML, or cut short: {quoted(str(error))}"
        raise EvidenceUnreadableError(msg) from error
    return root


class _Builder(TreeBuilder):
    """Builds the tree without namespaces, and only so deep."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def start(self, tag: str, attrs: dict[Any, Any]) -> Element:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            msg = f"its elements are nested more than {MAX_DEPTH} levels deep"
            raise ValueError(msg)
        return super().start(tag.rpartition("}")[2], attrs)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag.rpartition("}")[2])
