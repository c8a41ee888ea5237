"""Which files are documents, and which look like one where none is read.

Read is what ends in `.yaml` under a configured folder, whatever `ignore` says: ignoring must not hide a scope. A `.yml`
there is a problem. Elsewhere, a YAML file is taken for a stray document if its first 4 KiB hold `kind: scope` or
`kind: directory` as a line of its own, and the file holds `items:` or `owners:` as another. Looked at are files whose
path holds `scope` or `readiness`, and all others too where there are no more than `MAX_OUTSIDE` YAML files: reading
every YAML file of a large monorepo would make each check slow. Files above `MAX_OUTSIDE_BYTES` are not looked at.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from readiness.config import Config
from readiness.errors import Problem, ReadinessError
from readiness.model.loaded import Broken
from readiness.model.place import Location
from readiness.model.problems import code_of
from readiness.tree.base import Tree, Unread

MAX_OUTSIDE: Final = 2_000
MAX_OUTSIDE_BYTES: Final = 1 << 20
_HEAD: Final = 4096
_KIND: Final = re.compile(rb"""^(["']?)kind\1[ \t]*:[ \t]*(["']?)(scope|directory)\2[ \t]*(?:#.*)?$""", re.MULTILINE)
_HOLDS: Final = {
    b"scope": re.compile(rb"""^(["']?)items\1[ \t]*:""", re.MULTILINE),
    b"directory": re.compile(rb"""^(["']?)owners\1[ \t]*:""", re.MULTILINE),
}
_ID: Final = re.compile(rb"""^(["']?)id\1[ \t]*:[ \t]*(["']?)([a-z0-9-]+)\2[ \t]*(?:#.*)?$""", re.MULTILINE)
_TELLING: Final = ("scope", "readiness")


@dataclass(frozen=True, slots=True)
class Selection:
    """The paths of documents; of files with the wrong suffix; and of files elsewhere that have to be looked at.

    `others` lie in the folders of documents and are none, unless there is no looking into them.
    """

    documents: tuple[str, ...]
    misnamed: tuple[str, ...]
    elsewhere: tuple[str, ...]
    others: tuple[str, ...]


def select(paths: Iterable[str], config: Config) -> Selection:
    """Return what is to be done with each of `paths`."""
    folders = tuple(f"{folder.rstrip('/')}/" if folder not in ("", ".") else "" for folder in config.scopes)
    documents: list[str] = []
    misnamed: list[str] = []
    outside: list[str] = []
    others: list[str] = []
    told_apart = tuple(folder for folder in folders if folder)
    # A link or a submodule can stand in place of such a folder, or of one above it.
    ways = frozenset(folder[:end] for folder in told_apart for end in range(len(folder)) if folder[end] == "/")
    for path in paths:
        if path[-5:].lower() != ".yaml" and path[-4:].lower() != ".yml":
            if path.startswith(told_apart) or path in ways:
                others.append(path)
            continue
        if not path.startswith(folders):
            outside.append(path)
        elif path.endswith(".yaml"):
            documents.append(path)
        else:
            misnamed.append(path)
    return Selection(tuple(documents), tuple(misnamed), tuple(_worth_a_look(outside, config.ignore)), tuple(others))


def _worth_a_look(outside: Sequence[str], ignore: Sequence[str]) -> Sequence[str]:
    if ignore and outside:
        from pathspec import GitIgnoreSpec  # noqa: PLC0415 - slow to import, and often not needed

        ignored = frozenset(GitIgnoreSpec.from_lines(ignore).match_files(outside))
        outside = [path for path in outside if path not in ignored]
    if len(outside) > MAX_OUTSIDE:
        outside = [path for path in outside if any(word in path.lower() for word in _TELLING)][:MAX_OUTSIDE]
    return outside


def hidden(tree: Tree, config: Config) -> Iterator[tuple[Problem, Broken]]:
    """Yield the problems of documents that are not listed: ignored by git, or where nobody may look, or not there.

    Of several folders that a configuration names, each has to hold something: a typo would take a scope out of the run.
    """
    listed = frozenset(tree.paths())
    for folder in (folder.strip("/") for folder in config.scopes if folder.strip("/") not in ("", ".")):
        try:
            # In a pattern these characters would stand for others than themselves.
            start = re.sub(r"[\[\]*?]", "?", folder)
            found = tree.find([f"/{start}/**/*.yaml", f"/{start}/**/*.yml"])
        except ReadinessError as error:
            said = error.problems[0]
            yield Problem(code_of("unreadable-file"), said.message, said.fix, Location(folder)), Broken(folder)
            continue
        if len(config.scopes) > 1 and not found and not _is_there(folder, listed):
            message = f"`scopes` names {folder}/, and nothing lies there"
            yield Problem(code_of("config-invalid"), message, "correct it, or leave it out"), Broken(folder)
        for path in found:
            if path not in listed and path.startswith(f"{folder}/"):
                message = "git ignores this document, so nobody else judges it"
                fix = "stop ignoring it, or move it out of the folder of documents"
                yield Problem(code_of("misplaced-document"), message, fix, Location(path)), Broken(path)


def _is_there(folder: str, listed: Collection[str]) -> bool:
    """Return whether something lies in `folder`, or a link or a submodule stands in its way, which is told apart."""
    return any(path.startswith(f"{folder}/") or f"{folder}/".startswith(f"{path}/") for path in listed)


def misnamed(path: str, data: object) -> tuple[Problem, Broken]:
    """Return the problem of a file in a folder of documents whose suffix is not `.yaml`."""
    better = f"{path[: path.rindex('.')]}.yaml"
    problem = Problem(
        code_of("misplaced-document"),
        "a file of this name is not read",
        f"rename it to {better.rsplit('/', 1)[-1]}",
        Location(path),
    )
    return problem, _said(path, data)


def unseen(path: str, data: object) -> tuple[Problem, Broken] | None:
    """Return the problem of a submodule or a link to a folder, in which documents could lie; None for a file."""
    if data not in {Unread.NOT_A_FILE, Unread.LEADS_OUTSIDE}:
        return None
    problem = Problem(
        code_of("misplaced-document"),
        "documents behind a submodule or a link to a folder are not read",
        "put the documents themselves here, or move this out of the folder of documents",
        Location(path),
    )
    return problem, Broken(path)


def stray(path: str, data: object, folders: Sequence[str]) -> tuple[Problem, Broken] | None:
    """Return the problem of a document that lies elsewhere; None for what is none."""
    if not isinstance(data, bytes):
        return None
    lines = _lines(data)
    kind = _KIND.search(lines[:_HEAD])
    if kind is None or _HOLDS[kind[3]].search(lines) is None:
        return None
    problem = Problem(
        code_of("misplaced-document"),
        f"this is a {kind[3].decode()} outside of the folders that are read",
        f"move it under {' or '.join(f'{folder}/' for folder in folders)}, or list it under `ignore`",
        Location(path, lines.count(b"\n", 0, kind.start()) + 1, 1),
    )
    return problem, _said(path, data)


def _said(path: str, data: object) -> Broken:
    """Return what a file that is not read says about itself, so that it can be told whom it stops."""
    head = _lines(data)[:_HEAD] if isinstance(data, bytes) else b""
    kind, name = _KIND.search(head), _ID.search(head)
    return Broken(path, kind[3].decode() if kind else None, name[3].decode() if name else None)


def _lines(data: bytes) -> bytes:
    """Return `data` as the loader would read it: without a byte order mark, and with one kind of line break."""
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
