"""Readings over artefacts in this folder, and over text, for the tests of the kinds."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from readiness.evidence import KINDS
from readiness.model.evidence import Claim, Reading, Source

ARTEFACTS = Path(__file__).parent / "artefacts"


def artefact(name: str) -> Source:
    """Return a stored report, as if it lay under `reports/`."""
    return Source(f"reports/{name}", (ARTEFACTS / name).read_bytes())


def source(text: str | bytes, path: str = "reports/run.xml", written_at: datetime | None = None) -> Source:
    """Return `text` as an artefact."""
    return Source(path, text.encode() if isinstance(text, str) else text, written_at)


def read(
    kind: str,
    *sources: Source,
    others: tuple[Source, ...] = (),
    files: Iterable[str] = (),
    **fields: Any,  # noqa: ANN401 - as YAML
) -> Claim:
    """Return what the kind reads from `sources` under the condition that `fields` spell out.

    `files` are the paths of the candidate.
    """
    condition = KINDS[kind].condition.model_validate(fields)
    return KINDS[kind].read(Reading(condition, sources, {one.path: one for one in others}, files=frozenset(files)))


def reasons(
    kind: str,
    *sources: Source,
    others: tuple[Source, ...] = (),
    files: Iterable[str] = (),
    **fields: Any,  # noqa: ANN401 - as YAML
) -> list[str]:
    """Return why what the kind reads is not enough; nothing where it is."""
    condition = KINDS[kind].condition.model_validate(fields)
    claim = read(kind, *sources, others=others, files=files, **fields)
    return list(KINDS[kind].meets(claim.measured, condition))
