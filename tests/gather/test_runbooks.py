"""Runbooks that nobody refers to: what is one, what refers to it, and which scope is told."""

from pathlib import Path

import pytest

from readiness.config import Config
from readiness.evidence import kinds
from readiness.gather.runbooks import unreferenced
from readiness.link import link
from readiness.load import load
from readiness.tree.opening import open_tree
from tests.link.launches import item, scope, write

TEXT = "# How to\n"
DEPLOY = item("deploy", "rollback: runbooks/deploy.md#how-to")


def told(
    root: Path, files: dict[str, str | bytes], *named: str, config: Config | None = None
) -> dict[str, tuple[str, ...] | None]:
    settings = config or Config()
    tree = open_tree(write(root, {"runbooks/deploy.md": TEXT, "runbooks/dns.md": TEXT, **files}))
    return dict(unreferenced(link(load(tree, settings, kinds()), named), tree, settings))


def test_a_runbook_is_referred_to_by_whatever_a_scope_names_a_file_with(tmp_path: Path) -> None:
    head = """\
    defaults: {rollback: runbooks/default.md}
    behaviours: [{id: b, statement: It sells., documented_at: runbooks/behaviour.md#x}]
    unsupported: [{id: u, statement: One region., documented_at: runbooks/limit.md}]
    """
    items = (
        item("a", "rollback: {plan: kill-switch, kill_switch: runbooks/switch.md#x}")
        + item("c", "evidence: {kind: file, path: runbooks/proof.md}")
        + item("d", "evidence: {kind: file, path: 'runbooks/drills/*.md'}")
    )
    names = ("default", "behaviour", "limit", "switch", "proof", "drills/one")
    files: dict[str, str | bytes] = {f"runbooks/{name}.md": TEXT for name in names}
    found = told(tmp_path, {**files, "scopes/shop.yaml": scope(items=items, head=head)})
    assert found == {"shop": ("runbooks/deploy.md", "runbooks/dns.md")}


@pytest.mark.parametrize("path", ["runbooks/README.md", "runbooks/a/Index.md", "runbooks/run.sh", "docs/dns.md"])
def test_indexes_scripts_and_what_lies_elsewhere_are_no_runbooks(path: str, tmp_path: Path) -> None:
    found = told(tmp_path, {path: TEXT, "scopes/shop.yaml": scope(items=DEPLOY)})
    assert found == {"shop": ("runbooks/dns.md",)}


def test_where_no_scope_refers_to_a_runbook_nobody_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, {"scopes/shop.yaml": scope()}) == {}


def test_the_whole_repository_is_no_folder_of_runbooks(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"scopes/shop.yaml": scope(items=DEPLOY)}
    assert told(tmp_path, files, config=Config(runbooks=".")) == {}


def test_each_is_told_once_by_the_scope_with_the_nearest_runbook_whichever_are_judged(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "scopes/bakery.yaml": scope("bakery", items=DEPLOY),
        "scopes/shop.yaml": scope(items=item("x", "rollback: runbooks/shop/deploy.md")),
        "runbooks/shop/deploy.md": TEXT,
        "runbooks/shop/night/paging.md": TEXT,
    }
    expected = {"bakery": ("runbooks/dns.md",), "shop": ("runbooks/shop/night/paging.md",)}
    assert told(tmp_path, files) == expected
    assert told(tmp_path, files, "shop") == expected


def test_a_retired_scope_refers_to_its_runbooks_and_is_told_of_none(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "scopes/a.yaml": scope("a", items=DEPLOY, head="state: retired\n"),
        "scopes/b.yaml": scope("b"),
    }
    assert told(tmp_path, files) == {"a": ()}


def test_while_a_document_is_broken_nobody_can_tell(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"scopes/shop.yaml": scope(items=DEPLOY), "scopes/broken.yaml": "kind: [\n"}
    assert told(tmp_path, files) == {"shop": None}
