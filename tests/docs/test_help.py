"""The documents and `--help` speak of the same commands and options."""

import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest
import typer

from readiness.cli.app import app
from tests.cli.program import run
from tests.docs.guide_run import PATH as GUIDE
from tests.docs.pages import ROOT, pages, prose

COMMANDS: Final = (
    *("check", "diff", "publish", "prove", "capture", "ledger", "keys"),
    *("defer", "promote", "waive", "followups", "add", "set", "signoff"),
    *("init", "render", "schema", "explain", "demo"),
)
GROUPS: Final = {
    "ledger": ("list", "show", "verify", "fetch", "push", "merge", "sign", "checkpoint", "prune"),
    "followups": ("list", "verify"),
}
_OPTION: Final = re.compile(r"(?<![\w-])--?[a-zA-Z][\w-]*")
_CALL: Final = re.compile(r"(?:^|[\s/`])readiness((?: [^\s#|&;`]+)+)")


@cache
def _help(*words: str) -> str:
    ended = run(*words, "--help", folder=ROOT)
    assert (ended.code, ended.err) == (0, "")
    return ended.out


def _calls() -> Iterator[tuple[str, str]]:
    """Yield each call of `readiness` in the documents, with the document."""
    for page in pages():
        for text in prose(page.read_text()):
            yield from ((str(page.relative_to(ROOT)), found[1].strip()) for found in _CALL.finditer(text))


def _options(text: str) -> set[str]:
    return set(_OPTION.findall(text))


@pytest.mark.parametrize(("page", "call"), sorted(set(_calls())))
def test_a_call_in_the_documents_is_one_that_help_knows(page: str, call: str) -> None:
    words = [word for word in call.split() if not word.startswith("-")]
    command, inner = (*words, "", "")[:2]
    if command:
        assert command in COMMANDS, page
    if command in GROUPS and inner:
        assert inner in GROUPS[command], page
    named = [command, *([inner] if command in GROUPS and inner else [])] if command else []
    assert _options(call) <= _options(_help(*named)), page


def test_calls_are_found_in_the_documents() -> None:
    found = {call.split()[0] for _, call in _calls()}
    assert found >= set(COMMANDS) - {"demo"}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_lists_each_command_and_the_command_has_examples(command: str) -> None:
    assert re.search(rf"\b{command}\b", _help())
    assert "Examples:" in _help(command)


@pytest.mark.parametrize(("group", "command"), [(group, one) for group, inner in GROUPS.items() for one in inner])
def test_the_help_of_a_group_lists_each_command_and_the_command_has_examples(group: str, command: str) -> None:
    assert re.search(rf"\b{command}\b", _help(group))
    assert "Examples:" in _help(group, command)


def test_the_guide_has_every_option_of_check() -> None:
    text = Path(ROOT / GUIDE).read_text()
    assert _options(_help("check")) - {"--help", "-h"} <= _options(text)


def test_every_option_that_the_guide_names_exists() -> None:
    named = {
        option for text in prose(Path(ROOT / GUIDE).read_text()) if text.startswith("-") for option in _options(text)
    }
    assert named <= {option for command in COMMANDS for option in _options(_help(command))}


def _helps(group: typer.Typer, above: str) -> Iterator[tuple[str, str]]:
    """Yield the text of each command of `group`, and of all below it, with its name."""
    for command in group.registered_commands:
        yield f"{above} {command.name}", inspect.getdoc(command.callback) or ""
    for inner in group.registered_groups:
        name = f"{above} {inner.typer_instance.info.name}" if inner.typer_instance else above
        if inner.typer_instance:
            yield name, inspect.cleandoc(str(inner.typer_instance.info.help))
            yield from _helps(inner.typer_instance, name)


@pytest.mark.parametrize(("name", "text"), list(_helps(app, "readiness")))
def test_no_line_of_help_is_broken_a_second_time_on_a_terminal_of_eighty_columns(name: str, text: str) -> None:
    # The first line is wrapped as one; from the second paragraph on, a line that is too long leaves a stump below it.
    lines = text.splitlines()[1:]
    assert [line for line in lines if len(line) > 78] == [], name


def test_an_argument_that_may_be_left_out_stands_in_one_pair_of_brackets() -> None:
    assert "readiness diff [OPTIONS] {BASE} [HEAD]" in _help("diff")
