"""What products the launches ask for: of which item, as what exactly, and about which content."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from readiness.config import Config
from readiness.gather.coverage import Coverage
from readiness.gather.definition import defined, definition_of, inputs_of, proven_of
from readiness.ledger.reading import Wanted
from readiness.model.documents.evidence import Evidence
from readiness.model.evidence import EvidenceKind, Json
from readiness.model.plan import Key, PlannedItem, Requirement
from readiness.tree.covered import Covered


@dataclass(frozen=True, slots=True)
class Asked:
    """One product that is asked for.

    `covered` is the content that it is to be about; `definition` is the digest of `defined`, of what exactly is asked.
    """

    item: PlannedItem
    requirement: Requirement
    evidence: Evidence
    kind: EvidenceKind
    covered: Covered
    defined: Mapping[str, Json]
    definition: str

    @property
    def wanted(self) -> Wanted:
        """What has to be looked up in the ledger."""
        surface = self.item.surface.id if self.item.surface else None
        return Wanted(proven_of(self.requirement), self.covered.digest, self.kind.name, surface)

    @property
    def again(self) -> str:
        """What would help where no command is declared that proves it again."""
        paths = ", ".join(self.evidence.path)
        return f"produce {paths} again, then `readiness capture {self.item.id}`" if paths else "prove it again"


Product = tuple[PlannedItem, Requirement, Evidence]


@dataclass(slots=True)
class Definitions:
    """What exactly all products of some scopes ask for; linking has refused needs that go in a circle.

    `commit` is the candidate's, where it is just that.
    """

    products: Mapping[tuple[str, str], Sequence[Product]]
    kinds: Mapping[str, EvidenceKind]
    config: Config
    commit: str | None
    _known: dict[Key, tuple[Mapping[str, Json], str]] = field(default_factory=dict)

    @classmethod
    def of_all(
        cls, products: Iterable[Product], kinds: Mapping[str, EvidenceKind], config: Config, commit: str | None
    ) -> "Definitions":
        """Return those of `products`, which are all of their scopes."""
        by_item: dict[tuple[str, str], list[Product]] = {}
        for product in products:
            by_item.setdefault((product[1].key.scope, product[0].id), []).append(product)
        return cls(by_item, kinds, config, commit)

    def of(self, product: Product) -> tuple[Mapping[str, Json], str]:
        """Return what `product` asks for, and the digest of that."""
        item, requirement, evidence = product
        key = requirement.key
        if key not in self._known:
            needs = {
                # Another scope may not be among those that are judged, and no answer may depend on that.
                need.item: [self.of(needed)[1] for needed in self.products.get((need.scope, need.item), ())]
                for need in item.needs
                if need.scope == key.scope
            }
            asked = defined(requirement, evidence, self.kinds[evidence.kind], self.config, self.commit, needs)
            self._known[key] = (asked, definition_of(asked))
        return self._known[key]


def ask(products: Iterable[Product], coverage: Coverage, definitions: Definitions) -> Iterator[Asked]:
    """Yield what is asked of each of `products`, with its two digests.

    Raises:
        ReadinessError: RDY050, git gives up on a file.
    """
    for product in products:
        item, requirement, evidence = product
        covered = coverage.covered(requirement.covers, inputs_of(evidence, definitions.config))
        asked, definition = definitions.of(product)
        yield Asked(item, requirement, evidence, definitions.kinds[evidence.kind], covered, asked, definition)


def ask_all(
    products: Iterable[Product],
    coverage: Coverage,
    kinds: Mapping[str, EvidenceKind],
    config: Config,
    commit: str | None,
) -> Sequence[Asked]:
    """Return what is asked of `products`, which are all of their scopes.

    Raises:
        ReadinessError: RDY050, git gives up on a file.
    """
    every = tuple(products)
    return tuple(ask(every, coverage, Definitions.of_all(every, kinds, config, commit)))
