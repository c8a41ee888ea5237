"""The registry of rules is complete, in order, and every rule explains itself."""

import re
from importlib import import_module
from itertools import pairwise
from pkgutil import walk_packages

import pytest

import readiness.rules
from readiness.model.demands import ITEM, OTHERS, RESERVED, SURFACE
from readiness.model.plan import SubjectKind
from readiness.model.problems import PROBLEMS
from readiness.rules import RULES
from readiness.rules.base import EACH_EVIDENCE, Rule

HEADINGS = ("## What it does", "## Why it matters", "## How to fix", "## Example")

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code}-{rule.name}")


def test_every_module_that_defines_a_rule_is_registered_once() -> None:
    names = [module.name for module in walk_packages(readiness.rules.__path__, "readiness.rules.")]
    defined = [rule for name in names if (rule := getattr(import_module(name), "RULE", None)) is not None]
    assert len(defined) > 20
    assert sorted(rule.code for rule in defined) == [rule.code for rule in RULES]
    assert all(isinstance(rule, Rule) for rule in defined)


def test_rules_are_in_order_of_code_and_of_group() -> None:
    assert all(before.code < after.code for before, after in pairwise(RULES))


def test_no_code_and_no_name_is_given_twice() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


def test_no_rule_has_the_code_or_the_name_of_a_problem() -> None:
    assert not {rule.code for rule in RULES} & set(PROBLEMS)
    assert not {rule.name for rule in RULES} & {problem.slug for problem in PROBLEMS.values()}


@each_rule
def test_a_page_begins_with_the_identity_and_has_the_four_headings_in_order(rule: Rule) -> None:
    first, *rest = rule.page.splitlines()
    assert re.fullmatch(rf"{rule.code} {rule.name}: [^A-Z].*\.", first)
    assert tuple(line for line in rest if line.startswith("#")) == HEADINGS
    sections = re.split(r"^## .*$", rule.page, flags=re.MULTILINE)
    assert all(section.strip() for section in sections)
    assert sections[-1].strip().startswith("```yaml\n")
    assert sections[-1].strip().endswith("\n```")


@each_rule
def test_a_name_stands_for_its_module(rule: Rule) -> None:
    assert rule.check.__module__.rpartition(".")[2] == rule.name.replace("-", "_")
    assert re.fullmatch(r"RDY\d{3}", rule.code)
    assert rule.since


@each_rule
def test_a_rule_is_about_a_requirement_that_is_demanded(rule: Rule) -> None:
    demanded = {
        SubjectKind.ITEM: {EACH_EVIDENCE, *RESERVED},
        SubjectKind.SURFACE: {name for levels in SURFACE.values() for name in levels},
        **{kind: set(levels) for kind, levels in OTHERS.items()},
    }
    assert rule.requirement in demanded[rule.about]


def test_every_demand_has_a_rule() -> None:
    demanded = {(SubjectKind.ITEM, name) for levels in ITEM.values() for name in levels}
    demanded |= {(SubjectKind.SURFACE, name) for levels in SURFACE.values() for name in levels}
    demanded |= {(kind, name) for kind, levels in OTHERS.items() for name in levels}
    demanded.add((SubjectKind.ITEM, EACH_EVIDENCE))
    assert demanded == {(rule.about, rule.requirement) for rule in RULES}
