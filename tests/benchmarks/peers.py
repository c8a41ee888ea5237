"""doorstop and sphinx-needs on the same items, each in an environment of its own, asked for its own validation."""

import os
import subprocess
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.measure import Measured, measure

RUNS = 3


@dataclass(frozen=True, slots=True)
class PeerRow:
    """Another tool on the same items."""

    tool: str
    version: str
    says: str
    measured: Measured


def measure_peers(folder: Path, items: int, files: int, env: Mapping[str, str]) -> list[PeerRow]:
    """Return how long doorstop and sphinx-needs take over `items` items; works in `folder`, needs a package index."""
    return [_doorstop(folder / "doorstop", items, env), _sphinx_needs(folder / "sphinx-needs", items, files, env)]


def _install(folder: Path, *packages: str) -> Path:
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin" / "pip", "install", "-q", "--disable-pip-version-check", *packages], check=True)
    return folder / "bin"


def _version(programs: Path, package: str) -> str:
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    done = subprocess.run([programs / "python", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _doorstop(folder: Path, items: int, env: Mapping[str, str]) -> PeerRow:
    programs = _install(folder / "venv", "doorstop")
    root = folder / "repository"
    documents = root / "requirements"
    documents.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", root], check=True)
    (documents / ".doorstop.yml").write_text("settings:\n  digits: 5\n  itemformat: yaml\n  prefix: R\n  sep: ''\n")
    for number in range(items):
        _doorstop_item(documents, number)
    # The first run marks every item as reviewed and stages it, one git process each; it does not count. Those that
    # count only read, with the checks switched off that have nothing to find here.
    argv = [os.fspath(programs / "doorstop"), "--no-reformat", "--no-ref-check", "--no-level-check", "--quiet"]
    return PeerRow(
        "doorstop",
        _version(programs, "doorstop"),
        "validates one file an item, with nothing left to write",
        measure(argv, root, env, runs=RUNS),
    )


def _doorstop_item(documents: Path, number: int) -> None:
    (documents / f"R{number:05d}.yml").write_text(
        f"active: true\nderived: true\nheader: ''\nlevel: 1.{number}\nlinks: []\nnormative: true\nref: ''\n"
        f"reviewed: null\ntext: |\n  Part {number} works as operators expect.\n",
        encoding="utf-8",
    )


def _sphinx_needs(folder: Path, items: int, files: int, env: Mapping[str, str]) -> PeerRow:
    programs = _install(folder / "venv", "sphinx", "sphinx-needs")
    root = folder / "pages"
    root.mkdir(parents=True)
    (root / "conf.py").write_text('project = "launch"\nextensions = ["sphinx_needs"]\n', encoding="utf-8")
    each = items // files
    names = [f"team-{number:04d}" for number in range(files)]
    toctree = "".join(f"   {name}\n" for name in names)
    (root / "index.rst").write_text(f"Launch\n======\n\n.. toctree::\n\n{toctree}", encoding="utf-8")
    for number, name in enumerate(names):
        first = number * each
        needs = "".join(_need(first + place, first) for place in range(each))
        (root / f"{name}.rst").write_text(f"{name}\n{'=' * len(name)}\n\n{needs}", encoding="utf-8")
    argv = [os.fspath(programs / "sphinx-build"), "-q", "-E", "-b", "needs", ".", "../out"]
    return PeerRow(
        "sphinx-needs",
        _version(programs, "sphinx-needs"),
        "builds its JSON of all items, nothing cached",
        measure(argv, root, env, runs=RUNS),
    )


def _need(number: int, first: int) -> str:
    links = f"   :links: R{first:05d}\n" if number % 10 == 1 else ""
    title = f"Part {number} works as operators expect"
    return (
        f".. req:: {title}\n   :id: R{number:05d}\n   :status: open\n{links}\n   Customers cross this path daily.\n\n"
    )
