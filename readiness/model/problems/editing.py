"""Why a command that edits documents or opens issues gives up: RDY065 and RDY066."""

from typing import Final

from readiness.model.problems.base import ProblemKind

EDITING: Final = (
    ProblemKind(
        "RDY065",
        "edit-refused",
        "A document cannot be edited without a risk for what people wrote in it.",
        "An edit that loses a comment, overwrites somebody else's change or says something else than was asked is "
        "worse than none.",
        "Edit the document by hand at the place that is named, or run the command again if it has changed meanwhile.",
    ),
    ProblemKind(
        "RDY066",
        "tracker-silent",
        "A tracker gave no answer that can be used.",
        "An issue that nobody knows to exist cannot stand behind a deferral or a waiver.",
        "Do what the message says about address, token or permission, or wait, and run the same command again: an "
        "issue that was opened is found, and no second one is opened.",
    ),
)
