"""When files came to be what they are: written, moved here, or given other times."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from readiness.prove.times import changed_at, touched_at

OLD = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with one file that says that it was written long ago."""
    path = tmp_path / "a.py"
    path.write_text("x\n")
    os.utime(path, (OLD.timestamp(), OLD.timestamp()))
    return tmp_path


def test_a_file_with_an_old_time_came_here_all_the_same(old: Path) -> None:
    assert touched_at(old, ["a.py"]) == OLD
    changed = changed_at(old, ["a.py", "gone.py"])
    assert changed is not None
    assert changed > OLD + timedelta(days=365)


def test_of_nothing_there_is_no_time(old: Path) -> None:
    assert changed_at(old, ["gone.py"]) is None
    assert touched_at(old, []) is None
