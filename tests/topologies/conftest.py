"""A forge with a launch in it, for each test."""

from pathlib import Path

import pytest

from tests.cli.inside import nobodys_machine
from tests.ssh import KeyPair, key_pair
from tests.topologies.forge import FILES, Forge

__all__ = ["nobodys_machine"]


@pytest.fixture
def forge(tmp_path: Path, nobodys_machine: None) -> Forge:  # noqa: ARG001 - used for its effect
    """Return a forge whose main has a launch that nothing is proven of."""
    return Forge(tmp_path, FILES)


@pytest.fixture
def key(tmp_path: Path) -> KeyPair:
    """Return a key of the release."""
    return key_pair(tmp_path / "key")
