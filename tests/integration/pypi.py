"""Files of source archives of PyPI, fetched once into the user's cache folder and held to their digests."""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.integration.npm import CACHE, FETCH_S


@dataclass(frozen=True, slots=True)
class Sources:
    """The source archive of one version of a package; `sha256` is that of the archive, in hexadecimal."""

    name: str
    version: str
    sha256: str


PYTEST: Final = Sources("pytest", "8.3.5", "f4efe70cc14e511565ac476b57c279e12a855b11f48f212af1080ef2263d3845")
"""It brings the schema that Jenkins reads test reports by, which it holds its own reports to."""


def fetched(sources: Sources, path: str) -> Path:
    """Return the file `path` of `sources`. A test that needs it fails, if it cannot be had."""
    stem = f"{sources.name}-{sources.version}"
    folder = CACHE / f"{stem}-sources"
    file = folder / path.replace("/", "_")
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            whole = Path(scratch) / "file"
            with tarfile.open(_archive(sources, Path(scratch))) as archive:
                member = archive.extractfile(f"{stem}/{path}")
                assert member is not None, f"{stem} has no {path}"
                with whole.open("wb") as copy:
                    shutil.copyfileobj(member, copy)
            whole.replace(file)
    return file


def _archive(sources: Sources, scratch: Path) -> Path:
    """Return the archive of `sources`, downloaded into `scratch`."""
    wanted = f"{sources.name}=={sources.version}"
    options = ("--quiet", "--no-deps", "--no-binary", sources.name, "--dest", str(scratch))
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", *options, wanted]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=FETCH_S, cwd=scratch)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", "") or str(error)
        pytest.fail(f"{wanted} cannot be had from PyPI: {said}", pytrace=False)
    (packed,) = scratch.glob("*.tar.gz")
    if hashlib.sha256(packed.read_bytes()).hexdigest() != sources.sha256:
        pytest.fail(f"{wanted} is not what was looked at", pytrace=False)
    return packed
