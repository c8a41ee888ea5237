"""What is shown of an internal error: enough to find it, and nothing that a reporter would not want to publish.

Names of functions and lines of this package and of libraries; no values, no environment, no messages, no paths of the
machine.
"""

import platform
import re
import traceback
from pathlib import Path, PurePath
from typing import Final

from readiness import __version__

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_LIBRARIES: Final = ("site-packages", "dist-packages")


def crash_report(error: BaseException) -> str:
    """Return the text for an unexpected `error`; it is safe to paste in public."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [
        "readiness failed: this is a mistake in readiness, not in your files.",
        "Nothing was decided. Please report it with the lines below; they hold no values,",
        "no environment and no paths of this machine.",
        "",
        f"  readiness {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        f"  {' from '.join(_chain(error))}",
        *(f"    {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames),
    ]
    return "\n".join(lines) + "\n"


def _chain(error: BaseException) -> list[str]:
    """Return the names of `error` and of what caused it. Messages are left out: they quote what was read."""
    names: list[str] = []
    current: BaseException | None = error
    while current is not None and len(names) < 5:  # noqa: PLR2004 - a chain can be a circle
        names.append(f"{type(current).__module__}.{type(current).__qualname__}".removeprefix("builtins."))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return names


def _place(filename: str) -> str:
    path = PurePath(filename)
    if path.is_relative_to(_PACKAGE):
        return f"readiness/{path.relative_to(_PACKAGE).as_posix()}"
    for folder in _LIBRARIES:
        if folder in path.parts:
            return PurePath(*path.parts[path.parts.index(folder) + 1 :]).as_posix()
    return re.sub(r"[^\w.<>-]", "_", path.name)
