"""The page about publishing says what the program does."""

import re
from typing import Final

from readiness.model.outcome import Decision
from readiness.publish.github import _CONCLUSIONS
from readiness.publish.gitlab import _STATES
from readiness.publish.results import MAX_BYTES
from readiness.publish.status import _OF_DECISION
from readiness.render.trimming import GITHUB_COMMENT, GITLAB_COMMENT
from tests.cli.program import run
from tests.docs.pages import ROOT, rows

PAGE: Final = (ROOT / "docs" / "publish.md").read_text()


def test_the_page_has_every_option() -> None:
    options = set(re.findall(r"--[a-z][a-z-]+", run("publish", "--help", folder=ROOT).out))
    assert options - {"--help", "--format"} <= set(re.findall(r"--[a-z][a-z-]+", PAGE)) | {"--summary", "--status"}


def test_the_table_of_states_is_that_of_the_program() -> None:
    told = {name.strip(): cells for first, *cells in rows(PAGE, "decision") for name in first.split(",")}
    for decision in Decision:
        state = _OF_DECISION[decision]
        assert told[decision.value] == [state.value, _CONCLUSIONS[state], _STATES[state]]


def test_the_limits_are_those_of_the_program() -> None:
    assert f"{GITHUB_COMMENT:,} bytes on GitHub and {GITLAB_COMMENT:,} on GitLab" in PAGE
    assert f"at most {MAX_BYTES // 1024**2} MiB" in PAGE
