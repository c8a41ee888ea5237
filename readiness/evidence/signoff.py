"""Evidence kind `signoff`: somebody's word that something is so.

## Source
The scope document itself; there is no artefact. Short form: `{signoff: WHO}`.

## Shape
`who`, `role`, `date`, `statement`, `expires`, as written; what is not said is None.

## Units
Days in UTC. `made_at` is the start of `date`, `valid_until` the end of `expires`.

## Errors
Missing: no `date`, because an undated line is a plan to sign off.

## What it does not prove
That what was signed off is true, that whoever wrote the line is who it names, or that it was about this content. It is
shown as a person's word, never as a measurement.
"""

from typing import Final

from readiness.evidence.word import Word, given, meets
from readiness.model.documents.base import Id
from readiness.model.evidence import Claim, EvidenceKind, Reading


class SignoffCondition(Word):
    """Who signs off, and whether they have."""

    who: Id


def read(reading: Reading) -> Claim:
    """Return what was signed off, by whom and when.

    Raises:
        EvidenceMissingError: it bears no date.
    """
    return given(reading.condition, "signed off")


KIND: Final = EvidenceKind(
    name="signoff",
    condition=SignoffCondition,
    read=read,
    meets=meets,
    main="who",
    needs_path=False,
    document=True,
    word=True,
)
