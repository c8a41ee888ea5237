"""The sections of `docs/ci.md` about who vouches: teams, jobs that prove a part, a job that signs, the gate."""

from pathlib import Path

import pytest

from tests.ssh import KeyPair, key_pair
from tests.topologies.forge import HEAD, PAY, SCOPE, WHOLE, Forge, Job, executed, trust_line

PARTS = "Several jobs that each prove a part"
SIGNING = "Signing in a separate job"
TEAMS = "Monorepo with two teams"


@pytest.fixture
def trust(tmp_path: Path, key: KeyPair) -> Path:
    """Return the file of trusted keys that the gate keeps for itself."""
    path = tmp_path / "trust.toml"
    path.write_text(trust_line(key.line, "release-ci"))
    return path


def gate(job: Job, trust: Path) -> int:
    return job.run("Deploy gate", "gate", TRUST=trust).code


def test_jobs_that_each_prove_a_part(forge: Forge) -> None:
    payments, rest, collect, lacking = (forge.job() for _ in range(4))
    assert executed(payments.run(PARTS, "prove payments")) == {"shop/pay/junit"}
    assert executed(rest.run(PARTS, "prove the rest")) == {"shop/whole/junit"}
    for job in (collect, lacking):
        payments.hand_over(job, "proofs-payments")
    rest.hand_over(collect, "proofs-rest")
    ended = collect.run(PARTS, "collect, with both folders downloaded beside the checkout")
    assert ended.code == 0, ended.out
    assert collect.shell("readiness ledger merge ../proofs-rest").code == 0
    assert lacking.shell("readiness ledger merge ../proofs-payments").code == 0
    assert lacking.shell("readiness check").code == 1


def test_a_part_that_was_damaged_on_its_way_stays_out(forge: Forge) -> None:
    part, collect = forge.job(), forge.job()
    part.shell("readiness prove --ledger proofs")
    part.hand_over(collect)
    [record] = (collect.checkout.path.parent / "proofs/records/shop/pay").rglob("*.json")
    record.write_bytes(record.read_bytes()[:-1])
    assert collect.shell("readiness ledger merge ../proofs").code == 1
    ended = collect.shell("readiness check")
    assert (ended.code, "item pay" in ended.out, "item whole" in ended.out) == (1, True, False)


def test_signing_in_a_separate_job(forge: Forge, key: KeyPair, trust: Path) -> None:
    forge.change("feature", {"src/pay/price": "90\n"})
    prove, sign = forge.job("feature"), forge.job("main")
    assert prove.run(SIGNING, "prove, without the key").code == 0
    prove.hand_over(sign)
    block = "sign, on a checkout of main, with the folder downloaded beside it"
    assert sign.run(SIGNING, block, KEY=key.path).code == 0
    assert forge.job("feature").run(SIGNING, "gate", TRUST=trust).code == 0


def test_what_nobody_has_signed_stops_at_the_gate(forge: Forge, key: KeyPair, trust: Path, tmp_path: Path) -> None:
    job = forge.job()
    assert job.shell("readiness prove").code == 0
    assert job.shell("readiness ledger push").code == 0
    assert gate(forge.job(), trust) == 3
    stranger = key_pair(tmp_path / "stranger")
    again = forge.job()
    assert again.shell(f"readiness prove --sign {stranger.path}").code == 0
    again.shell("readiness ledger push")
    assert gate(forge.job(), trust) == 3
    signed = forge.job()
    signed.shell("readiness ledger fetch")
    assert executed(signed.shell(f"readiness prove --all --sign {key.path}")) == {"shop/pay/junit", "shop/whole/junit"}
    signed.shell("readiness ledger push")
    assert gate(forge.job(), trust) == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("scopes/shop.yaml", SCOPE.replace(WHOLE, ""), id="item-removed"),
        pytest.param("scopes/shop.yaml", SCOPE.replace("class: launch-critical", "class: deferred"), id="deferred"),
        pytest.param("scopes/shop.yaml", SCOPE.replace("owner:", "state: draft\nowner:"), id="drafted"),
        pytest.param("scopes/shop.yml", "", id="renamed-away"),
        pytest.param("readiness.toml", '[rules]\nevidence-stale = "warn"\n', id="rule-lowered"),
    ],
)
def test_the_gate_is_not_loosened_by_what_it_judges(
    forge: Forge, key: KeyPair, trust: Path, name: str, text: str
) -> None:
    job = forge.job()
    assert job.shell(f"readiness prove --sign {key.path}").code == 0
    job.shell("readiness ledger push")
    assert gate(forge.job(), trust) == 0
    forge.change("change", {"src/pay/price": "10\n"})
    if name == "scopes/shop.yml":
        forge.team.git("mv", "scopes/shop.yaml", name)
    else:
        forge.team.write(name, text)
    forge.team.commit(message="Loosen it")
    forge.team.git("push", "--quiet", "origin", "change")
    assert gate(forge.job("change"), trust) != 0


def test_keys_that_a_change_brings_along_do_not_count(forge: Forge, key: KeyPair, tmp_path: Path) -> None:
    forge.change("main", {"readiness.toml": trust_line(key.line, "release-ci")})
    own = key_pair(tmp_path / "own")
    forge.change("change", {"readiness.toml": trust_line(own.line, "release-ci"), "src/pay/price": "90\n"})
    job = forge.job("change")
    assert job.shell(f"readiness prove --sign {own.path}").code == 0
    assert job.shell("readiness check").code == 0, "by its own policy it would be ready"
    assert job.shell("readiness check --final --policy-from origin/main").code == 3


def test_monorepo_with_two_teams(forge: Forge, key: KeyPair, tmp_path: Path) -> None:
    payments, taxes = key_pair(tmp_path / "payments"), key_pair(tmp_path / "taxes")
    config = (
        trust_line(payments.line, "payments-ci", 'surfaces = ["payments"]')
        + trust_line(taxes.line, "taxes-ci", 'surfaces = ["taxes"]')
        + trust_line(key.line, "release-ci")
    )
    tax = PAY.replace("payments", "taxes").replace("pay", "tax")
    scopes = {
        f"scopes/{name}.yaml": f"{HEAD.format(name)}surfaces:\n  {name}: {{paths: [src/{folder}/**]}}\nitems:\n{items}"
        for name, folder, items in (("payments", "pay", PAY + WHOLE), ("taxes", "tax", tax + WHOLE))
    }
    forge.team.git("rm", "--quiet", "scopes/shop.yaml")
    forge.team.commit({**scopes, "readiness.toml": config}, "Two teams")
    forge.team.git("push", "--quiet", "origin", "main")
    team, release, ask = "prove, of one team", "prove, of the release", "gate, of one team"
    assert forge.job().run(TEAMS, release, KEY=key.path).code == 0
    assert forge.job().run(TEAMS, ask).code == 1
    assert forge.job().run(TEAMS, team, KEY=payments.path).code == 0
    assert forge.job().run(TEAMS, ask).code == 0

    def taxes_are_ready(signer: KeyPair) -> int:
        job = forge.job()
        job.shell("readiness ledger fetch")
        assert executed(job.shell(f"readiness prove tax --sign {signer.path}")) == {"taxes/tax/junit"}
        assert job.shell("readiness ledger push").code == 0
        return job.shell("readiness check taxes --final --policy-from origin/main").code

    assert taxes_are_ready(payments) == 3, "one team does not vouch for the other"
    assert taxes_are_ready(taxes) == 0
    forge.change("main", {"src/tax/rate": "21\n"})
    stale = forge.job().run(TEAMS, ask)
    assert (stale.code, "item whole" in stale.out, "item pay" in stale.out) == (1, True, False)
