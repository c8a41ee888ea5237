"""The checks of this project: `nox` runs all of them, `nox -s tests` one, `nox -r` without building environments anew.

Each session that proves something about the release writes a JUnit file into `reports/`. The project's own launch
(`scopes/readiness/`) is judged from those files, so a session removes its file before it starts: what a broken run
leaves behind must be nothing, never yesterday's success.
"""

import shutil
from itertools import chain
from pathlib import Path

import nox
import nox.command
from packaging.requirements import Requirement

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "venv"
nox.options.error_on_external_run = True
nox.options.sessions = ["lint", "types", "tests", "integration", "lower_bounds", "package", "docs", "bench"]

PROJECT = nox.project.load_toml("pyproject.toml")
REPORTS = Path("reports")
WORKERS = ("-n", "2")
HOSTILE = ("tests/attacks", "tests/load", "tests/tree", "tests/evidence")
PACKAGING = "tests/test_packaging.py"
DOCS = "tests/docs"
INTEGRATION = "tests/integration"
THROUGHOUT = (
    "tests/attacks",
    "tests/cli/test_ledger.py",
    "tests/cli/test_prove.py",
    "tests/compare",
    "tests/demo",
    "tests/matrix",
    "tests/policy",
    "tests/test_laws.py",
    "tests/test_reading_only.py",
    "tests/threats",
    "tests/topologies",
    "tests/wiring",
)
"""Whole runs, many processes or many examples each: what they show does not hang on the age of a library."""
FULLY_COVERED = (
    "readiness/rules/*",
    "readiness/rules/**/*",
    "readiness/link/*",
    "readiness/waive.py",
    "readiness/decide.py",
)


def install(session: nox.Session, *groups: str) -> None:
    """Install the project as it lies here, with the named dependency groups."""
    session.install("-q", "-e", ".", *nox.project.dependency_groups(PROJECT, *groups))


def fresh(name: str) -> str:
    """Return the path of a report that does not exist (any more)."""
    REPORTS.mkdir(exist_ok=True)
    path = REPORTS / name
    path.unlink(missing_ok=True)
    return str(path)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, formatting, docstrings, and the direction of imports."""
    install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("interrogate", "-q", "readiness")
    session.run("lint-imports", "--no-cache")


@nox.session
def types(session: nox.Session) -> None:
    """Types, strictly, of the package and of its tests."""
    report = fresh("types.xml")
    install(session, "types")
    session.run("mypy", "--junit-xml", report, "--junit-format", "per_file")


@nox.session
def tests(session: nox.Session) -> None:
    """The suite with branch coverage, the hostile inputs in a report of their own.

    With arguments it runs what they select, and leaves no reports: a part of the suite is no evidence for the whole.
    """
    suite, hostile = fresh("tests.xml"), fresh("hostile.xml")
    install(session, "test")
    if session.posargs:
        session.run("python", "-m", "pytest", *session.posargs)
        return
    session.run("coverage", "erase")
    elsewhere = [f"--ignore={path}" for path in (PACKAGING, DOCS, INTEGRATION, *HOSTILE)]
    counted = ("--cov", "--cov-append", "--cov-report=")
    session.run("python", "-m", "pytest", *WORKERS, *elsewhere, f"--junitxml={suite}", *counted)
    session.run("python", "-m", "pytest", *WORKERS, "-q", *HOSTILE, f"--junitxml={hostile}", *counted)
    try:
        session.run("coverage", "report", "--fail-under=95")
        session.run("coverage", "report", "--fail-under=100", f"--include={','.join(FULLY_COVERED)}")
    except nox.command.CommandFailed:
        # A green suite below its floor of coverage is not what the launch asks for.
        Path(suite).unlink()
        raise


@nox.session
def integration(session: nox.Session) -> None:
    """Trackers against servers that run for real: what they need beyond Python is in CONTRIBUTING.md.

    With arguments it runs what they select, and leaves no report.
    """
    report = fresh("integration.xml")
    extras = ",".join(PROJECT["project"]["optional-dependencies"])
    session.install("-q", "-e", f".[{extras}]", *nox.project.dependency_groups(PROJECT, "test"))
    session.run("python", "-m", "pytest", "-q", *(session.posargs or (INTEGRATION, f"--junitxml={report}")))


@nox.session
def lower_bounds(session: nox.Session) -> None:
    """The quick tests with the oldest version of every runtime dependency that `pyproject.toml` allows."""
    project = PROJECT["project"]
    lines = chain(project["dependencies"], *project.get("optional-dependencies", {}).values())
    oldest = [str(_oldest(Requirement(line))) for line in lines]
    session.install("-q", "-e", ".", *oldest, *nox.project.dependency_groups(PROJECT, "test"))
    elsewhere = [f"--ignore={path}" for path in (DOCS, INTEGRATION, *THROUGHOUT)]
    session.run("python", "-m", "pytest", *WORKERS, "-q", "-m", "not slow", *elsewhere)


def _oldest(requirement: Requirement) -> Requirement:
    (bound,) = requirement.specifier
    if bound.operator != ">=":
        message = f"{requirement}: a runtime dependency has one lower bound and no upper one"
        raise ValueError(message)
    return Requirement(f"{requirement.name}=={bound.version}")


@nox.session
def package(session: nox.Session) -> None:
    """The source archive, the wheel built from it, and that wheel in an empty environment outside the checkout."""
    report = fresh("package.xml")
    shutil.rmtree("dist", ignore_errors=True)
    install(session, "test", "package")
    session.run("python", "-m", "build", "--outdir", "dist", silent=True)
    dist = {"READINESS_DIST": str(Path("dist").resolve())}
    session.run("python", "-m", "pytest", "-q", PACKAGING, f"--junitxml={report}", env=dist)


@nox.session
def docs(session: nox.Session) -> None:
    """Generated pages, the output that the README shows and the documents of launches are those of today."""
    report = fresh("docs.xml")
    install(session, "test")
    session.run("readiness", "render", "--check")
    session.run("python", "-m", "pytest", "-q", DOCS, f"--junitxml={report}")


@nox.session
def bench(session: nox.Session) -> None:
    """Time and memory of whole runs against their budgets: `-- --write` renews the page, `-- --peers` measures others.

    A run over budget is a failed test in the report, which the launch is judged by; a slow machine does not break the
    session itself.
    """
    report = fresh("budgets.xml")
    session.install("-q", ".[github]")
    session.run("python", "-m", "tests.benchmarks", "--junit", report, *session.posargs)
