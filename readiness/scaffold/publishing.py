"""The command that builds what a package publishes, for the managers that can do so without publishing."""

import re

from readiness.scaffold.suites import Looked


def publishing(looked: Looked) -> tuple[str, str] | None:
    """Return the file that shows that a package is published from the root, and the command that builds it."""
    if "[build-system]" in looked.text("pyproject.toml"):
        builder = "uv build --out-dir" if "uv.lock" in looked.paths else "python -m build --outdir"
        return "pyproject.toml", f"{builder} {looked.reports}/dist"
    if "[package]" in looked.text("Cargo.toml"):
        return "Cargo.toml", "cargo package"
    package = looked.text("package.json")
    if '"name"' in package and '"version"' in package and re.search(r'"private"\s*:\s*true', package) is None:
        return "package.json", "npm pack --dry-run"
    return None
