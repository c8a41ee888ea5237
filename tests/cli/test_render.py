from pathlib import Path

from tests.cli.program import run
from tests.repository import RepositoryBuilder, content_of

DOCUMENT = "docs/launch/public-launch.md"


def test_the_checklist_of_each_scope_is_written(launch: RepositoryBuilder) -> None:
    ended = run("render", folder=launch.path)
    assert (ended.code, ended.out) == (0, f"wrote {DOCUMENT}\n")
    assert "# Launch checklist: Public launch" in (launch.path / DOCUMENT).read_text()


def test_rendering_twice_changes_nothing(launch: RepositoryBuilder) -> None:
    run("render", folder=launch.path)
    before = content_of(launch.path / "docs")
    assert run("render", folder=launch.path).out == "1 document is up to date\n"
    assert content_of(launch.path / "docs") == before


def test_drift_is_named_shown_and_left_alone(launch: RepositoryBuilder) -> None:
    run("render", folder=launch.path)
    document = launch.path / DOCUMENT
    document.write_text(document.read_text().replace("Deploys drop no request", "Deploys drop some"))
    before = content_of(launch.path / "docs")
    ended = run("render", "--check", folder=launch.path)
    assert ended.code == 1
    assert f"{DOCUMENT}: has drifted" in ended.out
    assert "  -Deploys drop some" in ended.out
    assert "  +Deploys drop no request" in ended.out
    assert content_of(launch.path / "docs") == before


def test_a_document_that_was_never_written_is_drift(launch: RepositoryBuilder) -> None:
    ended = run("render", "--check", folder=launch.path)
    assert ended.code == 1
    assert not (launch.path / DOCUMENT).exists()


def test_documents_without_drift_pass(launch: RepositoryBuilder) -> None:
    run("render", folder=launch.path)
    assert run("render", "--check", folder=launch.path).code == 0


def test_what_somebody_wrote_by_hand_is_never_overwritten(launch: RepositoryBuilder) -> None:
    launch.write(DOCUMENT, "# Mine\n")
    ended = run("render", folder=launch.path)
    assert ended.code == 2
    assert f"{DOCUMENT}: error RDY050" in ended.err
    assert (launch.path / DOCUMENT).read_text() == "# Mine\n"


def test_nothing_is_written_through_a_symbolic_link(launch: RepositoryBuilder, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (launch.path / "docs/launch").symlink_to(tmp_path / "outside")
    assert run("render", folder=launch.path).code == 2
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_checklist_shows_no_status(launch: RepositoryBuilder) -> None:
    run("render", folder=launch.path)
    before = (launch.path / DOCUMENT).read_text()
    launch.write("reports/deploy.xml", "<testsuite")
    run("render", folder=launch.path)
    assert (launch.path / DOCUMENT).read_text() == before
