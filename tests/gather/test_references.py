"""Where references lead: a file, a heading, a flag; what cannot be read leads nowhere that counts."""

from pathlib import Path

import pytest

from readiness.gather.references import follow
from readiness.model.dossier import Pointed
from readiness.tree.opening import open_tree
from tests.link.launches import write

FILES: dict[str, str | bytes] = {
    "ops.md": "# Operations\n\n## Rollback\n\nRevert.\n\n## Later\n",
    "UPPER.MD": "# Rollback\n\nRevert.\n",
    "blank.md": " \n\t\n",
    "latin.md": b"# R\xfcckbau\n",
    "flags.json": '{"payments": {"live": true}, "search": false}\n',
    "flags.yaml": "payments: true\n",
    "flags.toml": "payments = true\n",
    "torn.json": '{"payments":\n',
    "notes.txt": "Rollback\n",
    "folder/in.md": "# In\n",
}


def shipped(_: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("ops.md", Pointed.FOUND),
        ("ops.md#rollback", Pointed.FOUND),
        ("UPPER.MD#rollback", Pointed.FOUND),
        ("ops.md#Rollback", Pointed.NO_ANCHOR),
        ("ops.md#later", Pointed.EMPTY),
        ("none.md", Pointed.NO_FILE),
        ("none.md#rollback", Pointed.NO_FILE),
        ("blank.md", Pointed.EMPTY),
        ("blank.md#rollback", Pointed.EMPTY),
        ("latin.md#rollback", Pointed.UNREADABLE),
        ("folder", Pointed.UNREADABLE),
        ("flags.json#search", Pointed.FOUND),
        ("flags.json#payments.live", Pointed.FOUND),
        ("flags.json#sea", Pointed.NO_ANCHOR),
        ("flags.yaml#payments", Pointed.FOUND),
        ("flags.toml#payments", Pointed.FOUND),
        ("flags.toml#search", Pointed.NO_ANCHOR),
        ("torn.json#payments", Pointed.UNREADABLE),
        ("torn.json", Pointed.FOUND),
        ("notes.txt", Pointed.FOUND),
        ("notes.txt#rollback", Pointed.UNREADABLE),
    ],
)
def test_a_reference_leads_to_what_is_there(tmp_path: Path, reference: str, expected: Pointed) -> None:
    assert follow([reference], open_tree(write(tmp_path, FILES)), 1 << 20, shipped).found == {reference: expected}


def test_a_file_that_is_too_large_is_unreadable(tmp_path: Path) -> None:
    assert follow(["ops.md"], open_tree(write(tmp_path, FILES)), 10, shipped).found == {"ops.md": Pointed.UNREADABLE}


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one(tmp_path: Path) -> None:
    followed = follow(
        ["ops.md#roll-back", "ops.md#zzz", "latin.md#x"], open_tree(write(tmp_path, FILES)), 1 << 20, shipped
    )
    assert followed.nearest == {"ops.md#roll-back": "ops.md#rollback"}


def test_a_file_is_looked_into_once_for_all_its_headings(tmp_path: Path) -> None:
    references = ["ops.md#rollback", "ops.md#operations", "ops.md#later", "ops.md#none"]
    found = follow(references, open_tree(write(tmp_path, FILES)), 1 << 20, shipped).found
    assert [found[reference] for reference in references] == [
        Pointed.FOUND,
        Pointed.FOUND,
        Pointed.EMPTY,
        Pointed.NO_ANCHOR,
    ]


def test_a_runbook_that_git_ignores_does_not_ship(tmp_path: Path) -> None:
    followed = follow(["ops.md#roll-back"], open_tree(write(tmp_path, FILES)), 1 << 20, lambda path: path != "ops.md")
    assert followed.found == {"ops.md#roll-back": Pointed.NOT_SHIPPED}
