"""Every row of the freshness matrix, on a real repository with a real proof; `docs/evidence.md` has them as a table."""

import json
from collections import Counter
from typing import Any

import pytest

from readiness.model.outcome import Outcome
from tests.cli.inside import typed
from tests.matrix.row import Look, Row
from tests.matrix.shop import Shop
from tests.matrix.table import CHAPTERS

ROWS = [row for chapter in CHAPTERS for row in chapter.rows]


def judged(look: Look) -> dict[str, Any]:
    """Return what `check --format json` prints; nothing may be wrong with the documents."""
    ended = typed("check", "--format", "json", *look.words, folder=look.shop.path)
    report: dict[str, Any] = json.loads(ended.out)
    assert (ended.err, report["problems"]) == ("", [])
    assert (ended.code == 0) == (report["decision"] in {"go", "go-with-conditions", "on-track"})
    return report


def verdict(report: dict[str, Any], scope: str, about: str) -> dict[str, Any]:
    item, _, evidence = about.partition("/")
    [found] = [
        found
        for one in report["scopes"]
        for entry in one["items"]
        for found in entry["verdicts"]
        if (one["id"], entry["id"], found["requirement"]) == (scope, item, evidence)
        if found["rule"] != "evidence-flaky"
    ]
    answer: dict[str, Any] = found
    return answer


def test_nothing_is_done_and_everything_holds(shop: Shop) -> None:
    report = judged(Look(shop))
    assert report["decision"] == "go"
    assert {verdict(report, "shop", about)["outcome"] for about in ("pay/tests", "pay/speed", "whole/suite")} == {
        "passed"
    }


@pytest.mark.parametrize("row", [pytest.param(row, id=row.id) for row in ROWS])
def test_row(row: Row, shop: Shop) -> None:
    look = row.act(shop) or Look(shop)
    report = judged(look)
    found = verdict(report, look.scope, row.about)
    assert (found["outcome"], row.says in found["message"]) == (row.outcome, True), found["message"]
    if row.outcome is not Outcome.PASSED:
        assert report["decision"] in {"no-go", "undecided"}
        assert row.says, "a row that does not pass says how the report explains it"


def test_no_two_rows_have_one_name() -> None:
    assert [name for name, count in Counter(row.id for row in ROWS).items() if count > 1] == []
