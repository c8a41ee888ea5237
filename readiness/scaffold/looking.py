"""From a tree to what was seen in it: paths, and the contents of a few files. Whatever they hold, this never fails."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from readiness.reading.structured import read as read_data
from readiness.reading.values import Data
from readiness.scaffold import codeowners, rollbacks
from readiness.scaffold.publishing import publishing
from readiness.scaffold.seen import Flag, Seen, Suite, is_plain
from readiness.scaffold.signs import ci_of, facts_of, shipping, ships_with, shows_something
from readiness.scaffold.suites import READ, Looked, inner_roots, suites_of
from readiness.tree.base import Tree, Unread

_MOST_BYTES: Final = 1 << 20
_FLAG_FILES: Final = ("flags", "feature-flags", "feature_flags", "featureflags", "features", "toggles", "flagd")
_FLAG_ENDINGS: Final = (".json", ".yaml", ".yml", ".toml")
_GITLAB: Final = ".gitlab-ci.yml"
_UNASKED: Final = 5


def look(tree: Tree) -> Seen:
    """Return what the files of `tree` say about how it is built, tested, shipped and owned.

    Raises:
        ReadinessError: RDY050, git stopped early.
    """
    submodules = tree.submodules()
    listed = [path for path in tree.paths() if path not in submodules]
    paths = frozenset(path for path in listed if is_plain(path))
    texts = _texts(tree, [path for path in (*READ, _GITLAB) if path in paths])
    facts = dict(facts_of(paths))
    ci = ci_of(paths)
    looked = Looked(paths, texts, reports_folder(paths))
    suites, unasked = _suites(tree, looked)
    flag = _flag(tree, paths)
    if flag is not None:
        facts["flags"] = flag.path
    published = publishing(looked)
    if published is not None:
        facts["publishes"] = published[0]
    owners = next((path for path in codeowners.PLACES if path in paths), None)
    said = tree.read([owners], _MOST_BYTES)[owners] if owners else Unread.ABSENT
    return Seen(
        facts=facts,
        suites=suites,
        unasked=unasked,
        ships=shipping(paths, facts),
        ci=ci,
        stages=_stages(texts.get(_GITLAB, "")),
        owners=codeowners.read_codeowners(owners, said) if owners and isinstance(said, bytes) else None,
        flag=flag,
        rollback=rollbacks.steps_in(tree.read(rollbacks.candidates(paths), _MOST_BYTES)),
        publish=published[1] if published else None,
        odd_names=sum(shows_something(path) for path in listed if path not in paths),
    )


def reports_folder(paths: frozenset[str]) -> str:
    """Return the folder that reports go to: none in which the repository keeps files of its own."""
    taken = any(path.startswith("reports/") and path != "reports/.gitignore" for path in paths)
    return "launch-reports" if taken or "reports" in paths else "reports"


def _suites(tree: Tree, looked: Looked) -> tuple[tuple[Suite, ...], tuple[str, ...]]:
    """Return the suites of the root, else of the one folder that has a project; else the projects that there are."""
    inner = inner_roots(looked.paths)
    if found := suites_of(looked):
        return found, ()
    folders = {path.rpartition("/")[0] for path in inner}
    if len(folders) == 1:
        (folder,) = folders
        below = f"{folder}/"
        texts = _texts(tree, [f"{below}{name}" for name in READ if f"{below}{name}" in looked.paths])
        inside = Looked(
            frozenset(path.removeprefix(below) for path in looked.paths if path.startswith(below)),
            {path.removeprefix(below): text for path, text in texts.items()},
            "/".join([".."] * (folder.count("/") + 1) + [looked.reports]),
        )
        return tuple(_from_root(suite, folder) for suite in suites_of(inside)), ()
    return (), inner[:_UNASKED]


def _from_root(suite: Suite, folder: str) -> Suite:
    """Return a suite of `folder` with its paths from the root, as documents have them."""
    report = suite.report
    if report is not None:
        up = "../" * (folder.count("/") + 1)
        report = report.removeprefix(up) if report.startswith(up) else f"{folder}/{report}"
    return replace(suite, cwd=folder, shown_by=f"{folder}/{suite.shown_by}", report=report)


def _texts(tree: Tree, paths: Sequence[str]) -> Mapping[str, str]:
    found = tree.read(paths, _MOST_BYTES)
    return {path: data.decode("utf-8-sig", "replace") for path, data in found.items() if isinstance(data, bytes)}


def _flag(tree: Tree, paths: frozenset[str]) -> Flag | None:
    """Return the first flag of the first file of feature flags that can be read."""
    names = {f"{name}{ending}" for name in _FLAG_FILES for ending in _FLAG_ENDINGS}
    found = [path for path in paths if path.rpartition("/")[2].lower() in names and ships_with(path)]
    for path, data in tree.read(sorted(found, key=lambda path: (path.count("/"), path)), _MOST_BYTES).items():
        if isinstance(data, Unread):
            continue
        try:
            held = read_data(data, path)
        except ValueError:
            continue
        if (key := _first_flag(held)) is not None:
            return Flag(path, key)
    return None


def _first_flag(held: Data) -> str | None:
    """Return the key of the first flag: a value that is true or false, or an entry under `flags`."""
    if not isinstance(held, dict):
        return None
    inner = held.get("flags")
    named = [f"flags.{key}" for key in inner] if isinstance(inner, dict) else []
    named += [key for key, value in held.items() if isinstance(value, bool)]
    return next((key for key in named if is_plain(key) and "/" not in key), None)


def _stages(text: str) -> tuple[str, ...]:
    """Return the stages of GitLab's pipeline; empty where the file names none.

    Such files are full of tags that only GitLab knows, so the list is looked for by its lines.
    """
    block = re.search(r"^stages:[ \t]*(?:\[(.*)\]|(?:#.*)?\n((?:[ \t]*(?:-.*|#.*)?\n)*))", f"{text}\n", re.MULTILINE)
    if block is None:
        return ()
    parts = block[1].split(",") if block[1] is not None else re.findall(r"^[ \t]*-(.*)$", block[2], re.MULTILINE)
    names = [part.partition(" #")[0].strip().strip("\"'") for part in parts]
    return tuple(name for name in names if re.fullmatch(r"[\w.][\w .-]*", name))
