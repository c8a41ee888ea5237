"""What exactly a piece of evidence asks for, as data: the preimage of `definition`, the second digest of a record.

Thresholds are not in it: a record keeps what was measured, and the threshold is applied when it is judged.
"""

from collections.abc import Mapping, Sequence

from readiness.config import Config
from readiness.ledger.canonical import digest
from readiness.model.documents.evidence import Evidence
from readiness.model.evidence import EvidenceKind, Json
from readiness.model.plan import Requirement
from readiness.model.record import Proven


def proven_of(requirement: Requirement) -> Proven:
    """Return the name of `requirement` in a ledger."""
    return Proven(requirement.key.scope, requirement.key.subject, requirement.key.requirement)


def inputs_of(evidence: Evidence, config: Config) -> tuple[str, ...]:
    """Return the patterns of what the proof is made of: what it says itself, and what its kind always has."""
    return (*evidence.inputs, *config.inputs.get(evidence.kind, ()))


def defined(
    requirement: Requirement,
    evidence: Evidence,
    kind: EvidenceKind,
    config: Config,
    commit: str | None,
    needs: Mapping[str, Sequence[str]],
) -> Mapping[str, Json]:
    """Return what `evidence` asks for; the order of patterns is kept, because `!` makes it matter.

    `commit` is the candidate's, where it is just that. `needs` are the definitions of what the item needs of its scope,
    by item: a proof may lean on what their commands have made.
    """
    run = evidence.run
    return {
        **({"commit": commit} if kind.about_commit(requirement.condition) else {}),
        **({"needs": {item: list(definitions) for item, definitions in needs.items()}} if needs else {}),
        **proven_of(requirement)._asdict(),
        "kind": kind.name,
        "version": kind.version,
        "path": list(evidence.path),
        "run": run if run is None or isinstance(run, str) else list(run),
        "cwd": evidence.cwd,
        "env": sorted(evidence.env),
        "environment": evidence.environment,
        "covers": list(requirement.covers),
        "inputs": list(inputs_of(evidence, config)),
        "measures": kind.measures(requirement.condition),
    }


def definition_of(asked: Mapping[str, Json]) -> str:
    """Return the digest of what `defined` returned."""
    return digest(asked)


def differences(before: Mapping[str, Json], now: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the names of what is asked for differently, in order."""
    return tuple(name for name in sorted({*before, *now}) if before.get(name) != now.get(name))
