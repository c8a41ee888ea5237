"""Every problem that bad input can have: its code, its name, why it is refused, and what to do.

This is the page that `readiness explain CODE` prints. Codes are never reused; rules of judgement have their own, from
RDY100 on, in their own modules.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from readiness.model.problems.base import ProblemKind
from readiness.model.problems.comparing import COMPARING
from readiness.model.problems.editing import EDITING
from readiness.model.problems.proving import PROVING
from readiness.model.problems.publishing import PUBLISHING
from readiness.model.problems.references import REFERENCES
from readiness.model.problems.surroundings import SURROUNDINGS
from readiness.model.problems.text import FILES
from readiness.model.problems.values import VALUES

__all__ = ["BY_SLUG", "PROBLEMS", "ProblemKind", "code_of"]

_ALL: Final = (*FILES, *VALUES, *REFERENCES, *SURROUNDINGS, *PROVING, *EDITING, *COMPARING, *PUBLISHING)

PROBLEMS: Final[Mapping[str, ProblemKind]] = MappingProxyType({kind.code: kind for kind in _ALL})
"""Every kind of problem by its code."""

BY_SLUG: Final[Mapping[str, ProblemKind]] = MappingProxyType({kind.slug: kind for kind in _ALL})
"""Every kind of problem by its name."""


def code_of(slug: str) -> str:
    """Return the code of the problem called `slug`; a KeyError is a mistake in the program."""
    return BY_SLUG[slug].code
