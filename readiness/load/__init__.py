"""Loading: the files of a tree to typed documents, with every problem of every file in one pass.

The way of one file: bytes → text (`text`) → data and marks (`events`) → a document with its conditions (`validate`), or
flaws, which `marks` gives their line and column.
"""

import gc
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from readiness.config import Config
from readiness.errors import Problem
from readiness.load.cache import Cache, Row, key_of
from readiness.load.events import has_c_parser, parse
from readiness.load.files import MAX_OUTSIDE_BYTES, hidden, misnamed, select, stray, unseen
from readiness.load.flaws import Flaw
from readiness.load.marks import Written, position, spread
from readiness.load.text import decode
from readiness.load.validate import Validator, kind_of
from readiness.load.walk import Unparsed
from readiness.model.documents.base import Model
from readiness.model.documents.directory import Directory
from readiness.model.documents.scope import Scope
from readiness.model.evidence import EvidenceKind
from readiness.model.loaded import Broken, Documents, Loaded
from readiness.model.place import Location, Place
from readiness.model.problems import code_of
from readiness.tree.base import Tree, Unread

SLOW_PARSER: Final = "The C parser of ruamel.yaml.clib is missing: reading documents takes ten times as long."


def notes() -> tuple[str, ...]:
    """Return what a reader of the report should know about how documents were read, in full sentences."""
    return () if has_c_parser() else (SLOW_PARSER,)


def load(tree: Tree, config: Config, kinds: Mapping[str, EvidenceKind], *, cache: Cache | None = None) -> Documents:
    """Return all documents of `tree`, and all that is wrong with any of them; bad input raises nothing.

    Raises:
        ReadinessError: RDY050, git stopped early.
    """
    selection = select(tree.paths(), config)
    run = _Run(kinds)
    with _no_collector():
        run.read(tree.read(selection.documents, config.max_bytes), config, cache)
    for path, data in tree.read(selection.misnamed, config.max_bytes).items():
        run.fail(*misnamed(path, data))
    for path, data in tree.read(selection.others, 0).items():
        found = unseen(path, data)
        if found is not None:
            run.fail(*found)
    for problem, broken in hidden(tree, config):
        run.fail(problem, broken)
    for path, data in tree.read(selection.elsewhere, MAX_OUTSIDE_BYTES).items():
        found = stray(path, data, config.scopes)
        if found is not None:
            run.fail(*found)
    return run.documents()


