"""Why `readiness prove` refuses to make a record, or to execute a command: RDY060 to RDY064."""

from typing import Final

from readiness.model.problems.base import ProblemKind

PROVING: Final = (
    ProblemKind(
        "RDY060",
        "artefact-tracked",
        "What a command is to make is a file that may not be removed: git tracks it, or nothing marks it as a report.",
        "An old artefact that is not removed first could pass for a new one, and what is tracked is content, and not "
        "the product of a run.",
        "Take the file out of git with `git rm --cached`, let git ignore it, and commit that; or let `path` name the "
        "artefact exactly.",
    ),
    ProblemKind(
        "RDY061",
        "run-folder",
        "The folder in which a command is to be executed is no folder of this repository.",
        "A command that works on something else proves nothing about what is launched.",
        "Correct `cwd`: a folder from the root, not through a link that leads out.",
    ),
    ProblemKind(
        "RDY062",
        "content-moved",
        "Files that the evidence covers changed while its command ran.",
        "Nobody can say which content the result is about: that before, that after, or something between.",
        "Try again when nobody writes there. If the command writes there itself, let git ignore what it writes, or "
        "take it out of `covers`; if commands get into each other's way, use `--jobs 1`.",
    ),
    ProblemKind(
        "RDY063",
        "content-doubtful",
        "It cannot be told which content the evidence covers.",
        "A record of content that nobody can name would be worth nothing, or worse.",
        "Remove the doubt that the message names, or prove a clean checkout with `--clean`.",
    ),
    ProblemKind(
        "RDY064",
        "archive-refused",
        "An archive of artefacts cannot be read safely.",
        "An archive comes from elsewhere: it can lead out of the repository, hide a file behind another, or unpack to "
        "more than a disk holds.",
        "Make it again from the artefacts alone, or unpack it yourself and capture the files.",
    ),
)
