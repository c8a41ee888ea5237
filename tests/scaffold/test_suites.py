"""How tests are run, from the files that show it."""

from collections.abc import Mapping

import pytest

from readiness.scaffold.publishing import publishing
from readiness.scaffold.seen import Ships, is_plain
from readiness.scaffold.signs import ci_of, facts_of, shipping
from readiness.scaffold.suites import READ, Looked, inner_roots, suites_of

R = "--junitxml=reports/tests.xml"


def looked(files: Mapping[str, str]) -> Looked:
    return Looked(frozenset(files), {path: text for path, text in files.items() if path in READ}, "reports")


@pytest.mark.parametrize(
    ("files", "run", "report"),
    [
        pytest.param({"pytest.ini": ""}, f"python -m pytest {R}", True, id="pytest"),
        pytest.param({"setup.cfg": "[tool:pytest]"}, f"python -m pytest {R}", True, id="setup.cfg"),
        pytest.param({"tox.ini": "pytest", "poetry.lock": ""}, f"poetry run pytest {R}", True, id="poetry"),
        pytest.param({"pyproject.toml": "pytest", "uv.lock": ""}, f"uv run pytest {R}", True, id="uv"),
        pytest.param(
            {"noxfile.py": '@nox.session(name="unit-tests")\ndef tests(s):\n  s.run("pytest", *s.posargs)\n'},
            f"nox -s unit-tests -- {R}",
            True,
            id="nox",
        ),
        pytest.param(
            {"noxfile.py": '@nox.session\ndef lint(s):\n  s.run("pytest")\n'},
            f"python -m pytest {R}",
            True,
            id="nox-closed",
        ),
        pytest.param({"setup.py": "", "tests/test_a.py": ""}, f"python -m pytest {R}", True, id="unittest"),
        pytest.param({"manage.py": "", "setup.py": ""}, "python manage.py test", False, id="django"),
        pytest.param({"package.json": '{"scripts": {"test": "mocha"}}'}, "npm test", False, id="mocha"),
        pytest.param(
            {"package.json": '{"scripts": {"test": "vitest run"}}'},
            "npx --no-install vitest run --reporter=default --reporter=junit --outputFile.junit=reports/tests.xml",
            True,
            id="vitest",
        ),
        pytest.param(
            {"package.json": '{"scripts": {"test": "vitest run && vitest run -c e2e"}}', "pnpm-lock.yaml": ""},
            "pnpm test",
            False,
            id="vitest-is-a-part",
        ),
        pytest.param({"package.json": '{"scripts": {"test": "jest"}}', "yarn.lock": ""}, "yarn test", False, id="jest"),
        pytest.param(
            {"package.json": '{"scripts": {"test": "jest"}, "devDependencies": {"jest-junit": "1"}}'},
            "JEST_JUNIT_OUTPUT_FILE=reports/tests.xml npx --no-install jest --ci --reporters=default "
            "--reporters=jest-junit",
            True,
            id="jest-junit",
        ),
        pytest.param({"go.mod": "", "a_test.go": ""}, "go test ./...", False, id="go"),
        pytest.param(
            {"go.mod": "", "a_test.go": "", "Makefile": "\tgotestsum ./..."},
            "gotestsum --junitfile reports/tests.xml ./...",
            True,
            id="gotestsum",
        ),
        pytest.param({"Cargo.toml": "[workspace]"}, "cargo test --workspace", False, id="cargo"),
        pytest.param(
            {"Cargo.toml": "", ".config/nextest.toml": '[profile.ci.junit]\npath = "j.xml"\n'},
            "cargo nextest run --workspace --profile ci",
            True,
            id="nextest",
        ),
        pytest.param({"pom.xml": "", "mvnw": "", "build.gradle": ""}, "./mvnw --batch-mode verify", True, id="maven"),
        pytest.param({"build.gradle.kts": ""}, "gradle test", True, id="gradle"),
        pytest.param({"dbt_project.yml": ""}, "dbt build", False, id="dbt"),
        pytest.param({"Gemfile": "", "spec/a_spec.rb": ""}, "bundle exec rspec", False, id="rspec"),
        pytest.param({"phpunit.xml.dist": ""}, "vendor/bin/phpunit --log-junit reports/tests.xml", True, id="phpunit"),
        pytest.param({"Makefile": "all:\n\ttrue\ntest: all\n"}, "make test", False, id="make"),
        pytest.param(
            {"main.tf": "", "tests/a.tftest.hcl": ""},
            "terraform init -backend=false -input=false && terraform test -no-color",
            False,
            id="terraform",
        ),
    ],
)
def test_the_command_is_the_one_that_the_files_show(files: Mapping[str, str], run: str, *, report: bool) -> None:
    (suite,) = suites_of(looked(files))
    assert (suite.run, suite.report is not None) == (run, report)
    assert suite.shown_by in files


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({}, id="empty"),
        pytest.param(
            {"package.json": '{"scripts": {"test": "echo \\"Error: no test specified\\" && exit 1"}}'}, id="npm-init"
        ),
        pytest.param({"package.json": "{"}, id="no-json"),
        pytest.param({"package.json": '{"scripts": ["test"]}'}, id="other-shape"),
        pytest.param({"package.json": "[" * 100_000}, id="deep"),
        pytest.param({"go.mod": ""}, id="no-tests-of-go"),
        pytest.param({"Makefile": "lint:\n"}, id="no-target"),
    ],
)
def test_where_no_file_shows_it_no_command_is_made_up(files: Mapping[str, str]) -> None:
    assert suites_of(looked(files)) == ()


