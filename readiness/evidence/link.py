"""Evidence kind `link`: a page elsewhere that somebody vouches for.

## Source
The scope document itself; the page is never fetched. Short form: a string that begins with `http://` or `https://`.

## Shape
`url`, `who`, `role`, `date`, `statement`, `expires`, as written; what is not said is None.

## Units
Days in UTC. `made_at` is the start of `date`, `valid_until` the end of `expires`.

## Errors
Missing: no `who` or no `date`, because a bare link is nobody's word. Bad input: a URL that is not http or https, has no
host, or holds credentials, spaces or control characters.

## What it does not prove
That the page exists, what it says, or that it says the same as when it was vouched for. It counts as a `signoff` does.
"""

import re
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from readiness.evidence.word import Word, given, meets
from readiness.model.documents.base import Text
from readiness.model.evidence import Claim, EvidenceKind, Reading

_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)


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


class LinkCondition(Word):
    """Which page, and who vouches for it."""

    url: Url


def read(reading: Reading) -> Claim:
    """Return which page was vouched for, by whom and when.

    Raises:
        EvidenceMissingError: nobody vouches for it, or without a date.
    """
    condition: LinkCondition = reading.condition
    return given(condition, f"vouched for {condition.url}")


KIND: Final = EvidenceKind(
    name="link",
    condition=LinkCondition,
    read=read,
    meets=meets,
    main="url",
    recognises=lambda text: _SCHEME.match(text) is not None,
    needs_path=False,
    document=True,
    word=True,
)
