"""The wheel: what is in it, what it says about itself, and that it runs where nothing but it is installed."""

import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from packaging.metadata import Metadata
from packaging.specifiers import SpecifierSet
from packaging.utils import parse_sdist_filename, parse_wheel_filename

import readiness

ROOT = Path(__file__).parents[1]
DIST = os.environ.get("READINESS_DIST")

pytestmark = pytest.mark.slow


def run(*argv: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(argv, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{argv} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def tracked(folder: str) -> set[str]:
    listed = run("git", "ls-files", "-z", "--", folder, cwd=ROOT).stdout
    return {path for path in listed.split("\0") if path}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built archives: what nox built to be released, or a build for this test alone."""
    if DIST:
        return Path(DIST)
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (path,) = dist.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Metadata:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Metadata.from_email(archive.read(name), validate=True)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the checkout to run in."""
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def environment(home: Path) -> dict[str, str]:
    """The surroundings of a user who has no checkout: no path to one, a home and a cache of their own."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHON", "COV"))}
    return inherited | {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "NO_COLOR": "1"}


@pytest.fixture(scope="module")
def program(wheel: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed from the wheel into an environment that holds nothing else."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    venv.create(folder, with_pip=True)
    run(folder / "bin" / "pip", "install", "-q", "--disable-pip-version-check", wheel, cwd=home)
    return folder / "bin" / "readiness"


def test_both_archives_carry_the_version_of_the_code(dist: Path, wheel: Path) -> None:
    (sdist,) = dist.glob("*.tar.gz")
    assert str(parse_wheel_filename(wheel.name)[1]) == readiness.__version__
    assert str(parse_sdist_filename(sdist.name)[1]) == readiness.__version__


def test_the_metadata_is_valid_and_complete(metadata: Metadata) -> None:
    assert metadata.name == "readiness"
    assert metadata.summary
    assert metadata.license_expression == "Apache-2.0"
    assert metadata.license_files == ["LICENSE"]
    assert metadata.requires_python == SpecifierSet(">=3.11")
    assert metadata.description_content_type == "text/markdown"
    assert metadata.description is not None
    assert metadata.description.strip() == (ROOT / "README.md").read_text(encoding="utf-8").strip()


def test_every_tracked_module_and_template_is_in_the_wheel_and_no_test_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    templates = {f"readiness/{path}" for path in tracked("templates")}
    assert templates
    assert (tracked("readiness") | templates) <= names
    assert {name.partition("/")[0] for name in names} == {"readiness"}
    assert "readiness/py.typed" in names


def test_the_installed_program_says_its_version(program: Path, home: Path, environment: dict[str, str]) -> None:
    assert readiness.__version__ in run(program, "--version", cwd=home, env=environment).stdout


def test_the_installed_program_explains_its_rules(program: Path, home: Path, environment: dict[str, str]) -> None:
    assert "RDY" in run(program, "explain", cwd=home, env=environment).stdout


def test_the_installed_program_walks_through_its_demo(program: Path, home: Path, environment: dict[str, str]) -> None:
    said = run(program, "demo", home / "demo", cwd=home, env=environment).stdout
    assert "no-go" in said.lower()
    assert (home / "demo" / ".git").is_dir()


def test_nothing_installed_comes_from_the_checkout(program: Path, home: Path, environment: dict[str, str]) -> None:
    where = "import readiness, pathlib; print(pathlib.Path(readiness.__file__).resolve())"
    found = run(program.with_name("python"), "-c", where, cwd=home, env=environment).stdout.strip()
    assert not Path(found).is_relative_to(ROOT / "readiness")
