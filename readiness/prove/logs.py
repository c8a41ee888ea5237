"""Where the output of commands is kept: a folder of its own for each run, that nobody else can read.

It lies outside the repository, so that keeping output never changes what is proven.
"""

import os
import tempfile
from pathlib import Path

from readiness.errors import Problem, ReadinessError, why_of
from readiness.model.place import Location


def log_folder(top: Path) -> Path:
    """Return a new folder: among temporary files, or in the user's cache where these lie in the repository at `top`.

    Raises:
        ReadinessError: RDY050, it cannot be made.
    """
    place = Path(os.path.realpath(tempfile.gettempdir()))
    try:
        if place.is_relative_to(top):
            from platformdirs import user_cache_path  # noqa: PLC0415 - hardly ever needed

            place = user_cache_path("readiness") / "prove"
            place.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix="readiness-prove-", dir=place))
    except OSError as error:
        message = f"no output can be kept there: {why_of(error)}"
        raise ReadinessError(
            Problem("RDY050", message, "make room there, or set TMPDIR", Location(str(place)))
        ) from error
