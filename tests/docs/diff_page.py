"""The generated parts of `docs/diff.md`: what the program says of a change of the demo, and the types of the diff."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from readiness.compare import Comparison, compare
from readiness.demo.repository import build
from readiness.model.diff import Diff
from readiness.render.base import Style
from readiness.render.diff import render_text
from tests.docs.pages import ROOT, filled
from tests.docs.report_page import MEANINGS as OF_REPORTS
from tests.docs.schema_types import type_of
from tests.proofs import record
from tests.repository import RepositoryBuilder

PATH: Final = "docs/diff.md"
TODAY: Final = date(2026, 11, 21)
"""The day on which the example is true."""
NOON: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)

_REPORT: Final = """\
<testsuite name="shop" tests="2" failures="0" errors="0" skipped="0" timestamp="2026-11-21T09:00:00+00:00">
  <testcase classname="tests.test_basket" name="test_prices_add_up" time="0.1"/>
  <testcase classname="tests.test_payment" name="test_the_switch_stops_payments" time="0.1"/>
</testsuite>
"""
_ROLLBACK: Final = '    rollback: {steps: "runbooks/deploy.md#rollback", within: 15m}\n'

MEANINGS: Final[Mapping[str, Mapping[str, str]]] = {
    "Diff": {
        "schema": "Which contract this is. A change that breaks readers gets a new name.",
        "base": "What the change is held against: the commit that it goes back to.",
        "head": "What is changed.",
        "as_of": "The clock that both sides are judged by.",
        "before": "The decision of the base; null where that has no launch to be judged.",
        "after": "The decision with the change.",
        "scopes": "The decisions on each launch.",
        "worse": "The requirements that stand worse with the change.",
        "to_reprove": "The evidence that the change makes stale.",
        "better": "The requirements that stand better with the change.",
        "items": "The items that are new, gone, or of another class.",
        "exceptions": "The deferrals and waivers that are new, gone, or have another day.",
        "policy": "The changes of policy, as in [the report](report.md#changes-of-policy).",
        "time": "What the passing of days alone has made worse since the base was committed.",
        "problems_before": "What is wrong with the documents of the base.",
        "problems": "What is wrong with those of the candidate. With any, the exit code is 2.",
    },
    "Turn": {
        "scope": "The scope's id.",
        "title": "Its title.",
        "before": "The decision in the base; null where that has no such scope, or cannot read it.",
        "after": "The decision with the change; null as above.",
        "because": "The requirements that make it worse, each written `subject requirement`.",
    },
    "Shift": {
        "scope": "The scope that it is about.",
        "subject": "What the requirement is made of, such as `item deploy`.",
        "title": "The item's title; empty for anything else.",
        "requirement": "The name of the requirement; that of evidence is its id.",
        "code": "The code of the rule that found this.",
        "level": "How much it weighs.",
        "before": "What was found in the base; null where nothing of that kind is asked for there.",
        "after": "What is found with the change; null as above.",
        "message": "What was found, in words: with the change, or in the base where only that asks for it.",
        "action": "What to do next, often a command; empty where nothing is to be done.",
        "who": "Who has to act.",
        "location": "Where the requirement is written.",
    },
    "Reproof": {
        "scope": "The scope that it is about.",
        "subject": "What the evidence is for, such as `item deploy`.",
        "title": "The item's title.",
        "requirement": "The id of the evidence.",
        "level": "How much it weighs.",
        "files": "The files of the change that it covers, at most 20.",
        "touched": "How many such files there are.",
        "message": "What is different, in words.",
        "action": "What proves it again, often a command.",
        "who": "Who has to act.",
        "location": "Where the evidence is declared.",
        "before": "What was found in the base.",
    },
    "ItemChange": {
        "scope": "The scope that it is in.",
        "item": "The item's id.",
        "title": "Its title.",
        "change": "What was done to it.",
        "before": "Its class in the base; null where that does not have it.",
        "after": "Its class with the change; null where it is gone.",
        "outcome": "The worst outcome of what blocks it, with the change; null where it is gone.",
        "location": "Where it is written; in the base where it is gone.",
    },
    "ExceptionChange": {
        "kind": "Which of the two it is.",
        "scope": "The scope that it is in.",
        "id": "The item's id, or the waiver's.",
        "change": "What was done to it.",
        "before": "The day it is due, or the last day in force, in the base.",
        "after": "The same with the change.",
        "about": "What it excuses, or what is at risk.",
        "location": "Where it is written; in the base where it is gone.",
    },
    **{name: OF_REPORTS[name] for name in ("Candidate", "Proposed", "Problem", "Location")},
}
"""What each field of each type means."""


def example(folder: Path) -> Diff:
    """Return what it does to the demo, built in `folder`, when prices, a rollback and a day are changed."""
    build(folder, TODAY)
    shop = RepositoryBuilder(folder)
    shop.git("apply", "sign-off.patch")
    shop.commit(message="Approve the terms of sale")
    shop.write("reports/tests.xml", _REPORT)
    record(folder, NOON)
    scope = (folder / "scopes/public-launch.yaml").read_text()
    later = scope.replace(_ROLLBACK, "", 1).replace("2027-01-20", "2027-03-20")
    shop.write("scopes/public-launch.yaml", later)
    shop.write("shop/basket.py", (folder / "shop/basket.py").read_text() + "# dearer\n")
    return compare(Comparison(root=folder, base="HEAD", now=NOON, cache=False))


def diff_page(folder: Path) -> Mapping[str, str]:
    """Return the text of the page by its path; the demo is built in `folder`."""
    schema: dict[str, Any] = TypeAdapter(Diff).json_schema(mode="serialization", by_alias=True)
    types = {"Diff": schema, **{name: part for name, part in schema["$defs"].items() if "properties" in part}}
    assert types.keys() == MEANINGS.keys()
    content = "\n".join(_section(name, types[name], schema) for name in MEANINGS)
    shown = render_text(example(folder), Style())
    text = filled((ROOT / PATH).read_text(), "example", f"```console\n$ readiness diff main\n{shown}```\n")
    return {PATH: filled(text, "types", content)}


def _section(name: str, part: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    fields, meanings = part["properties"], MEANINGS[name]
    assert fields.keys() == meanings.keys(), name
    rows = "".join(f"| `{field}` | {type_of(fields[field], schema)} | {meanings[field]} |\n" for field in fields)
    return f"### {name}\n\n| field | type | meaning |\n|---|---|---|\n{rows}"
