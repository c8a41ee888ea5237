"""Lists of items in other documents: where they are looked for, and who is told of them."""

from pathlib import Path

import pytest

from readiness.config import Config
from readiness.evidence import kinds
from readiness.gather import listed as gathering
from readiness.gather.listed import Lists, find_lists
from readiness.link import link
from readiness.load import load
from readiness.tree.opening import open_tree
from tests.link.launches import scope, write

LIST = "<!-- readiness:scope=shop -->\n- `suite`\n<!-- readiness:end -->\n"


def gathered(root: Path, files: dict[str, str | bytes], *named: str) -> Lists:
    tree = open_tree(write(root, {"scopes/shop.yaml": scope(), **files}))
    return find_lists(link(load(tree, Config(), kinds()), named), tree, Config())


def test_lists_are_found_in_markdown_files_wherever_they_lie(tmp_path: Path) -> None:
    found = gathered(tmp_path, {"README.md": LIST, "a/b/PLAN.MARKDOWN": LIST, "plan.txt": LIST, "docs/x.rst": LIST})
    assert [one.path for one in found.by_scope["shop"]] == ["README.md", "a/b/PLAN.MARKDOWN"]


@pytest.mark.parametrize("path", ["docs/launch/shop.md", ".readiness/notes.md"])
def test_what_the_program_writes_itself_is_left_out(path: str, tmp_path: Path) -> None:
    assert not gathered(tmp_path, {path: LIST}).by_scope


def test_where_there_are_too_many_files_those_nearest_to_the_root_are_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST", 1)
    found = gathered(tmp_path, {"a/deep/one.md": LIST, "z.md": LIST})
    assert [one.path for one in found.by_scope["shop"]] == ["z.md"]
    [note] = found.notes
    assert note.endswith("not in 1 beyond.")


def test_nobody_who_has_no_list_is_bothered_with_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST", 1)
    assert gathered(tmp_path, {"a.md": "Words.\n", "b.md": "Words.\n"}) == Lists()


@pytest.mark.parametrize(
    ("written", "told", "flaw"),
    [
        ("shopp", "shop", "there is no scope `shopp`; did you mean `shop`?"),
        ("unheard-of", "bakery", "there is no scope `unheard-of`"),
    ],
)
def test_a_list_of_an_unknown_scope_is_told_once(written: str, told: str, flaw: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "scopes/bakery.yaml": scope("bakery"),
        "README.md": LIST.replace("=shop", f"={written}"),
    }
    assert {name: [one.flaw for one in lists] for name, lists in gathered(tmp_path, files).by_scope.items()} == {
        told: [flaw]
    }


def test_while_a_document_is_broken_nobody_is_told_that_a_scope_is_unknown(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"scopes/broken.yaml": "kind: [\n", "README.md": LIST.replace("=shop", "=other")}
    assert not gathered(tmp_path, files).by_scope


def test_which_scopes_are_judged_changes_nothing(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"scopes/bakery.yaml": scope("bakery"), "README.md": LIST}
    assert gathered(tmp_path, files, "bakery") == gathered(tmp_path, files)


def test_a_class_that_does_not_exist_is_a_flaw(tmp_path: Path) -> None:
    found = gathered(tmp_path, {"README.md": LIST.replace("=shop", "=shop class=critical")})
    assert [one.flaw for one in found.by_scope["shop"]] == ["`critical` is no class of items"]
