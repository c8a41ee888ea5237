"""Why two commits cannot be compared: RDY068."""

from typing import Final

from readiness.model.problems.base import ProblemKind

COMPARING: Final = (
    ProblemKind(
        "RDY068",
        "unrelated-commits",
        "Two commits do not go back to a common one, as far as this clone knows.",
        "A change is told from the commit where it began; held against another, it is blamed for what others did.",
        "Fetch the history that is missing, name the branch that this one was made from, or compare with --direct.",
    ),
)