def test_settings_of_nextest_cannot_lead_the_report_elsewhere() -> None:
    files = {
        "Cargo.toml": "",
        ".config/nextest.toml": '[profile."$(x)".junit]\npath = "j.xml"\n[profile.ci.junit]\npath="../x"\n',
    }
    assert suites_of(looked(files))[0].run == "cargo test"


@pytest.mark.parametrize(
    ("paths", "ships"),
    [
        pytest.param({"Dockerfile"}, Ships.SERVICE, id="image"),
        pytest.param({"deploy/k8s/app.yml"}, Ships.SERVICE, id="kubernetes"),
        pytest.param({"Procfile"}, Ships.SERVICE, id="procfile"),
        pytest.param({".devcontainer/Dockerfile", "tests/Dockerfile", "docs/k8s/a.yml"}, Ships.PACKAGE, id="aside"),
        pytest.param({"dbt_project.yml", "Dockerfile"}, Ships.DATA, id="dbt-with-image"),
        pytest.param({"transform/dbt_project.yml"}, Ships.DATA, id="dbt-inside"),
        pytest.param({"infra/main.tf"}, Ships.INFRASTRUCTURE, id="terraform"),
        pytest.param({"main.tf", "variables.tf", "outputs.tf", "examples/a/main.tf"}, Ships.PACKAGE, id="module"),
        pytest.param({"main.tf", "pyproject.toml"}, Ships.PACKAGE, id="code-with-terraform"),
        pytest.param(set(), Ships.PACKAGE, id="nothing"),
    ],
)
def test_what_ships_is_guessed_from_what_is_deployed(paths: set[str], ships: Ships) -> None:
    assert shipping(frozenset(paths), facts_of(paths)) is ships


def test_one_image_and_several_are_told_apart() -> None:
    assert facts_of({"Dockerfile", "tests/Dockerfile"})["one-image"] == "Dockerfile"
    assert "one-image" not in facts_of({"a/Dockerfile", "b/Dockerfile"})


def test_the_job_that_tests_speaks_for_the_system() -> None:
    assert ci_of([".github/workflows/a-lock.yml", ".github/workflows/tests.yaml"]) == {
        "github": ".github/workflows/tests.yaml"
    }


def test_projects_among_examples_are_none() -> None:
    assert inner_roots(frozenset({"examples/a/go.mod", "src/a/go.mod", "go.mod"})) == ("src/a/go.mod",)


@pytest.mark.parametrize(
    ("files", "command"),
    [
        ({"pyproject.toml": "[build-system]"}, "python -m build --outdir reports/dist"),
        ({"Cargo.toml": "[package]"}, "cargo package"),
        ({"package.json": '{"name": "a", "version": "1"}'}, "npm pack --dry-run"),
        ({"package.json": '{"name": "a", "version": "1", "private": true}'}, None),
        ({"Cargo.toml": "[workspace]"}, None),
    ],
)
def test_what_is_published_can_be_built_first(files: Mapping[str, str], command: str | None) -> None:
    found = publishing(looked(files))
    assert (found and found[1]) == command


@pytest.mark.parametrize(
    "path", ["a b", "-x/Dockerfile", "a/-b", "$(x)", "a\nb", "a#b", "a`b`", "/a", "ä", "a//b", "a/"]
)
def test_a_path_that_could_be_more_than_a_path_is_not_plain(path: str) -> None:
    assert not is_plain(path)


def test_usual_paths_are_plain() -> None:
    assert all(map(is_plain, ["a", ".github/CODEOWNERS", "src/a_b-c.d/@scope/x+1.py"]))
