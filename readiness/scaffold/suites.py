"""How the tests of a repository are run, from the files at its root: one suite a language.

Where the runner can write JUnit by itself, the suite has a report; elsewhere its exit code has to do, with a line of
output that shows that tests ran at all, where the runner prints one.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from readiness.scaffold.seen import Suite
from readiness.scaffold.signs import ships_with

READ: Final = (
    *("pyproject.toml", "setup.cfg", "tox.ini", "pytest.ini", "noxfile.py", "package.json", "Cargo.toml"),
    *(".config/nextest.toml", "Makefile", "Gemfile", "composer.json", "dbt_project.yml"),
)
"""The files whose text is looked at."""

_ROOTS: Final = {
    "pyproject.toml": "python",
    "package.json": "node",
    "go.mod": "go",
    "Cargo.toml": "rust",
    "pom.xml": "jvm",
    "build.gradle": "jvm",
    "build.gradle.kts": "jvm",
    "dbt_project.yml": "dbt",
    "Gemfile": "ruby",
}
_PYTEST_LOCKS: Final = (("uv.lock", "uv run"), ("poetry.lock", "poetry run"), ("pdm.lock", "pdm run"))
_NODE_LOCKS: Final = (("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lock", "bun"))
_PYTHON_TEST: Final = re.compile(r"(?:.*/)?(?:tests?/(?:.*/)?)?(?:test_[^/]+|[^/]+_test)\.py")
_NO_TEST: Final = "no test specified"
_EXIT_ONLY: Final = "It writes no JUnit report, so only its exit code tells."


@dataclass(frozen=True, slots=True)
class Looked:
    """What suites are found in: all paths, the text of the files in `READ` that are there, and where reports go."""

    paths: frozenset[str]
    texts: Mapping[str, str]
    reports: str

    def has(self, *names: str) -> str | None:
        """Return the first of `names` that is there."""
        return next((name for name in names if name in self.paths), None)

    def text(self, name: str) -> str:
        """Return the text of a file in `READ`; empty where there is none."""
        return self.texts.get(name, "")

    def any(self, pattern: re.Pattern[str]) -> str | None:
        """Return the first path that `pattern` matches whole."""
        return min((path for path in self.paths if pattern.fullmatch(path)), default=None)


def suites_of(looked: Looked) -> tuple[Suite, ...]:
    """Return the suites whose command is known, one a language, in the order in which they are looked for."""
    found = [suite for find in _FINDERS if (suite := find(looked)) is not None]
    if not found:
        found = [suite for find in _LAST_RESORTS if (suite := find(looked)) is not None][:1]
    return tuple(found)


def inner_roots(paths: frozenset[str]) -> tuple[str, ...]:
    """Return the files below the root that begin a project of their own, the nearest first."""
    found = (path for path in paths if "/" in path and path.rpartition("/")[2] in _ROOTS and ships_with(path))
    return tuple(sorted(found, key=lambda path: (path.count("/"), path)))


def _python(looked: Looked) -> Suite | None:
    uses = next((name for name in ("pytest.ini", "conftest.py") if name in looked.paths), None)
    named = next((name for name in ("pyproject.toml", "setup.cfg", "tox.ini") if "pytest" in looked.text(name)), None)
    inside = looked.has("tests/conftest.py", "test/conftest.py")
    report = f"{looked.reports}/tests.xml"
    nox = looked.text("noxfile.py")
    if "pytest" in nox and "posargs" in nox and (session := _nox_session(nox)):
        run = f"nox -s {session} -- --junitxml={report}"
        return Suite(id="python", run=run, report=report, shown_by="noxfile.py")
    shown_by = named or uses or inside or ("noxfile.py" if "pytest" in nox else None)
    runner = next((f"{runner} pytest" for lock, runner in _PYTEST_LOCKS if lock in looked.paths), "python -m pytest")
    if shown_by is not None:
        return Suite(id="python", run=f"{runner} --junitxml={report}", report=report, shown_by=shown_by)
    if "manage.py" in looked.paths:
        return Suite(id="python", run="python manage.py test", shown_by="manage.py", note=_EXIT_ONLY)
    shown_by = looked.any(_PYTHON_TEST)
    if shown_by is None or not looked.has("pyproject.toml", "setup.py", "setup.cfg", "requirements.txt"):
        return None
    note = "pytest runs suites of unittest too, and writes the report."
    return Suite(id="python", run=f"{runner} --junitxml={report}", report=report, shown_by=shown_by, note=note)


def _nox_session(text: str) -> str | None:
    """Return the session of a noxfile that runs tests, under the name that it is called by."""
    found = re.findall(r"^@nox\.session(\([^)]*\))?\s*\n(?:@[^\n]*\n)*def (tests?|unit|pytest)\(", text, re.MULTILINE)
    for options, function in found:
        named = re.search(r"""name=["']([\w-]+)["']""", options)
        return named[1] if named else str(function)
    return None


def _node(looked: Looked) -> Suite | None:
    package = _json(looked.text("package.json"))
    scripts = package.get("scripts")
    script = scripts.get("test") if isinstance(scripts, dict) else None
    if not isinstance(script, str) or not script.strip() or _NO_TEST in script:
        return None
    manager = next((manager for lock, manager in _NODE_LOCKS if lock in looked.paths), "npm")
    report = f"{looked.reports}/tests.xml"
    launch = {"npm": "npx --no-install", "pnpm": "pnpm exec", "yarn": "yarn", "bun": "bunx"}[manager]
    whole = re.fullmatch(r"(?:cross-env )?(vitest|jest|node --test)(?: (?!.*(?:&&|\|\||;)).*)?", script.strip())
    suite = Suite(id="node", run=f"{manager} test", shown_by="package.json", note=_EXIT_ONLY)
    match whole[1] if whole else "":
        case "vitest":
            run = f"{launch} vitest run --reporter=default --reporter=junit --outputFile.junit={report}"
            return replace(suite, run=run, report=report, note="")
        case "jest" if "jest-junit" in looked.text("package.json"):
            run = f"JEST_JUNIT_OUTPUT_FILE={report} {launch} jest --ci --reporters=default --reporters=jest-junit"
            return replace(suite, run=run, report=report, note="")
        case "jest":
            return replace(suite, note=f"{_EXIT_ONLY} The package jest-junit would write one.")
        case _:
            return suite if manager != "bun" else replace(suite, run="bun run test")


def _json(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _go(looked: Looked) -> Suite | None:
    if "go.mod" not in looked.paths or looked.any(re.compile(r".*_test\.go")) is None:
        return None
    if "gotestsum" in looked.text("Makefile"):
        report = f"{looked.reports}/tests.xml"
        return Suite(id="go", run=f"gotestsum --junitfile {report} ./...", report=report, shown_by="Makefile")
    note = f"{_EXIT_ONLY} gotestsum would write one."
    return Suite(id="go", run="go test ./...", output="ok *", shown_by="go.mod", note=note)


def _rust(looked: Looked) -> Suite | None:
    if "Cargo.toml" not in looked.paths:
        return None
    for name, path in _nextest_reports(looked.text(".config/nextest.toml")):
        run = f"cargo nextest run --workspace --profile {name}"
        shown_by = ".config/nextest.toml"
        return Suite(id="rust", run=run, report=f"target/nextest/{name}/{path}", shown_by=shown_by)
    workspace = " --workspace" if "[workspace]" in looked.text("Cargo.toml") else ""
    note = f"{_EXIT_ONLY} cargo-nextest would write one."
    return Suite(id="rust", run=f"cargo test{workspace}", output="test result: ok*", shown_by="Cargo.toml", note=note)


def _nextest_reports(text: str) -> Iterator[tuple[str, str]]:
    try:
        profiles = tomllib.loads(text).get("profile", {})
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    for name, profile in profiles.items() if isinstance(profiles, dict) else ():
        junit = profile.get("junit") if isinstance(profile, dict) else None
        path = junit.get("path") if isinstance(junit, dict) else None
        if isinstance(path, str) and re.fullmatch(r"[\w.-]+", path) and re.fullmatch(r"[a-z][\w-]*", name):
            yield name, path


def _jvm(looked: Looked) -> Suite | None:
    if "pom.xml" in looked.paths:
        run = f"{'./mvnw' if 'mvnw' in looked.paths else 'mvn'} --batch-mode verify"
        return Suite(id="jvm", run=run, report="**/target/surefire-reports/TEST-*.xml", shown_by="pom.xml")
    build = looked.has("build.gradle", "build.gradle.kts")
    if build is None:
        return None
    run = f"{'./gradlew' if 'gradlew' in looked.paths else 'gradle'} test"
    return Suite(id="jvm", run=run, report="**/build/test-results/test/TEST-*.xml", shown_by=build)


def _dbt(looked: Looked) -> Suite | None:
    if "dbt_project.yml" not in looked.paths:
        return None
    note = "It builds and tests every model in the warehouse of your profile; name what that needs under `env`."
    return Suite(id="dbt", run="dbt build", output="*Done. PASS=*ERROR=0*", shown_by="dbt_project.yml", note=note)


def _ruby(looked: Looked) -> Suite | None:
    if "Gemfile" not in looked.paths or looked.any(re.compile(r"(?:.*/)?spec/.*_spec\.rb")) is None:
        return None
    return Suite(id="ruby", run="bundle exec rspec", shown_by="Gemfile", note=_EXIT_ONLY)


def _php(looked: Looked) -> Suite | None:
    shown_by = looked.has("phpunit.xml", "phpunit.xml.dist", "phpunit.dist.xml")
    report = f"{looked.reports}/tests.xml"
    run = f"vendor/bin/phpunit --log-junit {report}"
    return Suite(id="php", run=run, report=report, shown_by=shown_by) if shown_by else None


def _terraform(looked: Looked) -> Suite | None:
    if (shown_by := looked.any(re.compile(r"[^/]+\.tf"))) is None:
        return None
    tests = looked.any(re.compile(r"(?:tests/)?[^/]+\.tftest\.(?:hcl|json)"))
    run = f"terraform init -backend=false -input=false && terraform {'test' if tests else 'validate'} -no-color"
    note = "" if tests else "There are no tests of Terraform's own, so this only says that the code is valid."
    return Suite(id="terraform", run=run, shown_by=tests or shown_by, note=note)


def _cmake(looked: Looked) -> Suite | None:
    if "CMakeLists.txt" not in looked.paths:
        return None
    folder, report = f"{looked.reports}/build", f"{looked.reports}/tests.xml"
    run = f'cmake -B {folder} && cmake --build {folder} && ctest --test-dir {folder} --output-junit "$PWD/{report}"'
    return Suite(id="cmake", run=run, report=report, shown_by="CMakeLists.txt")


def _make(looked: Looked) -> Suite | None:
    if re.search(r"^test:", looked.text("Makefile"), re.MULTILINE) is None:
        return None
    return Suite(id="make", run="make test", shown_by="Makefile", note=_EXIT_ONLY)


_FINDERS: Final[tuple[Callable[[Looked], Suite | None], ...]] = (_python, _node, _go, _rust, _jvm, _dbt, _ruby, _php)
_LAST_RESORTS: Final[tuple[Callable[[Looked], Suite | None], ...]] = (_cmake, _make, _terraform)
