"""The page of each rule and of each problem, as Markdown: what `explain` prints, and what other formats bring along."""

from dataclasses import dataclass

from readiness.model.problems import PROBLEMS, ProblemKind
from readiness.rules import RULES
from readiness.rules.base import Rule


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of one code. `text` is Markdown; `line` says it in one line."""

    code: str
    name: str
    line: str
    text: str


def pages() -> tuple[Page, ...]:
    """Return all pages in order of code."""
    found = [*(_of_rule(rule) for rule in RULES), *(_of_problem(kind) for kind in PROBLEMS.values())]
    return tuple(sorted(found, key=lambda page: page.code))


def _of_rule(rule: Rule) -> Page:
    head, _, rest = rule.page.partition("\n")
    return Page(rule.code, rule.name, head.partition(": ")[2], f"# {head}\n\n{rest.strip()}")


def _of_problem(kind: ProblemKind) -> Page:
    text = f"# {kind.code} {kind.slug}: {kind.what}\n\n## Why it matters\n{kind.why}\n\n## How to fix\n{kind.fix}"
    if kind.example:
        text += f"\n\n## Example\n```yaml\n{kind.example}\n```"
    return Page(kind.code, kind.slug, kind.what, text)
