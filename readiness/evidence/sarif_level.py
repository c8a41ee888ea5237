"""How much a SARIF result weighs: its own level, else what its execution or its rule says, else `warning`.

Source: SARIF 2.1.0, sections 3.27.10 (level), 3.27.23 (suppressions), 3.52 (references to rules).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeVar

from readiness.evidence.sarif_log import Component, Invocation, Level, Result, Rule, RuleRef, Run

WORST_FIRST: Final[tuple[Level, ...]] = ("error", "warning", "note", "none")

T = TypeVar("T")


def is_suppressed(result: Result) -> bool:
    """Return whether `result` is suppressed: by something, and by nothing that is not accepted."""
    given = result.suppressions or ()
    return bool(given) and all({one.status, one.state} <= {None, "accepted"} for one in given)


class Levels:
    """The levels of the results of one run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._by_id: dict[int, Mapping[str, Rule]] = {}

    def of(self, result: Result) -> Level:
        """Return the level of `result`.

        Raises:
            ValueError: it refers to a rule, a part of the tool or an execution that the run does not have.
        """
        if result.level is not None:
            return result.level
        if result.kind not in (None, "fail"):
            return "none"
        rule = self._rule(result)
        default = rule.defaultConfiguration.level if rule is not None and rule.defaultConfiguration else None
        overrides = list(self._overrides(result, rule))
        if result.provenance is not None and result.provenance.invocationIndex >= 0:
            return next(iter(overrides), default or "warning")
        # Which execution found it is not said, so the worst that any of them makes of it counts.
        return min([default or "warning", *overrides], key=WORST_FIRST.index)

    def _rule(self, result: Result) -> Rule | None:
        component = self._component(result)
        index = _index(result)
        if index >= 0:
            return _at(component.rules or (), index, "a rule")
        name = _name(result) or ""
        rules = self._rules(component)
        # `CA1000/1` is a case of the rule `CA1000`.
        while name and name not in rules:
            name = name.rpartition("/")[0]
        return rules.get(name)

    def _rules(self, component: Component) -> Mapping[str, Rule]:
        if id(component) not in self._by_id:
            self._by_id[id(component)] = {rule.id: rule for rule in component.rules or ()}
        return self._by_id[id(component)]

    def _component(self, result: Result) -> Component:
        reference = result.rule.toolComponent if result.rule is not None else None
        if reference is None:
            return self._run.tool.driver
        if reference.index < 0:
            msg = "a result refers to a part of the tool without its number, which is not understood"
            raise ValueError(msg)
        return _at(self._run.tool.extensions or (), reference.index, "an extension of the tool")

    def _overrides(self, result: Result, rule: Rule | None) -> Iterator[Level]:
        """Yield the levels that executions have given the rule of `result`: the one that found it, else all of them."""
        invocations: Sequence[Invocation] = self._run.invocations or ()
        at = result.provenance.invocationIndex if result.provenance is not None else -1
        for one in invocations if at < 0 else [_at(invocations, at, "an execution")]:
            for override in one.ruleConfigurationOverrides or ():
                if override.configuration.level is not None and _is_about(override.descriptor, result, rule):
                    yield override.configuration.level


def _is_about(reference: RuleRef, result: Result, rule: Rule | None) -> bool:
    own = result.rule.toolComponent.index if result.rule is not None and result.rule.toolComponent is not None else -1
    other = reference.toolComponent.index if reference.toolComponent is not None else -1
    if own != other:
        return False
    if reference.index >= 0 and _index(result) >= 0:
        return reference.index == _index(result)
    return reference.id is not None and reference.id in (_name(result), rule.id if rule is not None else None)


def _index(result: Result) -> int:
    return result.rule.index if result.rule is not None and result.rule.index >= 0 else result.ruleIndex


def _name(result: Result) -> str | None:
    return result.rule.id if result.rule is not None and result.rule.id is not None else result.ruleId


def _at(sequence: Sequence[T], index: int, what: str) -> T:
    if index >= len(sequence):
        msg = f"a result refers to {what} by the number {index}, and there are {len(sequence)}"
        raise ValueError(msg)
    return sequence[index]
