"""What `promote` undoes: for every scope of the tests, deferring an item and promoting it gives back the same bytes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from readiness.edit import Drop, EditError, edited
from readiness.evidence import KINDS
from readiness.followups.deferring import defer, follow_up, promote
from readiness.followups.naming import Meant
from readiness.load.events import parse
from readiness.load.text import decode
from readiness.load.validate import Validator, kind_of
from readiness.load.walk import Parsed
from readiness.model.documents.scope import Scope
from readiness.model.loaded import Loaded
from readiness.model.outcome import ItemClass, State

ROOT = Path(__file__).parents[2]
VALIDATOR = Validator(KINDS)
VALUES = follow_up(ref="github:acme/shop#12", risk="It is done by hand: slowly.", due="2099-02-01", owner="product")


def read(text: str) -> tuple[Scope, Any] | None:
    """Return the scope in `text`, and its data; None where it is none, or is wrong on purpose."""
    plain = decode("x.yaml", text.encode())
    parsed = parse("x.yaml", plain) if isinstance(plain, str) else None
    if not isinstance(parsed, Parsed) or parsed.problems or kind_of(parsed.data) != "scope":
        return None
    document = VALIDATOR.check("scope", json.dumps(parsed.data)).document
    return (document, parsed.data) if isinstance(document, Scope) else None


def scopes() -> Iterator[Path]:
    for folder in ("scopes", "tests", "templates"):
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            try:
                text = path.read_bytes().decode()
            except UnicodeDecodeError:
                continue
            if read(text) is not None:
                yield path


def meant(scope: Scope, index: int) -> Meant:
    return Meant(Loaded("x.yaml", scope), "item", scope.items[index].id, ("items", index))


PATHS = list(scopes())


def test_there_are_scopes_to_try_it_on() -> None:
    assert len(PATHS) > 50


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_deferred_and_promoted_is_as_it_was(path: Path) -> None:
    text = path.read_bytes().decode()
    found = read(text)
    assert found is not None
    scope, data = found
    for index, item in enumerate(scope.items):
        if item.item_class is ItemClass.DEFERRED or "follow_up" in data["items"][index]:
            continue
        try:
            deferred = edited(text, defer(meant(scope, index), data, VALUES))
        except EditError as refused:
            assert "alias" in refused.reason  # noqa: PT017 - what cannot be edited is said, and nothing else is refused
            continue
        again = read(deferred)
        assert again is not None
        assert again[0].items[index].item_class is ItemClass.DEFERRED
        promoted = edited(deferred, promote(meant(again[0], index), again[1], item.item_class.value))
        if scope.state is State.LAUNCHED:
            # What was promised for after the launch is still marked as that, so that it has to be proven.
            promoted = edited(promoted, [Drop(("items", index, "follow_up"))])
        assert promoted == text
