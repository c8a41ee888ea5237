from pathlib import Path

import pytest

from tests.repository import RepositoryBuilder

SCOPE = """\
kind: scope
id: public-launch
title: Public launch
owner: release-manager
launch: 2099-12-15
items:
  - id: deploy
    title: Deploys drop no request
    class: launch-critical
    rollback: docs/ops.md#rollback
    evidence: reports/deploy.xml
"""


@pytest.fixture
def launch(tmp_path: Path) -> RepositoryBuilder:
    """Return a repository with a launch that lacks its evidence."""
    repository = RepositoryBuilder(tmp_path / "launch").start()
    repository.write(".gitignore", "/.cache-of-the-test/\n/reports/\n")
    repository.commit({"scopes/public-launch.yaml": SCOPE, "docs/ops.md": "# Operations\n\n## Rollback\n\nRevert.\n"})
    return repository
