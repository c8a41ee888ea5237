"""Every row of the list of policy, tried: a candidate that loosens it gets nothing from that, and is told about."""

import re
from collections.abc import Iterator, Mapping

import pytest
from pydantic import BaseModel

from readiness.config import Config
from readiness.model.documents.directory import Owner
from readiness.model.documents.evidence import COMMON_FIELDS
from readiness.model.documents.scope import Behaviour, Item, Phase, Scope, Surface, Unsupported, Waiver
from readiness.policy.differences import Difference
from readiness.policy.facts import CONDITION, WORD
from readiness.policy.rows import ROWS, Row, row_of
from tests.policy.changing import changed, judged, slugs
from tests.policy.loosenings import Case, cases
from tests.repository import RepositoryBuilder

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_loosened_candidate_gets_no_better_answer_than_its_base(repository: RepositoryBuilder, case: Case) -> None:
    base = changed(repository, case.base, case.candidate)
    alone = judged(repository, **case.asked)
    assert (alone.decision, alone.enforcing, alone.proposed) == (case.own, False, ())
    held = judged(repository, base, **case.asked)
    assert (held.decision, held.enforcing, held.policy.base) == (case.held, True, base)
    assert case.slug in slugs(held)


def test_every_row_has_a_case() -> None:
    assert {case.slug for case in CASES} == {row.slug for row in ROWS} - {"other-policy"}


def test_slugs_are_unique() -> None:
    assert len({row.slug for row in ROWS}) == len(ROWS)


def _fields(model: type[BaseModel], *left_out: str) -> Iterator[str]:
    for name, info in model.model_fields.items():
        if name not in ("id", "kind", *left_out):
            yield info.alias or name


PARTS: Mapping[str, type[BaseModel]] = {
    "surfaces": Surface,
    "behaviours": Behaviour,
    "unsupported": Unsupported,
    "phases": Phase,
    "waivers": Waiver,
    "items": Item,
}
KEYED = (*PARTS, "defaults")
PATHS = [
    *(("scope", "s", name) for name in _fields(Scope, *KEYED)),
    *(("scope", "s", part, "x", name) for part, model in PARTS.items() for name in _fields(model, "evidence")),
    *(("scope", "s", "items", "x", "evidence", "e", name) for name in sorted(COMMON_FIELDS - {"id"})),
    *(("scope", "s", "items", "x", "evidence", "e", layer, "any") for layer in (WORD, CONDITION)),
    *(("directory", "o", name) for name in _fields(Owner)),
    *(("configuration", name) for name in Config.model_fields),
]


@pytest.mark.parametrize("path", PATHS, ids="/".join)
def test_a_row_with_a_name_claims_every_field_that_documents_have(path: tuple[str, ...]) -> None:
    for found in (
        Difference(path, "before", "after"),
        Difference(path, None, "after"),
        Difference(path, "before", None),
    ):
        assert row_of(found, ()).slug != "other-policy"


@pytest.mark.parametrize(
    "path", [("scope", "s", "items", "x", "invented"), ("invented",), ("scope", "s", "polls", "p")]
)
def test_what_nobody_has_thought_of_is_listed_too(path: tuple[str, ...]) -> None:
    assert row_of(Difference(path, "before", "after"), ()).slug == "other-policy"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.slug)
def test_a_row_reads_on_from_the_candidate(row: Row) -> None:
    assert re.fullmatch(r"[a-z]+s,? .*[a-z]", row.change)
