"""The generated part of `docs/report.md`: the types of the report, from its JSON Schema."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter

from readiness.model.report import Report
from readiness.policy.rows import ROWS
from tests.docs.pages import ROOT, filled
from tests.docs.schema_types import type_of

PATH: Final = "docs/report.md"

MEANINGS: Final[Mapping[str, Mapping[str, str]]] = {
    "Report": {
        "schema": "Which contract this is. A change that breaks readers gets a new name.",
        "decision": "The worst decision of the scopes that are judged; with problems at best `undecided`.",
        "enforcing": "Whether a policy other than the candidate's own was enforced.",
        "final": "Whether it was made with `--final`.",
        "policy": "What the configuration changed about judging.",
        "candidate": "What would ship.",
        "as_of": "The clock that dates were held against.",
        "scopes": "The launches, by id.",
        "problems": "What is wrong with the input. With any, the exit code is 2.",
        "proposed": "The changes of policy that the candidate brings along, where a base is enforced.",
        "baseline": "What a baseline makes of the findings; null where none was named.",
    },
    "Policy": {
        "base": "The commit whose policy was enforced; null where there was none.",
        "levels": "The levels that the configuration sets, by name of rule; with a base, its configuration.",
        "allow_self": "Whether owners may sign, accept and grant for themselves; with a base, there.",
    },
    "Candidate": {
        "kind": "What was read.",
        "commit": "Its id, or that of the commit that the index or the work tree stands on; null without one.",
        "notes": "Caveats, in full sentences.",
        "dirty": "Whether it holds something else than that commit.",
    },
    "ScopeReport": {
        "id": "The scope's id.",
        "title": "Its title.",
        "state": "Its state. Retired scopes are left out.",
        "owner": "Its owner.",
        "launch": "The day of the launch.",
        "phases": "The phases that items belong to, in the order in which they end.",
        "location": "Where it is written.",
        "judged": "Whether it counts for the decision of the run.",
        "decision": "The worst of its requirements.",
        "decision_before_waivers": "The same without any waiver.",
        "counts": "How many verdicts there are of each outcome, without those that are off or only observed.",
        "verdicts": "Those on the scope itself, its surfaces, behaviours, unsupported cases and waivers.",
        "items": "Its items, critical ones first.",
    },
    "ItemReport": {
        "id": "The item's id.",
        "title": "Its title.",
        "class": "How much the launch depends on it.",
        "owner": "Its owner, also where that is inherited.",
        "surface": "The surface that it belongs to.",
        "phase": "The phase that it is due with.",
        "due": "The last day of that phase.",
        "needs": "The items that it cannot do without, written `scope/item` where they are of another scope.",
        "follow_up": "The issue behind a deferral; null for what is not put off.",
        "outcome": "The worst outcome of what blocks; where all of that is met, of what warns.",
        "verdicts": "All verdicts on it.",
    },
    "BaselineNote": {
        "path": "The baseline that findings were held against.",
        "known": "How many findings it knows.",
        "new": "How many it does not know, or knows as less bad.",
        "fixed": "What it knows and is no finding any more.",
        "decision_on_new": "What the new ones alone would decide; the exit code follows this.",
    },
    "Finding": {
        "scope": "The scope's id.",
        "subject": "What the requirement is made of.",
        "requirement": "The name of the requirement.",
    },
    "PhaseReport": {"id": "The phase's id.", "ends": "Its last day."},
    "FollowUpNote": {
        "ref": "Where it is tracked, as written.",
        "risk": "What is at risk until then.",
        "due": "The day it is due.",
    },
    "Verdict": {
        "subject": "What the requirement is made of, such as `item deploy`.",
        "requirement": "The name of the requirement; that of evidence is its id.",
        "rule": "The rule that found this, or, where nothing was found, the first that stands for the requirement.",
        "code": "The code of that rule.",
        "level": "How much it weighs.",
        "outcome": "What counts.",
        "found": "What was found, before due dates and waivers.",
        "message": "What was found, in words.",
        "action": "What to do next, often a command; empty where nothing is to be done.",
        "who": "Who has to act.",
        "location": "Where the requirement is written; in the base where only the base demands that much.",
        "waiver": "The waiver that is in force for it.",
        "proof": "The record that it leans on; null for what is judged from the tree itself, and where there is none.",
        "known": "Whether the baseline knows this finding, as bad as that or worse.",
    },
    "WaiverNote": {
        "id": "The waiver's id.",
        "outcome": "The outcome without it.",
        "reason": "Why it was granted.",
        "granted_by": "Who granted it.",
        "expires": "The last day on which it is in force.",
        "emergency": "Whether it is a bypass in an emergency.",
    },
    "Proof": {
        "record": "SHA-256 of the record; `readiness ledger show` takes the first digits of it.",
        "binding": "`executed`: readiness ran the command itself. `captured`: it picked up what was made otherwise.",
        "commit": "The commit that it was made at, which need not be the candidate's; null where there was none.",
        "finished": "When the run ended, UTC.",
        "signers": "Whose signatures hold; empty where trust is not asked for.",
    },
    "Problem": {
        "code": "The code of the [problem](rules/problems.md).",
        "message": "What is wrong.",
        "fix": "What to do.",
        "location": "Where; null where no file is to blame.",
    },
    "Proposed": {
        "slug": "Which kind of change of policy it is, such as `item-deleted`.",
        "change": 'The same in words that follow on "the candidate".',
        "scope": "The scope that it is about; null for the configuration, the directory and templates.",
        "subject": "What is changed, named as in verdicts.",
        "field": "What of that is changed, with dots, such as `rollback.within`; empty where it is all.",
        "before": "What the base says, in short; null where it says nothing.",
        "after": "What the candidate says, in short; null where it says nothing.",
        "location": "Where that is written; in the base where the candidate says nothing.",
    },
    "Location": {
        "path": "The file, from the root.",
        "line": "From 1; 0 where the file as a whole is meant.",
        "column": "From 1, in characters; 0 as above.",
        "revision": "The commit that the file is read at, where that is the base; null for the candidate.",
    },
}
"""What each field of each type means."""


def report_page() -> Mapping[str, str]:
    """Return the text of the page by its path."""
    schema: dict[str, Any] = TypeAdapter(Report).json_schema(mode="serialization", by_alias=True)
    types = {"Report": schema, **{name: part for name, part in schema["$defs"].items() if "properties" in part}}
    assert types.keys() == MEANINGS.keys()
    content = "\n".join(_section(name, types[name], schema) for name in MEANINGS)
    rows = "".join(f"| `{row.slug}` | {row.change} |\n" for row in ROWS)
    policy = f"| slug | the candidate |\n|---|---|\n{rows}"
    return {PATH: filled(filled((ROOT / PATH).read_text(), "types", content), "policy", policy)}


def _section(name: str, part: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    fields, meanings = part["properties"], MEANINGS[name]
    assert fields.keys() == meanings.keys(), name
    rows = "".join(f"| `{field}` | {type_of(fields[field], schema)} | {meanings[field]} |\n" for field in fields)
    return f"### {name}\n\n| field | type | meaning |\n|---|---|---|\n{rows}"
