"""The vectors of the page hold for the words of the page, and for the program."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from readiness.tree.base import Entry
from readiness.tree.covered import Fingerprints
from readiness.tree.fingerprint import parse_contents
from tests.docs.pages import ROOT, fences

PAGE = ROOT / "docs" / "fingerprint.md"
VECTORS: list[dict[str, Any]] = [
    json.loads(fence.text) for fence in fences(PAGE.read_text(encoding="utf-8")) if fence.info == "json"
]


def raw(file: Mapping[str, str]) -> bytes:
    return file["path"].encode() if "path" in file else bytes.fromhex(file["path_hex"])


def named(file: Mapping[str, str]) -> str:
    return file.get("path") or file["path_hex"]


class Page:
    """The tree of one vector."""

    def __init__(self, vector: Mapping[str, Any]) -> None:
        self.object_format: str = vector["object_format"]
        self.files: list[dict[str, str]] = sorted(vector["files"], key=raw)

    def entries(self) -> Sequence[Entry]:
        return [Entry(_path(file), int(file["mode"], 8), file["oid"]) for file in self.files]

    def paths(self) -> Sequence[str]:
        return [entry.path for entry in self.entries()]

    def submodules(self) -> frozenset[str]:
        return frozenset(_path(file) for file in self.files if file["mode"] == "160000")

    def doubts(self) -> Mapping[str, str]:
        return {}


def _path(file: Mapping[str, str]) -> str:
    return raw(file).decode("utf-8", "surrogateescape")


def test_the_page_has_vectors() -> None:
    assert len(VECTORS) >= 6
    assert {vector["object_format"] for vector in VECTORS} == {"sha1", "sha256"}


@pytest.mark.parametrize("vector", VECTORS, ids=range(len(VECTORS)))
def test_each_vector_is_what_the_page_says_is_hashed(vector: Mapping[str, Any]) -> None:
    files = {named(file): file for file in vector["files"]}
    chosen = [files[name] for name in vector["order"]]
    assert chosen == sorted(chosen, key=raw)
    preimage = b"readiness-covered/1\0" + vector["object_format"].encode() + b"\0"
    for file in chosen:
        preimage += b"%s %s\t%s\0" % (file["mode"].encode(), file["oid"].encode(), raw(file))
    assert (len(preimage), hashlib.sha256(preimage).hexdigest()) == (vector["bytes"], vector["fingerprint"])


@pytest.mark.parametrize("vector", VECTORS, ids=range(len(VECTORS)))
def test_each_vector_is_what_the_program_finds(vector: Mapping[str, Any]) -> None:
    covered = Fingerprints(Page(vector)).covered(tuple(vector["covers"]), tuple(vector["inputs"]))
    paths = {_path(file): named(file) for file in vector["files"]}
    assert [paths[path] for path in parse_contents(covered.contents)] == vector["order"]
    assert (covered.count, len(covered.contents)) == (len(vector["order"]), vector["bytes"])
    assert covered.digest == vector["fingerprint"]


def test_the_bytes_that_are_shown_are_those_that_are_hashed() -> None:
    [shown] = [
        fence.text
        for fence in fences(PAGE.read_text(encoding="utf-8"))
        if fence.text.startswith("readiness-covered/1\\0")
    ]
    preimage = shown.replace("\n", "").replace("\\0", "\0").replace("\\t", "\t").encode()
    assert hashlib.sha256(preimage).hexdigest() == VECTORS[0]["fingerprint"]
