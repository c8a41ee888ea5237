"""The catalogue: what a first launch may ask for, and what it takes for that to fit. The entries are data.

Source: `templates/catalogue/items.yaml`, shipped with the package. Shape: `Entry`, strict; a word in braces stands for
what was seen. Errors: none at run time, because the tests read every entry.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter, model_validator

from readiness.model.documents.base import Id, Many, Model, Text
from readiness.reading.structured import read
from readiness.render.templates import catalogue_file
from readiness.scaffold.seen import Seen, Ships

ITEMS: Final = "items.yaml"
Role = Literal["launch", "engineering", "operations", "legal", "product", "maintainers"]


class Proof(Model):
    """The evidence that an entry asks for, in the short form of its kind; `suites` stands for those that were seen."""

    suites: bool = False
    signoff: Role | None = None
    statement: Text | None = None
    file: Text | None = None
    heading: Text | None = None
    command: Text | None = None
    sarif: Text | None = None
    run: Text | None = None
    id: Id | None = None
    covers: Literal["none"] | None = None
    environment: Id | None = None
    max_age: Text | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Proof":
        kinds = [self.suites, self.signoff, self.file, self.command, self.sarif]
        if sum(kind not in (None, False) for kind in kinds) != 1:
            msg = "evidence is of one kind"
            raise ValueError(msg)
        return self


class PutOff(Model):
    """What a deferral of the catalogue says: the risk until then, and how many days after the launch it is due."""

    risk: Text
    in_days: Annotated[int, Field(ge=1)]


class Entry(Model):
    """One item that a first launch may ask for."""

    id: Id
    title: Text
    why: Text | None = None
    item_class: Literal["launch-critical", "launch-adjacent", "deferred"] = Field(alias="class")
    ships: Many[Ships]
    seen: Many[Text] = ()
    owner: Role
    rollback: Literal["kill-switch"] | None = None
    evidence: Proof | None = None
    follow_up: PutOff | None = None
    note: Text | None = None

    def fits(self, seen: Seen, ships: Ships) -> bool:
        """Return whether a launch of what `ships` asks for this in a repository that looks like `seen`."""
        return ships in self.ships and all(fact in seen.facts for fact in self.seen)


class _Catalogue(Model):
    items: Many[Entry]


def entries() -> tuple[Entry, ...]:
    """Return every entry, in the order in which a scope has them."""
    held = read(catalogue_file(ITEMS).encode(), ITEMS)
    return TypeAdapter(_Catalogue).validate_json(json.dumps(held)).items


def fitting(seen: Seen, ships: Ships) -> Iterator[Entry]:
    """Yield the entries that fit."""
    return (entry for entry in entries() if entry.fits(seen, ships))


def filled(text: str, words: Mapping[str, str]) -> str:
    """Return `text` with each of `words` that stands in braces replaced by what it stands for."""
    for word, meaning in words.items():
        text = text.replace(f"{{{word}}}", meaning)
    return text


def due(launch: date, put_off: PutOff) -> date:
    """Return the day on which a deferral is due."""
    return date.fromordinal(launch.toordinal() + put_off.in_days)
