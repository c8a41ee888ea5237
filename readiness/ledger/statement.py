"""A record as an in-toto Statement v1, and back. `docs/records.md` has the form in full.

The predicate is in-toto's test result for kind `junit`, with the record in one extension field, and the record itself
for every other kind. What a statement says beside its record (subjects, the result of the tests) is for the readers of
others: it follows from the record, and a statement in which it does not is refused.
"""

from collections.abc import Mapping
from typing import Any, Final

from readiness.ledger.fields import record_from, record_to
from readiness.model.evidence import Json
from readiness.model.record import Record

STATEMENT_TYPE: Final = "https://in-toto.io/Statement/v1"
TEST_RESULT: Final = "https://in-toto.io/attestation/test-result/v0.1"
RECORD_TYPE: Final = "urn:readiness:record:v1"
"""The type of our predicate, and the name of the extension field. It names no host, because nobody has to be asked."""
_TESTS: Final = "junit"


def statement_of(record: Record) -> dict[str, Json]:
    """Return `record` as an in-toto Statement."""
    return _statement(record, record_to(record))


def record_of(statement: object) -> Record:
    """Return the record in an in-toto Statement.

    Fields that nobody knows are passed over, as in-toto asks, but for those inside the record: a later version could
    take something back there.

    Raises:
        ValueError: it is no statement about a record, with a phrase that says what is wrong.
    """
    fields = _fields(statement)
    record = record_from(fields)
    if not _agrees(statement, _statement(record, fields)):
        msg = "its subjects or its result say something else than its record"
        raise ValueError(msg)
    return record


def _fields(statement: object) -> Any:  # noqa: ANN401 - whatever stands where a record should
    match statement:
        case {"_type": str(kind)} if kind != STATEMENT_TYPE:
            msg = f"it is an in-toto statement of another type than {STATEMENT_TYPE}"
        case {"_type": str(), "predicateType": str(kind), "predicate": dict(predicate)}:
            if kind == TEST_RESULT and RECORD_TYPE in predicate:
                return predicate[RECORD_TYPE]
            if kind == RECORD_TYPE:
                return predicate
            msg = "its predicate is of a type that holds no record"
        case _:
            msg = "it is no in-toto statement"
    raise ValueError(msg)


def _statement(record: Record, fields: Mapping[str, Json]) -> dict[str, Json]:
    tests = record.kind == _TESTS
    return {
        "_type": STATEMENT_TYPE,
        "subject": _subjects(record),
        "predicateType": TEST_RESULT if tests else RECORD_TYPE,
        "predicate": {**_test_result(record), RECORD_TYPE: fields} if tests else fields,
    }


def _subjects(record: Record) -> list[Json]:
    """Return what the statement is about. A commit is, only if nothing lay in the tree that it does not hold."""
    found: list[Json] = []
    if record.commit is not None and not record.dirty:
        found.append({"digest": {"gitCommit": record.commit}})
    found += [{"name": path, "digest": {"sha256": sha256}} for path, sha256 in sorted(record.artefacts.items())]
    return found or [{"name": "covered", "digest": {"sha256": record.covered}}]


def _test_result(record: Record) -> dict[str, Json]:
    found: dict[str, Json] = {
        "result": _result(record),
        "configuration": [{"name": "definition", "digest": {"sha256": record.definition}}],
    }
    run = record.producer.run
    if run is not None and run.startswith("https://"):
        found["url"] = run
    failed = record.measured.get("failed") if record.measured else None
    if isinstance(failed, list | tuple):
        found["failedTests"] = [name for name in failed if isinstance(name, str)]
    return found


def _result(record: Record) -> str:
    """Return what in-toto calls the result: failed unless it is certain that tests ran, passed, and none failed."""
    counts = record.measured or {}
    bad = [counts.get(name) for name in ("failures", "errors", "suite_errors", "unshown")]
    if record.ended_badly or record.timed_out or record.flaw is not None or any(count != 0 for count in bad):
        return "FAILED"
    passed = counts.get("passed")
    if not isinstance(passed, int) or passed < 1:
        return "FAILED"
    return "PASSED" if counts.get("skipped") == 0 else "WARNED"


def _agrees(given: Any, expected: Any) -> bool:  # noqa: ANN401 - two pieces of JSON
    """Whether `given` says all that is `expected`; it may say more inside of objects."""
    # What follows from a record is text only, so equal is the same; and mostly it is, with nothing added.
    if given == expected:
        return True
    match expected:
        case dict():
            return isinstance(given, dict) and all(
                key in given and _agrees(given[key], value) for key, value in expected.items()
            )
        case list():
            return (
                isinstance(given, list)
                and len(given) == len(expected)
                and all(_agrees(one, other) for one, other in zip(given, expected, strict=True))
            )
        case _:
            return False
