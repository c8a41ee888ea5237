"""The sides that a candidate is judged from: its own documents and configuration, and those of a base.

A side is everything that decides besides the files of the candidate themselves. Of the candidate, the side of a base
sees nothing but those files: which of them are ignored, read as evidence, or left out of what is covered, it says
itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from readiness.config import Config, read_config
from readiness.load import load
from readiness.load.cache import Cache
from readiness.model.evidence import EvidenceKind
from readiness.model.loaded import Documents
from readiness.rules import RULES
from readiness.trackers import kinds as tracker_kinds
from readiness.tree.base import Tree
from readiness.tree.narrowed import narrow


@dataclass(frozen=True, slots=True)
class Side:
    """Documents, the configuration that they are judged under, and the candidate as that configuration sees it."""

    documents: Documents
    config: Config
    candidate: Tree


def configured(tree: Tree) -> tuple[Tree, Config]:
    """Return `tree` without what its configuration tells to ignore, and the configuration.

    Raises:
        ReadinessError: RDY040 for the configuration; RDY058 for a plugin that would bring a kind of tracker.
    """
    config = read_config(tree, frozenset(rule.name for rule in RULES), tracker_kinds)
    return narrow(tree, config.ignore, config.scopes), config


@dataclass(frozen=True, slots=True)
class Reader:
    """How documents are read: the `kinds` of evidence that are known, and what earlier runs have parsed."""

    kinds: Mapping[str, EvidenceKind]
    cache: Cache | None = field(default=None)

    def alone(self, tree: Tree) -> Side:
        """Return the side of the candidate `tree` by itself.

        Raises:
            ReadinessError: RDY040 for the configuration; RDY050, git stopped early.
        """
        narrowed, config = configured(tree)
        return Side(load(narrowed, config, self.kinds, cache=self.cache), config, narrowed)
