"""What references between documents can get wrong: RDY030 to RDY034, and RDY036."""

from typing import Final

from readiness.model.problems.base import ProblemKind

REFERENCES: Final = (
    ProblemKind(
        "RDY030",
        "unknown-reference",
        "A document names something that no document declares.",
        "A demand on something that does not exist is never met, and never missed.",
        "Correct the name, or declare what it names.",
    ),
    ProblemKind(
        "RDY031",
        "duplicate-id",
        "Two things have the same id.",
        "Waivers and evidence of the one would count for the other.",
        "Give one of the two another id; the message names both places.",
    ),
    ProblemKind(
        "RDY032",
        "cycle",
        "Items need each other in a circle.",
        "None of them could ever be first.",
        "Remove one `needs` of the circle that the message shows.",
    ),
    ProblemKind(
        "RDY033",
        "late-phase",
        "A launch-critical item belongs to a phase that ends after the launch.",
        "What the launch cannot do without has to be due by the launch.",
        "Put the item in an earlier phase, or make it launch-adjacent.",
    ),
    ProblemKind(
        "RDY034",
        "level-lowered",
        "A document lowers how much a requirement weighs.",
        "Whoever writes a document must not be able to loosen the gate that judges it.",
        "Remove the `level`, or ask for a waiver.",
    ),
    ProblemKind(
        "RDY036",
        "bad-issue-reference",
        "A reference names no issue, or no project, of any tracker.",
        "Nobody can be asked about an issue that cannot be told from others.",
        "Write `tracker:project#issue`, as the message shows, or configure the tracker below `[trackers.NAME]`.",
    ),
)
