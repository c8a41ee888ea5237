"""What types cannot say about one document: declarations that contradict themselves or mean nothing.

Everything here needs one document only; what needs several belongs to `link`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from readiness.load.flaws import Flaw
from readiness.load.marks import KEY
from readiness.model.demands import RESERVED
from readiness.model.documents.evidence import Evidence
from readiness.model.documents.scope import Item, Phase, Scope, Waiver
from readiness.model.evidence import EvidenceKind
from readiness.model.outcome import ItemClass
from readiness.model.place import Route
from readiness.model.wording import Words, missing


@dataclass(frozen=True, slots=True)
class Parts:
    """Of a scope, what its types accept, with indexes; `whole` where that is everything."""

    items: tuple[tuple[int, Item], ...]
    evidence: tuple[tuple[Route, Evidence], ...]
    waivers: tuple[tuple[int, Waiver], ...]
    phases: tuple[tuple[int, Phase], ...]
    launch: date | None
    default_phase: str | None
    whole: bool

    @classmethod
    def of(cls, scope: Scope) -> "Parts":
        """Return all parts of a scope."""
        return cls(
            tuple(enumerate(scope.items)),
            tuple(
                (("items", index, "evidence", number), evidence)
                for index, item in enumerate(scope.items)
                for number, evidence in enumerate(item.evidence)
            ),
            tuple(enumerate(scope.waivers)),
            tuple(enumerate(scope.phases)),
            scope.launch,
            scope.defaults.phase,
            whole=True,
        )


def declared(parts: Parts, kinds: Mapping[str, EvidenceKind]) -> Iterator[Flaw]:
    """Yield what is wrong with a scope although every value of it is valid."""
    if parts.whole:
        yield from _critical(parts)
    yield from _phases(parts)
    for route, evidence in parts.evidence:
        yield from _evidence(evidence, route, kinds)
    for index, waiver in parts.waivers:
        yield from _waiver(waiver, ("waivers", index))


def _critical(parts: Parts) -> Iterator[Flaw]:
    fix = "declare what the launch cannot do without, with `class: launch-critical`"
    if not parts.items:
        yield Flaw(Words("no-critical-item", "the scope has no items", fix), ("items", KEY))
    elif all(item.item_class is not ItemClass.CRITICAL for _, item in parts.items):
        yield Flaw(Words("no-critical-item", "no item is launch-critical", fix), ("items", KEY))


def _phases(parts: Parts) -> Iterator[Flaw]:
    ends: dict[str, date] = {}
    before: Phase | None = None
    for index, phase in parts.phases:
        if before is not None and phase.ends < before.ends:
            message = f"phase `{phase.id}` ends before `{before.id}`, which is listed above it"
            yield Flaw(Words("bad-order", message, "list phases in the order of their days"), ("phases", index, "ends"))
        ends.setdefault(phase.id, phase.ends)
        before = phase
    for index, item in parts.items:
        named = item.phase or parts.default_phase
        if item.item_class is not ItemClass.CRITICAL or named not in ends or parts.launch is None:
            continue
        if ends[named] > parts.launch:
            message = f"`{item.id}` is launch-critical, and its phase `{named}` ends {ends[named]}, after the launch"
            fix = "put it in an earlier phase, or make it launch-adjacent"
            yield Flaw(Words("late-phase", message, fix), ("items", index, "phase" if item.phase else "id"))


def _evidence(evidence: Evidence, route: Route, kinds: Mapping[str, EvidenceKind]) -> Iterator[Flaw]:
    if evidence.id in RESERVED:
        message = f"`{evidence.id}` is the name of a requirement that every item has"
        yield Flaw(Words("reserved-id", message, "give the evidence another id"), (*route, "id"))
    if evidence.covers == "none":
        lacking = [key for key in ("max_age", "environment") if getattr(evidence, key) is None]
        if lacking:
            message = f"evidence that covers no files needs {' and '.join(f'`{key}`' for key in lacking)}"
            fix = "say how long it holds and for which live environment"
            yield Flaw(Words("incomplete-declaration", message, fix), (*route, "covers"))
    kind = kinds.get(evidence.kind)
    if kind is not None and kind.needs_path and not evidence.path:
        yield Flaw(missing(["path"]), route)
    if kind is not None and not kind.needs_path and evidence.path:
        # Whoever writes both wants both, and nobody would look at the artefact.
        message = f"evidence of kind `{kind.name}` reads no artefact, so its `path` would never be looked at"
        fix = "make the artefact a piece of evidence of its own"
        yield Flaw(Words("incomplete-declaration", message, fix), (*route, "path"))
    if kind is not None and kind.needs_run:
        yield from _executed(evidence, route, kind)


def _executed(evidence: Evidence, route: Route, kind: EvidenceKind) -> Iterator[Flaw]:
    """Yield what is wrong with evidence that only `prove` can make: by its command, or by asking somebody."""
    if kind.collect is None:
        if not evidence.run:
            yield Flaw(missing(["run"]), route)
        return
    if evidence.run:
        message = f"evidence of kind `{kind.name}` is not made by a command, so its `run` would never be executed"
        yield Flaw(Words("incomplete-declaration", message, "leave `run` out"), (*route, "run"))
    if evidence.covers is None:
        # By default it would cover a surface or everything, and so stand for content that nobody knows is there.
        message = f"evidence of kind `{kind.name}` asks what runs elsewhere, and does not say which files that proves"
        fix = "add `covers: none`, with `max_age` and `environment`; or the files that were deployed there"
        yield Flaw(Words("incomplete-declaration", message, fix), route)


def _waiver(waiver: Waiver, route: Route) -> Iterator[Flaw]:
    if waiver.expires < waiver.granted:
        message = f"the waiver expires {waiver.expires}, before it is granted ({waiver.granted})"
        yield Flaw(Words("bad-order", message, "correct one of the two days"), (*route, "expires"))
    yield from _renewals(waiver, route)
    subjects = ("item", "surface", "behaviour", "unsupported")
    named = [subject for subject in subjects if getattr(waiver.of, subject) is not None]
    if len(named) != 1:
        found = f"names {' and '.join(f'`{name}`' for name in named)}" if named else "names nothing that it is about"
        fix = f"name exactly one of {', '.join(subjects)}"
        yield Flaw(Words("incomplete-declaration", f"the waiver {found}", fix), (*route, "of"))


def _renewals(waiver: Waiver, route: Route) -> Iterator[Flaw]:
    """Yield what is wrong with the days on which a waiver was granted anew: each is after the one before."""
    before, what = waiver.granted, "granted"
    for number, day in enumerate(waiver.renewed):
        if day <= before:
            message = f"the waiver is renewed on {day}, and was {what} on {before}"
            yield Flaw(Words("bad-order", message, "write the days in order, each once"), (*route, "renewed", number))
        before, what = max(before, day), "renewed"
    if waiver.granted <= waiver.expires < before:
        message = f"the waiver expires {waiver.expires}, before it is renewed ({before})"
        yield Flaw(Words("bad-order", message, "correct one of the two days"), (*route, "expires"))
