"""Files of packages of npm, fetched once into the user's cache folder and held to the digest that was looked at."""

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from platformdirs import user_cache_path

FETCH_S: Final = 300.0
CACHE: Final = user_cache_path("readiness") / "tests"
"""Where they are kept: asked for once, for tests have caches of their own."""


@dataclass(frozen=True, slots=True)
class Package:
    """One version of a package; `sha512` is that of its archive, as npm writes it."""

    name: str
    version: str
    sha512: str


FIXTURES: Final = Package(
    "@octokit/fixtures",
    "23.1.2",
    "niG+SVffZ/xzojT3CE6M7DlqX7H9aQ75A6Xxjt4N47CkqssKXpSy2k6+Tj5ntcI5uWW2D9POzKxwJDmBfR+sJw==",
)
"""Answers that were recorded from the real API, with what is different every day made equal."""
OPENAPI: Final = Package(
    "@octokit/openapi",
    "23.0.2",
    "pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==",
)
GRAPHQL_SCHEMA: Final = Package(
    "@octokit/graphql-schema",
    "15.26.1",
    "RFDC2MpRBd4AxSRvUeBIVeBU7ojN/SxDfALUd7iVYOSeEK3gZaqR2MGOysj4Zh2xj2RY5fQAUT+Oqq7hWTraMA==",
)
MARKDOWNLINT: Final = Package(
    "markdownlint-cli2",
    "0.22.1",
    "X14ZbytybDCXAViDmtN4DKLt9ZTrRn+oOrxTYlg3a65jS6QcYYbAkGPh/En2L/GDNbFYJ6lKaQSUNrrbN1bPrw==",
)


def fetched(package: Package, path: str) -> Path:
    """Return the file `path` of `package`. A test that needs it fails, if it cannot be had."""
    folder = CACHE / f"{package.name.replace('/', '-')}-{package.version}"
    file = folder / path.replace("/", "_")
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            whole = Path(scratch) / "file"
            with tarfile.open(_archive(package, folder, Path(scratch))) as archive:
                member = archive.extractfile(f"package/{path}")
                assert member is not None, f"{package.name} has no {path}"
                with whole.open("wb") as copy:
                    shutil.copyfileobj(member, copy)
            whole.replace(file)
    return file


def installed(package: Package, program: str) -> Path:
    """Return the `program` that `package` brings, installed with all that it needs; nothing of it is run for that."""
    folder = CACHE / f"{package.name.replace('/', '-')}-{package.version}"
    whole = folder / "installed"
    if not whole.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            archive, place = _archive(package, folder, Path(scratch)), Path(scratch) / "place"
            place.mkdir()
            _npm(
                package, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(place), str(archive)
            )
            place.replace(whole)
    return whole / "node_modules/.bin" / program


def _archive(package: Package, folder: Path, scratch: Path) -> Path:
    """Return the archive of `package`, from `folder` if it is there and whole."""
    kept = folder / "package.tgz"
    if not kept.exists():
        _npm(package, "pack", "--pack-destination", str(scratch), f"{package.name}@{package.version}")
        (packed,) = scratch.glob("*.tgz")
        packed.replace(kept)
    digest = base64.b64encode(hashlib.sha512(kept.read_bytes()).digest()).decode()
    if digest != package.sha512:
        kept.unlink()
        pytest.fail(f"{package.name} {package.version} is not what was looked at", pytrace=False)
    return kept


def _npm(package: Package, *arguments: str) -> None:
    try:
        command = ["npm", "--silent", *arguments]
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=FETCH_S, cwd=CACHE)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", "") or str(error)
        pytest.fail(f"{package.name} cannot be had from npm: {said}", pytrace=False)
