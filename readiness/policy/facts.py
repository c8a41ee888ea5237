"""Policy as plain values that can be compared: what documents and configuration say, without how they say it.

Lists become mappings by id, short forms and defaults are filled in, what items inherit is theirs. So the layout of
files, the order of keys, comments, and what is written where make no difference, and everything else does.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel

from readiness.config import Config
from readiness.model.documents.evidence import COMMON_FIELDS
from readiness.model.documents.scope import Scope
from readiness.model.evidence import EvidenceKind
from readiness.model.loaded import Documents, Loaded
from readiness.model.place import Place

Path = tuple[str, ...]
Fact = object
"""A value of a document: a mapping by names or ids, or something that is compared as a whole."""

WORD: Final = "(word)"
CONDITION: Final = "(condition)"
"""Keys below which the fields of a kind's own are kept; no field, and no id, is called that."""
_SETS: Final = frozenset({"needs", "proven_by", "env", "path", "members", "deputies", "issues", "open_work"})
"""Lists whose order says nothing."""


@dataclass(frozen=True, slots=True)
class Policy:
    """All of one tree that can decide: its documents, its configuration and where that stands, and some files.

    `templates`, by name, and by path `yardsticks`, the files that evidence is held against, and what is `said` of
    issues, in the lock and in lists, and `baselines` are digests of contents. `revision` is the commit that all is read
    at; None for the candidate.
    """

    documents: Documents
    config: Config
    config_path: str
    templates: Mapping[str, str]
    yardsticks: Mapping[str, str]
    said: Mapping[str, str]
    baselines: Mapping[str, str] = field(default_factory=dict)
    revision: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a policy says, by path; and where parts of it are written, by the path of the part."""

    values: Mapping[str, Fact]
    places: Mapping[Path, Place]


def facts(policy: Policy, kinds: Mapping[str, EvidenceKind], without: Collection[str] = ()) -> Facts:
    """Return everything that `policy` says, but for the scopes `without` which nobody compares."""
    places: dict[Path, Place] = {}
    documents = policy.documents
    owners: dict[str, Fact] = {}
    for directory in documents.directories:
        for name, owner in directory.document.owners.items():
            owners[name] = _plain(owner.model_dump())
            places["directory", name] = directory.place("owners", name)
    places["configuration",] = Place(policy.config_path)
    settings = _plain(policy.config.model_dump())
    scopes = {
        loaded.document.id: _scope(loaded, documents, kinds, places)
        for loaded in documents.scopes
        if loaded.document.id not in without
    }
    for name in policy.templates:
        places["template", name] = Place(f"{policy.config.templates}/{name}")
    for path in policy.yardsticks:
        places["yardstick", path] = Place(path)
    for path in policy.said:
        places["issues", path] = Place(path)
    for path in policy.baselines:
        places["baseline", path] = Place(path)
    values: dict[str, Fact] = {
        "scope": scopes,
        "directory": owners,
        "configuration": settings,
        "template": policy.templates,
        "yardstick": policy.yardsticks,
        "issues": policy.said,
        "baseline": policy.baselines,
    }
    return Facts(values, places)


def _scope(
    loaded: Loaded[Scope], documents: Documents, kinds: Mapping[str, EvidenceKind], places: dict[Path, Place]
) -> Fact:
    scope = loaded.document
    at: Path = ("scope", scope.id)
    places[at] = loaded.place()
    said = scope.model_dump(by_alias=True)
    defaults = said.pop("defaults")
    del said["kind"], said["id"]
    said["owner"] = said["owner"] or defaults["owner"]
    for part in ("phases", "behaviours", "unsupported", "waivers", "items"):
        said[part] = dict(_by_id(said[part], loaded, (part,), (*at, part), places))
    for name in said["surfaces"]:
        places[(*at, "surfaces", name)] = loaded.place("surfaces", name)
    for name, item in said["items"].items():
        for part, inherited in defaults.items():
            item[part] = item[part] or inherited
        item["owner"] = item["owner"] or said["owner"]
        inside: Path = (*at, "items", name)
        route = places[inside].route
        for number, evidence in enumerate(item["evidence"]):
            condition = documents.conditions.get(Place(loaded.path, (*route, "evidence", number)))
            _own_fields(evidence, condition, kinds)
        item["evidence"] = dict(_by_id(item["evidence"], loaded, (*route, "evidence"), (*inside, "evidence"), places))
    return _plain(said)


def _by_id(
    listed: Iterable[dict[str, Any]],
    loaded: Loaded[Scope],
    route: tuple[str | int, ...],
    at: Path,
    places: dict[Path, Place],
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the parts of a list by their ids, and note where each is written; of equal ids, the last is as good."""
    for number, part in enumerate(listed):
        name = part.pop("id")
        places[(*at, name)] = loaded.place(*route, number)
        yield name, part


def _own_fields(evidence: dict[str, Any], condition: object, kinds: Mapping[str, EvidenceKind]) -> None:
    """Move what only its kind knows of `evidence` below one key, which says whether a person vouches for it."""
    extra = {field: evidence.pop(field) for field in tuple(evidence) if field not in COMMON_FIELDS}
    kind = kinds.get(evidence["kind"])
    understood = condition.model_dump() if isinstance(condition, BaseModel) else extra
    evidence[WORD if kind is not None and kind.word else CONDITION] = understood


def _plain(value: Any, name: str = "") -> Fact:  # noqa: ANN401 - what a model holds
    """Return `value` with lists as tuples, in order where their order says nothing."""
    if isinstance(value, Mapping):
        return {str(key): _plain(held, str(key)) for key, held in value.items()}
    if isinstance(value, list | tuple):
        held = tuple(_plain(one) for one in value)
        return tuple(sorted(held, key=repr)) if name in _SETS else held
    return value
