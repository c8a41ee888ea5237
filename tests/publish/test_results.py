"""Files that jobs left behind, read back: exactly what readiness writes, and nothing else."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from readiness.errors import ReadinessError
from readiness.model.outcome import Decision
from readiness.publish import results
from readiness.publish.results import Result, read_result
from readiness.render.json_report import as_json, as_text
from tests.publish.jobs import diff, shift, written
from tests.render import reports

REPORTS = (reports.go, reports.no_go, reports.conditions, reports.undecided, reports.several, reports.enforced)


def refused(path: Path, code: str = "RDY069") -> str:
    with pytest.raises(ReadinessError) as caught:
        read_result(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.location and problem.location.path) == (code, str(path))
    return problem.message


def changed(change: Callable[[Any], object], result: Result | None = None) -> str:
    data = json.loads(as_text(result or reports.no_go()))
    change(data)
    return json.dumps(data)


@pytest.mark.parametrize("make", REPORTS)
def test_a_report_comes_back_as_it_was(make: Callable[[], Result], tmp_path: Path) -> None:
    report = make()
    assert read_result(written(tmp_path / "r.json", report)) == report


def test_a_hostile_report_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = written(tmp_path / "r.json", reports.hostile())
    assert as_json(read_result(path)) == json.loads(path.read_text())


def test_a_diff_comes_back_as_it_was(tmp_path: Path) -> None:
    made = diff(worse=(shift(),), after=Decision.NO_GO)
    assert read_result(written(tmp_path / "d.json", made)) == made


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text("\ufeff" + as_text(reports.go()), encoding="utf-8")
    assert read_result(path) == reports.go()


def _set(*route: str | int, to: object) -> Callable[[Any], object]:
    def change(data: Any) -> None:  # noqa: ANN401 - JSON
        for part in route[:-1]:
            data = data[part]
        data[route[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(_set("decision", to="maybe"), "`decision`: Input should be 'go'", id="no-decision"),
        pytest.param(_set("bogus", to=1), "`bogus` is not as readiness writes it", id="key-too-many"),
        pytest.param(_set("scopes", 0, "items", 0, "x", to=1), "`scopes[0].items[0].x` is not", id="deep-key-too-many"),
        pytest.param(lambda data: data.pop("proposed"), "`proposed` is not as readiness writes it", id="key-too-few"),
        pytest.param(lambda data: data.pop("scopes"), "scopes`: Field required", id="key-missing"),
        pytest.param(_set("enforcing", to="true"), "enforcing", id="text-is-no-truth-value"),
        pytest.param(_set("as_of", to="2026-05-04T09:00:00"), "as_of", id="no-utc-offset"),
        pytest.param(_set("as_of", to="2026-05-04T09:00:00+02:00"), "as_of", id="another-offset"),
        pytest.param(_set("as_of", to="9999-12-31T23:59:59-01:00"), "the calendar does not", id="after-the-calendar"),
        pytest.param(_set("scopes", 0, "launch", to="2026-12-15T00:00:00"), "launch", id="no-day"),
        pytest.param(_set("scopes", 0, "location", "line", to=1.0), "line", id="no-whole-number"),
        pytest.param(_set("scopes", 0, "items", 0, "class", to="vital"), "class", id="no-class"),
        pytest.param(_set("scopes", 0, "items", 0, "title", to="half \ud800"), "", id="half-a-character"),
        pytest.param(_set("decision", to="go"), "it says go, and what it holds comes to no-go", id="better-than-it-is"),
        pytest.param(_set("schema", to="readiness/report/v2"), "its `schema` is `readiness/report/v2`", id="version"),
        pytest.param(_set("schema", to=["x"]), "it has no `schema`", id="schema-is-a-list"),
        pytest.param(lambda data: data.clear(), "it has no `schema`", id="empty"),
    ],
)
def test_what_readiness_does_not_write_is_refused_with_its_place(
    change: Callable[[Any], object], says: str, tmp_path: Path
) -> None:
    path = tmp_path / "r.json"
    path.write_text(changed(change))
    assert says in refused(path)


def test_a_go_with_problems_or_without_anything_judged_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    for report in (replace(reports.go(), problems=reports.hostile().problems), replace(reports.go(), scopes=())):
        path.write_text(as_text(report))
        assert refused(path) == "it says go, and what it holds comes to undecided"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "it is not JSON", id="empty"),
        pytest.param(b"\xff\xfe{\x00}\x00", "it is not UTF-8", id="utf-16"),
        pytest.param(b"[" * 5000 + b"]" * 5000, "nested", id="deep"),
        pytest.param(b'{"schema": "readiness/report/v1", "schema": "readiness/diff/v1"}', "twice", id="key-twice"),
        pytest.param(b'{"schema": NaN}', "NaN", id="no-number"),
        pytest.param(b"[]", "it has no `schema`", id="list"),
        pytest.param(b"# Launch readiness: GO\n", "line 1, column 1", id="markdown"),
    ],
)
def test_what_is_no_json_is_refused(data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(data)
    assert says in refused(path)


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MAX_BYTES", 100)
    assert refused(written(tmp_path / "r.json", reports.go())) == "it is larger than 100 bytes"


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.json", "RDY050") == "no such file or directory"
    assert refused(tmp_path, "RDY050") == "it is no file"
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe", "RDY050") == "it is no file"


def test_what_is_refused_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(changed(_set("decision", to="\x1b[2J SECRET")))
    assert "SECRET" not in refused(path)
