"""RDY320 candidate-uncovered: a launch that no proof covers as a whole.

## What it does
Flags a scope none of whose blocking evidence, made by a run, covers every file of the candidate.

## Why it matters
Each part can be proven apart and the merge still break: a proof of one folder says nothing about a change elsewhere
that breaks it.

## How to fix
Make the whole suite the evidence of a launch-critical item without a surface, or with `covers: ["**"]`.

## Example
```yaml
- id: suite
  title: The whole suite is green
  class: launch-critical
  evidence: {path: reports/tests.xml, covers: ["**"]}
```
"""

from collections.abc import Iterator

from readiness.model.demands import WHOLE_CANDIDATE
from readiness.model.dossier import Dossier
from readiness.model.outcome import Level, Outcome
from readiness.model.plan import SubjectKind, WholeScope
from readiness.model.verdict import Finding
from readiness.rules.base import Rule


def check(scope: WholeScope, dossier: Dossier) -> Iterator[Finding]:
    """Yield a finding if no blocking evidence of `scope` covers the whole tree."""
    demand = scope.demanded(WHOLE_CANDIDATE)
    covering = (
        requirement
        for requirement in scope.evidence
        if requirement.level is Level.BLOCK and requirement.key in dossier.whole_tree
    )
    if demand and next(covering, None) is None:
        yield Finding(
            Outcome.MISSING,
            demand,
            "no blocking evidence covers the whole tree",
            'add a launch-critical item whose evidence is the whole suite, with `covers: ["**"]`',
        )


RULE = Rule("RDY320", "candidate-uncovered", "0.1", SubjectKind.SCOPE, WHOLE_CANDIDATE, check, __doc__)
