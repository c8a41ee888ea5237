"""Which files are read, and which are found where none is read."""

from collections.abc import Callable

import pytest

from readiness.config import Config
from readiness.load import files as module
from readiness.load import notes
from readiness.load.files import select
from readiness.model.loaded import Documents
from readiness.tree.base import Unread

Load = Callable[..., Documents]

SCOPE = b"kind: scope\nid: launch\ntitle: Launch\nitems:\n  - {id: a, title: A, class: launch-critical}\n"


def codes(documents: Documents) -> list[str]:
    return [problem.code for problem in documents.problems]


def test_documents_lie_at_any_depth_under_the_configured_folders(loaded: Load) -> None:
    files = {"launches/a/b/c.yaml": SCOPE, "more/d.yaml": SCOPE}
    documents = loaded(files, config=Config(scopes=("launches", "more/")))
    assert [scope.path for scope in documents.scopes] == ["launches/a/b/c.yaml", "more/d.yaml"]
    assert not documents.problems


def test_the_root_can_be_the_folder_of_documents(loaded: Load) -> None:
    assert [scope.path for scope in loaded({"c.yaml": SCOPE}, config=Config(scopes=(".",))).scopes] == ["c.yaml"]


def test_a_folder_whose_name_only_begins_like_a_configured_one_is_another(loaded: Load) -> None:
    assert codes(loaded({"scopes-old/a.yaml": SCOPE})) == ["RDY019"]


@pytest.mark.parametrize(
    "data",
    [
        b"kind: Scope\nitems: []\n",
        b"kind: scope\n",
        b"spec:\n  kind: scope\nitems: []\n",
        b"kind: scope\nspec:\n  items: []\n",
        b"#" * 5000 + b"\nkind: scope\nitems: []\n",
        b"\xff",
        b"",
        Unread.LEADS_OUTSIDE,
    ],
)
def test_yaml_of_other_tools_is_left_alone(data: bytes | Unread, loaded: Load) -> None:
    documents = loaded({"deploy/x.yaml": data})
    assert not documents.problems
    assert not documents.broken


@pytest.mark.parametrize(
    "head", [b"kind: 'scope' # ours\r\n", b'# a scope\nid: x\nkind: "scope"\n', b"---\nkind:   scope\n"]
)
def test_a_stray_scope_is_found_however_it_is_written(head: bytes, loaded: Load) -> None:
    assert codes(loaded({"deploy/x.yml": head + b"items: []\n"})) == ["RDY019"]


def test_ignored_files_elsewhere_are_not_looked_at(loaded: Load) -> None:
    assert not loaded({"tests/x.yaml": SCOPE}, config=Config(ignore=("tests/",))).problems


def test_ignoring_never_hides_a_document_in_its_folder(loaded: Load) -> None:
    ignore = Config(ignore=("scopes/", "*.yaml", "*.yml"))
    assert len(loaded({"scopes/x.yaml": SCOPE}, config=ignore).scopes) == 1
    assert codes(loaded({"scopes/x.yml": SCOPE}, config=ignore)) == ["RDY019"]


def test_among_very_many_yaml_files_only_telling_names_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_OUTSIDE", 3)
    paths = ["a.yaml", "b.yml", "c/Scope.yaml", "readiness/d.yaml", "e.txt"]
    assert select(paths[:3], Config()).elsewhere == tuple(paths[:3])
    assert select(paths, Config()).elsewhere == ("c/Scope.yaml", "readiness/d.yaml")


def test_a_missing_fast_parser_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert notes() == ()
    monkeypatch.setattr("readiness.load.has_c_parser", lambda: False)
    assert len(notes()) == 1
