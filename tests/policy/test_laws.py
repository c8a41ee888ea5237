"""Laws of two answers made one, on changes that nobody thought of.

Launches are those of the laws of judging. A candidate is the base with some of its parts taken out, put in, or changed
for those of another launch.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness import pipeline
from readiness.model.report import Report
from readiness.pipeline import Request
from tests.proofs import check
from tests.repository import RepositoryBuilder
from tests.test_laws import FILES, NOW, WRITTEN, Data, launches, waivers, written

CHANGES: Final = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
PARTS: Final = ("items", "behaviours", "unsupported", "waivers", "phases")
SETTINGS: Final = (
    "",
    "allow_self = true\n",
    "max_age = '90d'\n",
    "[rules]\nevidence-missing = 'warn'\n",
    "[rules]\nevidence-missing = 'off'\nrollback-missing = 'observe'\n",
    "[rules]\nrollback-time-missing = 'block'\n",
)


@st.composite
def edits(draw: st.DrawFn, scope: Data) -> Data:
    """Return `scope` with some of its parts and fields changed; what then leads nowhere is a broken document."""
    other = draw(launches())
    edited = dict(scope)
    for part in PARTS:
        held = [*scope.get(part, [])]
        match draw(st.sampled_from(["keep", "keep", "drop", "swap", "waive"])):
            case "drop" if held and (part != "items" or len(held) > 1):
                held.pop(draw(st.integers(0, len(held) - 1)))
            case "swap":
                held = other.get(part, [])
            case "waive" if part == "waivers":
                held = draw(waivers({**scope, **edited}))
        edited[part] = held
    for field in ("state", "launch", "owner", "surfaces"):
        if draw(st.booleans()) and field in other:
            edited[field] = other[field]
    return edited


def answers(base: Mapping[str, str], candidate: Mapping[str, str], named: str) -> tuple[Report, Report, Report]:
    """Return the answers on `candidate` with the documents of `base` alone, with its own, and by `--policy-from`.

    What either asks for is on record, as it asks for it.
    """
    with TemporaryDirectory() as folder:
        repository = RepositoryBuilder(Path(folder) / "repository").start()
        commit = repository.commit(dict(base))
        ledger = Path(folder) / "ledger"
        ledger.mkdir()
        asked: dict[str, Any] = {"scopes": (named,), "now": NOW, "ledger": ledger, "cache": False}
        of_base = check(Request(root=_dated(repository), **asked))
        for name in base:
            if name not in candidate:
                (repository.path / name).unlink()
        for name, text in candidate.items():
            repository.write(name, text)
        root = _dated(repository)
        own = check(Request(root=root, **asked))
        return of_base, own, pipeline.check(Request(root=root, policy_from=commit, **asked))


def _dated(repository: RepositoryBuilder) -> Path:
    for path in repository.path.rglob("*"):
        if path.is_file() and ".git" not in path.parts:
            os.utime(path, (WRITTEN, WRITTEN))
    return repository.path


@CHANGES
@given(st.data())
def test_no_change_of_policy_gets_a_better_answer_than_the_base_or_than_its_own(data: st.DataObject) -> None:
    scope = data.draw(launches())
    scope = {**scope, "waivers": data.draw(waivers(scope))}
    edited = data.draw(edits(scope))
    first, second = (data.draw(st.sampled_from(SETTINGS)) for _ in range(2))
    base = {**FILES, "scopes/shop.yaml": written(scope), "readiness.toml": first}
    candidate = {**FILES, "scopes/shop.yaml": written(edited), "readiness.toml": second}
    of_base, own, held = answers(base, candidate, "shop")
    assert held.enforcing
    assert held.decision.rank >= max(of_base.decision.rank, own.decision.rank)
    assert {problem.code for problem in held.problems} == {
        problem.code for report in (of_base, own) for problem in report.problems
    }
    for alone in (of_base, own):
        for one in alone.scopes:
            (both,) = [each for each in held.scopes if each.id == one.id]
            assert both.decision.rank >= one.decision.rank
            assert both.decision_before_waivers.rank >= one.decision_before_waivers.rank
    if written(scope) == written(edited) and first == second:
        assert held.proposed == ()


@CHANGES
@given(st.data())
def test_every_change_of_policy_is_listed(data: st.DataObject) -> None:
    scope = data.draw(launches(states=("active",)))
    edited = data.draw(edits(scope))
    base = {**FILES, "scopes/shop.yaml": written(scope)}
    _, _, held = answers(base, {**FILES, "scopes/shop.yaml": written(edited)}, "shop")
    if not held.problems and _meaning(scope) != _meaning(edited):
        assert held.proposed
    assert all(one.slug != "other-policy" for one in held.proposed)


def _meaning(scope: Data) -> Data:
    """Return `scope` without what is the same as not saying it, and without an order of its parts."""
    parts = {part: sorted(map(str, scope.get(part, []))) for part in PARTS}
    return {"state": "active", **scope, **parts}
