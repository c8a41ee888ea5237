"""Addresses of web pages in conditions: http or https, with a host, without credentials or what cannot be seen."""

import re
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from readiness.model.documents.base import Text

_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)


def is_web_address(text: str) -> bool:
    """Return whether `text` begins as an address of the web does; whether it can be one is another question."""
    return _SCHEME.match(text) is not None


def _web_address(value: str) -> str:
    why = _wrong_with(value)
    if why is not None:
        raise PydanticCustomError(
            "bad-url",  # noqa: EM101 - the slug is the type
            "the URL {why}",
            {"why": why, "fix": "write the address of the page, for instance https://example.org/report"},
        )
    return value


def _wrong_with(value: str) -> str | None:
    """Return what is wrong with `value` as an address; never the value, which may hold a password."""
    if not _SCHEME.match(value):
        return "is neither http nor https"
    if not value.isprintable() or " " in value or "\\" in value:
        return "holds spaces, backslashes or characters that cannot be seen"
    try:
        address = urlsplit(value)
        host, _ = address.hostname, address.port
    except ValueError:
        return "cannot be understood"
    if "@" in address.netloc:
        return "holds credentials"
    return None if host else "names no host"


Url = Annotated[Text, AfterValidator(_web_address), Field(max_length=2000)]
"""The address of a web page."""
