"""Why `readiness publish` gives up: RDY069 and RDY070."""

from typing import Final

from readiness.model.problems.base import ProblemKind

PUBLISHING: Final = (
    ProblemKind(
        "RDY069",
        "result-unreadable",
        "A file holds no result that can be published.",
        "What is shown under the name of readiness has to be what readiness said, whole and unchanged.",
        "Name a file that `readiness check --format json` or `readiness diff --format json` of the same version wrote.",
    ),
    ProblemKind(
        "RDY070",
        "not-published",
        "A forge did not take what was to be published.",
        "A comment or a status of yesterday that stays would be taken for today's.",
        "Do what the message says about token, permission or address, or wait, and publish the same files again: what "
        "is there is brought up to date, and no second comment is written.",
    ),
)
