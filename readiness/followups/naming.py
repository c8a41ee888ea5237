"""From what somebody types to the one thing that is meant: `item`, or `scope/item` where several scopes have one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn

from readiness.errors import Problem, ReadinessError
from readiness.model.documents.scope import Item, Scope
from readiness.model.loaded import Documents, Loaded
from readiness.model.outcome import State
from readiness.model.place import Place, Route
from readiness.model.wording import nearest, shown

UNKNOWN: Final = "RDY055"
_FIELDS: Final[Mapping[str, str]] = {
    "item": "items",
    "surface": "surfaces",
    "behaviour": "behaviours",
    "unsupported": "unsupported",
}
"""Where the things of a kind stand in a scope."""
_WORDS: Final[Mapping[str, str]] = {"unsupported": "unsupported case"}
"""What people call a kind, where that is not its name."""
_START: Final = "begin one with `readiness init`; `readiness explain RDY054` shows the smallest"
_LISTED: Final = 8


@dataclass(frozen=True, slots=True)
class Meant:
    """One thing of one scope. `route` leads to it in the document."""

    loaded: Loaded[Scope]
    kind: str
    id: str
    route: Route

    @property
    def scope(self) -> Scope:
        """The scope that it stands in."""
        return self.loaded.document

    @property
    def name(self) -> str:
        """Its name in full."""
        return f"{self.scope.id}/{self.id}"

    @property
    def item(self) -> Item:
        """The item itself; only for what is one."""
        return next(item for item in self.scope.items if item.id == self.id)


def meant(documents: Documents, written: str, kind: str = "item") -> Meant:
    """Return the thing of `kind` that `written` names.

    Raises:
        ReadinessError: RDY055, there is no such thing, or there are several; with what is wrong with documents that
            cannot be read, for it may stand in one of them.
    """
    prefix, slash, name = written.rpartition("/")
    scopes = [scope_meant(documents, prefix)] if slash else _editable(documents)
    found = [one for loaded in scopes for one in _things(loaded, kind) if one.id == name]
    if not found:
        known = [one.name if slash else one.id for loaded in scopes for one in _things(loaded, kind)]
        where = f" in {shown(prefix)}" if slash else ""
        if not slash and any(loaded.document.id == name for loaded in documents.scopes):
            where = f"; {shown(name)} is a scope"
        first = f"declare it first, under `{_FIELDS[kind]}:` of the scope" if scopes else _START
        _unknown(documents, f"there is no {_WORDS.get(kind, kind)} {shown(name)}{where}", written, known, first)
    if len({one.name for one in found}) > 1:
        several = " or ".join(f"`{one.name}`" for one in found)
        raise ReadinessError(
            Problem(UNKNOWN, f"several scopes have {_article(kind)} {shown(name)}", f"write {several}")
        )
    if len(found) > 1:
        places = " and ".join(str(documents.locate(Place(one.loaded.path, one.route))) for one in found)
        fix = "give one of them another id"
        raise ReadinessError(Problem(UNKNOWN, f"{shown(name)} is there twice, at {places}", fix))
    return found[0]


def scope_meant(documents: Documents, name: str | None) -> Loaded[Scope]:
    """Return the scope called `name`; without a name the only one there is.

    Raises:
        ReadinessError: RDY055, there is no such scope, or there are several.
    """
    if name is None:
        scopes = _editable(documents)
        if len(scopes) == 1:
            return scopes[0]
        if not scopes:
            _unknown(documents, "there is no scope", "", (), _START)
        several = ", ".join(sorted({loaded.document.id for loaded in scopes})[:_LISTED])
        raise ReadinessError(Problem(UNKNOWN, "there are several scopes", f"name one with --scope: {several}"))
    found = [loaded for loaded in documents.scopes if loaded.document.id == name]
    if not found:
        known = [loaded.document.id for loaded in documents.scopes]
        _unknown(documents, f"there is no scope {shown(name)}", name, known, _START)
    if len(found) > 1:
        places = " and ".join(str(documents.locate(loaded.place("id"))) for loaded in found)
        raise ReadinessError(Problem(UNKNOWN, f"scope {shown(name)} is there twice, at {places}", "rename one"))
    return found[0]


def _editable(documents: Documents) -> list[Loaded[Scope]]:
    """Return the scopes that a name alone can mean: a retired one is history, and has to be named."""
    return [loaded for loaded in documents.scopes if loaded.document.state is not State.RETIRED]


def _things(loaded: Loaded[Scope], kind: str) -> Iterator[Meant]:
    field = _FIELDS[kind]
    things = getattr(loaded.document, field)
    keys: Iterable[tuple[str, str | int]] = (
        ((name, name) for name in things)
        if isinstance(things, Mapping)
        else ((thing.id, number) for number, thing in enumerate(things))
    )
    for name, key in keys:
        yield Meant(loaded, kind, name, (field, key))


def _article(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _unknown(documents: Documents, message: str, name: str, known: Iterable[str], first: str) -> NoReturn:
    names = sorted(set(known))
    near = nearest(name, names)
    if near:
        fix = f"did you mean `{near}`?"
    elif names:
        fix = f"known are {', '.join(names[:_LISTED])}{', …' if len(names) > _LISTED else ''}"
    else:
        fix = first
    broken = {one.path for one in documents.broken if one.kind in {None, "scope"}}
    if broken:
        message += ", unless in a document that cannot be read"
        fix = fix if names else "correct that document first"
    unread = [problem for problem in documents.problems if problem.location and problem.location.path in broken]
    raise ReadinessError(*unread, Problem(UNKNOWN, message, fix))
