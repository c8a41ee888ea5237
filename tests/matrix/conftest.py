"""One proven shop for a whole run of tests, and a copy of it for each row."""

from pathlib import Path

import pytest

from tests.cli.inside import nobodys_machine
from tests.matrix.shop import Shop, keys, proven_shop

__all__ = ["nobodys_machine"]


@pytest.fixture(scope="session")
def proven(tmp_path_factory: pytest.TempPathFactory, nobodys_machine: None) -> Shop:  # noqa: ARG001 - for its effect
    """Return the shop that is copied; nobody changes this one."""
    folder = tmp_path_factory.mktemp("matrix")
    return proven_shop(folder / "shop", keys(folder / "keys"))


@pytest.fixture
def shop(proven: Shop, tmp_path: Path) -> Shop:
    """Return a proven shop of this test's own."""
    return proven.again(tmp_path / "shop")
