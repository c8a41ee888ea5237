import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from readiness.errors import EvidenceMissingError, EvidenceUnreadableError
from readiness.evidence import sarif
from readiness.evidence.sarif import SarifCondition
from readiness.model.evidence import Source
from tests.evidence.reading import ARTEFACTS, artefact, read, reasons, source

ORDERS = "file:///srv/shop/shop/orders.py"
STORED: dict[str, list[str]] = {
    "bandit/green.sarif": [],
    "bandit/nothing-read.sarif": ["Bandit notes 1 errors of its own"],
    "bandit/red.sarif": [
        "1 results at error or above: B602 shop/orders.py:9 subprocess call with shell=True identified, security issue."
    ],
    "ruff/green.sarif": [],
    "ruff/red.sarif": [
        (
            f"4 results at error or above: F401 {ORDERS}:3 `os` imported but unused, "
            f"S602 {ORDERS}:9 `subprocess` call with `shell=True` identified, security issue, "
            f"S602 {ORDERS}:14 `subprocess` call with `shell=True` identified, security issue, "
            f"S101 {ORDERS}:19 Use of `assert` detected"
        )
    ],
}
NOON = "2026-11-20T12:00:00.000Z"


def result(level: str | None = "error", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as JSON
    """Return a result; a `level` of None leaves it to the rule."""
    own = {"ruleId": "R1", "message": {"text": "too bad"}, **more}
    return own if level is None else {**own, "level": level}


def run(*results: dict[str, Any], rules: object = (), extensions: object = (), **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a run of a tool called `lint`."""
    tool = {"driver": {"name": "lint", "version": "1.2", "rules": rules}, "extensions": extensions}
    return {"tool": tool, "results": results, **more}


def log(*runs: dict[str, Any], path: str = "reports/lint.sarif", **more: Any) -> Source:  # noqa: ANN401
    return source(json.dumps({"version": "2.1.0", "runs": runs, **more}), path)


def counts(*results: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401
    measured: Any = read("sarif", log(run(*results, **more))).measured
    return dict(measured["runs"][0]["counts"])


def rule(level: str | None, name: str = "R1") -> dict[str, Any]:
    return {"id": name, "defaultConfiguration": {} if level is None else {"level": level}}


class TestRealLogs:
    def test_every_stored_log_has_an_expectation(self) -> None:
        folder = ARTEFACTS / "sarif"
        assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")} == set(STORED)

    @pytest.mark.parametrize("name", STORED)
    def test_it_is_enough_or_says_what_was_found(self, name: str) -> None:
        assert reasons("sarif", artefact(f"sarif/{name}")) == STORED[name]

    def test_lower_levels_count_where_they_are_asked_for(self) -> None:
        for at, number in (("error", 1), ("warning", 1), ("note", 3)):
            [reason] = reasons("sarif", artefact("sarif/bandit/red.sarif"), at=at)
            assert reason.startswith(f"{number} results at {at} or above: B602 ")

    def test_a_tool_that_does_not_say_whether_it_succeeded_is_enough_unless_that_is_asked_for(self) -> None:
        green = artefact("sarif/ruff/green.sarif")
        assert reasons("sarif", green, require_invocation=True) == [
            "ruff does not say whether it was executed successfully"
        ]
        assert reasons("sarif", artefact("sarif/bandit/green.sarif"), require_invocation=True) == []

    def test_several_logs_count_together(self) -> None:
        claim = read("sarif", artefact("sarif/ruff/red.sarif"), artefact("sarif/bandit/red.sarif"))
        assert claim.summary == "ruff, Bandit found: 5 error, 0 warning, 2 note"
        assert claim.made_at is None

    @pytest.mark.parametrize("name", STORED)
    def test_what_was_measured_survives_being_stored_as_json(self, name: str) -> None:
        measured = read("sarif", artefact(f"sarif/{name}")).measured
        assert json.loads(json.dumps(measured, allow_nan=False)) == measured


class TestLevels:
    @pytest.mark.parametrize(
        ("found", "more", "expected"),
        [
            pytest.param(result("note"), {}, "note", id="its-own"),
            pytest.param(result(None), {}, "warning", id="nobody-says"),
            pytest.param(result(None), {"rules": [rule("error")]}, "error", id="the-rule-by-id"),
            pytest.param(result(None, ruleId="R1/2/3"), {"rules": [rule("error")]}, "error", id="a-case-of-the-rule"),
            pytest.param(result(None, ruleId="R12"), {"rules": [rule("error")]}, "warning", id="another-rule"),
            pytest.param(result(None), {"rules": [rule(None)]}, "warning", id="the-rule-is-silent"),
            pytest.param(
                result(None, ruleIndex=1),
                {"rules": [rule("note"), rule("error", "R2")]},
                "error",
                id="the-rule-by-number",
            ),
            pytest.param(
                result(None, rule={"id": "R1", "index": 0, "toolComponent": {"index": 0}}),
                {"rules": [rule("note")], "extensions": [{"name": "queries", "rules": [rule("error")]}]},
                "error",
                id="the-rule-of-an-extension",
            ),
            pytest.param(result("none"), {"rules": [rule("error")]}, "none", id="its-own-before-the-rule"),
            pytest.param(result("error", kind="pass"), {}, "error", id="a-level-where-none-may-be"),
        ],
    )
    def test_a_result_has_the_level_that_the_standard_gives_it(
        self, found: dict[str, Any], more: dict[str, Any], expected: str
    ) -> None:
        assert counts(found, **more) == {expected: {"unstated": 1}}

    @pytest.mark.parametrize(
        ("default", "override", "at", "expected"),
        [
            pytest.param("note", "error", 0, "error", id="raised"),
            pytest.param("error", "note", 0, "note", id="lowered"),
            pytest.param("error", "note", None, "error", id="lowered-by-who-knows"),
            pytest.param("note", "error", None, "error", id="raised-by-who-knows"),
            pytest.param("error", "note", 1, "error", id="lowered-in-another-execution"),
        ],
    )
    @pytest.mark.parametrize("descriptor", [{"id": "R1"}, {"index": 0}])
    def test_an_execution_can_change_the_level_of_a_rule(
        self, default: str, override: str, at: int | None, expected: str, descriptor: dict[str, Any]
    ) -> None:
        changed = {"configuration": {"level": override}, "descriptor": descriptor}
        invocations = [
            {"executionSuccessful": True, "ruleConfigurationOverrides": [changed]},
            {"executionSuccessful": True},
        ]
        own = {} if at is None else {"provenance": {"invocationIndex": at}}
        found = counts(result(None, ruleIndex=0, **own), rules=[rule(default)], invocations=invocations)
        assert found == {expected: {"unstated": 1}}

    def test_an_override_of_another_rule_changes_nothing(self) -> None:
        for descriptor in ({"id": "R2"}, {"id": "R1", "toolComponent": {"index": 0}}, {"index": 1}):
            changed = {"configuration": {"level": "error"}, "descriptor": descriptor}
            invocations = [{"executionSuccessful": True, "ruleConfigurationOverrides": [changed]}]
            assert counts(result(None, ruleIndex=0), rules=[rule("note")], invocations=invocations) == {
                "note": {"unstated": 1}
            }


class TestWhatDoesNotCount:
    @pytest.mark.parametrize(
        ("statuses", "suppressed"),
        [
            pytest.param([], False, id="nothing"),
            pytest.param([None], True, id="without-a-status"),
            pytest.param(["accepted"], True, id="accepted"),
            pytest.param(["underReview"], False, id="under-review"),
            pytest.param(["rejected"], False, id="rejected"),
            pytest.param(["accepted", "rejected"], False, id="accepted-and-rejected"),
            pytest.param(["accepted", None], True, id="twice"),
        ],
    )
    def test_a_result_is_suppressed_if_nothing_that_suppresses_it_is_open(
        self,
        statuses: list[str | None],
        suppressed: bool,  # noqa: FBT001
    ) -> None:
        # Tools that were written after an early schema of the same version call it `state`.
        for word in ("status", "state"):
            given_up = [{"kind": "external", **({word: status} if status else {})} for status in statuses]
            found = result(suppressions=given_up)
            assert counts(found) == {"suppressed" if suppressed else "error": {"unstated": 1}}
            assert bool(reasons("sarif", log(run(found)))) != suppressed

    @pytest.mark.parametrize("kind", ["pass", "informational", "notApplicable"])
    def test_what_is_no_failure_does_not_count(self, kind: str) -> None:
        assert reasons("sarif", log(run(result(None, kind=kind), rules=[rule("error")])), at="note") == []

    @pytest.mark.parametrize("kind", ["open", "review"])
    def test_what_the_tool_leaves_open_is_no_pass(self, kind: str) -> None:
        found = result(None, kind=kind)
        assert reasons("sarif", log(run(found))) == ["1 undecided results: R1 too bad"]
        assert reasons("sarif", log(run({**found, "suppressions": [{"kind": "inSource"}]}))) == []

    def test_only_new_results_count_where_that_is_said(self) -> None:
        states = ("new", "updated", "unchanged", "absent", None)
        found = [result(ruleId=f"R{state}", **({"baselineState": state} if state else {})) for state in states]
        assert reasons("sarif", log(run(*found)))[0].startswith("4 results at error or above: ")
        assert reasons("sarif", log(run(*found)), new_only=True) == [
            "3 new results at error or above: Rnew too bad, Rupdated too bad, RNone too bad"
        ]
        assert reasons("sarif", log(run(*found[2:4])), new_only=True) == []

    def test_new_results_are_shown_before_many_that_are_known(self) -> None:
        known = [result(baselineState="unchanged") for _ in range(80)]
        logs = log(run(*known)), log(run(*known, result("note", ruleId="Rnew")), path="b.sarif")
        assert reasons("sarif", *logs, new_only=True, at="note") == ["1 new results at note or above"]
        assert reasons("sarif", log(run(*known, result(ruleId="Rnew"))), new_only=True) == [
            "1 new results at error or above: Rnew too bad"
        ]
        assert len(read("sarif", *logs).measured["results"]) == 50  # type: ignore[arg-type]


class TestRuns:
    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            pytest.param({"invocations": []}, [], id="no-invocations"),
            pytest.param({"invocations": [{"executionSuccessful": True, "exitCode": 1}]}, [], id="found-something"),
            pytest.param(
                {"invocations": [{"executionSuccessful": True}, {"executionSuccessful": False}]},
                ["lint was not executed successfully"],
                id="one-failed",
            ),
            pytest.param(
                {"results": None}, ["lint has no results, not even an empty list: it has not looked"], id="null"
            ),
        ],
    )
    def test_a_run_has_to_have_run(self, more: dict[str, Any], expected: list[str]) -> None:
        assert reasons("sarif", log({**run(), **more})) == expected

    @pytest.mark.parametrize("where", ["toolExecutionNotifications", "toolConfigurationNotifications"])
    @pytest.mark.parametrize(("level", "counted"), [("error", True), ("warning", False), (None, False)])
    def test_errors_of_the_tool_itself_are_no_pass(self, where: str, level: str | None, counted: bool) -> None:  # noqa: FBT001
        note = {"message": {"text": "cannot parse"}, **({"level": level} if level else {})}
        found = reasons("sarif", log(run(invocations=[{"executionSuccessful": True, where: [note, note]}])))
        assert found == (["lint notes 2 errors of its own"] if counted else [])

    def test_a_run_without_results_is_no_pass_beside_one_with_them(self) -> None:
        silent = run()
        del silent["results"]
        assert reasons("sarif", log(run(), silent))

    def test_tools_that_are_asked_for_have_to_have_run(self) -> None:
        assert reasons("sarif", log(run()), tools=["Lint"]) == []
        assert reasons("sarif", log(run()), tools=["lint", "CodeQL"]) == [
            "CodeQL has not run; of these there are results: lint"
        ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(source("", "a.sarif"), "is empty", id="empty"),
        pytest.param(source("{", "a.sarif"), "not JSON", id="cut-short"),
        pytest.param(source(b"\xff{}", "a.sarif"), "not UTF-8", id="not-utf-8"),
        pytest.param(source("[" * 100_000, "a.sarif"), "nested more than", id="deep"),
        pytest.param(source('{"version": "2.1.0", "runs": [], "runs": []}', "a.sarif"), "twice", id="key-twice"),
        pytest.param(source('{"$schema": "x"}', "a.sarif"), "no SARIF 2.1.0 log: version", id="something-else"),
        pytest.param(log(version="2.0.0"), "no SARIF 2.1.0 log: version", id="another-version"),
        pytest.param(log(), "holds no run", id="no-runs"),
        pytest.param(log({"results": []}), "runs.0.tool", id="no-tool"),
        pytest.param(log(run(invocations=[{}])), "executionSuccessful", id="does-not-say-whether-it-succeeded"),
        pytest.param(log(run(result("fatal"))), "runs.0.results.0.level", id="unknown-level"),
        pytest.param(log(run(result(kind="failed"))), "runs.0.results.0.kind", id="unknown-kind"),
        pytest.param(log(run(result(baselineState="old"))), "baselineState", id="unknown-state"),
        pytest.param(log(run(result(suppressions=[{"status": "ok"}]))), "status", id="unknown-status"),
        pytest.param(log(run({**result(), "level": 1})), "runs.0.results.0.level", id="number-for-a-level"),
        pytest.param(log(run(result(None, ruleIndex=3))), "a rule by the number 3, and there are 0", id="no-such-rule"),
        pytest.param(
            log(run(result(None, rule={"toolComponent": {"index": 0}}))), "an extension of the tool", id="no-extension"
        ),
        pytest.param(
            log(run(result(None, rule={"toolComponent": {"name": "x"}}))), "without its number", id="extension-by-name"
        ),
        pytest.param(log(run(result(None, provenance={"invocationIndex": 0}))), "an execution", id="no-such-execution"),
        pytest.param(
            log(run(externalPropertyFileReferences={"results": [{"location": {"uri": "b"}}]})),
            "lie in other files",
            id="results-elsewhere",
        ),
    ],
)
def test_what_cannot_be_understood_is_unreadable(data: Source, message: str) -> None:
    with pytest.raises(EvidenceUnreadableError, match=message):
        read("sarif", data)


def test_no_file_is_missing() -> None:
    with pytest.raises(EvidenceMissingError, match="there is no SARIF log"):
        read("sarif")


@pytest.mark.parametrize("fields", [{"at": "none"}, {"at": "critical"}, {"new_only": "yes"}, {"level": "error"}])
def test_a_condition_that_makes_no_sense_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SarifCondition.model_validate(fields)


def test_nothing_of_the_condition_decides_what_is_measured() -> None:
    assert sarif.KIND.measures(SarifCondition(at="note", new_only=True, tools=("a",))) == {}


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        pytest.param([{"endTimeUtc": NOON}], datetime(2026, 11, 20, 12, tzinfo=UTC), id="end"),
        pytest.param(
            [{"endTimeUtc": "2026-11-21T12:00:00Z"}, {"startTimeUtc": NOON}],
            datetime(2026, 11, 20, 12, tzinfo=UTC),
            id="the-oldest",
        ),
        pytest.param([{"endTimeUtc": "yesterday"}, {"endTimeUtc": NOON}], None, id="one-that-nobody-can-read"),
        pytest.param([{}], None, id="none"),
    ],
)
def test_it_was_made_when_the_oldest_execution_ended(moments: list[dict[str, str]], expected: datetime | None) -> None:
    invocations = [{"executionSuccessful": True, **one} for one in moments]
    assert read("sarif", log(run(invocations=invocations))).made_at == expected


def test_words_from_a_log_are_short_and_cannot_reach_the_terminal_raw() -> None:
    evil = "\u202e\u009b" + "x" * 5000
    where = [{"physicalLocation": {"artifactLocation": {"uri": evil}, "region": {"startLine": 10**30}}}]
    [reason] = reasons(
        "sarif", log(run({"ruleId": evil, "level": "error", "message": {"text": evil}, "locations": where}))
    )
    assert "\u202e" not in reason
    assert "\u009b" not in reason
    assert len(reason) < 500


RESULTS = st.fixed_dictionaries(
    {"message": st.just({"text": "bad"})},
    optional={
        "ruleId": st.sampled_from(["R1", "R1/2", "R9"]),
        "ruleIndex": st.sampled_from([-1, 0, 7]),
        "level": st.sampled_from(["error", "warning", "note", "none", None]),
        "kind": st.sampled_from(["fail", "pass", "open", "review", "informational", "notApplicable", None]),
        "baselineState": st.sampled_from(["new", "unchanged", "updated", "absent", None]),
        "suppressions": st.lists(st.sampled_from([{}, {"status": "accepted"}, {"status": "rejected"}]), max_size=2),
        "locations": st.just([{}]),
    },
)
CONDITIONS = st.fixed_dictionaries({"at": st.sampled_from(["error", "warning", "note"]), "new_only": st.booleans()})


def _is_enough(results: list[dict[str, Any]], condition: dict[str, Any]) -> bool:
    try:
        return not reasons("sarif", log(run(*results, rules=[rule("error")])), **condition)
    except EvidenceUnreadableError:
        return False


@given(st.lists(RESULTS, max_size=4), RESULTS, st.integers(0, 4), CONDITIONS)
def test_a_result_more_never_makes_a_log_enough(
    results: list[dict[str, Any]], more: dict[str, Any], at: int, condition: dict[str, Any]
) -> None:
    if not _is_enough(results, condition):
        assert not _is_enough([*results[:at], more, *results[at:]], condition)


@given(st.lists(RESULTS, max_size=4))
def test_a_lower_level_never_finds_less(results: list[dict[str, Any]]) -> None:
    enough = [_is_enough(results, {"at": at}) for at in ("error", "warning", "note")]
    assert enough == sorted(enough, reverse=True)


@given(st.lists(RESULTS, max_size=3), st.integers(0, 200))
def test_a_log_that_is_cut_short_is_never_enough(results: list[dict[str, Any]], end: int) -> None:
    whole = log(run(*results)).data
    with pytest.raises(EvidenceUnreadableError):
        read("sarif", source(whole[: min(end, len(whole) - 1)], "a.sarif"))


JSON = st.recursive(
    st.sampled_from([None, True, 0, -1, 1e300, "", "error", "2.1.0", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                ["runs", "version", "tool", "driver", "name", "results", "level", "message", "invocations"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@given(JSON.map(json.dumps) | JSON.map(lambda value: json.dumps({"version": "2.1.0", "runs": [run(), value]})))
def test_reading_ends_in_counts_or_in_an_error_that_is_expected(text: str) -> None:
    try:
        claim = read("sarif", source(text, "a.sarif"))
    except EvidenceUnreadableError:
        return
    assert json.loads(json.dumps(claim.measured, allow_nan=False, ensure_ascii=False).encode()) == claim.measured
