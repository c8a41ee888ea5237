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

from typing import Final

from readiness.evidence.web_address import Url, is_web_address
from readiness.evidence.word import Word, given, meets
from readiness.model.evidence import Claim, EvidenceKind, Reading


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
    recognises=is_web_address,
    needs_path=False,
    document=True,
    word=True,
)
