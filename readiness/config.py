"""The configuration: `readiness.toml`, or `[tool.readiness]` in pyproject.toml, at the root of the tree.

Without either, every setting has its default. What is not understood is an error, because it could be the setting that
switches a rule off.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError

from readiness.errors import Problem, ReadinessError
from readiness.model.documents.base import Duration, Many, Model, Pattern, RepoPath
from readiness.model.outcome import Level
from readiness.model.place import Location
from readiness.model.problems import code_of
from readiness.model.wording import Words, is_echo, refused, shown, suggestion, unknown_key
from readiness.tree.base import Tree, Unread

OWN: Final = "readiness.toml"
SHARED: Final = "pyproject.toml"
_TABLE: Final = ("tool", "readiness")
_LIMIT: Final = 1 << 20


class Config(Model):
    """All settings. Paths are folders from the root of the repository."""

    scopes: Annotated[Many[RepoPath], Field(min_length=1)] = ("scopes",)
    runbooks: RepoPath = "runbooks"
    templates: RepoPath = "templates"
    output: RepoPath = "docs/launch"
    """Where generated documents go."""
    ignore: Many[Pattern] = ()
    """Files that no pattern ever means, and where no document is looked for."""
    max_bytes: Annotated[int, Field(ge=1024, le=1 << 30)] = 8 << 20
    """How large a file may be, document or artefact, in bytes."""
    allow_self: bool = False
    """Whether owners may sign, accept and grant for themselves; every report says so."""
    max_age: Duration = timedelta(days=30)
    """How old reports of launch-critical items, and words without an end, may be unless they say otherwise."""
    rules: dict[str, Level] = Field(default_factory=dict)
    """Levels of rules, by their names."""


def read_config(tree: Tree, rules: frozenset[str]) -> Config:
    """Return the configuration of `tree`; `rules` are the names of all rules.

    Raises:
        ReadinessError: RDY040, with every setting that is wrong.
    """
    files = tree.read((OWN, SHARED), _LIMIT)
    own, shared = _text(OWN, files[OWN]), _text(SHARED, files[SHARED])
    tables = {}
    if own is not None:
        tables[OWN] = _parsed(OWN, own)
    if shared is not None and re.search(r"\breadiness\b", shared):
        table = _parsed(SHARED, shared).get("tool", {}).get("readiness")
        if table is not None:
            tables[SHARED] = table
    if len(tables) > 1:
        at = _where(shared or "", SHARED, (), _TABLE)
        raise ReadinessError(_problem(f"there are settings in {OWN} too", f"keep those of {OWN} only", at))
    for path, table in tables.items():
        return _validated(path, (own if path == OWN else shared) or "", table, rules)
    return Config()


def _text(path: str, data: bytes | Unread) -> str | None:
    if data is Unread.ABSENT:
        return None
    if isinstance(data, Unread):
        raise ReadinessError(
            _problem(f"the configuration cannot be read: {data.value}", "make it a regular file", Location(path))
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        where = Location(path, line, 1)
        raise ReadinessError(_problem("the configuration is not UTF-8", "save it as UTF-8", where)) from error


def _parsed(path: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        at = re.search(r" \(at line (\d+), column (\d+)\)", said)
        where = Location(path, int(at[1]), int(at[2])) if at else Location(path)
        message = f"the file is no TOML: {said[: at.start()] if at else said}"
        raise ReadinessError(_problem(message, "correct what stands here or just before", where)) from error
    except RecursionError as error:
        raise ReadinessError(_problem("the file is nested too deep", "flatten it", Location(path))) from error


def _validated(path: str, text: str, table: object, rules: frozenset[str]) -> Config:
    prefix = _TABLE if path == SHARED else ()
    problems: list[Problem] = []
    config = Config()
    try:
        config = Config.model_validate_json(json.dumps(table, default=str))
    except ValidationError as error:
        for words, route in _wrong(error):
            problems.append(_problem(words.message, words.fix, _where(text, path, route, prefix)))
    levels = table.get("rules") if isinstance(table, Mapping) else None
    for slug in levels if isinstance(levels, Mapping) else ():
        if slug not in rules:
            where = _where(text, path, ("rules", slug), prefix)
            problems.append(_problem(f"there is no rule {shown(slug)}", suggestion(slug, rules), where))
    if problems:
        raise ReadinessError.of(problems)
    return config


def _wrong(error: ValidationError) -> Iterator[tuple[Words, tuple[str, ...]]]:
    for detail in error.errors(include_url=False):
        route = tuple(part for part in detail["loc"] if isinstance(part, str))
        if detail["type"] == "extra_forbidden":
            yield unknown_key(route[-1], Config.model_fields), route
        elif not is_echo(detail):
            words = refused(detail, route[-1] if route else "the configuration")
            if words.slug == "yaml-surprise":
                message = f"`{route[-1]}` wants true or false or a number, and this is {shown(detail['input'])}"
                words = Words("wrong-type", message, words.fix)
            yield words, route


def _where(text: str, path: str, route: tuple[str, ...], prefix: tuple[str, ...]) -> Location:
    """Return the place of the key that `route` leads to, or of the innermost table around it that can be found."""
    wanted, nearest = prefix + route, Location(path)
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[([^\[\]]+)\]", line)
        if header:
            table = _dotted(header[1])
            if table and wanted[: len(table)] == table:
                nearest = Location(path, number, line.index("[") + 1)
            continue
        key = re.match(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""", line)
        if key and wanted[: len(at := table + _dotted(key[1]))] == at:
            nearest = Location(path, number, key.start(1) + 1)
            if at == wanted:
                break
    return nearest


def _dotted(text: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in text.split("."))


def _problem(message: str, fix: str, where: Location) -> Problem:
    return Problem(code_of("config-invalid"), message, fix, where)
