"""What is said about a kind of problem."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of problem. `slug` names the defect; the three texts are full sentences; `example` is YAML."""

    code: str
    slug: str
    what: str
    why: str
    fix: str
    example: str = ""
