"""The pages that `explain` prints: one for each rule and one for each problem, reflowed to the width of a terminal."""

from collections.abc import Iterator
from dataclasses import dataclass

from readiness.model.problems import PROBLEMS, ProblemKind
from readiness.render.layout import wrap
from readiness.rules import RULES
from readiness.rules.base import Rule

_KEPT = ("#", "- ", "* ", "|", "  ")


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


def find(word: str) -> Page | None:
    """Return the page whose code or name is `word`, in any case."""
    wanted = word.strip().lower()
    return next((page for page in pages() if wanted in (page.code.lower(), page.name)), None)


def reflowed(text: str, width: int) -> Iterator[str]:
    """Yield Markdown `text` in lines of at most `width` columns; headings, lists and code keep their lines."""
    paragraph: list[str] = []
    in_code = False
    for row in text.split("\n"):
        fence = row.startswith("```")
        if in_code or fence or not row or row.startswith(_KEPT):
            yield from wrap(" ".join(paragraph), width)
            paragraph = []
            yield row
        else:
            paragraph.append(row)
        in_code ^= fence
    yield from wrap(" ".join(paragraph), width)


def _of_rule(rule: Rule) -> Page:
    head, _, rest = rule.page.partition("\n")
    return Page(rule.code, rule.name, head.partition(": ")[2], f"# {head}\n\n{rest.strip()}")


def _of_problem(kind: ProblemKind) -> Page:
    text = f"# {kind.code} {kind.slug}: {kind.what}\n\n## Why it matters\n{kind.why}\n\n## How to fix\n{kind.fix}"
    if kind.example:
        text += f"\n\n## Example\n```yaml\n{kind.example}\n```"
    return Page(kind.code, kind.slug, kind.what, text)
