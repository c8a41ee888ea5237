"""`readiness diff` as somebody runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import CHECKOUT, clean, run
from tests.policy.changing import UNMET, files, item, launch
from tests.repository import RepositoryBuilder, content_of


@pytest.fixture
def changed(repository: RepositoryBuilder) -> RepositoryBuilder:
    """Return a repository whose last commit takes an item's evidence away, with more in its index and on disk."""
    repository.commit(dict(files(launch(item()), launch(name="more"))))
    repository.commit(dict(files(launch(item(evidence=[UNMET])))))
    repository.write("scopes/more.yaml", json.dumps(launch(name="more", items=[item("other")])))
    repository.git("add", "--all")
    repository.write("src/new.go", "package new\n")
    return repository


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(("HEAD~1", "HEAD"), 1, "item work", id="commits"),
        pytest.param(("HEAD~1", "HEAD", "--scope", "more"), 0, "does nothing", id="another-scope"),
        pytest.param(("HEAD~1", "HEAD", "--fail-on", "stale"), 0, "item work", id="fail-on-what-is-not-there"),
        pytest.param(("HEAD~1", "HEAD", "--fail-on", "stale", "--fail-on", "policy"), 1, "item work", id="several"),
        pytest.param(("HEAD", "--index"), 0, "item ready", id="index"),
        pytest.param(("HEAD",), 0, "item ready", id="work-tree"),
        pytest.param(("HEAD~1", "HEAD", "-q"), 1, "NO-GO", id="quiet"),
    ],
)
def test_a_diff_says_what_is_there_and_exits_by_it(
    changed: RepositoryBuilder, arguments: tuple[str, ...], code: int, says: str
) -> None:
    ended = run("diff", *arguments, folder=changed.path)
    assert (ended.code, ended.err) == (code, "")
    assert says in ended.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param((), "BASE", id="no-base"),
        pytest.param(("HEAD", "HEAD", "--index"), "HEAD and --index name two candidates", id="two-candidates"),
        pytest.param(("HEAD", "--fail-on", "wors"), "did you mean `worse`?", id="fail-on"),
        pytest.param(("HEAD", "--format", "jsn"), "did you mean `json`?", id="format"),
        pytest.param(("HEAD", "--scope", "shp"), "did you mean `shop`?", id="scope"),
        pytest.param(("--", "-x"), "begins with a hyphen", id="hyphen"),
        pytest.param(("nothing",), "names no commit", id="nothing"),
    ],
)
def test_what_cannot_be_understood_exits_with_2(
    changed: RepositoryBuilder, arguments: tuple[str, ...], says: str
) -> None:
    ended = run("diff", *arguments, folder=changed.path)
    assert ended.code == 2
    assert says in f"{ended.out}{ended.err}"


def test_a_program_gets_json_whatever_happens(changed: RepositoryBuilder) -> None:
    made = run("diff", "HEAD~1", "HEAD", "--format", "json", folder=changed.path)
    read = json.loads(made.out)
    assert (made.code, read["schema"], len(read["worse"])) == (1, "readiness/diff/v1", 2)
    unmade = run("diff", "nothing", "--format", "json", folder=changed.path)
    read = json.loads(unmade.out)
    assert (unmade.code, read["before"], read["problems"][0]["code"]) == (2, "undecided", "RDY051")


def test_a_diff_goes_to_a_file(changed: RepositoryBuilder, tmp_path: Path) -> None:
    ended = run("diff", "HEAD~1", "HEAD", "--format", "markdown", "-o", str(tmp_path / "diff.md"), folder=changed.path)
    assert (ended.code, ended.out) == (1, "")
    assert "work" in (tmp_path / "diff.md").read_text()


@pytest.mark.parametrize("mode", [("HEAD~1",), ("HEAD~1", "--index"), ("HEAD~1", "HEAD"), ("HEAD~1", "--direct")])
def test_a_diff_leaves_every_file_of_the_repository_as_it_was(
    changed: RepositoryBuilder, tmp_path: Path, mode: tuple[str, ...]
) -> None:
    # A file with an older time than the index has for it is what makes git refresh the index.
    os.utime(changed.path / "src/pay.go", (1_700_000_000, 1_700_000_000))
    before = content_of(changed.path)
    processes = [
        subprocess.Popen(
            [sys.executable, "-B", "-m", "readiness", "diff", *mode, "--format", "text"],
            cwd=changed.path,
            env={**clean(tmp_path), "PYTHONPATH": str(CHECKOUT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    ends = [(*process.communicate(timeout=60), process.returncode) for process in processes]
    assert len({(output, errors, code) for output, errors, code in ends}) == 1
    assert (ends[0][1], ends[0][2]) == (b"", 1)
    assert content_of(changed.path) == before
