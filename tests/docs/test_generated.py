"""Generated documents are those of today. `READINESS_WRITE_DOCS=1` writes them; CI only ever compares."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.docs.diff_page import PATH as DIFF
from tests.docs.diff_page import diff_page
from tests.docs.evidence_page import evidence_page
from tests.docs.guide_run import PATH as GUIDE
from tests.docs.guide_run import executed
from tests.docs.pages import ROOT
from tests.docs.readme_run import PATH as README
from tests.docs.readme_run import with_no_go
from tests.docs.report_page import report_page
from tests.docs.rule_pages import FOLDER, rule_pages
from tests.threats.page import threat_page

_HOW: Final = "run `READINESS_WRITE_DOCS=1 pytest tests/docs/test_generated.py`, and read what changed"


def _hold(wanted: Mapping[str, str]) -> None:
    """Write `wanted` where that is asked for; else fail where it is not what is there."""
    writing = os.environ.get("READINESS_WRITE_DOCS") == "1" and not os.environ.get("CI")
    for path, text in wanted.items():
        target = ROOT / path
        if writing:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        assert target.is_file(), f"{path} is not written: {_HOW}"
        assert target.read_text() == text, f"{path} has drifted: {_HOW}"


def test_the_pages_of_rules_and_problems_are_those_of_the_source() -> None:
    _hold(rule_pages())


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    assert {f"{FOLDER}/{path.name}" for path in (ROOT / FOLDER).iterdir()} == set(rule_pages())


def test_the_evidence_page_is_that_of_the_source() -> None:
    _hold(evidence_page())


def test_the_report_page_is_that_of_the_source() -> None:
    _hold(report_page())


def test_the_page_about_diffs_shows_what_one_says(tmp_path: Path) -> None:
    _hold(diff_page(tmp_path / "shop"))


def test_the_threat_model_is_that_of_its_tests() -> None:
    _hold(threat_page())


def test_the_guide_shows_what_its_commands_print(tmp_path: Path) -> None:
    _hold({GUIDE: executed(tmp_path / "shop")})


def test_the_readme_shows_what_the_demo_prints(tmp_path: Path) -> None:
    _hold({README: with_no_go(tmp_path / "demo")})


PATHS = sorted([*rule_pages(), DIFF, GUIDE, README, *evidence_page(), *report_page(), *threat_page()])


@pytest.mark.parametrize("path", PATHS)
def test_a_document_has_no_space_at_the_end_of_a_line(path: str) -> None:
    assert [line for line in (ROOT / path).read_text().split("\n") if line != line.rstrip()] == []
