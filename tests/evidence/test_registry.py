import json
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from pydantic import TypeAdapter

import readiness.evidence
from readiness.errors import ReadinessError
from readiness.evidence import KINDS, kinds, with_plugins
from readiness.evidence.signoff import KIND as SIGNOFF
from readiness.model.documents.evidence import COMMON_FIELDS, AnyEvidence, Condition, Evidence
from readiness.model.evidence import EvidenceKind
from tests.evidence.reading import artefact, read

TESTS = Path(__file__).parent
HEADINGS = ("## Source", "## Shape", "## Units", "## Errors", "## What it does not prove")
MODULES = {
    name: module
    for name in (found.name for found in iter_modules(readiness.evidence.__path__))
    if hasattr(module := __import__(f"readiness.evidence.{name}", fromlist=["KIND"]), "KIND")
}
OTHER = EvidenceKind("rehearsal", Condition, SIGNOFF.read, SIGNOFF.meets)
IMPOSTOR = EvidenceKind("junit", Condition, SIGNOFF.read, SIGNOFF.meets)


def point(name: str, value: str = "tests.evidence.test_registry:OTHER") -> EntryPoint:
    return EntryPoint(name, value, "readiness.evidence")


def test_every_module_of_a_kind_is_registered_under_its_name() -> None:
    assert {name: module.KIND for name, module in MODULES.items()} == dict(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_documented_and_tested(name: str) -> None:
    page = MODULES[name].__doc__ or ""
    assert page.startswith(f"Evidence kind `{name}`: ")
    assert [line for line in page.splitlines() if line.startswith("#")] == list(HEADINGS)
    assert "artefact(" in (TESTS / f"test_{name}.py").read_text(encoding="utf-8") or not KINDS[name].needs_path


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_adds_no_field_that_evidence_has_already(name: str) -> None:
    fields = KINDS[name].condition.model_fields
    assert not COMMON_FIELDS.intersection({*fields, *(field.alias for field in fields.values())})


@pytest.mark.parametrize(
    ("short", "expected"),
    [
        ("reports/deploy.xml", {"kind": "junit", "path": ("reports/deploy.xml",)}),
        ("reports/coverage-tests.xml", {"kind": "junit", "path": ("reports/coverage-tests.xml",)}),
        ("reports/mycoverage.xml", {"kind": "junit", "path": ("reports/mycoverage.xml",)}),
        (
            {"path": "reports/coverage.json", "lines": 85},
            {"kind": "coverage", "path": ("reports/coverage.json",), "lines": 85},
        ),
        ({"coverage": "a.xml", "lines": 85}, {"kind": "coverage", "path": ("a.xml",), "lines": 85}),
        ({"path": "out/Coverage.XML", "lines": 1}, {"kind": "coverage", "path": ("out/Coverage.XML",), "lines": 1}),
        ({"path": "cobertura.xml", "lines": 1}, {"kind": "coverage", "path": ("cobertura.xml",), "lines": 1}),
        (
            {"path": "cobertura-coverage.xml", "lines": 1},
            {"kind": "coverage", "path": ("cobertura-coverage.xml",), "lines": 1},
        ),
        ({"path": "web/lcov.info", "branches": 1}, {"kind": "coverage", "path": ("web/lcov.info",), "branches": 1}),
        ("reports/ruff.sarif", {"kind": "sarif", "path": ("reports/ruff.sarif",)}),
        ("reports/scan.SARIF.json", {"kind": "sarif", "path": ("reports/scan.SARIF.json",)}),
        (
            {"score": "reports/k6.json", "pointer": "/metrics/p95", "at_most": 300},
            {"kind": "score", "path": ("reports/k6.json",), "pointer": "/metrics/p95", "at_most": 300},
        ),
        ("docs/limits.md", {"kind": "file", "path": ("docs/limits.md",)}),
        ("https://example.org/report.xml", {"kind": "link", "url": "https://example.org/report.xml"}),
        ({"signoff": "general-counsel"}, {"kind": "signoff", "who": "general-counsel"}),
        ({"file": "data/regions.json"}, {"kind": "file", "path": ("data/regions.json",)}),
        ({"junit": "reports/a.xml", "max_skipped": 0}, {"kind": "junit", "path": ("reports/a.xml",), "max_skipped": 0}),
    ],
)
def test_a_short_form_finds_its_kind(short: object, expected: dict[str, Any]) -> None:
    adapter: TypeAdapter[Evidence] = TypeAdapter(AnyEvidence)
    evidence = adapter.validate_python(short, context={"kinds": KINDS})
    assert evidence.model_dump(exclude_defaults=True) == {"id": expected["kind"], **expected}
    KINDS[evidence.kind].condition.model_validate(evidence.extra)


def test_without_plugins_the_kinds_are_the_built_in_ones() -> None:
    assert dict(with_plugins([])) == dict(KINDS)
    assert set(KINDS) <= set(kinds())


def test_a_plugin_adds_its_kind() -> None:
    assert with_plugins([point("rehearsal")])["rehearsal"] == OTHER


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        pytest.param(
            point("junit", "tests.evidence.test_registry:IMPOSTOR"), "takes a name that is taken", id="shadow"
        ),
        pytest.param(point("rehearsal", "no.such.module:KIND"), "cannot be loaded (ModuleNotFoundError", id="absent"),
        pytest.param(point("rehearsal", "tests.evidence.test_registry:NONE"), "cannot be loaded", id="no-such-name"),
        pytest.param(point("rehearsal", "tests.evidence.test_registry:TESTS"), "is no EvidenceKind", id="not-a-kind"),
        pytest.param(point("drill"), "leads to a kind with another name, `rehearsal`", id="another-name"),
    ],
)
def test_a_plugin_that_cannot_be_used_is_an_error(broken: EntryPoint, why: str) -> None:
    with pytest.raises(ReadinessError) as caught:
        with_plugins([broken])
    [problem] = caught.value.problems
    assert why in problem.message
    assert problem.code == "RDY058"


def test_two_plugins_of_one_name_are_an_error_and_all_are_named() -> None:
    with pytest.raises(ReadinessError) as caught:
        with_plugins([point("rehearsal"), point("rehearsal"), point("drill", "no.such.module:KIND")])
    assert len(caught.value.problems) == 2


def test_importing_the_kinds_brings_in_no_library_that_only_reading_needs() -> None:
    heavy = {
        "junitparser",
        "jsonschema",
        "referencing",
        "markdown_it",
        "ruamel.yaml",
        "defusedxml",
        "xml.etree.ElementTree",
    }
    script = f"import readiness.evidence, sys; print(*sorted({heavy!r} & set(sys.modules)))"
    root = Path(readiness.evidence.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, check=True, capture_output=True, text=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("path", ["pytest/red.xml", "jest-junit/green.xml", "surefire/TEST-acme.FlakyTest.xml"])
def test_what_was_measured_survives_being_stored_as_json(path: str) -> None:
    measured = read("junit", artefact(path)).measured
    stored = json.loads(json.dumps(measured))
    assert stored == measured
    condition = KINDS["junit"].condition.model_validate({"tests": "*", "max_skipped": 0})
    assert list(KINDS["junit"].meets(stored, condition)) == list(KINDS["junit"].meets(measured, condition))
