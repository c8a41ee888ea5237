"""The launch that all threats are tried on."""

from pathlib import Path

import pytest

from tests.repository import RepositoryBuilder, git_settings, repository
from tests.threats.shop import FILES, Shop

__all__ = ["git_settings", "repository"]


@pytest.fixture
def shop(repository: RepositoryBuilder, tmp_path: Path) -> Shop:
    """Return a launch that was proven for what is committed, so that it is a go."""
    repository.commit(dict(FILES), "Launch")
    made = Shop(repository, tmp_path / "keys")
    made.prove()
    return made
