import json
from dataclasses import fields

import jsonschema
import pytest
from pydantic import TypeAdapter

from readiness.evidence import kinds
from readiness.load.schema import schema
from readiness.model.diff import SCHEMA, Diff
from readiness.render.base import Style
from readiness.render.diff import render_json
from tests.render.diffs import ALL


@pytest.mark.parametrize("name", ALL)
def test_the_json_of_a_diff_is_what_its_types_say(name: str) -> None:
    found = ALL[name]()
    said = json.loads(render_json(found, Style()))
    assert said.keys() == {field.name for field in fields(Diff)}
    if name != "hostile":  # there a path is no UTF-8, and is spelled out
        assert said == TypeAdapter(Diff).dump_python(found, mode="json", by_alias=True)


@pytest.mark.parametrize("name", ALL)
def test_the_json_of_a_diff_fits_the_schema_that_is_published(name: str) -> None:
    jsonschema.validate(json.loads(render_json(ALL[name](), Style())), schema("diff", kinds()))


def test_the_json_of_a_diff_says_which_contract_it_is() -> None:
    assert json.loads(render_json(ALL["empty"](), Style()))["schema"] == SCHEMA == "readiness/diff/v1"


def test_the_json_of_a_diff_is_ascii_without_commands_of_a_ci_runner() -> None:
    text = render_json(ALL["hostile"](), Style())
    assert text.isascii()
    assert text.endswith("}\n")
    assert "##[" not in text
