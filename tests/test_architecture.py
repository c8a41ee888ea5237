"""What import-linter cannot say about the shape of the package: outside imports, sizes, names, docstrings."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "readiness"
MODULES = sorted(PACKAGE.rglob("*.py"))

PURE = ("model", "errors.py", "rules", "judge.py", "waive.py", "decide.py", "link", "outline.py")
EFFECTS = frozenset(
    {"asyncio", "git", "glob", "http", "io", "logging", "os", "pathlib", "platform", "random", "secrets", "shutil"}
    | {"signal", "socket", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid"}
)
EFFECTFUL_CALLS = frozenset({"open", "print", "input", "exec", "eval"})
CLOCKS = frozenset({"datetime.now", "datetime.utcnow", "datetime.today", "date.today"})
PLACES = {"git": ("tree",), "rich": ("cli", "render"), "typer": ("cli",)}
SILENT_ABOUT_CONFIG = ("model", "errors.py", "tree", "link", "evidence", "render")
VAGUE = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "misc"})
MOST_LINES = 250
TEST_COMMAND = "python3 -m venv .venv && .venv/bin/pip install -q nox && .venv/bin/nox"


def within(path: Path, *places: str) -> bool:
    return path.relative_to(PACKAGE).parts[0] in places


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes(), filename=str(path))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(tree: ast.Module) -> Iterator[str]:
    return (ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))


def top(name: str) -> str:
    return name.partition(".")[0]


each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
each_pure_module = pytest.mark.parametrize(
    "path", [path for path in MODULES if within(path, *PURE)], ids=lambda path: path.relative_to(ROOT).as_posix()
)


@each_module
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(parsed(path)), f"{path.name} has no docstring"


@each_module
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@each_module
def test_a_name_says_what_is_inside(path: Path) -> None:
    parts = path.relative_to(ROOT).with_suffix("").parts
    assert not VAGUE.intersection(parts)
    assert not any(part.startswith("process_") for part in parts)


@each_module
def test_a_library_with_weight_is_imported_only_where_it_belongs(path: Path) -> None:
    strays = {
        name for name in imported(parsed(path)) if (places := PLACES.get(top(name))) and not within(path, *places)
    }
    assert not strays, f"these belong in {PLACES}"


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if within(path, *SILENT_ABOUT_CONFIG)],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_what_is_below_loading_or_beside_it_does_not_know_the_configuration(path: Path) -> None:
    assert not [name for name in imported(parsed(path)) if name.startswith("readiness.config")]


@each_pure_module
def test_a_pure_module_imports_nothing_with_effects(path: Path) -> None:
    assert not EFFECTS.intersection(map(top, imported(parsed(path))))


@each_pure_module
def test_a_pure_module_asks_no_clock_and_touches_no_file(path: Path) -> None:
    calls = set(called(parsed(path)))
    assert not calls & EFFECTFUL_CALLS
    assert not {call for call in calls if any(call == clock or call.endswith(f".{clock}") for clock in CLOCKS)}


def test_importing_the_rules_brings_in_neither_git_nor_a_terminal() -> None:
    script = "import readiness.rules, sys; print(*sorted({'git', 'rich', 'typer', 'subprocess'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("path", ["README.md", ".ci/run"])
def test_the_documented_test_command_is_the_one_that_ci_runs(path: str) -> None:
    assert re.search(rf"^\s*{re.escape(TEST_COMMAND)}$", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
