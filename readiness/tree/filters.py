"""Content filters (`filter.NAME.clean`, `.process`) of git's settings: kept from running, and what that leaves open.

A filter is a program that a setting names, so reading may not run it. Git is told that none of them does anything; then
each file that looks changed, and that an attribute sends through one, has either an object id that is worked out here
(Git LFS), or none that anybody can tell. End-of-line conversion and the like are no programs, and stay git's business.

Source: `git config --null --list`, records `key LF value NUL`; `git check-attr -z`, `path NUL attribute NUL value NUL`.
"""

import hashlib
import os
import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from readiness.model.wording import printable
from readiness.tree.disk import Disk
from readiness.tree.git import Git
from readiness.tree.lfs import is_lfs, stored_by_lfs

_NOTHING: Final = {"clean": "", "smudge": "", "process": "", "required": "false"}
_RUN_BY_ADD: Final = ("process", "clean")
_NO: Final = frozenset({"", "false", "no", "off", "0"})
_PLAIN: Final = frozenset({"unspecified", "unset", "set", "utf-8", "utf8"})
_COUNT: Final = "GIT_CONFIG_COUNT"


@dataclass(frozen=True, slots=True)
class Drivers:
    """The filters that git's settings name: each with its settings; `extended` is set where Git LFS runs more."""

    settings: Mapping[str, Mapping[str, str]]
    extended: bool

    @property
    def active(self) -> frozenset[str]:
        """The filters that `git add` would run, or would miss."""
        return frozenset(name for name in self.settings if self.commands(name) or self._required(name))

    def commands(self, name: str) -> tuple[str, ...]:
        """Return the commands that `git add` may run for the filter `name`."""
        settings = self.settings[name]
        return tuple(settings[key] for key in _RUN_BY_ADD if settings.get(key))

    def is_lfs(self, name: str) -> bool:
        """Return whether the filter `name` does what Git LFS does, and nothing else."""
        commands = self.commands(name)
        return name == "lfs" and not self.extended and bool(commands) and all(is_lfs(each) for each in commands)

    def _required(self, name: str) -> bool:
        return self.settings[name].get("required", "").lower() not in _NO

    @property
    def silenced(self) -> Mapping[str, str]:
        """Variables of the environment that make git run none of them, after the settings that are given there."""
        given = int(os.environ.get(_COUNT) or 0)
        pairs = [(f"filter.{name}.{key}", value) for name in self.settings for key, value in _NOTHING.items()]
        variables = {_COUNT: str(given + len(pairs))} if pairs else {}
        for number, (key, value) in enumerate(pairs, given):
            variables |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
        return variables


@dataclass(frozen=True, slots=True)
class Filtered:
    """Files that a filter would change: those with an object id all the same, and why the others have none."""

    oids: Mapping[str, str] = field(default_factory=dict)
    doubts: Mapping[str, str] = field(default_factory=dict)

    def less(self, paths: Collection[str]) -> "Filtered":
        """Return this without `paths`."""
        return Filtered(
            {path: oid for path, oid in self.oids.items() if path not in paths},
            {path: why for path, why in self.doubts.items() if path not in paths},
        )


def read_drivers(git: Git) -> Drivers:
    """Return the filters of git's settings.

    Raises:
        GitFailedError: the settings cannot be read.
    """
    settings: dict[str, dict[str, str]] = {}
    extended = False
    for record in os.fsdecode(git.run("config", "--null", "--list")).split("\0")[:-1]:
        # A key without `=` is a truth value.
        key, assigned, value = record.partition("\n")
        name, _, variable = key.removeprefix("filter.").rpartition(".")
        extended = extended or key.startswith("lfs.extension.")
        if key.startswith("filter.") and name:
            settings.setdefault(name, {})[variable] = value if assigned else "true"
    return Drivers(settings, extended)


def look_through(git: Git, drivers: Drivers, disk: Disk, paths: Collection[str], object_format: str) -> Filtered:
    """Return what filters mean for the files at `paths`, which look changed or are new.

    Raises:
        GitFailedError: attributes cannot be read.
    """
    active = drivers.active
    if not active or not paths:
        return Filtered()
    oids: dict[str, str] = {}
    doubts: dict[str, str] = {}
    for path, (driver, encoding) in _attributes(git, paths):
        facts = disk.facts(path)
        if driver not in active or facts is None or not stat.S_ISREG(facts.st_mode):
            continue
        doubts[path] = f"it would have to pass the content filter `{printable(driver)}`"
        if drivers.is_lfs(driver) and encoding.lower() in _PLAIN and (data := _stored(disk, path)) is not None:
            oids[path] = _blob_id(data, object_format)
            del doubts[path]
    return Filtered(oids, doubts)


def _attributes(git: Git, paths: Collection[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    feed = b"".join(os.fsencode(path) + b"\0" for path in paths)
    printed = git.run("check-attr", "-z", "--stdin", "filter", "working-tree-encoding", feed=feed)
    fields = os.fsdecode(printed).split("\0")[:-1]
    for at in range(0, len(fields), 6):
        yield fields[at], (fields[at + 2], fields[at + 5])


def _stored(disk: Disk, path: str) -> bytes | None:
    file = disk.open(path)
    if file is None:
        return None
    with file:
        return stored_by_lfs(file)


def _blob_id(data: bytes, object_format: str) -> str:
    return hashlib.new(object_format, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
