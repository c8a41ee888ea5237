"""Evidence kind `http`: what a server answers, asked by the engine itself.

## Source
One GET of `url`, by `readiness prove`; there is no artefact, and nothing that was asked elsewhere can be picked up. At
most 30 seconds and 1 MiB, without proxies, cookies or credentials. Certificates are verified. Up to five redirects are
followed within the same host and port, or to its https; any other redirect is the answer. Short form: none.

## Shape
`url`, `final_url` (after redirects, without its query), `status`, `leads_to` (a redirect that was not followed, or
None), `took_s`, `size` and `sha256` of the body as it was sent, `cut` (there is more of it), and `held`: each text of
`holds` → whether the body holds it. The body itself is not kept.

## Units
Seconds, of all redirects together; bytes. The body is decoded as its header says, in UTF-8 unless it names a usual
encoding; gzip is unpacked. `made_at` is when the server was asked.

## Errors
Missing: nobody has asked yet. Unreadable: no answer in time, none in HTTP, an answer that was cut off, a certificate
that does not hold, too many redirects, or a body that is packed in another way where `holds` asks for a text. An answer
with another status is a failure. A text that does not stand in the first 1 MiB does not count as held.

## What it does not prove
That other instances, regions or users get the same answer, or got it a second later. Redirects within the host are
followed, to a login page too: ask with `holds` for what only the right page says. What stands in the URL is put on
file, so it is no place for a token.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, NonNegativeInt, ValidationError

from readiness.errors import EvidenceMissingError, EvidenceUnreadableError
from readiness.evidence.quoted import quoted
from readiness.evidence.web_address import Url
from readiness.model.documents.base import Duration, OneOrMany, Text
from readiness.model.documents.evidence import Condition
from readiness.model.evidence import Claim, EvidenceKind, Json, Reading, Source

PATH: Final = "http-exchange.json"
"""What the exchange is called where it stands in for an artefact."""

Statuses = Annotated[OneOrMany[Annotated[int, Field(ge=100, le=599)]], Field(min_length=1)]
Texts = Annotated[OneOrMany[Annotated[Text, Field(max_length=500)]], Field(max_length=50)]


class HttpCondition(Condition):
    """What is asked, and what the answer has to be."""

    url: Url
    status: Statuses = (200,)
    """The statuses that are good; 200 unless said."""
    holds: Texts = ()
    """Texts that the body has to hold, as they are written."""
    within: Duration | None = None
    """How long the whole exchange may take; 30 seconds where it is not said, and never more."""


class _Held(BaseModel):
    """The exchange as `collect` writes it down."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    url: str
    final_url: str
    status: Annotated[int, Field(ge=100, le=999)]
    leads_to: str | None
    took_s: NonNegativeFloat
    size: NonNegativeInt
    sha256: str
    cut: bool
    held: dict[str, bool]


def collect(condition: HttpCondition) -> Source:
    """Return the exchange with the server, after having asked it.

    Raises:
        EvidenceUnreadableError: there is no answer, or none in which `holds` could be looked up.
    """
    from readiness.evidence.http_exchange import get  # noqa: PLC0415 - only `prove` asks servers

    asked_at = datetime.now(UTC)
    found = asdict(get(condition.url))
    body = found.pop("body")
    if body is None and condition.holds:
        msg = f"{condition.url} answers in a packed form that cannot be undone, so nothing can be looked up in it"
        raise EvidenceUnreadableError(msg)
    held = {text: text in body for text in condition.holds}
    return Source(PATH, json.dumps({"url": condition.url, **found, "held": held}).encode(), asked_at)


def read(reading: Reading) -> Claim:
    """Return what the server answered.

    Raises:
        EvidenceMissingError: it was not asked.
        EvidenceUnreadableError: the exchange is another one, or none.
    """
    if not reading.sources:
        msg = f"{reading.condition.url} has not been asked"
        raise EvidenceMissingError(msg)
    source = reading.sources[0]
    try:
        found = _Held.model_validate_json(source.data)
    except ValidationError as error:
        msg = f"{source.path} holds no exchange with a server"
        raise EvidenceUnreadableError(msg) from error
    if found.url != reading.condition.url:
        msg = f"{source.path} is an exchange with another page"
        raise EvidenceUnreadableError(msg)
    summary = f"{found.url} answered {found.status} in {found.took_s:g} s"
    return Claim(found.model_dump(), made_at=source.written_at, newest_at=source.written_at, summary=summary)


def meets(measured: Mapping[str, Any], condition: HttpCondition) -> Sequence[str]:
    """Return why the answer is not enough."""
    return tuple(_reasons(measured, condition))


def _reasons(measured: Mapping[str, Any], condition: HttpCondition) -> Iterator[str]:
    if measured["status"] not in condition.status:
        after = "" if measured["final_url"] == measured["url"] else f", after redirects to {measured['final_url']}"
        leads = f"; it leads to {measured['leads_to']}, which is not followed" if measured["leads_to"] else ""
        wanted = " or ".join(map(str, condition.status))
        yield f"{measured['url']} answered {measured['status']}{after}, asked for is {wanted}{leads}"
    for text in condition.holds:
        if measured["held"].get(text) is not True:
            part = "the first 1 MiB of what" if measured["cut"] else "what"
            yield f"{part} {measured['url']} answered does not hold {quoted(text)!r}"
    if condition.within is not None and measured["took_s"] > condition.within.total_seconds():
        yield f"it took {measured['took_s']:g} s, {condition.within.total_seconds():g} s are allowed"


def _measures(condition: HttpCondition) -> Mapping[str, Json]:
    return {"url": condition.url, "holds": sorted(set(condition.holds))}


KIND: Final = EvidenceKind(
    name="http",
    condition=HttpCondition,
    read=read,
    meets=meets,
    needs_path=False,
    measures=_measures,
    needs_run=True,
    collect=collect,
)
