"""What a change does to records that lie in the tree: each side has those of its own tree."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import pytest

from tests.compare.cases import REPORT, SUITE
from tests.compare.told import between, told
from tests.policy.changing import NOW, SETTINGS, files, item, launch
from tests.proofs import record
from tests.repository import RepositoryBuilder

IN_TREE: Final = "[ledger]\nfolder = 'records'\n"
RED: Final = REPORT["proof/t.xml"].replace("/></testsuite>", "><failure/></testcase></testsuite>")


@pytest.fixture
def kept(repository: RepositoryBuilder) -> RepositoryBuilder:
    """Return a launch that keeps its records in the tree, and has none yet."""
    scope = launch(item(evidence=[SUITE]))
    repository.commit({**files(scope), **REPORT, "readiness.toml": IN_TREE + SETTINGS})
    return repository


def filed(repository: RepositoryBuilder, report: str, at: datetime) -> list[str]:
    """Put `report` on record as of `at`, commit that, and return the files of the record."""
    before = repository.git("ls-files", "records").split()
    repository.write("proof/t.xml", report)
    record(repository.path, at)
    repository.commit({}, "Add a record")
    return sorted({*repository.git("ls-files", "records").split()}.difference(before))


def without(repository: RepositoryBuilder, paths: list[str], head: str | None) -> Mapping[str, object]:
    """Return what a change does that takes `paths` out."""
    base = repository.git("rev-parse", "HEAD")
    repository.git("rm", "--quiet", *paths)
    repository.commit({}, "Take a record out")
    return told(between(repository, base, head=head))


@pytest.mark.parametrize("head", ["HEAD", None])
def test_a_record_that_the_change_takes_out_is_missed(kept: RepositoryBuilder, head: str | None) -> None:
    assert without(kept, filed(kept, REPORT["proof/t.xml"], NOW), head) == {
        "decision": "go → undecided",
        "scopes": ["shop: go → undecided because item work suite"],
        "worse": ["item work suite: passed → unknown"],
    }


@pytest.mark.parametrize("head", ["HEAD", None])
def test_to_take_a_red_record_out_mends_nothing(kept: RepositoryBuilder, head: str | None) -> None:
    filed(kept, REPORT["proof/t.xml"], NOW - timedelta(hours=2))
    red = filed(kept, RED, NOW - timedelta(hours=1))
    assert without(kept, red, head) == {"decision": "no-go → undecided", "scopes": ["shop: no-go → undecided"]}


def test_records_of_other_content_may_go(kept: RepositoryBuilder) -> None:
    old = filed(kept, REPORT["proof/t.xml"], NOW - timedelta(hours=2))
    kept.commit({"src/pay.go": "package paid\n"})
    filed(kept, REPORT["proof/t.xml"], NOW - timedelta(hours=1))
    assert without(kept, old, "HEAD") == {"decision": "go → go"}


def test_a_branch_that_is_not_checked_out_has_its_own_records(kept: RepositoryBuilder) -> None:
    filed(kept, REPORT["proof/t.xml"], NOW - timedelta(hours=2))
    kept.git("switch", "--quiet", "--create", "topic")
    kept.commit({"src/pay.go": "package paid\n"})
    filed(kept, REPORT["proof/t.xml"], NOW - timedelta(hours=1))
    kept.git("switch", "--quiet", "main")
    assert told(between(kept, "main", head="topic")) == {"decision": "go → go"}
