"""`python -m tests.tree.fuzz`: patterns against `git check-ignore`, entries of work trees against `git add`.

Many cases share one git call: each lies in a folder of its own. A case of the first kind is one list of patterns with
some paths, one of the second kind is one file with what happened to it.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from readiness.model.patterns import flaw_of
from readiness.tree.base import Entry
from readiness.tree.opening import open_tree
from readiness.tree.patterns import Matcher
from tests.repository import SETTINGS, RepositoryBuilder

_PARTS: Final = (
    "a",
    "b",
    "ab",
    "a.b",
    "*",
    "**",
    "?",
    "a*",
    "*b",
    "*.b",
    "[ab]",
    "[!a]",
    "[a-c].b",
    "é",
    "a b",
    "-a",
    "A",
)
_NAMES: Final = ("a", "b", "ab", "a.b", "c", "c.b", "é", "\udcff", "a\nb", "a b", "-a", "n\n", ".b", "A", "ba")
Case = tuple[tuple[str, ...], list[str]]


def pattern(chance: random.Random) -> str:
    """Return a pattern that is understood."""
    while True:
        lead = chance.choice(("", "", "", "/", "**/")) + "/".join(chance.choices(_PARTS, k=chance.randint(1, 3)))
        text = chance.choice(("", "", "", "!")) + lead + chance.choice(("", "", "/", "/**", "/*", "/**/*"))
        if flaw_of(text) is None:
            return text


def case(chance: random.Random) -> Case:
    """Return some patterns, and paths of files none of which lies below another."""
    paths = {"/".join(chance.choices(_NAMES, k=chance.randint(1, 4))) for _ in range(chance.randint(1, 12))}
    files = sorted(path for path in paths if not any(other.startswith(path + "/") for other in paths))
    return tuple(pattern(chance) for _ in range(chance.randint(1, 4))), files


def ignored_by_git(ground: RepositoryBuilder, cases: Sequence[Case]) -> list[set[str]]:
    """Return, of each case, the paths that git would ignore; git is asked once."""
    asked: list[str] = []
    for number, (patterns, files) in enumerate(cases):
        ground.write(f"{number}/.gitignore", b"".join(os.fsencode(each) + b"\n" for each in patterns))
        asked.extend(f"{number}/{file}" for file in files)
    feed = b"".join(os.fsencode(path) + b"\0" for path in asked)
    try:
        # A path that no case has makes git end well where nothing else matches.
        printed = ground.git("check-ignore", "--no-index", "--stdin", "-z", feed=feed + b"always\0")
    finally:
        for number in range(len(cases)):
            shutil.rmtree(ground.path / str(number))
    found: list[set[str]] = [set() for _ in cases]
    for path in printed.split("\0")[:-1]:
        number_, _, file = path.partition("/")
        if file:
            found[int(number_)].add(file)
    return found


def ground_in(folder: Path) -> RepositoryBuilder:
    """Return a repository in which `ignored_by_git` can ask."""
    ground = RepositoryBuilder(folder).start()
    ground.write(".git/info/exclude", "/always\n")
    return ground


def pattern_differences(ground: RepositoryBuilder, cases: Sequence[Case]) -> Iterator[str]:
    """Yield what git and `Matcher` see differently."""
    for (patterns, files), theirs in zip(cases, ignored_by_git(ground, cases), strict=True):
        ours = set(Matcher(files).matched(patterns))
        if ours != theirs:
            yield f"{patterns!r} over {files!r}: git has {sorted(theirs)!r}, we have {sorted(ours)!r}"


_CONTENTS: Final = (
    b"",
    b"a\n",
    b"a\r\n",
    b"a\r\nb\n",
    b"a\rb\n",
    b"a\r\nb\r\n",
    b"bin\0ary\r\n",
    b"$Id$\n",
    b"$Id: 0123 $\r\n",
    b"\xff\xfe\xfd\r\n",
    b"#!/bin/sh\r\necho\n",
    b"a\r\n\x1a",
)
_WIDE: Final = tuple(text.encode("utf-16") for text in ("a\n", "a\r\nb\n", "é\n", "b\n"))
_ATTRIBUTES: Final = (
    "",
    "",
    "text",
    "text=auto",
    "-text",
    "eol=crlf",
    "text eol=lf",
    "text=auto eol=crlf",
    "text=auto eol=lf",
    "ident",
    "text ident",
    "binary",
    "filter=nobody",
    "-filter",
    "crlf=input",
)
_WIDE_ATTRIBUTES: Final = "working-tree-encoding=UTF-16"
_FILE_NAMES: Final = (
    "a",
    "b.txt",
    "with space",
    'q"x',
    "l\nb",
    "\udcff\udcfe",
    "-d",
    "é",
    "t\tb",
    ":c",
    "*",
    "A",
    "Ab",
)
_SETTINGS: Final = {
    "core.autocrlf": (None, None, "true", "input", "false"),
    "core.eol": (None, None, "lf", "crlf"),
    "core.fileMode": (None, None, "false"),
    "core.symlinks": (None, None, None, "false"),
    "core.checkStat": (None, "minimal"),
    "core.trustctime": (None, "false"),
    "core.untrackedCache": (None, "true"),
}


class Grown:
    """A repository of many folders, each with a file, with what has happened to it since the last commit."""

    def __init__(self, folder: Path, chance: random.Random, cases: int) -> None:
        self._chance = chance
        self.repository = RepositoryBuilder(folder).start(
            f"--object-format={chance.choice(('sha1', 'sha1', 'sha256'))}"
        )
        self._set()
        self._folders = [f"d{number}" for number in range(cases)]
        if chance.random() < 0.3:
            self.repository.write(".gitattributes", f"* {chance.choice(_ATTRIBUTES)}\n")
        self._done: set[str] = set()
        self._wide = {folder for folder in self._folders if chance.random() < 0.05}
        self._attributes = {folder: _WIDE_ATTRIBUTES if folder in self._wide else "" for folder in self._folders}
        self._files = {folder: f"{folder}/{chance.choice(_FILE_NAMES)}" for folder in self._folders}
        for each in self._folders:
            self._start(each)
        self.repository.git("add", "--all")
        self.repository.git("commit", "--quiet", "--allow-empty", "--message", "Start")
        if chance.random() < 0.3:
            self._set()
        staged = [file for each in self._folders if (file := self._change(each)) is not None]
        self._stage([file for file in staged if os.path.lexists(self.repository.path / file)])
        for each in self._folders:
            if chance.random() < 0.15:
                self._change(each)

    def _set(self) -> None:
        for key, values in _SETTINGS.items():
            if (value := self._chance.choice(values)) is not None:
                self.repository.git("config", key, value)

    def _content(self, folder: str) -> bytes:
        return self._chance.choice(_WIDE if folder in self._wide else _CONTENTS)

    def _start(self, folder: str) -> None:
        if not self._attributes[folder]:
            self._attributes[folder] = self._chance.choice(_ATTRIBUTES)
        if self._attributes[folder]:
            self.repository.write(f"{folder}/.gitattributes", f"[!.]* {self._attributes[folder]}\n")
        if self._chance.random() < 0.8:
            self._put(folder)

    def _put(self, folder: str) -> None:
        path = self.repository.path / self._files[folder]
        _remove(path)
        kind = self._chance.random()
        if kind < 0.1:
            path.parent.mkdir(exist_ok=True)
            path.symlink_to(self._chance.choice(("nowhere", "../d0", "a\r\n", "../..")))
        elif kind < 0.15:
            self.repository.write(f"{self._files[folder]}/below", self._content(folder))
        else:
            self.repository.write(self._files[folder], self._content(folder))
            path.chmod(self._chance.choice((0o644, 0o644, 0o755)))

    def _change(self, folder: str) -> str | None:
        """Do something to the file in `folder`; return its path if it is to be staged then."""
        chance, path = self._chance, self.repository.path / self._files[folder]
        match 9 if folder in self._done else chance.randint(0, 9):
            case 0:
                _remove(path)
            case 1 if path.is_file() and not path.is_symlink():
                path.chmod(chance.choice((0o644, 0o755)))
            case 2 if folder not in self._wide:
                self.repository.write(f"{folder}/.gitattributes", f"* {chance.choice(_ATTRIBUTES)}\n")
            case 8 if folder not in self._wide and path.is_file() and not path.is_symlink():
                # Of files that it sees no change in, git looks at some again, by their times, and converts them anew.
                (self.repository.path / folder / ".gitattributes").unlink(missing_ok=True)
                path.write_bytes(b"other\n" + self._content(folder) + b"\r\n")
                self._done.add(folder)
                return None
            case 3 if os.path.lexists(path):
                os.utime(path, (1_700_000_000, 1_700_000_000), follow_symlinks=False)
            case 4:
                self.repository.write(f"{folder}/new", self._content(folder))
            case 5 | 6 | 7:
                self._put(folder)
            case _:
                return None
        return self._files[folder] if chance.random() < 0.3 else None

    def _stage(self, files: list[str]) -> None:
        """Stage some files, announce others, and take some out of the index that stay on disk."""
        arguments = {"add": ("add",), "announce": ("add", "--intent-to-add"), "forget": ("rm", "-r", "--cached")}
        chosen: dict[str, list[str]] = {name: [] for name in arguments}
        for file in files:
            chosen[self._chance.choice(("add", "add", "announce", "forget"))].append(file)
        for name, words in arguments.items():
            feed = b"".join(os.fsencode(f":(literal){file}") + b"\0" for file in chosen[name])
            more = ("--ignore-unmatch", "--quiet") if name == "forget" else ()
            if feed:
                self.repository.git(*words, *more, "--pathspec-from-file=-", "--pathspec-file-nul", feed=feed)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        path.unlink()


def stored_by_git(repository: RepositoryBuilder) -> list[Entry]:
    """Return what git itself stores when everything is added."""
    repository.git("add", "--all")
    found = []
    for record in repository.git("ls-files", "-s", "-z").split("\0")[:-1]:
        facts, path = record.split("\t", 1)
        mode, oid, _ = facts.split(" ")
        found.append(Entry(path, int(mode, 8), oid))
    return found


def entry_differences(grown: Grown) -> Iterator[str]:
    """Yield what git and the work tree's entries see differently."""
    tree = open_tree(grown.repository.path)
    ours, paths, doubts = list(tree.entries()), tree.paths(), tree.doubts()
    theirs = stored_by_git(grown.repository)
    yield from (f"git has {entry!a}, we have not" for entry in theirs if entry not in ours)
    yield from (f"we have {entry!a}, git has not" for entry in ours if entry not in theirs)
    if [entry.path for entry in ours] != list(paths):
        yield f"paths and entries differ: {set(paths) ^ {entry.path for entry in ours}!a}"
    yield from (f"there is a doubt about {path!a}: {why}" for path, why in doubts.items())


def main(argv: Sequence[str]) -> None:
    """Run as many cases as are asked for, and print every difference with the seed that leads to it."""
    parser = argparse.ArgumentParser(prog="python -m tests.tree.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=["patterns", "entries"])
    options = parser.parse_args(argv)
    os.environ.update(SETTINGS)
    for kind in ("patterns", "entries") if options.only is None else (options.only,):
        found = 0
        for seed in range(options.seed, options.seed + -(-options.cases // options.batch)):
            for difference in _differences(kind, seed, options.batch):
                found += 1
                sys.stdout.write(f"{kind}, seed {seed}: {difference}\n")
        sys.stdout.write(f"{options.cases:,} cases of {kind}: {found} differences\n")


def _differences(kind: str, seed: int, count: int) -> list[str]:
    chance = random.Random(seed)  # noqa: S311 - no secret comes of it
    with tempfile.TemporaryDirectory() as folder:
        if kind == "patterns":
            cases = [case(chance) for _ in range(count)]
            return list(pattern_differences(ground_in(Path(folder)), cases))
        return list(entry_differences(Grown(Path(folder), chance, count)))


if __name__ == "__main__":
    main(sys.argv[1:])
