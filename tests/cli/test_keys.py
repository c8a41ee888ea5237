"""`readiness keys`: whose signatures count, and what to write so that one does."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.program import run
from tests.repository import RepositoryBuilder


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Return the file of a fresh public key."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    return tmp_path / "key.pub"


def settings(key: Path, *lines: str) -> str:
    line = " ".join(key.read_text().split()[:2])
    return "\n".join(("[[trust.keys]]", f'key = "{line}"', 'identity = "ci"', *lines, ""))


def test_what_is_shown_for_a_key_makes_it_count(launch: RepositoryBuilder, key: Path) -> None:
    shown = run("keys", str(key), folder=launch.path)
    assert shown.code == 0
    launch.write("pyproject.toml", shown.out)
    listed = run("keys", folder=launch.path)
    fingerprint = subprocess.run(["ssh-keygen", "-lf", str(key)], capture_output=True, text=True, check=True).stdout
    assert listed.code == 0
    assert listed.out == (f"name-it: counts; records of every kind, on every surface\n    {fingerprint.split()[1]}\n")


@pytest.mark.parametrize(
    ("lines", "code", "said"),
    [
        pytest.param(('kinds = ["junit"]', 'surfaces = ["web"]'), 0, "counts; records of junit, on web", id="bounded"),
        pytest.param(('until = "2020-01-01"',), 1, "counts for runs until 2020-01-01;", id="expired"),
        pytest.param(('from = "2090-01-01"',), 1, "counts from 2090-01-01 on;", id="later"),
        pytest.param(('revoked = "2026-01-01"',), 1, "revoked on 2026-01-01, counts for nothing;", id="revoked"),
    ],
)
def test_each_key_says_what_it_counts_for(
    launch: RepositoryBuilder, key: Path, lines: tuple[str, ...], code: int, said: str
) -> None:
    launch.write("readiness.toml", settings(key, *lines))
    listed = run("keys", folder=launch.path)
    assert (listed.code, said in listed.out) == (code, True), listed.out


def test_without_keys_nobody_asks_and_where_somebody_asks_none_counts(launch: RepositoryBuilder, key: Path) -> None:
    assert "nobody asks for signatures" in run("keys", folder=launch.path).out
    launch.write("readiness.toml", "[trust]\nsigned = true\nexecuted_only = true\n")
    asked = run("keys", folder=launch.path)
    assert (asked.code, "no key is named, so none counts" in asked.out) == (1, True)
    (key.parent / "trust.toml").write_text(settings(key))
    named = run("keys", "--trust", str(key.parent / "trust.toml"), folder=launch.path)
    assert (named.code, "ci: counts" in named.out, "Captured records" in named.out) == (0, True, True)


@pytest.mark.parametrize("file", ["key", "nowhere.pub"])
def test_what_is_no_public_key_is_refused(launch: RepositoryBuilder, key: Path, file: str) -> None:
    ended = run("keys", str(key.parent / file), folder=launch.path)
    assert ended.code == 2
    assert "RDY059" in ended.err


def test_a_launch_that_asks_for_signatures_believes_no_other_record(launch: RepositoryBuilder, key: Path) -> None:
    launch.write("readiness.toml", "[trust]\nsigned = true\n")
    launch.write("reports/deploy.xml", '<testsuite tests="1"><testcase name="t"/></testsuite>')
    assert run("capture", folder=launch.path).code == 0
    unsigned = run("check", folder=launch.path)
    assert (unsigned.code, "it is not signed" in unsigned.out) == (3, True), unsigned.out
    (key.parent / "trust.toml").write_text(settings(key))
    assert run("check", "--trust", str(key.parent / "trust.toml"), folder=launch.path).code == 3
    assert run("capture", "--sign", str(key.with_suffix("")), folder=launch.path).code == 0
    assert run("check", "--trust", str(key.parent / "trust.toml"), folder=launch.path).code == 0
    assert run("check", folder=launch.path).code == 3
