from pathlib import Path

import pytest

from tests.cli.conftest import SCOPE
from tests.cli.program import run
from tests.repository import RepositoryBuilder, content_of

CHECKLIST = "docs/launch/public-launch.md"
RUN_OF_SHOW = "docs/launch/public-launch-run-of-show.md"
INDEX = "docs/launch/README.md"
ALL = (INDEX, RUN_OF_SHOW, CHECKLIST)
SECOND = SCOPE.replace("public-launch", "second-launch").replace("Public launch", "Second launch")


def _drift(launch: RepositoryBuilder) -> None:
    document = launch.path / CHECKLIST
    document.write_text(document.read_text().replace("Deploys drop no request", "Deploys drop some"))


def test_the_documents_of_each_scope_and_the_index_are_written(launch: RepositoryBuilder) -> None:
    ended = run("render", folder=launch.path)
    assert (ended.code, ended.out, ended.err) == (0, "".join(f"wrote {path}\n" for path in ALL), "")
    assert "# Public launch: launch checklist" in (launch.path / CHECKLIST).read_text()
    assert "# Public launch: run of show" in (launch.path / RUN_OF_SHOW).read_text()
    assert "(public-launch.md)" in (launch.path / INDEX).read_text()


def test_rendering_twice_changes_nothing(launch: RepositoryBuilder) -> None:
    run("render", folder=launch.path)
    before = content_of(launch.path / "docs")
    assert run("render", folder=launch.path).out == "3 documents are up to date\n"
    assert content_of(launch.path / "docs") == before


def test_drift_is_named_shown_and_left_alone(launch: RepositoryBuilder) -> None:
    run("render", folder=launch.path)
    _drift(launch)
    before = content_of(launch.path / "docs")
    ended = run("render", "--check", folder=launch.path)
    assert (ended.code, ended.err) == (1, "")
    assert f"{CHECKLIST}: has drifted" in ended.out
    assert RUN_OF_SHOW not in ended.out
    assert "  -Deploys drop some" in ended.out
    assert "  +Deploys drop no request" in ended.out
    assert ended.out.endswith("Run `readiness render` and commit the result.\n")
    assert content_of(launch.path / "docs") == before


def test_drift_is_undone_by_rendering(launch: RepositoryBuilder) -> None:
    run("render", folder=launch.path)
    before = (launch.path / CHECKLIST).read_text()
    _drift(launch)
    assert run("render", folder=launch.path).out == f"wrote {CHECKLIST}\n"
    assert (launch.path / CHECKLIST).read_text() == before


def test_what_somebody_wrote_into_a_document_does_not_act_on_the_terminal(launch: RepositoryBuilder) -> None:
    run("render", folder=launch.path)
    with (launch.path / CHECKLIST).open("a") as file:
        file.write("\x1b[2J::error::gone\n")
    ended = run("render", "--check", folder=launch.path)
    assert ended.code == 1
    assert "\x1b" not in ended.out
    assert "\\x1b[2J" in ended.out


def test_a_document_that_was_never_written_is_drift(launch: RepositoryBuilder) -> None:
    ended = run("render", "--check", folder=launch.path)
    assert ended.code == 1
    assert f"{CHECKLIST}: not written yet\n" in ended.out
    assert not (launch.path / "docs/launch").exists()


def test_documents_without_drift_pass(launch: RepositoryBuilder) -> None:
    run("render", folder=launch.path)
    ended = run("render", "--check", folder=launch.path)
    assert (ended.code, ended.out) == (0, "3 documents are up to date\n")


def test_documents_of_a_scope_that_is_gone_are_told_and_removed(launch: RepositoryBuilder) -> None:
    launch.write("scopes/second.yaml", SECOND)
    run("render", folder=launch.path)
    (launch.path / "scopes/second.yaml").unlink()
    ended = run("render", "--check", folder=launch.path)
    assert ended.code == 1
    assert "docs/launch/second-launch.md: there is no such launch any more\n" in ended.out
    assert (launch.path / "docs/launch/second-launch.md").exists()
    ended = run("render", folder=launch.path)
    assert "removed docs/launch/second-launch-run-of-show.md\n" in ended.out
    assert "removed docs/launch/second-launch.md\n" in ended.out
    assert sorted(path.name for path in (launch.path / "docs/launch").iterdir()) == sorted(
        Path(one).name for one in ALL
    )


def test_a_named_scope_is_looked_at_alone_with_the_index(launch: RepositoryBuilder) -> None:
    run("render", folder=launch.path)
    _drift(launch)
    launch.write("scopes/second.yaml", SECOND)
    ended = run("render", "--check", "second-launch", folder=launch.path)
    assert ended.code == 1
    assert CHECKLIST not in ended.out
    assert f"{INDEX}: has drifted" in ended.out
    ended = run("render", "second-launch", folder=launch.path)
    written = (INDEX, "docs/launch/second-launch-run-of-show.md", "docs/launch/second-launch.md")
    assert ended.out == "".join(f"wrote {path}\n" for path in written)
    assert "(public-launch.md)" in (launch.path / INDEX).read_text()
    assert run("render", "--check", "second-launch", folder=launch.path).code == 0
    assert run("render", "--check", folder=launch.path).code == 1


def test_a_scope_that_does_not_exist_has_no_documents(launch: RepositoryBuilder) -> None:
    ended = run("render", "nowhere", folder=launch.path)
    assert (ended.code, ended.out) == (2, "")
    assert "RDY055" in ended.err


def test_where_other_scopes_cannot_be_read_the_index_is_left_alone(launch: RepositoryBuilder) -> None:
    run("render", folder=launch.path)
    before = (launch.path / INDEX).read_text()
    launch.write("scopes/second.yaml", SECOND.replace("rollback: docs/ops.md#rollback", "needs: nothing-at-all"))
    ended = run("render", "public-launch", folder=launch.path)
    assert (ended.code, ended.out) == (0, "2 documents are up to date\n")
    assert "The index was left alone" in ended.err
    assert (launch.path / INDEX).read_text() == before
    assert run("render", "--check", folder=launch.path).code == 2


@pytest.mark.parametrize("path", [CHECKLIST, RUN_OF_SHOW])
def test_what_somebody_wrote_by_hand_is_never_overwritten(launch: RepositoryBuilder, path: str) -> None:
    launch.write(path, "# Mine\n")
    before = content_of(launch.path / "docs")
    ended = run("render", folder=launch.path)
    assert (ended.code, ended.out) == (2, "")
    assert f"{path}: error RDY050" in ended.err
    assert content_of(launch.path / "docs") == before


def test_nothing_is_written_through_a_symbolic_link(launch: RepositoryBuilder, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (launch.path / "docs/launch").symlink_to(tmp_path / "outside")
    assert run("render", folder=launch.path).code == 2
    assert list((tmp_path / "outside").iterdir()) == []


def test_documents_show_no_status(launch: RepositoryBuilder) -> None:
    run("render", folder=launch.path)
    before = content_of(launch.path / "docs/launch")
    launch.write("reports/deploy.xml", "<testsuite")
    run("render", folder=launch.path)
    assert content_of(launch.path / "docs/launch") == before


def test_a_template_that_fails_is_named_with_its_line_and_what_stands_there(launch: RepositoryBuilder) -> None:
    launch.write("templates/run-of-show.md.j2", "# Ours\n{{ run.steps_taken }}\n")
    ended = run("render", folder=launch.path)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("templates/run-of-show.md.j2:2:1: error RDY057")
    assert "{{ run.steps_taken }}" in " ".join(ended.err.split())
    assert not (launch.path / "docs/launch").exists()
