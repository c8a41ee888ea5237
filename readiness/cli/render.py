"""`readiness render`: write the generated documents, or say where they have drifted."""

import sys
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from itertools import islice
from pathlib import Path
from typing import Annotated, Final

import typer

from readiness.cli.exits import ExitCode
from readiness.cli.options import Root, Scopes
from readiness.cli.output import unwritable
from readiness.errors import Problem, ReadinessError
from readiness.model.place import Location
from readiness.render.escape import visible
from readiness.render.markdown import MARK, checklist

_DIFF_LINES: Final = 20

Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 where a document has drifted.")]


def command(*, scopes: Scopes = None, check: Check = False, root: Root = Path()) -> ExitCode:
    """Write the launch checklist of each scope.

    They hold what the documents say, never a status, so they change only when the launch does. They go to the folder
    `output` of the configuration, docs/launch unless it says otherwise. A file that readiness did not write is never
    overwritten, and nothing is removed.

    \b
    Examples:
      readiness render                  all of them
      readiness render --check          in CI: have they drifted?
      readiness render public-launch    one
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    from readiness.checklists import checklist as drawn_up  # noqa: PLC0415
    from readiness.checklists import destination, presentation  # noqa: PLC0415
    from readiness.pipeline import Request  # noqa: PLC0415

    request = Request(root=root, scopes=tuple(scopes or ()))
    top, paper = destination(request), presentation(request)
    wanted = {f"{paper.folder}/{scope.id}.md": checklist(scope, paper.templates) for scope in drawn_up(request).scopes}
    found = {path: _existing(top, path) for path in wanted}
    changed = {path: text for path, text in wanted.items() if found[path] != text}
    _refuse_foreign(found, changed)
    if check:
        return _compared(wanted, found, changed)
    for path, text in changed.items():
        _write(top / path, path, text)
        sys.stdout.write(f"wrote {path}\n")
    if not changed:
        sys.stdout.write(f"{_counted(len(wanted))} up to date\n")
    return ExitCode.OK


def _compared(wanted: Mapping[str, str], found: Mapping[str, str | None], changed: Mapping[str, str]) -> ExitCode:
    """Say which documents have drifted, and how."""
    for path, text in changed.items():
        old = found[path]
        if old is None:
            sys.stdout.write(f"{path}: not written yet\n")
        else:
            sys.stdout.write(f"{path}: has drifted from the documents\n")
            sys.stdout.writelines(f"  {row}\n" for row in _difference(old, text))
    if changed:
        sys.stdout.write("Run `readiness render` and commit the result.\n")
        return ExitCode.NO_GO
    sys.stdout.write(f"{_counted(len(wanted))} up to date\n")
    return ExitCode.OK


def _difference(old: str, new: str) -> Iterator[str]:
    rows = list(islice(unified_diff(old.splitlines(), new.splitlines(), "now", "wanted", "", "", 0, ""), 2, None))
    yield from (visible(row) for row in rows[:_DIFF_LINES])
    if len(rows) > _DIFF_LINES:
        yield f"… and {len(rows) - _DIFF_LINES} more lines"


def _counted(count: int) -> str:
    return "1 document is" if count == 1 else f"{count} documents are"


def _existing(root: Path, path: str) -> str | None:
    """Return what stands at `path`; None where nothing does. A symbolic link is refused: it can lead anywhere."""
    target = root / path
    for part in (target, *target.parents):
        if part == root:
            break
        if part.is_symlink():
            raise _refused(path, f"{part.relative_to(root)} is a symbolic link", "put a real folder or file there")
    try:
        return target.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unwritable(path, error) from error


def _refuse_foreign(found: Mapping[str, str | None], changed: Mapping[str, str]) -> None:
    """Refuse to overwrite what somebody wrote by hand, before anything is written or said to have drifted.

    Raises:
        ReadinessError: RDY050, with every such file.
    """
    foreign = [path for path in changed if (text := found[path]) is not None and not text.startswith(MARK)]
    if foreign:
        fix = "move it away, or set `output` in the configuration to another folder"
        raise ReadinessError.of(
            error for path in foreign for error in _refused(path, "it was not generated", fix).problems
        )


def _refused(path: str, why: str, fix: str) -> ReadinessError:
    return ReadinessError(Problem("RDY050", f"this file is not overwritten: {why}", fix, Location(path)))


def _write(target: Path, path: str, text: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise unwritable(path, error) from error
