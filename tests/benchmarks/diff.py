"""A launch of any size in a repository with many more files, and a change of it: a title, and a line of code."""

import os
import subprocess
from pathlib import Path
from typing import Final

from tests.benchmarks.generate import generate

_IN_A_FOLDER: Final = 200


def write_change(root: Path, items: int, files: int, others: int) -> None:
    """Write a repository with two commits into `root`, a new folder: documents only, and `others` more files."""
    for number in range(others):
        folder = root / "lib" / f"part_{number // _IN_A_FOLDER:04d}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"module_{number}.py").write_text(f"NUMBER = {number}\n", encoding="utf-8")
    generate(root, items, files, reports=False)
    scope = root / "scopes" / "team-0001" / "scope.yaml"
    scope.write_text(scope.read_text(encoding="utf-8").replace("Terms for", "The terms for", 1), encoding="utf-8")
    code = root / "src" / "team-0000" / "api" / "part_0.py"
    code.write_text("NUMBER = 1\n", encoding="utf-8")
    env = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    words = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *words, "commit", "-q", "-a", "-m", "A change"], cwd=root, env=env, check=True)
