"""The configuration: `readiness.toml`, or `[tool.readiness]` in pyproject.toml, at the root of the tree.

Without either, every setting has its default. What is not understood is an error, because it could be the setting that
switches a rule off.
"""

import json
import os
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar, get_args, get_origin

from pydantic import Field, ValidationError

from readiness.errors import Problem, ReadinessError
from readiness.model.documents.base import Duration, Id, Many, Model, Pattern, RepoPath
from readiness.model.outcome import Level
from readiness.model.place import Location, Part
from readiness.model.problems import code_of
from readiness.model.settings import FollowUpSettings, LedgerSettings, TrackerSettings
from readiness.model.trust import Trust
from readiness.model.wording import Words, is_echo, nearest, refused, shown, suggestion, unknown_key
from readiness.reading.toml_places import place_of
from readiness.tree.base import Tree, Unread
from readiness.tree.disk import read_bounded

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
    inputs: dict[str, Many[Pattern]] = Field(default_factory=dict)
    """What proofs of a kind are made of, besides their own `inputs`: kind = patterns."""
    trust: Trust = Trust()
    """Whose records count."""
    ledger: LedgerSettings = LedgerSettings()
    trackers: dict[Id, TrackerSettings] = Field(default_factory=dict)
    """Where issues are; a tracker of each kind is known under the name of its kind without being named here."""
    followups: FollowUpSettings = FollowUpSettings()


class _TrustFile(Model):
    trust: Trust


_M = TypeVar("_M", bound=Model)


def read_config(
    tree: Tree, rules: frozenset[str], tracker_kinds: Callable[[], Collection[str]] | None = None
) -> Config:
    """Return the configuration of `tree`; `rules` are the names of all rules.

    `tracker_kinds` gives the names of all kinds of trackers, and is asked only where a tracker is configured; without
    it their kinds are not looked at.

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
        at = _where(shared or "", SHARED, _TABLE)
        raise ReadinessError(_problem(f"there are settings in {OWN} too", f"keep those of {OWN} only", at))
    for path, table in tables.items():
        text = (own if path == OWN else shared) or ""
        config = _settings(path, text, table, rules)
        if config.trackers and tracker_kinds is not None:
            _check_kinds(path, text, config, tracker_kinds())
        return config
    return Config()


def read_trust(path: Path) -> Trust:
    """Return the table `[trust]` of a TOML file that somebody keeps outside of the repository, alone in it.

    Raises:
        ReadinessError: RDY040, with everything that is wrong; a file that trusts nobody and asks for nothing is wrong
            too.
    """
    name = str(path)
    # Links are followed: a person named this file, and mounted settings are links (Path.resolve would raise on a loop).
    text = _text(name, read_bounded(os.path.realpath(path), _LIMIT))
    if text is None:
        raise ReadinessError(_problem("there is no such file", "name a TOML file with a table [trust]", Location(name)))
    found, problems = _validated(_TrustFile, name, text, _parsed(name, text))
    if found is None:
        raise ReadinessError.of(problems)
    if found.trust == Trust():
        fix = "add `[[trust.keys]]`, or `executed_only = true` below `[trust]`"
        raise ReadinessError(_problem("the file asks for nothing", fix, Location(name)))
    return found.trust


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


def _settings(path: str, text: str, table: object, rules: frozenset[str]) -> Config:
    prefix = _TABLE if path == SHARED else ()
    config, problems = _validated(Config, path, text, table)
    levels = table.get("rules") if isinstance(table, Mapping) else None
    for slug in levels if isinstance(levels, Mapping) else ():
        if slug not in rules:
            where = _where(text, path, (*prefix, "rules", slug))
            problems.append(_problem(f"there is no rule {shown(slug)}", suggestion(slug, rules), where))
    if config is None or problems:
        raise ReadinessError.of(problems)
    return config


def _check_kinds(path: str, text: str, config: Config, known: Collection[str]) -> None:
    prefix = _TABLE if path == SHARED else ()
    problems = []
    for name, tracker in config.trackers.items():
        if tracker.kind not in known:
            close = nearest(tracker.kind, known)
            fix = (
                f"did you mean `{close}`?"
                if close
                else f"write one of {', '.join(sorted(known))}, or install its package"
            )
            where = _where(text, path, (*prefix, "trackers", name, "kind"))
            problems.append(_problem(f"there is no kind of tracker called {shown(tracker.kind)}", fix, where))
    if problems:
        raise ReadinessError.of(problems)


def _validated(model: type[_M], path: str, text: str, table: object) -> tuple[_M | None, list[Problem]]:
    """Return the settings, or what is wrong with them."""
    prefix = _TABLE if path == SHARED else ()
    try:
        return model.model_validate_json(json.dumps(table, default=str)), []
    except ValidationError as error:
        return None, [
            _problem(words.message, words.fix, _where(text, path, prefix + route))
            for words, route in _wrong(model, error)
        ]


def _wrong(model: type[Model], error: ValidationError) -> Iterator[tuple[Words, tuple[Part, ...]]]:
    for detail in error.errors(include_url=False):
        route = detail["loc"]
        name = next((part for part in reversed(route) if isinstance(part, str)), "the configuration")
        if detail["type"] == "extra_forbidden":
            yield unknown_key(name, _known(model, route[:-1])), route
        elif detail["type"] == "missing":
            yield Words("missing-key", f"`{name}` is missing", f"add `{name} = …`"), route
        elif not is_echo(detail):
            words = refused(detail, name)
            if words.slug == "yaml-surprise":
                message = f"`{name}` wants true or false or a number, and this is {shown(detail['input'])}"
                words = Words("wrong-type", message, words.fix)
            yield words, route


def _known(model: type[Model] | None, route: tuple[Part, ...]) -> Iterable[str]:
    """Return the keys that are known in the table that `route` leads to."""
    named = False  # whether what comes next is a name that somebody chose, as in [trackers.NAME]
    for name in route:
        if isinstance(name, str) and not named:
            field = model.model_fields.get(name) if model else None
            inside = (field.annotation, *get_args(field.annotation)) if field else ()
            model = next((one for one in inside if isinstance(one, type) and issubclass(one, Model)), None)
            named = field is not None and get_origin(field.annotation) is dict
        else:
            named = False
    return [field.alias or name for name, field in model.model_fields.items()] if model else ()


def _where(text: str, path: str, route: tuple[Part, ...]) -> Location:
    return Location(path, *(place_of(text, route) or ()))


def _problem(message: str, fix: str, where: Location) -> Problem:
    return Problem(code_of("config-invalid"), message, fix, where)