@contextmanager
def _no_collector() -> Iterator[None]:
    """Keep the garbage collector from going through a heap that only grows; that halves the time of loading."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@dataclass(slots=True)
class _Run:
    """What one call of `load` has found so far."""

    kinds: Mapping[str, EvidenceKind]
    scopes: list[Loaded[Scope]] = field(default_factory=list)
    directories: list[Loaded[Directory]] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    conditions: dict[Place, Any] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    spreads: dict[str, Written | None] = field(default_factory=dict)

    def read(self, files: Mapping[str, bytes | Unread], config: Config, cache: Cache | None) -> None:
        """Read all documents, as far as possible from `cache`, and keep there what was not in it."""
        validator = Validator(self.kinds)
        keys = {path: key_of(data) for path, data in files.items() if isinstance(data, bytes)} if cache else {}
        known = cache.get(tuple(keys.values())) if cache else {}
        fresh: dict[bytes, Row] = {}
        for path, data in sorted(files.items()):
            if isinstance(data, Unread):
                self.fail(_unread(path, data, config.max_bytes), Broken(path))
                continue
            row = known.get(keys[path]) if path in keys else None
            if row is None:
                row = self._parsed(path, data, validator)
                if row is not None and path in keys:
                    fresh[keys[path]] = row
            if row is not None:
                self.rows[path] = row
                self._validated(path, row, validator, ())
        if cache is not None:
            cache.put(fresh)

    def _parsed(self, path: str, data: bytes, validator: Validator) -> Row | None:
        """Return a file without problems as it is kept; of another one, note them all."""
        text = decode(path, data)
        if isinstance(text, Problem):
            self.fail(text, Broken(path))
            return None
        parsed = parse(path, text)
        if isinstance(parsed, Unparsed):
            self.problems.extend(parsed.problems)
            self.broken.append(Broken(path))
            return None
        written = json.dumps(parsed.data, ensure_ascii=False, separators=(",", ":"))
        kind = kind_of(parsed.data)
        row = Row.of(kind if isinstance(kind, str) else "", written, parsed.marks)
        if isinstance(kind, str) and not parsed.problems:
            return row
        self.rows[path] = row
        if isinstance(kind, str):
            self._validated(path, row, validator, parsed.problems)
        else:
            self._broken(path, row, parsed.problems, [kind])
        return None

    def _validated(self, path: str, row: Row, validator: Validator, found: tuple[Problem, ...]) -> None:
        checked = validator.check(row.kind, row.written)
        if checked.flaws or found or checked.document is None:
            self._broken(path, row, found, checked.flaws)
            return
        self._keep(path, checked.document)
        for route, condition in checked.conditions.items():
            self.conditions[Place(path, route)] = condition

    def _keep(self, path: str, document: Model) -> None:
        match document:
            case Scope():
                self.scopes.append(Loaded(path, document))
            case Directory():
                self.directories.append(Loaded(path, document))
            case _:
                message = f"documents of kind {type(document).__name__} are kept nowhere"
                raise TypeError(message)

    def _broken(self, path: str, row: Row, found: tuple[Problem, ...], flaws: Iterable[Flaw]) -> None:
        """Note what is wrong with a document; where parsing has found fault already, validation says nothing more."""
        self.problems.extend(found)
        places = {problem.location for problem in found}
        merged = any(problem.code == code_of("merge-key") for problem in found)
        for flaw in flaws:
            location = self.locate(Place(path, flaw.route))
            if location in places or (merged and flaw.words.slug == "missing-key"):
                continue
            self.problems.append(Problem(code_of(flaw.words.slug), flaw.words.message, flaw.words.fix, location))
        data = json.loads(row.written)
        name = data.get("id") if isinstance(data, dict) else None
        self.broken.append(Broken(path, row.kind or None, name if isinstance(name, str) else None))

    def fail(self, problem: Problem, broken: Broken) -> None:
        """Note a file that is no document."""
        self.problems.append(problem)
        self.broken.append(broken)

    def locate(self, place: Place) -> Location:
        """Return line and column of a place; of the file alone where nothing is known about it."""
        if place.path not in self.spreads:
            row = self.rows.get(place.path)
            self.spreads[place.path] = spread(json.loads(row.written), row.marks_list()) if row else None
        root = self.spreads[place.path]
        if root is None:
            # In what is no document of ours, such as a page of Markdown, a route can only be a line.
            line = next((part for part in place.route[:1] if isinstance(part, int)), 0)
            return Location(place.path, line, min(line, 1))
        return Location(place.path, *position(root, place.route, self.kinds))

    def documents(self) -> Documents:
        """Return everything, in order."""
        return Documents(
            scopes=tuple(self.scopes),
            directories=tuple(self.directories),
            broken=tuple(sorted(self.broken, key=lambda broken: broken.path)),
            problems=tuple(sorted(dict.fromkeys(self.problems), key=lambda problem: problem.sort_key)),
            conditions=self.conditions,
            locate=self.locate,
        )


def _unread(path: str, why: Unread, limit: int) -> Problem:
    if why is Unread.TOO_LARGE:
        message = f"the file is larger than {limit:,} bytes"
        fix = "split it into several files, or raise `max_bytes` in the configuration"
        return Problem(code_of("too-large"), message, fix, Location(path))
    fix = "make it a regular file inside the repository that can be read"
    return Problem(code_of("unreadable-file"), f"the document cannot be read: {why.value}", fix, Location(path))
