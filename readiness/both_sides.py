"""Both sides of a candidate: by its base, and by itself, no less strictly configured.

Of the candidate, the side of a base sees nothing but its files: which of them are ignored, read as evidence, or left
out of what is covered, the base says itself. What evidence is held against, and what is said of issues, is the base's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from readiness.config import OWN, SHARED, Config
from readiness.errors import ReadinessError
from readiness.gather.tracked import answering
from readiness.load import load
from readiness.model.evidence import EvidenceKind
from readiness.model.loaded import Documents
from readiness.model.policy import Proposed
from readiness.policy.enforce import located
from readiness.policy.facts import Policy
from readiness.policy.proposals import proposals
from readiness.policy.settings import stricter
from readiness.sides import Reader, Side, configured
from readiness.tree.base import Tree, Unread
from readiness.tree.borrowed import Borrowed
from readiness.tree.narrowed import narrow


@dataclass(frozen=True, slots=True)
class Sides:
    """The side of the base, which is at `commit`; the candidate's own; and what is `proposed`, all of it."""

    commit: str
    base: Side
    own: Side
    policies: tuple[Policy, Policy]
    proposed: tuple[Proposed, ...]


def against(reader: Reader, tree: Tree, base: Tree) -> Sides:
    """Return both sides of the candidate `tree`: by `base`, a commit, and by itself, no less strictly configured.

    Raises:
        ReadinessError: as `Reader.alone`; what is wrong with the configuration of the base is placed there.
    """
    commit = str(base.candidate.commit)
    try:
        told, base_config = configured(base)
    except ReadinessError as error:
        raise ReadinessError(*(located(problem, commit) for problem in error.problems)) from error
    _, own_config = configured(tree)
    strict = stricter(base_config, own_config, tree.paths())
    narrowed = narrow(tree, strict.ignore, strict.scopes)
    demanded = load(told, base_config, reader.kinds, cache=reader.cache)
    brought = load(narrowed, strict, reader.kinds, cache=reader.cache)
    policies = policies_of((base, demanded, base_config), (tree, brought, own_config), strict, reader.kinds)
    lent = yardsticks(demanded, reader.kinds) | answering(demanded, base_config)
    candidate = Borrowed(tree, base_config.ignore, base_config.scopes, base, lent)
    return Sides(
        commit=commit,
        base=Side(demanded, base_config, candidate),
        own=Side(brought, strict, narrowed),
        policies=policies,
        proposed=proposals(*policies, reader.kinds),
    )


Stated = tuple[Tree, Documents, Config]
"""A tree as it is, what its documents say, and its configuration."""


def policies_of(base: Stated, own: Stated, strict: Config, kinds: Mapping[str, EvidenceKind]) -> tuple[Policy, Policy]:
    """Return both policies: of `base`, a commit, and of the candidate, whose documents were read under `strict`.

    Raises:
        ReadinessError: RDY050, git stopped early; RDY058, a plugin that brings a kind of tracker cannot be used.
    """
    _, demanded, base_config = base
    _, brought, _ = own
    files = sorted({*yardsticks(demanded, kinds), *yardsticks(brought, kinds)})
    said = sorted({*answering(demanded, base_config), *answering(brought, strict)})
    return (
        _policy(*base, _Files(files, said), str(base[0].candidate.commit)),
        _policy(*own, _Files(files, said), None),
    )


def yardsticks(documents: Documents, kinds: Mapping[str, EvidenceKind]) -> frozenset[str]:
    """Return the files that evidence is held against, such as schemas: to loosen one is to loosen the demand."""
    found = set[str]()
    for loaded in documents.scopes:
        for index, item in enumerate(loaded.document.items):
            for number, evidence in enumerate(item.evidence):
                condition = documents.conditions.get(loaded.place("items", index, "evidence", number))
                if condition is not None and evidence.kind in kinds:
                    found.update(kinds[evidence.kind].others(condition))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Files:
    """Files of either side that decide besides documents: `yardsticks`, and what is `said` of issues."""

    yardsticks: Sequence[str]
    said: Sequence[str]


def _policy(tree: Tree, documents: Documents, config: Config, files: _Files, commit: str | None) -> Policy:
    templates = tree.read(tree.find([f"/{config.templates}/*.j2"]), config.max_bytes)
    return Policy(
        documents=documents,
        config=config,
        config_path=SHARED if SHARED in tree.paths() and OWN not in tree.paths() else OWN,
        templates={path.rpartition("/")[2]: told for path, told in _contents(templates).items()},
        yardsticks=_contents(tree.read(files.yardsticks, config.max_bytes)),
        said=_contents(tree.read(files.said, config.max_bytes)),
        baselines=_contents(tree.read(tree.find(["/.readiness/*.json"]), config.max_bytes)),
        revision=commit,
    )


def _contents(files: Mapping[str, bytes | Unread]) -> Mapping[str, str]:
    """Return what tells one content of each of `files` from another, without those that are not there."""
    return {
        path: data.value if isinstance(data, Unread) else f"SHA-256 {sha256(data).hexdigest():.12}"
        for path, data in files.items()
        if data is not Unread.ABSENT
    }
