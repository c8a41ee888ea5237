"""Judging: every requirement of every subject gets a verdict from the rules. Pure.

A requirement is met only if a rule stands for it, none of its rules has a finding but by way of advice, and, where it
is about evidence, the evidence is there and was understood. So an unregistered rule or an unhandled standing can never
pass anything.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from readiness.errors import UnjudgedError
from readiness.model.demands import OUTLIVING
from readiness.model.dossier import Dossier, Met
from readiness.model.outcome import Level, Outcome, State
from readiness.model.plan import Plan, PlannedScope, Requirement, Subject, SubjectKind
from readiness.model.record import Proof
from readiness.model.verdict import Finding, Judged, Judgement
from readiness.rules.base import EACH_EVIDENCE, Rule


@dataclass(frozen=True, slots=True)
class Bench:
    """What judging is done with: the rules by what they are about, and levels that the configuration sets.

    `first` holds, by requirement, the rule that a met one is reported under. `final` takes everything as due that has
    to be at launch.
    """

    rules: Mapping[SubjectKind, Sequence[Rule]]
    first: Mapping[SubjectKind, Mapping[str, Rule]]
    levels: Mapping[str, Level]
    final: bool

    @classmethod
    def of(cls, rules: Sequence[Rule], levels: Mapping[str, Level], *, final: bool) -> "Bench":
        """Return a bench with `rules` sorted by what they are about."""
        by_kind = {kind: tuple(rule for rule in rules if rule.about is kind) for kind in SubjectKind}
        first = {kind: {rule.requirement: rule for rule in reversed(some)} for kind, some in by_kind.items()}
        return cls(by_kind, first, levels, final)


def judge(plan: Plan, dossier: Dossier, bench: Bench) -> Judgement:
    """Return the verdicts on everything but the waivers, by scope, in the order of the plan.

    Raises:
        UnjudgedError: no rule stands for a requirement, or understands how its evidence stands.
    """
    return {scope.id: tuple(_judge_scope(scope, dossier, bench)) for scope in plan.scopes}


def _judge_scope(scope: PlannedScope, dossier: Dossier, bench: Bench) -> Iterator[Judged]:
    waived = {waiver.of for waiver in scope.waivers}
    # A scope that says it has launched before its day, or without one, is judged as if it had not.
    is_over = scope.state is State.LAUNCHED and scope.launch is not None and scope.launch <= dossier.today
    for subject in scope.subjects():
        for verdict in judge_subject(subject, dossier, bench):
            outlives = (
                subject.outlives_launch
                or (verdict.key.kind, verdict.key.requirement) in OUTLIVING
                or verdict.key in waived
            )
            if is_over and not outlives:
                over = "the launch is over, and this does not outlive it"
                yield replace(verdict, outcome=Outcome.NOT_APPLICABLE, message=over, action="")
            elif verdict.found not in _SETTLED and not _is_due(subject, scope, dossier, final=bench.final):
                yield replace(verdict, outcome=Outcome.NOT_DUE)
            else:
                yield verdict


_SETTLED = frozenset({Outcome.PASSED, Outcome.NOT_APPLICABLE})


def judge_subject(subject: Subject, dossier: Dossier, bench: Bench) -> Iterator[Judged]:
    """Yield a verdict for each requirement of `subject`: its findings, or that it is met.

    Raises:
        UnjudgedError: as `judge`.
    """
    findings: dict[str, list[tuple[Rule, Finding]]] = {}
    for rule in bench.rules[subject.kind]:
        for finding in rule.check(subject, dossier):
            findings.setdefault(finding.requirement.id, []).append((rule, finding))
    for requirement in subject.requirements:
        found = findings.get(requirement.id, [])
        if all(rule.advisory for rule, _ in found):
            found = [_without_finding(subject, requirement, dossier, bench), *found]
        proof = None if requirement.evidence is None else dossier.standing(requirement).proof
        for rule, finding in found:
            yield _stamp(subject, rule, finding, bench.levels, proof)


def _without_finding(
    subject: Subject, requirement: Requirement, dossier: Dossier, bench: Bench
) -> tuple[Rule, Finding]:
    """Return the verdict on a requirement that no rule has anything against."""
    about = EACH_EVIDENCE if requirement.evidence is not None else requirement.id
    rule = bench.first[subject.kind].get(about)
    if rule is None:
        raise UnjudgedError(requirement.id, f"no rule stands for it ({subject.kind})")
    if requirement.evidence is None:
        return rule, Finding(Outcome.PASSED, requirement, "as required", "")
    standing = dossier.standing(requirement)
    if not isinstance(standing, Met):
        raise UnjudgedError(requirement.id, f"no rule understands {type(standing).__name__}")
    return rule, Finding(Outcome.PASSED, requirement, standing.claim.summary or "as required", "")


def _stamp(subject: Subject, rule: Rule, finding: Finding, levels: Mapping[str, Level], proof: Proof | None) -> Judged:
    requirement = finding.requirement
    return Judged(
        key=requirement.key,
        subject=subject,
        code=rule.code,
        rule=rule.name,
        level=levels.get(rule.name, rule.advisory or requirement.level),
        outcome=finding.outcome,
        found=finding.outcome,
        message=finding.message,
        action=finding.action,
        who=finding.who or subject.owner,
        at=finding.at or requirement.at,
        proof=proof,
    )


def _is_due(subject: Subject, scope: PlannedScope, dossier: Dossier, *, final: bool) -> bool:
    """Return whether `subject` has to be ready today: from the day after its phase, or, when final, by the launch."""
    ends = subject.phase_ends
    if ends is None or dossier.today > ends:
        return True
    return final and (scope.launch is None or ends <= scope.launch)
