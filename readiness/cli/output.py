"""Where an answer goes: a file, a pipe as plain UTF-8, or a terminal in its width and colours."""

import os
import shutil
import sys
from collections.abc import Collection
from io import TextIOWrapper
from pathlib import Path
from typing import Final

from readiness.cli.options import Shape, refuse_usage
from readiness.errors import unusable
from readiness.model.report import Report
from readiness.model.wording import suggestion
from readiness.render import FORMATS
from readiness.render.base import Style
from readiness.render.escape import visible
from readiness.render.text import text_lines

_NARROW: Final = 80
_WIDE: Final = 100


def prepare_streams() -> None:
    """Make the standard streams write UTF-8 with plain newlines, whatever the locale says; a closed one swallows it."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open to the very end
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def check_format(name: str, known: Collection[str] = FORMATS) -> None:
    """Refuse a format that does not exist.

    Raises:
        ReadinessError: RDY056.
    """
    if name not in known:
        refuse_usage(f"there is no format `{visible(name)}`", suggestion(name, known))


def show(report: Report, shape: Shape, style: Style) -> None:
    """Write `report` where and how `shape` says.

    Raises:
        ReadinessError: RDY050 for a file that cannot be written, RDY057 for a template that fails.
    """
    if shape.format == "text" and shape.output is None and is_coloured(no_color=shape.no_color):
        from readiness.render.paint import paint  # noqa: PLC0415

        paint(text_lines(report, style), sys.stdout)
    else:
        write(FORMATS[shape.format](report, style), shape.output)


def width() -> int:
    """Return the columns to use: those of the terminal between 40 and 100, and 80 where there is none."""
    if not sys.stdout.isatty():
        return _NARROW
    return max(_NARROW // 2, min(shutil.get_terminal_size((_NARROW, 24)).columns, _WIDE))


def write(text: str, output: Path | None) -> None:
    """Write `text` to the file `output`, or to stdout.

    Raises:
        ReadinessError: RDY050 for a file that cannot be written.
    """
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise unusable(str(output), error) from error


def warn_of_content(root: Path, written: Path | None) -> None:
    """Say on stderr where what was just written is content of the repository that was judged."""
    from readiness.tree.straying import is_content  # noqa: PLC0415 - brings in git, and most answers go to a terminal

    if written is not None and is_content(root, written):
        name = visible(str(written))
        sys.stderr.write(
            f"note: {name} lies in the work tree, and git does not ignore it, so evidence that covers every file is "
            "stale from now on. Write it below a folder that git ignores, or elsewhere.\n"
        )


def is_coloured(*, no_color: bool) -> bool:
    """Return whether the answer goes to a terminal that shows colours, and nobody asked for none."""
    return sys.stdout.isatty() and not no_color and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
