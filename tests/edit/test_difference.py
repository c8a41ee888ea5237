"""The diff that is shown before anything is written: git itself takes it."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.edit import difference

texts = st.lists(st.sampled_from(["a", "b", "c", "", "x\r", "ü", "\x0c"]), max_size=30).map("\n".join)


def applied(folder: Path, path: str, old: str, diff: str) -> str:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(old.encode())
    patch = folder / "the.patch"
    patch.write_bytes(diff.encode())
    command = ["git", "apply", "--whitespace=nowarn", "-p1", patch.name]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return file.read_bytes().decode()


@settings(deadline=None, max_examples=40)
@given(old=texts, new=texts, end=st.sampled_from(["", "\n"]))
def test_git_applies_the_difference(tmp_path_factory: pytest.TempPathFactory, old: str, new: str, end: str) -> None:
    old, new = f"first\n{old}{end}", f"first\n{new}\n"
    diff = difference("scopes/a.yaml", old, new)
    assert (diff == "") == (old == new)
    if diff:
        assert applied(tmp_path_factory.mktemp("repository"), "scopes/a.yaml", old, diff) == new


def test_it_looks_as_git_shows_it() -> None:
    old = "".join(f"{number}\n" for number in range(20))
    assert difference("a.yaml", old, old.replace("\n10\n", "\n10\nten\n").removesuffix("\n")) == (
        "diff --git a/a.yaml b/a.yaml\n--- a/a.yaml\n+++ b/a.yaml\n"
        "@@ -9,6 +9,7 @@\n 8\n 9\n 10\n+ten\n 11\n 12\n 13\n"
        "@@ -17,4 +18,4 @@\n 16\n 17\n 18\n-19\n+19\n\\ No newline at end of file\n"
    )


@pytest.mark.parametrize("path", ["with space.yaml", 'quo"te.yaml', "tab\there.yaml", "ü.yaml"])
def test_git_finds_the_file_by_any_name(tmp_path: Path, path: str) -> None:
    assert applied(tmp_path, path, "a\n", difference(path, "a\n", "b\n")) == "b\n"
