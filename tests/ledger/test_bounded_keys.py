"""What a whole run makes of signatures: a key gets no further than its bounds, whatever its records say."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from readiness import pipeline
from readiness.ledger.access import open_ledger
from readiness.ledger.keys import open_signer
from readiness.model.outcome import Outcome
from readiness.model.record import Binding
from readiness.model.settings import LedgerSettings
from readiness.model.trust import Trust
from readiness.pipeline import Request
from readiness.prove.capture import capture
from readiness.prove.ground import survey
from tests.link.launches import NOW, SURROUNDINGS, scope, write
from tests.ssh import KeyPair, key_pair


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> KeyPair:
    return key_pair(tmp_path_factory.mktemp("keys"))


class Launch:
    """A launch with one item without a surface, whose evidence is a green report."""

    def __init__(self, folder: Path, pair: KeyPair) -> None:
        write(folder / "tree", {**SURROUNDINGS, "scopes/a.yaml": scope()})
        self.folder, self.pair = folder, pair
        self.request = Request(root=folder / "tree", ledger=folder / "ledger", now=NOW, cache=False)

    def put(self, *, signed: bool = True, **changes: Any) -> "Launch":  # noqa: ANN401 - fields of a record
        """Put the report on record with `changes`."""
        made = capture(survey(self.request), (), NOW, elsewhere=True).records
        ledger = open_ledger(self.folder, None, LedgerSettings(), Trust(), now=NOW, folder=self.request.ledger)
        signer = open_signer(self.pair.path) if signed else None
        ledger.append([(replace(record, **changes), contents) for record, contents in made], signer)
        return self

    def judged(self, bounds: str = "", head: str = "") -> tuple[Outcome, str]:
        """Return the outcome of the evidence, and why, where the key is trusted within `bounds`."""
        path = self.folder / "trust.toml"
        path.write_text(f"{head}\n[[trust.keys]]\nkey = '{self.pair.line}'\nidentity = 'ci-release'\n{bounds}\n")
        report = pipeline.check(replace(self.request, trust=path))
        verdicts = [one for suite in report.scopes[0].items for one in suite.verdicts]
        (found,) = (one for one in verdicts if one.requirement == "junit")
        return found.outcome, found.message


@pytest.fixture
def launch(tmp_path: Path, pair: KeyPair) -> Launch:
    return Launch(tmp_path, pair)


def test_a_signature_of_a_trusted_key_passes(launch: Launch) -> None:
    assert launch.put().judged("kinds = ['junit']")[0] is Outcome.PASSED


@pytest.mark.parametrize(
    ("bounds", "head", "why"),
    [
        pytest.param("kinds = ['coverage']", "", "ci-release may not attest junit", id="kind"),
        pytest.param("surfaces = ['billing']", "", "may attest items of some surfaces only", id="surface"),
        pytest.param("until = 2026-01-01", "", "the key of ci-release expired on 2026-01-01", id="expired"),
        pytest.param("revoked = 2026-01-01", "", "the key of ci-release was revoked on 2026-01-01", id="revoked"),
        pytest.param("", "[trust]\nexecuted_only = true", "it was captured, and only runs", id="captured"),
    ],
)
def test_out_of_bounds_is_unknown_with_the_reason(launch: Launch, bounds: str, head: str, why: str) -> None:
    outcome, message = launch.put().judged(bounds, head)
    assert outcome is Outcome.UNKNOWN
    assert why in message


def test_unsigned_is_unknown(launch: Launch) -> None:
    outcome, message = launch.put(signed=False).judged()
    assert outcome is Outcome.UNKNOWN
    assert "it is not signed" in message


def test_a_newer_unsigned_record_does_not_hide_a_signed_one(launch: Launch) -> None:
    launch.put()
    assert launch.put(signed=False, finished=NOW + timedelta(seconds=1), measured=None, flaw="x").judged()[0] is (
        Outcome.PASSED
    )


def test_a_record_of_another_kind_proves_nothing_though_it_names_this_definition(launch: Launch) -> None:
    launch.put(kind="coverage")
    assert launch.judged("kinds = ['coverage']")[0] not in {Outcome.PASSED, Outcome.WAIVED}
    assert launch.judged()[0] not in {Outcome.PASSED, Outcome.WAIVED}


def test_who_says_executed_has_to_be_believed(launch: Launch) -> None:
    # A signature says who vouches, not that a run took place: docs/records.md.
    launch.put(binding=Binding.EXECUTED, command="true", exit_code=0)
    assert launch.judged("", "[trust]\nexecuted_only = true")[0] is Outcome.PASSED
