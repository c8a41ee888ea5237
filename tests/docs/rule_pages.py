"""`docs/rules/`: a page a rule from the docstring of its module, one page for all problems, and a table of both."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

from readiness.cli.pages import find
from readiness.cli.pages import pages as explained
from readiness.model import demands
from readiness.model.outcome import ItemClass, Level
from readiness.model.plan import SubjectKind
from readiness.model.problems import PROBLEMS, ProblemKind
from readiness.reading.markdown import slug
from readiness.rules import RULES
from readiness.rules.base import EACH_EVIDENCE, Rule

FOLDER: Final = "docs/rules"
_NOTE: Final = "<!-- Generated from the source: see tests/docs/test_generated.py. -->\n"
_CLASSES: Final = {"evidence-self-vouched": (ItemClass.CRITICAL,)}
"""Rules that leave other classes of item alone although the requirement is made of those too."""
_VERBS: Final = {Level.BLOCK: "blocks", Level.WARN: "warns", Level.OBSERVE: "only observed"}


def rule_pages() -> Mapping[str, str]:
    """Return the text of each file of `docs/rules/`, by path."""
    found = {f"{FOLDER}/{rule.code}.md": _rule(rule) for rule in RULES}
    return {**found, f"{FOLDER}/problems.md": _problems(), f"{FOLDER}/README.md": _index()}


def _rule(rule: Rule) -> str:
    page = find(rule.code)
    assert page is not None
    head, _, rest = page.text.partition("\n\n")
    return f"{_NOTE}\n{head}\n\n{_facts(rule)}\n\n{_spaced(rest)}\n\n[All rules](README.md)\n"


def _spaced(text: str) -> str:
    """Return `text` with an empty line under each heading."""
    return "\n".join(f"{line}\n" if line.startswith("## ") else line for line in text.split("\n"))


def _facts(rule: Rule) -> str:
    what = rule.requirement if rule.requirement == EACH_EVIDENCE else f"`{rule.requirement}`"
    return f"Requirement: {what} of {_article(rule.about)}. Level: {_level(rule)}. Since {rule.since}."


def _article(about: SubjectKind) -> str:
    if about is SubjectKind.SCOPE:
        return "the scope as a whole"
    if about is SubjectKind.UNSUPPORTED:
        return "an unsupported case"
    return f"an {about}" if about[0] in "aeiou" else f"a {about}"


def _level(rule: Rule) -> str:
    if rule.about is SubjectKind.ITEM:
        return "; ".join(_item_levels(rule))
    if rule.about is SubjectKind.SURFACE:
        levels = {
            risk: levels[rule.requirement] for risk, levels in demands.SURFACE.items() if rule.requirement in levels
        }
        return "; ".join(f"{_VERBS[level]} on {risk} risk" for risk, level in levels.items())
    return _VERBS[demands.OTHERS[rule.about][rule.requirement]]


def _item_levels(rule: Rule) -> Iterator[str]:
    name = demands.EVIDENCE if rule.requirement == EACH_EVIDENCE else rule.requirement
    classes_judged = _CLASSES.get(rule.name, tuple(ItemClass))
    levels = [(demands.ITEM[one][name], one) for one in classes_judged if name in demands.ITEM[one]]
    for level, classes in groupby(levels, key=lambda pair: pair[0]):
        yield f"{_VERBS[level]} for {' and '.join(str(one) for _, one in classes)}"
    if name in demands.ON_HIGH_RISK:
        yield f"{_VERBS[demands.ON_HIGH_RISK[name]]} on a surface of high risk"


def _problems() -> str:
    parts = [
        f"## {kind.code} {kind.slug}\n\n{kind.what} {kind.why}\n\n*What to do:* {kind.fix}\n{_example(kind)}"
        for kind in PROBLEMS.values()
    ]
    return (
        f"{_NOTE}\n# Bad input\n\n"
        "What cannot be right is an error, not a verdict: exit code 2. The message says where; here is why.\n"
        f"`readiness explain CODE` prints the same.\n\n{chr(10).join(sorted(parts))}\n[All rules](README.md)\n"
    )


def _index() -> str:
    lines = {page.code: page.line for page in explained()}
    rules = "\n".join(
        f"| [{rule.code}]({rule.code}.md) | `{rule.name}` | {_cell(lines[rule.code])} | {_level(rule)} |"
        for rule in RULES
    )
    problems = "\n".join(
        f"| [{code}](problems.md#{slug(f'{code} {kind.slug}')}) | `{kind.slug}` | {_cell(kind.what)} |"
        for code, kind in sorted(PROBLEMS.items())
    )
    return (
        f"{_NOTE}\n# Everything that is checked\n\n"
        "A *rule* judges what a launch demands; what it finds is a verdict. A *problem* is wrong with the input,\n"
        "and ends in exit code 2. `readiness explain CODE` prints the page of either. The configuration can set the\n"
        "[level of a rule](../guide.md#configuration) by its name.\n\n"
        f"## Rules\n\n| code | name | finds | level |\n|---|---|---|---|\n{rules}\n\n"
        f"## Problems\n\n| code | name | what is wrong |\n|---|---|---|\n{problems}\n"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _example(kind: ProblemKind) -> str:
    return f"\n```yaml\n{kind.example}\n```\n" if kind.example else ""
