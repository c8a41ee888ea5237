"""What the bytes of a file can get wrong: RDY001 to RDY009."""

from typing import Final

from readiness.model.problems.base import ProblemKind

FILES: Final = (
    ProblemKind(
        "RDY001",
        "yaml-syntax",
        "The file is no YAML.",
        "What cannot be parsed cannot be judged, and guessing what was meant could let something through.",
        "Look at the place that is named, and at the line above it: quotes, brackets and indentation have to match.",
    ),
    ProblemKind(
        "RDY002",
        "duplicate-key",
        "A mapping has the same key twice.",
        "Most parsers keep the last one without a word, so a reviewer reads one value and the machine another.",
        "Remove or rename one of the two; the message names the line of the first.",
    ),
    ProblemKind(
        "RDY003",
        "merge-key",
        "The file uses the merge key `<<`.",
        "Merge keys are no part of YAML 1.2, and what they merge is not seen where it counts.",
        "Write the keys out, or give them once under `defaults:`. A key that is really called << goes in quotes.",
    ),
    ProblemKind(
        "RDY004",
        "too-many-aliases",
        "Aliases make the file much larger than it is, or an alias holds itself.",
        "A few lines of nested aliases expand to billions of values and bring every reader down.",
        "Write the values out, or give them once under `defaults:`.",
    ),
    ProblemKind(
        "RDY005",
        "too-deep",
        "Values are nested more than 64 deep.",
        "No document needs that; it is how parsers are crashed.",
        "Flatten the document; look for a bracket that is never closed.",
    ),
    ProblemKind(
        "RDY006",
        "too-large",
        "The file is larger than `max_bytes` allows.",
        "A document of that size is a mistake or an attack, and reading it would stall everybody's check.",
        "Split it into several files, or raise `max_bytes` in the configuration.",
    ),
    ProblemKind(
        "RDY007",
        "not-utf8",
        "The file is not UTF-8.",
        "In another encoding, the same bytes say something else to every reader.",
        "Save the file as UTF-8.",
    ),
    ProblemKind(
        "RDY008",
        "several-documents",
        "The file holds more than one YAML document.",
        "Readers that take the first only would never see the rest.",
        "Give each document a file of its own.",
    ),
    ProblemKind(
        "RDY009",
        "yaml-surprise",
        "A value means one thing in YAML 1.1 and another in YAML 1.2.",
        "Documents are YAML 1.2, where `yes`, `on`, `1_000` and `0b11` are text; who wrote them meant something else.",
        "Write true or false, or the plain decimal number; put what is meant as text in quotes.",
    ),
)
