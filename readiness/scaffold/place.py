"""Where a first launch is written: folders, the day, and what is there already."""

from dataclasses import dataclass
from typing import Final

FOLLOWUPS: Final = ".readiness/followups.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Folders of documents, runbooks and reports, from the root of the repository.

    `known` are owners that a directory has already, `taken` paths that there are.
    """

    documents: str
    runbooks: str
    reports: str
    known: frozenset[str]
    taken: frozenset[str]

    @property
    def rollback(self) -> str:
        """The runbook about taking a release back."""
        return _below(self.runbooks, "rollback.md")

    @property
    def support(self) -> str:
        """The runbook about who answers."""
        return _below(self.runbooks, "support.md")

    def scope(self, name: str) -> str:
        """The path of the scope whose id is `name`."""
        return _below(self.documents, f"{name}.yaml")

    def directory(self, name: str) -> str:
        """The path of a directory of owners; where there is one already, one for the scope `name` alone."""
        path = _below(self.documents, "directory.yaml")
        return _below(self.documents, f"directory-of-{name}.yaml") if path in self.taken else path


def _below(folder: str, name: str) -> str:
    return name if folder in ("", ".") else f"{folder}/{name}"
