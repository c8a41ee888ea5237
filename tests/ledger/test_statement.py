"""Records as in-toto statements: nothing is lost, nothing else is let in, and the tools of others can read them."""

import copy
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict, Parse  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from in_toto_attestation.v1.statement_pb2 import Statement  # type: ignore[import-untyped]

from readiness.ledger.canonical import canonical, read_json
from readiness.ledger.statement import RECORD_TYPE, STATEMENT_TYPE, TEST_RESULT, record_of, statement_of
from readiness.model.record import Binding, Record
from tests.ledger.records import DEPLOY, JSON, RECORDS, record


@given(RECORDS)
def test_every_field_comes_back(written: Record) -> None:
    assert record_of(read_json(canonical(statement_of(written)))) == written


@given(RECORDS)
def test_the_form_is_canonical_and_holds_no_second_way_to_say_the_same(written: Record) -> None:
    data = canonical(statement_of(written))
    assert canonical(statement_of(record_of(read_json(data)))) == data


def parsed(written: Record) -> Any:  # noqa: ANN401 - whatever a library of others makes of it
    return Parse(canonical(statement_of(written)), Statement())


@pytest.mark.parametrize("kind", ["junit", "coverage"])
def test_the_library_of_in_toto_reads_a_statement(kind: str) -> None:
    written = record(kind=kind)
    read = parsed(written)
    assert read.type == STATEMENT_TYPE
    assert [dict(subject.digest) for subject in read.subject] == [{"gitCommit": "12" * 20}, {"sha256": "ef" * 32}]
    assert read.predicate_type == (TEST_RESULT if kind == "junit" else RECORD_TYPE)
    predicate = MessageToDict(read.predicate)
    assert (predicate.get(RECORD_TYPE) or predicate)["covered"] == "ab" * 32


def subjects(**changes: Any) -> Any:  # noqa: ANN401 - fields of a record
    return statement_of(record(**changes))["subject"]


def test_a_commit_is_a_subject_only_if_the_tree_was_that_commit() -> None:
    artefact = {"name": "reports/suite.xml", "digest": {"sha256": "ef" * 32}}
    assert subjects() == [{"digest": {"gitCommit": "12" * 20}}, artefact]
    assert subjects(dirty=True) == subjects(commit=None) == [artefact]


def test_without_commit_and_artefact_the_covered_content_is_the_subject() -> None:
    assert subjects(commit=None, artefacts={}) == [{"name": "covered", "digest": {"sha256": "ab" * 32}}]


def test_the_time_keeps_its_microseconds_and_says_that_it_is_utc() -> None:
    fields = _fields(statement_of(DEPLOY))
    assert fields["finished"] == "2026-11-01T12:00:00.123456Z"
    assert fields["started"] == "2026-11-01T11:58:00.000000Z"


def measured(**changes: object) -> Mapping[str, Any]:
    assert DEPLOY.measured is not None
    return {**DEPLOY.measured, **changes}


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        pytest.param({"measured": measured(skipped=0)}, "PASSED", id="all-passed"),
        pytest.param({}, "WARNED", id="one-skipped"),
        pytest.param({"measured": measured(failures=1, failed=["a.b"])}, "FAILED", id="failed"),
        pytest.param({"measured": measured(suite_errors=1)}, "FAILED", id="suite-error"),
        pytest.param({"measured": measured(passed=0)}, "FAILED", id="none-passed"),
        pytest.param({"measured": {"passed": 3}}, "FAILED", id="unknown-counts"),
        pytest.param({"measured": None, "flaw": "it is empty"}, "FAILED", id="nothing-measured"),
        pytest.param({"exit_code": 1}, "FAILED", id="exit-code"),
        pytest.param({"exit_code": None, "timed_out": True}, "FAILED", id="timed-out"),
    ],
)
def test_the_result_for_others_is_no_better_than_what_was_measured(changes: dict[str, Any], result: str) -> None:
    predicate: Any = statement_of(record(**changes))["predicate"]
    assert predicate["result"] == result
    assert predicate["failedTests"] == predicate[RECORD_TYPE]["measured"]["failed"] if "failedTests" in predicate else 1


def test_the_run_is_linked_only_where_it_is_an_address() -> None:
    linked: Any = statement_of(DEPLOY)["predicate"]
    assert linked["url"] == DEPLOY.producer.run
    other: Any = statement_of(record(producer=type(DEPLOY.producer)(run="javascript:alert(1)")))["predicate"]
    assert "url" not in other


def _fields(statement: Any) -> Any:  # noqa: ANN401 - JSON
    return statement["predicate"].get(RECORD_TYPE, statement["predicate"])


