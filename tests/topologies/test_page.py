"""Every section of `docs/ci.md` with commands is one that a test runs."""

import re
from pathlib import Path

import pytest

from tests.topologies.page import sections

TESTS = "".join(path.read_text() for path in sorted(Path(__file__).parent.glob("test_*.py")))


@pytest.mark.parametrize(
    ("section", "job"), [(section, job) for section, jobs in sections().items() for job in jobs if jobs]
)
def test_a_job_is_run_by_a_test(section: str, job: str) -> None:
    assert f'"{section}"' in TESTS
    assert f'"{job}"' in TESTS


@pytest.mark.parametrize("section", sections())
def test_a_section_has_jobs_and_each_job_commands(section: str) -> None:
    assert sections()[section]
    for job, commands in sections()[section].items():
        assert commands, job
        assert all(re.match(r"(git|readiness) ", command) for command in commands)
