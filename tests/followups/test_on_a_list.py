"""`--create` on the list of the repository: one entry, however often it is tried, and nothing of the list is lost."""

from pathlib import Path
from typing import Final

import pytest

from tests.cli.inside import nobodys_machine, typed
from tests.cli.program import Ended
from tests.repository import RepositoryBuilder

__all__ = ["nobodys_machine"]

PATH: Final = "scopes/shop.yaml"
LIST: Final = ".readiness/followups.yaml"
SCOPE: Final = """\
kind: scope
id: shop
title: Shop
owner: release-manager
launch: 2099-12-15
items:
  - {id: deploy, title: Deploys drop no request, class: launch-critical}
  - {id: dashboards, title: "Usage: dashboards", class: launch-adjacent, owner: product}
"""
ENTRY: Final = """\
- id: dashboards
  title: "Usage: dashboards"
  state: open
  assignee: product
  due: 2099-02-01
  text: Tracks shop/dashboards.
"""


@pytest.fixture
def shop(tmp_path: Path, nobodys_machine: None) -> RepositoryBuilder:  # noqa: ARG001 - for its effect
    repository = RepositoryBuilder(tmp_path / "shop").start()
    repository.commit({PATH: SCOPE})
    return repository


def defer(shop: RepositoryBuilder, *more: str) -> Ended:
    words = ("defer", "dashboards", "--risk", "By hand.", "--due", "2099-02-01", "--create")
    return typed(*words, *more, folder=shop.path)


def text(shop: RepositoryBuilder, path: str) -> str:
    return (shop.path / path).read_bytes().decode()


def test_a_list_that_is_not_there_is_begun(shop: RepositoryBuilder) -> None:
    ended = defer(shop)
    assert (ended.code, ended.err) == (0, "")
    assert "  tracked: passed\n" in ended.out
    assert text(shop, LIST) == f"# Issues that this repository keeps itself.\n{ENTRY}"
    assert 'follow_up: {ref: "file:dashboards", risk: By hand., due: 2099-02-01}' in text(shop, PATH)


def test_an_entry_is_added_to_a_list_that_people_keep(shop: RepositoryBuilder) -> None:
    kept = "# Later.\r\n\r\n- id: app   # the app\r\n  title: The app\r\n  state: open\r\n"
    shop.write(LIST, kept)
    assert defer(shop).code == 0
    assert text(shop, LIST).startswith(kept)
    assert text(shop, LIST).replace("\r\n", "\n").endswith(f"\n{ENTRY}")
    assert text(shop, LIST).count("\n") == text(shop, LIST).count("\r\n")


def test_who_stopped_between_the_list_and_the_document_finds_the_entry(shop: RepositoryBuilder) -> None:
    assert defer(shop).code == 0
    before = text(shop, LIST)
    shop.git("checkout", "--", PATH)
    ended = defer(shop)
    assert (ended.code, text(shop, LIST)) == (0, before)
    assert ended.out.startswith("Found file:dashboards\n")
    assert "file:dashboards" in text(shop, PATH)


def test_a_name_that_something_else_has_is_not_taken(shop: RepositoryBuilder) -> None:
    shop.write(LIST, "- {id: dashboards, title: Dashboards in the car, state: open}\n")
    assert defer(shop).code == 0
    assert "file:shop-dashboards" in text(shop, PATH)
    shop.git("checkout", "--", PATH)
    assert defer(shop).out.startswith("Found file:shop-dashboards\n")


def test_an_entry_that_is_closed_is_not_taken_again(shop: RepositoryBuilder) -> None:
    shop.write(LIST, ENTRY.replace("state: open", "state: closed\n  why: done"))
    ended = defer(shop)
    assert (ended.code, text(shop, PATH)) == (2, SCOPE)
    assert "file:dashboards was opened for this before, and is closed (done)" in " ".join(ended.err.split())


@pytest.mark.parametrize(
    ("kept", "why"),
    [
        pytest.param("- id: [\n", "RDY028", id="no-yaml"),
        pytest.param("- {id: a, title: A}\n", "RDY028", id="no-issue"),
        pytest.param("- {id: a, title: A, state: open}\n" * 2, "it has a twice", id="twice"),
        pytest.param(b"\xff\xfe", "RDY007", id="no-utf-8"),
    ],
)
def test_a_list_that_cannot_be_read_stops_it(shop: RepositoryBuilder, kept: str | bytes, why: str) -> None:
    shop.write(LIST, kept)
    ended = defer(shop)
    assert (ended.code, text(shop, PATH)) == (2, SCOPE)
    assert why in " ".join(ended.err.split())


@pytest.mark.parametrize("path", ["../later.yaml", "/srv/later.yaml", ".git/later.yaml", "a/../b.yaml", "a\x1bb"])
def test_a_list_has_to_lie_in_the_repository(shop: RepositoryBuilder, path: str) -> None:
    ended = defer(shop, "--project", path)
    assert (ended.code, "RDY056" in ended.err, text(shop, PATH)) == (2, True, SCOPE)


def test_a_list_behind_a_link_that_leads_out_is_not_written(shop: RepositoryBuilder) -> None:
    outside = shop.path.parent / "outside"
    outside.mkdir()
    (shop.path / ".readiness").symlink_to(outside)
    ended = defer(shop)
    assert (ended.code, list(outside.iterdir()), text(shop, PATH)) == (2, [], SCOPE)


def test_a_list_among_the_documents_would_not_load(shop: RepositoryBuilder) -> None:
    ended = defer(shop, "--project", "scopes/later.yaml")
    assert (ended.code, (shop.path / "scopes/later.yaml").exists(), text(shop, PATH)) == (2, False, SCOPE)
