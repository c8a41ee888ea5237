"""The documents that `readiness render` writes, held against markdownlint with all its rules as it comes."""

import shutil
import subprocess
from pathlib import Path

import pytest

from readiness.model.checklist import ScopeChecklist
from tests.integration.npm import MARKDOWNLINT, installed
from tests.render.checklists import LAUNCH, NASTY, filled
from tests.render.test_launch_documents import DOCUMENTS

pytestmark = pytest.mark.integration
COMMITTED = Path(__file__).resolve().parents[2] / "docs/launch"
TEXTS = (
    *(
        "Ship it!",
        "Is it so?",
        "ends in a colon:",
        "# heading",
        "1. list",
        "- [ ] box",
        "* star *",
        "+ plus",
        "> quote",
    ),
    *("`code`", "`` two", "a | b", "<b>bold</b>", "<!-- x -->", "-->", "[x](y)", "[x][y]", "[^1]: note", "![i](p.png)"),
    *("https://example.org/a_b", "www.example.org", "on-call@example.org", "@everyone #12 !45", "_em_ and __strong__"),
    *("C:\\path\\", "$x$", "&amp;", "***", "---", "===", "::error::x", "~~gone~~", "here", "Setext\n===", "| --- |"),
)


def _linted(folder: Path) -> str:
    """Return what markdownlint has against the documents in `folder`, without what it says to everybody."""
    program = installed(MARKDOWNLINT, "markdownlint-cli2")
    done = subprocess.run([program, "*.md"], cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert f"Linting: {len(list(folder.glob('*.md')))} file(s)" in done.stdout
    assert (done.returncode == 0) == (not done.stderr), done.stderr
    return done.stderr


def _write(folder: Path, name: str, scope: ScopeChecklist) -> None:
    for kind, written in DOCUMENTS.items():
        (folder / f"{name}-{kind}.md").write_text(written(scope), encoding="utf-8")


def test_the_documents_of_this_project_pass(tmp_path: Path) -> None:
    for path in COMMITTED.glob("*.md"):
        shutil.copy(path, tmp_path)
    assert _linted(tmp_path) == ""


def test_documents_pass_whatever_people_have_written_into_them(tmp_path: Path) -> None:
    _write(tmp_path, "plain", LAUNCH)
    _write(tmp_path, "hostile", NASTY)
    for number, text in enumerate(TEXTS):
        _write(tmp_path, f"text-{number}", filled(text))
    assert _linted(tmp_path) == ""


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    (tmp_path / "wrong.md").write_text("# Ship it!\n[here](#nowhere)\n")
    assert {"MD022", "MD026", "MD051"} <= {word.partition("/")[0] for word in _linted(tmp_path).split()}
