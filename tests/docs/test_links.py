"""Every link in the documents of this repository leads somewhere."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from readiness.reading.markdown import anchors
from tests.docs.pages import ROOT, links, pages


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    assert [found for link in links(page.read_text()) if (found := _wrong(page, link.target)) is not None] == []


def _wrong(page: Path, target: str) -> str | None:
    if re.match(r"[a-z][a-z0-9+.-]*:", target):
        return None
    name, _, anchor = unquote(target).partition("#")
    file = (page.parent / name).resolve() if name else page
    if not file.is_relative_to(ROOT) or not file.exists():
        return f"{target}: there is no such file"
    if anchor and anchor not in anchors(file.read_bytes()):
        return f"{target}: there is no such heading"
    return None


@pytest.mark.parametrize(
    ("target", "why"),
    [
        pytest.param("nowhere.md", "nowhere.md: there is no such file", id="no-file"),
        pytest.param("../../elsewhere.md", "../../elsewhere.md: there is no such file", id="out-of-the-repository"),
        pytest.param("#nowhere", "#nowhere: there is no such heading", id="no-heading-here"),
        pytest.param("docs/guide.md#nowhere", "docs/guide.md#nowhere: there is no such heading", id="no-heading-there"),
        pytest.param("docs/guide.md#start", None, id="good"),
        pytest.param("https://example.org/nowhere", None, id="elsewhere"),
    ],
)
def test_a_broken_link_is_found(target: str, why: str | None) -> None:
    assert _wrong(ROOT / "README.md", target) == why


def test_the_documents_are_looked_at() -> None:
    names = {str(page.relative_to(ROOT)) for page in pages()}
    assert {"README.md", "docs/guide.md", "docs/rules/README.md", "runbooks/release.md"} <= names
