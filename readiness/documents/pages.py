"""The folder of pages of live status: one a scope and an index, to be published as they lie there.

They say what was so at one moment, so they belong on a server and not into the repository. The folder says what the
last run said: pages of scopes that are gone go too, for a "go" that nobody judges any more is worse than no page.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from readiness.documents.presentation import presentation
from readiness.errors import Problem, ReadinessError, unusable
from readiness.model.place import Location
from readiness.model.report import Report, ScopeReport
from readiness.pipeline import Request, check
from readiness.render.base import Style
from readiness.render.html.page import MARK, index_page, scope_page
from readiness.tree.replacing import replace_file

INDEX: Final = "index.html"
_HEAD_BYTES: Final = 512


@dataclass(frozen=True, slots=True)
class Pages:
    """What is to lie in `folder`: the text of each page by name, and the names of those that go."""

    folder: Path
    report: Report
    texts: Mapping[str, str]
    gone: tuple[str, ...]

    def carry_out(self) -> Iterator[str]:
        """Write and remove, each page whole or not at all, and yield what was done.

        Raises:
            ReadinessError: RDY050, a page cannot be written or removed.
        """
        for name, text in self.texts.items():
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                replace_file(self.folder, name, text.encode())
            except OSError as error:
                raise unusable(str(self.folder / name), error) from error
            yield f"wrote {self.folder / name}"
        for name in self.gone:
            try:
                (self.folder / name).unlink()
            except OSError as error:
                raise unusable(str(self.folder / name), error) from error
            yield f"removed {self.folder / name}"


def draw(request: Request, folder: Path) -> Pages:
    """Judge what `request` asks, and return the pages that say so. Nothing is written.

    Raises:
        ReadinessError: as `check`, and what is wrong where a scope that is named cannot be judged; RDY057, a template
            fails; RDY050, with every file in `folder` that somebody else has put where a page goes.
    """
    if ".git" in {part.lower() for part in folder.resolve().parts}:
        fix = "name a folder outside of it"
        raise ReadinessError(
            Problem("RDY050", "this is a git folder, and nothing is written there", fix, Location(str(folder)))
        )
    report = check(request)
    if not {scope.id for scope in report.scopes}.issuperset(request.scopes):
        raise ReadinessError.of(report.problems)  # what was asked for cannot be shown, and nothing else was asked for
    style = Style(templates=presentation(request).templates)
    names = [_name(scope) for scope in report.scopes]
    texts = {name: scope_page(report, scope, style) for name, scope in zip(names, report.scopes, strict=True)}
    texts[INDEX] = index_page(report, style, addresses=names)
    foreign = [name for name in texts if not _may_be_written(folder / name)]
    if foreign:
        fix = "move it away, or name another folder"
        why = "this file is not overwritten: it was not generated"
        raise ReadinessError.of(Problem("RDY050", why, fix, Location(str(folder / name))) for name in foreign)
    return Pages(folder, report, texts, tuple(name for name in _ours(folder) if name not in texts))


def _name(scope: ScopeReport) -> str:
    """Return a name that no other page has: ids hold no dot."""
    return f"{scope.id}.html" if f"{scope.id}.html" != INDEX else f"scope.{INDEX}"


def _may_be_written(path: Path) -> bool:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return True
    except OSError as error:
        raise unusable(str(path), error) from error
    return stat.S_ISREG(found.st_mode) and _is_ours(path)


def _ours(folder: Path) -> Iterator[str]:
    """Yield the names of the pages of ours in `folder`."""
    try:
        with os.scandir(folder) as listing:
            held = sorted(
                one.name for one in listing if one.name.endswith(".html") and one.is_file(follow_symlinks=False)
            )
    except FileNotFoundError:
        return
    except OSError as error:
        raise unusable(str(folder), error) from error
    yield from (name for name in held if _is_ours(folder / name))


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return MARK.encode() in file.read(_HEAD_BYTES)
    except OSError as error:
        raise unusable(str(path), error) from error
