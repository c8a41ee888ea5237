"""Artefacts of a piece of evidence: found in a tree, every pattern of them, and read within bounds."""

from collections.abc import Iterator, Mapping
from typing import Final

from readiness.config import Config
from readiness.errors import EvidenceMissingError, EvidenceUnreadableError, ReadinessError
from readiness.gather.coverage import Coverage
from readiness.model.documents.evidence import Condition, Evidence
from readiness.model.evidence import Claim, EvidenceKind, Reading, Source, Transcript
from readiness.tree.base import Tree, Unread

_WILD: Final = frozenset("*?[!")


def reading_of(  # noqa: PLR0913 - what it is, where it lies, what else is known
    evidence: Evidence,
    condition: Condition | None,
    kind: EvidenceKind,
    *,
    tree: Tree,
    config: Config,
    coverage: Coverage,
    transcript: Transcript | None = None,
) -> Reading:
    """Return all that the reader of `kind` is given of `evidence`.

    Raises:
        EvidenceMissingError: an artefact does not exist, or would not ship and has to.
        EvidenceUnreadableError: an artefact cannot be read, or is too large.
        ReadinessError: RDY050, a folder may not be looked into.
    """
    try:
        others = tuple(kind.others(condition))
    except Exception as error:
        raise crashed(kind, error) from error
    found = tree.read(others, config.max_bytes)
    return Reading(
        condition=condition,
        sources=tuple(_sources(evidence, kind, tree, config, coverage)) if kind.needs_path else (),
        others={path: Source(path, data) for path, data in found.items() if isinstance(data, bytes)},
        transcript=transcript,
        commit=just_commit(tree),
        objects=tree.commit_objects() if kind.reads_commit else None,
        files=coverage.shipped,
    )


def just_commit(tree: Tree) -> str | None:
    """Return the commit of the candidate where it is just that: who speaks of a commit does not speak of changes."""
    return None if tree.candidate.dirty else tree.candidate.commit


def read(kind: EvidenceKind, reading: Reading) -> Claim:
    """Return what the reader of `kind` makes of `reading`; a reader that crashes could not understand it.

    Raises:
        EvidenceMissingError: there is nothing to read.
        EvidenceUnreadableError: it cannot be understood, or the reader crashed.
    """
    try:
        return kind.read(reading)
    except (EvidenceMissingError, EvidenceUnreadableError):
        raise
    except ReadinessError as error:
        raise EvidenceUnreadableError(str(error)) from error
    except Exception as error:
        raise crashed(kind, error) from error


def crashed(kind: EvidenceKind, error: Exception) -> EvidenceUnreadableError:
    """Return the error for a kind, perhaps a plugin's, that crashed: that must never be a pass."""
    return EvidenceUnreadableError(f"reading it as {kind.name} failed ({type(error).__name__})")


def _sources(
    evidence: Evidence, kind: EvidenceKind, tree: Tree, config: Config, coverage: Coverage
) -> Iterator[Source]:
    """Yield the artefacts of `evidence`; each of its patterns has to match at least one."""
    if not evidence.path:
        reason = "it has no `path:`"
        raise EvidenceMissingError(reason)
    paths: dict[str, None] = {}
    for pattern, anchored in zip(evidence.path, evidence.artefacts, strict=True):
        matching = tree.find([anchored])
        hidden = [path for path in matching if kind.document and not coverage.ships(path)]
        if hidden:
            reason = f"{hidden[0]} is ignored by git, so it does not ship"
            raise EvidenceMissingError(reason)
        if not matching:
            raise EvidenceMissingError(
                f"{pattern} does not exist" if is_plain(pattern) else f"{pattern} matches no file"
            )
        paths.update(dict.fromkeys(matching))
    yield from _read_all(tree.read(sorted(paths), config.max_bytes), tree)


def _read_all(files: Mapping[str, bytes | Unread], tree: Tree) -> Iterator[Source]:
    for path, data in files.items():
        if data is Unread.ABSENT:
            reason = f"{path} does not exist"
            raise EvidenceMissingError(reason)
        if isinstance(data, Unread):
            reason = f"{path} cannot be used: {data.value}"
            raise EvidenceUnreadableError(reason)
        yield Source(path, data, tree.written_at(path))


def is_plain(pattern: str) -> bool:
    """Return whether `pattern` names one file."""
    return not _WILD & set(pattern)
