"""The configuration: where it lies, what it holds, and each mistake at its key."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import pytest

from readiness.config import Config, read_config
from readiness.errors import ReadinessError
from readiness.model.evidence import CommitObjects
from readiness.model.outcome import Level
from readiness.model.report import Candidate
from readiness.tree.base import Entry, Unread

RULES = frozenset({"evidence-stale", "owner-missing"})


class TextTree:
    """A tree of the given files, which is only ever asked for some of them."""

    candidate = Candidate(kind="work-tree", commit=None)
    object_format = "sha1"

    def __init__(self, files: Mapping[str, str | bytes | Unread]) -> None:
        self.files = {path: data.encode() if isinstance(data, str) else data for path, data in files.items()}

    def paths(self) -> Sequence[str]:
        return sorted(self.files)

    def entries(self) -> Sequence[Entry]:
        return [Entry(path, 0o100644, "") for path in self.paths()]

    def submodules(self) -> frozenset[str]:
        raise AssertionError

    def tracks(self, path: str) -> bool:
        raise AssertionError(path)

    def doubts(self) -> Mapping[str, str]:
        raise AssertionError

    def find(self, patterns: Iterable[str]) -> Sequence[str]:
        raise AssertionError(patterns)

    def read(self, paths: Sequence[str], limit: int) -> Mapping[str, bytes | Unread]:
        assert limit > 0
        return {path: self.files.get(path, Unread.ABSENT) for path in paths}

    def lies_at(self, path: str) -> str | None:
        raise AssertionError(path)

    def commit_objects(self) -> CommitObjects | None:
        raise AssertionError

    def written_at(self, path: str) -> datetime | None:
        raise AssertionError(path)


def config_of(**files: str | bytes | Unread) -> Config:
    return read_config(TextTree({f"{name}.toml": data for name, data in files.items()}), RULES)


def problems_of(**files: str | bytes | Unread) -> list[str]:
    with pytest.raises(ReadinessError) as caught:
        config_of(**files)
    assert {problem.code for problem in caught.value.problems} == {"RDY040"}
    return [f"{problem.location} {problem.message} | {problem.fix}" for problem in caught.value.problems]


def test_without_a_file_every_setting_has_its_default() -> None:
    config = config_of()
    assert config == config_of(pyproject="[project]\nname = 'readiness'\n")
    assert (config.scopes, config.max_age, config.max_bytes) == (("scopes",), timedelta(days=30), 8 * 1024 * 1024)
    assert not config.allow_self


@pytest.mark.parametrize("name", ["readiness", "pyproject"])
def test_settings_are_read_from_either_file(name: str) -> None:
    prefix = "" if name == "readiness" else "tool.readiness"
    text = (f"[{prefix}]\n" if prefix else "") + 'scopes = ["launches"]\nallow_self = true\nmax_age = "14d"\n'
    rules = f"[{prefix + '.' if prefix else ''}rules]\nevidence-stale = 'warn'\n"
    config = config_of(**{name: text + rules})
    assert config.scopes == ("launches",)
    assert config.allow_self
    assert config.max_age == timedelta(days=14)
    assert config.rules == {"evidence-stale": Level.WARN}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "allow_slef = true\n",
            "readiness.toml:1:1 the key `allow_slef` is not known here | did you mean `allow_self`?",
        ),
        (
            '# comment\nallow_self = "yes"\n',
            "readiness.toml:2:1 `allow_self` wants true or false or a number, and this is `yes`",
        ),
        ("max_age = 30\n", "readiness.toml:1:1 `max_age` is the number 30 without a unit"),
        ("\nscopes = []\n", "readiness.toml:2:1 `scopes` is empty"),
        ('scopes = ["../other"]\n', "readiness.toml:1:1 `../other` does not lead from the root"),
        ('output = "/tmp"\n', "readiness.toml:1:1 `/tmp` does not lead from the root"),
        ('templates = "a/../../b"\n', "readiness.toml:1:1 `a/../../b` does not lead from the root"),
        ("max_bytes = 1\n", "readiness.toml:1:1 `max_bytes` wants 1024 or more"),
        (
            "[rules]\nevidence-stael = 'off'\n",
            "readiness.toml:2:1 there is no rule `evidence-stael` | did you mean `evidence-stale`?",
        ),
        (
            "[rules]\nevidence-stale = 'of'\n",
            "readiness.toml:2:1 `evidence-stale` cannot be `of` | did you mean `off`?",
        ),
        ("rules = 5\n", "readiness.toml:1:1 `rules` wants a mapping, and this is the number 5"),
        ("launch = 2026-12-15\n", "readiness.toml:1:1 the key `launch` is not known here"),
        ("a = \n", "readiness.toml:1:5 the file is no TOML: Invalid value"),
        ("a = 1\na = 2\n", "readiness.toml:2:6 the file is no TOML: Cannot overwrite a value"),
    ],
)
def test_a_mistake_is_explained_at_its_key(text: str, expected: str) -> None:
    problems = problems_of(readiness=text)
    assert len(problems) == 1
    assert problems[0].startswith(expected)


def test_a_mistake_in_pyproject_is_found_behind_other_tables() -> None:
    text = (
        "[tool.other]\nallow_slef=1\n[tool.readiness]\nmax_age = '14d'\n\n[tool.readiness.rules]\n'no-such' = 'off'\n"
    )
    assert problems_of(pyproject=text)[0].startswith("pyproject.toml:7:1 there is no rule `no-such`")


def test_all_mistakes_are_reported_at_once() -> None:
    assert len(problems_of(readiness="scopes = 5\nx = 1\n[rules]\nnope = 'off'\nowner-missing = 'loud'\n")) == 4


def test_two_configurations_are_one_too_many() -> None:
    problems = problems_of(readiness="", pyproject="[project]\n\n[tool.readiness]\n")
    assert problems == [
        "pyproject.toml:3:1 there are settings in readiness.toml too | keep those of readiness.toml only"
    ]


def test_a_ledger_is_in_a_ref_unless_a_folder_is_named() -> None:
    assert (config_of().ledger.ref, config_of().ledger.folder) == ("refs/heads/readiness-ledger", None)
    assert config_of(readiness="[ledger]\nref = 'refs/readiness/a/b.c'\n").ledger.ref == "refs/readiness/a/b.c"
    assert config_of(readiness="[ledger]\nfolder = 'launch/proof'\n").ledger.folder == "launch/proof"


@pytest.mark.parametrize(
    "ref",
    [
        *("readiness-ledger", "heads/x", "refs/tags/x", "refs/heads", "refs/heads/", "refs/heads/-x", "refs/heads/.x"),
        *(
            "refs/heads/x.lock",
            "refs/heads/a..b",
            "refs/heads/a//b",
            "refs/heads/a/",
            "refs/heads/a.",
            "refs/heads/a b",
        ),
        *("refs/heads/a~b", "refs/heads/a^b", "refs/heads/a:b", "refs/heads/a?b", "refs/heads/a*b", "refs/heads/a[b"),
        *("refs/heads/a@{b", "refs/heads/a/.b", "refs/remotes/origin/x", "refs/heads/a\\\\b", "refs/heads/a.lock/b"),
    ],
)
def test_what_git_would_not_take_for_a_ref_is_refused(ref: str) -> None:
    (problem,) = problems_of(readiness=f'[ledger]\nref = "{ref}"\n')
    assert problem.startswith("readiness.toml:2:1 `refs" if ref.startswith("refs") else "readiness.toml:2:1 `")
    assert "is no ref that a ledger can have" in problem


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("ref = 'refs/heads/x'\nfolder = 'x'", "readiness.toml:1:1 a ledger is in a ref or in a folder, not in both"),
        ('ref = "refs/heads/a\\u0007b"', "readiness.toml:2:1 `ref` holds the control character U+0007"),
        ("folder = '../x'", "readiness.toml:2:1 `../x` does not lead from the root"),
        ("folder = 'a#b'", "readiness.toml:1:1 a folder has no `#`"),
        ("rfe = 'x'", "readiness.toml:2:1 the key `rfe` is not known here | did you mean `ref`?"),
        ("branch = 'x'", "readiness.toml:2:1 the key `branch` is not known here | known keys are folder, ref"),
    ],
)
def test_a_mistake_about_the_ledger_is_explained_at_its_key(table: str, expected: str) -> None:
    (problem,) = problems_of(readiness=f"[ledger]\n{table}\n")
    assert problem.startswith(expected)


@pytest.mark.parametrize("data", [b"a = '\xff'", Unread.LEADS_OUTSIDE, Unread.TOO_LARGE, Unread.NOT_A_FILE])
def test_a_configuration_that_cannot_be_read_is_never_taken_for_none(data: bytes | Unread) -> None:
    assert len(problems_of(readiness=data)) == 1
    assert len(problems_of(pyproject=data)) == 1