def changed(change: Callable[[Any], object], written: Record = DEPLOY) -> Any:  # noqa: ANN401 - JSON
    statement = copy.deepcopy(read_json(canonical(statement_of(written))))
    change(statement)
    return statement


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda it: it.update(note="x"), id="statement"),
        pytest.param(lambda it: it["subject"][0].update(name="commit"), id="subject"),
        pytest.param(lambda it: it["predicate"].update(passedTests=["a"]), id="predicate"),
    ],
)
def test_fields_of_others_are_passed_over(change: Callable[[Any], object]) -> None:
    assert record_of(changed(change)) == DEPLOY


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param(lambda it: it.update(_type="x"), "of another type", id="type"),
        pytest.param(lambda it: it.update(predicateType="x"), "holds no record", id="predicate-type"),
        pytest.param(lambda it: it.update(predicateType=RECORD_TYPE), "has no field|knows", id="other-predicate-type"),
        pytest.param(lambda it: it.update(predicate=[]), "no in-toto statement", id="predicate"),
        pytest.param(lambda it: it["predicate"].pop(RECORD_TYPE), "holds no record", id="no-record"),
        pytest.param(lambda it: it["predicate"].update({RECORD_TYPE: []}), "there is no record", id="no-object"),
        pytest.param(lambda it: it["predicate"].update(result="PASSED"), "say something else", id="result"),
        pytest.param(lambda it: it["subject"].pop(), "say something else", id="subject-less"),
        pytest.param(lambda it: it["subject"].append({}), "say something else", id="subject-more"),
        pytest.param(lambda it: it["subject"][0]["digest"].update(gitCommit="0" * 40), "something else", id="subject"),
        pytest.param(lambda it: _fields(it).update(commit="0" * 40), "say something else", id="commit"),
        pytest.param(lambda it: _fields(it).update(kind="coverage"), "say something else", id="kind"),
        pytest.param(lambda it: _fields(it).update(note="x"), "the field 'note', which nobody knows", id="more"),
        pytest.param(lambda it: _fields(it).pop("flaw"), "no field 'flaw'", id="less"),
        pytest.param(lambda it: _fields(it).update(dirty=0), "'dirty' of its record", id="truth"),
        pytest.param(lambda it: _fields(it).update(exit_code=True), "'exit_code'", id="exit"),
        pytest.param(lambda it: _fields(it).update(exit_code=0.0), "'exit_code'", id="exit-float"),
        pytest.param(lambda it: _fields(it).update(covered="AB" * 32), "'covered'", id="upper-case"),
        pytest.param(lambda it: _fields(it).update(covered="ab" * 32 + "\n"), "'covered'", id="newline"),
        pytest.param(lambda it: _fields(it).update(finished="2026-11-01T12:00:00Z"), "'finished'", id="seconds"),
        pytest.param(lambda it: _fields(it).update(finished="2026-11-01T24:00:00.000000Z"), "'finished'", id="hour"),
        pytest.param(lambda it: _fields(it).update(finished="2026-11-31T12:00:00.000000Z"), "'finished'", id="day"),
        pytest.param(lambda it: _fields(it).update(finished=1), "'finished'", id="number"),
        pytest.param(lambda it: _fields(it).update(started=None), "'started'", id="no-start"),
        pytest.param(lambda it: _fields(it).update(binding="signed"), "'binding'", id="binding"),
        pytest.param(lambda it: _fields(it).update(command=[1]), "'command", id="command"),
        pytest.param(lambda it: _fields(it).update(measured=[]), "'measured'", id="measured"),
        pytest.param(lambda it: _fields(it).update(object_format="md5"), "'object_format'", id="format"),
        pytest.param(lambda it: _fields(it)["requirement"].update(item="../x"), "'requirement.item'", id="item"),
        pytest.param(lambda it: _fields(it)["artefacts"].update(x="y"), "'artefacts.x'", id="artefact"),
        pytest.param(lambda it: _fields(it)["producer"].update(x="y"), "'producer.x', which nobody", id="producer"),
    ],
)
def test_anything_else_is_refused_with_a_phrase(change: Callable[[Any], object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        record_of(changed(change))


def test_a_captured_record_can_be_written_without_a_command() -> None:
    captured = record(binding=Binding.CAPTURED, command=None, exit_code=None, kind="coverage")
    assert record_of(statement_of(captured)) == captured


@given(JSON, st.sampled_from([TEST_RESULT, RECORD_TYPE]))
def test_no_statement_brings_anything_but_a_value_error(value: Any, kind: str) -> None:  # noqa: ANN401 - JSON
    outer = {"_type": STATEMENT_TYPE, "predicateType": kind, "predicate": {RECORD_TYPE: value}, "subject": []}
    for statement in (value, outer, {**outer, "predicate": value}):
        with pytest.raises(ValueError, match=r"record|statement|predicate"):
            record_of(statement)


@given(st.data())
def test_one_wrong_field_is_a_value_error(data: st.DataObject) -> None:
    statement = changed(lambda _: None)
    fields = _fields(statement)
    name = data.draw(st.sampled_from(sorted(fields)))
    fields[name] = data.draw(JSON)
    with suppress(ValueError):
        assert statement_of(record_of(statement))
