"""A little of what `python -m tests.tree.fuzz` does at length."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.repository import RepositoryBuilder
from tests.tree.fuzz import Grown, case, entry_differences, ground_in, pattern_differences

chances = st.randoms(use_true_random=False)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    return ground_in(tmp_path_factory.mktemp("ground"))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(chance=chances)
def test_git_and_we_match_the_same(ground: RepositoryBuilder, chance: random.Random) -> None:
    assert not list(pattern_differences(ground, [case(chance) for _ in range(10)]))


@pytest.mark.usefixtures("git_settings")
@pytest.mark.parametrize("seed", range(3))
def test_git_and_we_store_the_same(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret comes of it
    assert not list(entry_differences(Grown(tmp_path / "grown", chance, 150)))
