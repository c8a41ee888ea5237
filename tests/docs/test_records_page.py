"""What the page about records shows is what the program writes and reads."""

import json
import re
from pathlib import Path

from readiness.config import read_trust
from readiness.ledger.checkpoint import FORMAT, PAYLOAD_TYPE, make
from readiness.ledger.envelope import IN_TOTO, unpack
from readiness.ledger.fields import record_to
from readiness.ledger.statement import RECORD_TYPE, TEST_RESULT, record_of, statement_of
from tests.docs.pages import ROOT, fences
from tests.ledger.records import DEPLOY

TEXT = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")


def fence(info: str) -> str:
    (found,) = (one.text for one in fences(TEXT) if one.info == info)
    return found


def first_column(heading: str) -> list[str]:
    """Return the names in the first column of the first table with fields after `heading`."""
    rows = TEXT.partition(heading)[2].partition("| field | holds |\n|---|---|\n")[2].partition("\n\n")[0]
    return [name for row in rows.splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])]


def test_the_example_is_the_statement_of_a_record() -> None:
    example = json.loads(fence("json"))
    assert record_of(example) == DEPLOY
    assert example == json.loads(json.dumps(statement_of(DEPLOY)))


def test_every_field_is_explained() -> None:
    assert sorted(first_column("### The predicate")) == sorted(record_to(DEPLOY))
    _, data = make([], [], [], DEPLOY.finished)
    assert sorted(first_column("## Checkpoints")) == sorted(json.loads(unpack(data).payload))


def test_the_types_are_those_of_the_program() -> None:
    for name in (IN_TOTO, RECORD_TYPE, FORMAT, PAYLOAD_TYPE):
        assert f"`{name}`" in TEXT
    assert f'"{TEST_RESULT}"' in fence("json")


def test_the_settings_can_be_pasted(tmp_path: Path) -> None:
    path = tmp_path / "trust.toml"
    path.write_text(fence("toml"))
    trust = read_trust(path)
    assert trust.executed_only
    assert [(key.identity, key.surfaces) for key in trust.keys] == [("ci-release", ()), ("billing-team", ("billing",))]
