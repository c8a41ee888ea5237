"""Repositories that want `readiness init` to write what it should not, or where it should not."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from readiness.errors import ReadinessError
from readiness.pipeline import Request, check
from readiness.reading.structured import read
from readiness.scaffold.drafting import Draft, draft, open_site
from readiness.scaffold.questions import answered
from readiness.scaffold.writing import check_ways, write_new
from tests.repository import RepositoryBuilder, content_of, git_settings, repository

__all__ = ["git_settings", "repository"]

TODAY: Final = date(2026, 11, 21)


def drafted(repository: RepositoryBuilder, **said: str) -> Draft:
    site = open_site(repository.path)
    return draft(site, answered({f"--{option}": value for option, value in said.items()}, site.seen, TODAY))


def refusal(top: Path, files: Mapping[str, str]) -> tuple[str, str, str]:
    with pytest.raises(ReadinessError) as caught:
        check_ways(top, files)
    (problem,) = caught.value.problems
    assert problem.location is not None
    return problem.code, problem.location.path, problem.message


def test_names_and_owners_that_are_markup_or_yaml_get_nowhere(repository: RepositoryBuilder) -> None:
    hostile = [
        "<script>alert(1)</script>/Dockerfile",
        "a\n- id: injected/Dockerfile",
        "$(touch x)/main.tf",
        "`x`/go.mod",
    ]
    for name in hostile:
        repository.write(name)
    repository.write(".github/CODEOWNERS", "* @acme/<script> @acme/x:\n  y\n")
    repository.write("\x1b[31m/dbt_project.yml")
    repository.commit()
    made = drafted(repository)
    for path, text in made.files.items():
        assert not any(word in text for word in ("script>", "injected", "touch", "`x`", "\x1b")), path
    assert open_site(repository.path).seen.odd_names == 5
    write_new(repository.path, made.files)
    assert check(Request(root=repository.path, cache=False)).problems == ()


@pytest.mark.parametrize(
    "title",
    [
        "x\n- id: injected",
        'a: "b" # c',
        "<script>alert(1)</script> @everyone ::error::",
        "{% raw %} ${{ secrets.X }}",
        "'",
        "Ä 日本語",
        "- x",
        "\\u202e",
    ],
)
def test_a_title_is_only_ever_a_title(repository: RepositoryBuilder, title: str) -> None:
    repository.commit({"README": "x\n"})
    made = drafted(repository, title=title)
    path = list(made.files)[-1]
    held = read(made.files[path].encode(), path)
    assert isinstance(held, dict)
    assert held["title"] == title
    assert len(list(held)) == 8
    assert "${{" not in made.files.get(".github/workflows/readiness.yml", "")


def test_a_flag_file_that_is_no_data_is_no_flag_file(repository: RepositoryBuilder) -> None:
    repository.commit({"flags.json": "[" * 5000, "config/flags.yaml": "a: [", "lib/flags.toml": '"x\\u0000y" = true'})
    assert open_site(repository.path).seen.flag is None


def test_a_file_in_place_of_the_folder_of_scopes_is_refused(repository: RepositoryBuilder) -> None:
    repository.commit({"scopes": "x\n"})
    before = content_of(repository.path)
    with pytest.raises(ReadinessError) as caught:
        open_site(repository.path)
    (problem,) = caught.value.problems
    assert (problem.code, str(problem.location)) == ("RDY050", "scopes")
    assert problem.message.startswith("a file lies where a folder is needed")
    assert content_of(repository.path) == before


@pytest.mark.parametrize("inside", [True, False], ids=["to-a-folder-inside", "out-of-the-repository"])
@pytest.mark.parametrize("folder", ["scopes", "runbooks", "reports"])
def test_a_link_in_place_of_a_folder_is_refused(repository: RepositoryBuilder, folder: str, *, inside: bool) -> None:
    target = repository.path / "real" if inside else repository.path.parent / "outside"
    target.mkdir()
    (repository.path / folder).symlink_to(target)
    if folder == "reports":
        # Where something of the repository is called so, reports go elsewhere.
        write_new(repository.path, drafted(repository).files)
    else:
        with pytest.raises(ReadinessError) as caught:
            check_ways(repository.path, drafted(repository).files)
        (problem,) = caught.value.problems
        assert (problem.code, str(problem.location)) == ("RDY050", folder)
        assert problem.message.startswith("a symbolic link lies")
    assert list(target.iterdir()) == []


def test_a_link_that_leads_nowhere_is_left_like_a_file(repository: RepositoryBuilder) -> None:
    (repository.path / ".pre-commit-config.yaml").symlink_to(repository.path.parent / "elsewhere.yaml")
    made = drafted(repository)
    assert ".pre-commit-config.yaml" in made.kept
    write_new(repository.path, made.files)
    assert not (repository.path.parent / "elsewhere.yaml").exists()


def test_a_link_on_the_way_is_not_followed_even_where_nobody_has_looked(repository: RepositoryBuilder) -> None:
    outside = repository.path.parent / "outside"
    outside.mkdir()
    (repository.path / "runbooks").symlink_to(outside)
    with pytest.raises(ReadinessError):
        write_new(repository.path, {"a.txt": "x", "runbooks/b.md": "x"})
    assert list(outside.iterdir()) == []
    assert not (repository.path / "a.txt").exists()


def test_a_file_that_comes_meanwhile_is_not_overwritten_and_nothing_is_left_behind(
    repository: RepositoryBuilder,
) -> None:
    repository.commit({"README": "x\n"})
    made = drafted(repository)
    last = list(made.files)[-1]
    repository.write(last, "mine\n")
    with pytest.raises(ReadinessError) as caught:
        write_new(repository.path, made.files)
    assert "come there meanwhile" in caught.value.problems[0].message
    assert repository.git("status", "--porcelain", "-uall") == f"?? {last}"
    assert (repository.path / last).read_text() == "mine\n"


def test_a_folder_in_which_nobody_may_write_is_refused(
    repository: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit({"scopes/notes.txt": "x\n"})
    made = drafted(repository)
    # To root everything is open, so what the system would say to others is said here.
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path).name != "scopes")
    code, path, message = refusal(repository.path, made.files)
    assert (code, path, message) == ("RDY050", "scopes", "nobody may write in this folder; nothing was written")


def test_settings_that_are_wrong_are_told(repository: RepositoryBuilder) -> None:
    repository.commit({"readiness.toml": "scoopes = 1\n"})
    with pytest.raises(ReadinessError) as caught:
        open_site(repository.path)
    assert caught.value.problems[0].code == "RDY040"


def test_a_pyproject_that_cannot_be_read_is_no_configuration(repository: RepositoryBuilder) -> None:
    repository.commit({"pyproject.toml": "[tool\n"})
    assert "readiness.toml" in drafted(repository).files


def test_a_bare_repository_is_refused(tmp_path: Path, repository: RepositoryBuilder) -> None:
    repository.commit({"README": "x\n"})
    bare = repository.clone(tmp_path / "bare.git", "--bare")
    with pytest.raises(ReadinessError) as caught:
        open_site(bare.path)
    assert caught.value.problems[0].code == "RDY052"
    assert "no work tree" in caught.value.problems[0].message


def test_a_folder_without_git_is_refused(tmp_path: Path, git_settings: None) -> None:  # noqa: ARG001 - for its effect
    with pytest.raises(ReadinessError) as caught:
        open_site(tmp_path)
    assert (caught.value.problems[0].code, "git init" in caught.value.problems[0].fix) == ("RDY052", True)
