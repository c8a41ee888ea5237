"""Verdicts sorted by what a reader has to do about them, most urgent first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from readiness.model.outcome import Level, Outcome
from readiness.model.report import ItemReport, ScopeReport, Verdict
from readiness.render.layout import Tone

_SHORT: Final = frozenset({Outcome.FAILED, Outcome.MISSING, Outcome.STALE})
_MET: Final = frozenset({Outcome.PASSED, Outcome.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Shown:
    """A verdict and the item that it is about; None for what is demanded of the rest of the scope."""

    verdict: Verdict
    item: ItemReport | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One group. `count` words the number in the summary; `told` says whether it is shown without `-v`."""

    title: str
    count: str
    tone: Tone
    holds: Callable[[Verdict], bool]
    told: bool = True


def _is_waived(verdict: Verdict, *, emergency: bool) -> bool:
    return verdict.outcome is Outcome.WAIVED and (verdict.waiver is not None and verdict.waiver.emergency) is emergency


def _is_new(verdict: Verdict) -> bool:
    return verdict.level is Level.BLOCK and not verdict.known


SECTIONS: Final = (
    Section("Blocks the launch", "block", "bad", lambda it: _is_new(it) and it.outcome in _SHORT),
    Section("Nobody can tell", "unknown", "bad", lambda it: _is_new(it) and it.outcome is Outcome.UNKNOWN),
    Section("Blocks the launch, and known from the baseline", "known", "warn", lambda it: it.known),
    Section("Not due yet, and not ready", "not due yet", "warn", lambda it: it.outcome is Outcome.NOT_DUE),
    Section("Bypassed in an emergency", "bypassed", "bad", lambda it: _is_waived(it, emergency=True)),
    Section("Waived, which is not a pass", "waived", "warn", lambda it: _is_waived(it, emergency=False)),
    Section("Warnings", "warn", "warn", lambda it: it.level is Level.WARN and it.outcome in {*_SHORT, Outcome.UNKNOWN}),
    Section(
        "Observed only",
        "observed",
        "dim",
        lambda it: it.level is Level.OBSERVE and it.outcome in {*_SHORT, Outcome.UNKNOWN},
        told=False,
    ),
    Section(
        "Switched off by the configuration",
        "switched off",
        "dim",
        lambda it: it.level is Level.OFF and it.outcome in {*_SHORT, Outcome.UNKNOWN},
        told=False,
    ),
    Section("Passed", "passed", "good", lambda it: it.outcome is Outcome.PASSED, told=False),
    Section("Not applicable", "not applicable", "dim", lambda it: it.outcome is Outcome.NOT_APPLICABLE, told=False),
)
"""Every verdict is in exactly one of them."""


def shown(scope: ScopeReport) -> Iterator[Shown]:
    """Yield every verdict of `scope`: its own, then those of its items, in the order of the report."""
    yield from (Shown(verdict) for verdict in scope.verdicts)
    for item in scope.items:
        yield from (Shown(verdict, item) for verdict in item.verdicts)


def sections(scope: ScopeReport) -> Sequence[tuple[Section, Sequence[Shown]]]:
    """Return the sections of `scope` that hold something, with what they hold."""
    everything = tuple(shown(scope))
    sorted_in = ((section, tuple(one for one in everything if section.holds(one.verdict))) for section in SECTIONS)
    return tuple((section, held) for section, held in sorted_in if held)


def is_met(verdict: Verdict) -> bool:
    """Whether nothing is to be done about `verdict`."""
    return verdict.outcome in _MET
