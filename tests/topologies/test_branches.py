"""The sections of `docs/ci.md` about branches: feature branches, forks, queues, ways to merge, releases, tags."""

import pytest

from tests.topologies.forge import PAY, SCOPE, Forge, Job, executed

SQUASH, MERGE = ("--squash",), ("--no-ff", "--no-edit")
WAIVER = """\
waivers:
  - id: suite-until-next-week
    of: {item: whole, requirement: junit}
    reason: The fix is more urgent than the suite
    granted_by: head-of-engineering
    granted: 2026-05-01
    expires: 2099-12-31
    follow_up: {ref: "github:acme/shop#1", risk: Rounding errors, due: 2099-12-31, owner: release-manager}
"""


def proven(forge: Forge, branch: str) -> Job:
    job = forge.job(branch)
    ended = job.run("Feature branch", "prove, on every push")
    assert ended.code == 0, ended.out
    return job


def test_feature_branch(forge: Forge) -> None:
    forge.change("feature", {"src/pay/price": "90\n"})
    proven(forge, "feature")
    again = forge.job("feature")
    again.shell("readiness ledger fetch")
    assert again.shell("readiness prove").out.startswith("Nothing to prove")
    forge.change("feature", {"src/tax/rate": "21\n"}, of="feature")
    later = forge.job("feature")
    later.shell("readiness ledger fetch")
    assert later.shell("readiness check").code == 1
    assert executed(later.shell("readiness prove")) == {"shop/whole/junit"}
    assert later.shell("readiness check").code == 0


def test_feature_branch_that_changes_the_command_of_its_proof(forge: Forge) -> None:
    proven(forge, "main")
    command = "run: mkdir -p out && cp tests/green.xml out/all.xml"
    forge.change(
        "feature", {"scopes/shop.yaml": SCOPE.replace("run: sh tests/suite.sh", command), "src/pay/price": "10\n"}
    )
    job = forge.job("feature")
    with pytest.raises(AssertionError, match="1 of 1 tests failed"):
        job.run("Feature branch", "prove, on every push")
    assert job.shell("readiness check").code == 0, "by its own policy it would be ready"
    ended = job.shell("readiness check --policy-from origin/main")
    assert (ended.code, "proposed" in ended.out.lower()) == (1, True)


def test_fork(forge: Forge) -> None:
    proven(forge, "main")
    before = forge.ledger()
    forge.change("fork", {"src/pay/price": "90\n"})
    job = forge.job("fork")
    advice = job.run("Fork", "prove, in the pull request's job, without secrets")
    assert (advice.code, forge.ledger()) == (0, before)
    forge.land("fork", "--ff-only")
    gate = forge.job()
    assert gate.run("Merge queue", "gate, on main").code == 1
    assert forge.job().run("Fork", "prove again, on main, after the merge").code == 0
    assert forge.job().run("Merge queue", "gate, on main").code == 0


def test_merge_queue(forge: Forge) -> None:
    cheap, taxed = {"src/pay/price": "50\n"}, {"src/tax/rate": "60\n"}
    forge.change("cheap", cheap)
    forge.change("taxed", taxed)
    proven(forge, "cheap")
    proven(forge, "taxed")
    forge.change("queue-1", cheap)
    assert forge.job("queue-1").run("Merge queue", "prove, on the commit of the queue").code == 0
    forge.land("queue-1", "--ff-only")
    assert forge.job().run("Merge queue", "gate, on main").code == 0
    forge.change("queue-2", taxed)
    job = forge.job("queue-2")
    with pytest.raises(AssertionError, match="1 of 1 tests failed"):
        job.run("Merge queue", "prove, on the commit of the queue")
    assert job.shell("readiness check").code == 1


@pytest.mark.parametrize("how", [SQUASH, MERGE, ("--ff-only",)], ids=["squash", "merge", "rebase"])
def test_a_branch_is_merged(forge: Forge, how: tuple[str, ...]) -> None:
    forge.change("feature", {"src/pay/price": "90\n"})
    proven(forge, "feature")
    forge.land("feature", *how)
    job = forge.job()
    assert job.run("Squash, rebase and merge commits", "gate, on main, after the merge").code == 0
    assert job.shell("readiness prove").out.startswith("Nothing to prove")


@pytest.mark.parametrize("how", [SQUASH, MERGE], ids=["squash", "merge"])
def test_a_branch_is_merged_after_main_has_moved(forge: Forge, how: tuple[str, ...]) -> None:
    forge.change("feature", {"src/pay/price": "90\n"})
    proven(forge, "feature")
    forge.change("main", {"src/tax/rate": "21\n"})
    proven(forge, "main")
    forge.land("feature", *how)
    job = forge.job()
    ended = job.run("Squash, rebase and merge commits", "gate, on main, after the merge")
    assert (ended.code, "1 block" in ended.out) == (1, True)
    assert executed(job.shell("readiness prove")) == {"shop/whole/junit"}
    assert job.shell("readiness check --final").code == 0


def test_emergency_waiver(forge: Forge) -> None:
    broken = {"src/pay/price": "10\n"}
    gate = ("Emergency waiver", "gate, of the fix")
    forge.change("fix", broken)
    job = forge.job("fix")
    assert job.shell("readiness prove").code == 1
    assert job.shell("readiness ledger push").code == 0
    assert forge.job("fix").run(*gate).code == 1
    forge.change("excused", {**broken, "scopes/shop.yaml": SCOPE + WAIVER})
    excused = forge.job("excused").run(*gate)
    assert (excused.code, "proposed" in excused.out.lower()) == (1, True)
    forge.change("waiver", {"scopes/shop.yaml": SCOPE + WAIVER})
    forge.land("waiver", "--ff-only")
    waived = forge.job("excused").run(*gate)
    assert (waived.code, "GO-WITH-CONDITIONS" in waived.out) == (0, True)


def test_release_branch(forge: Forge) -> None:
    forge.change("release/1", {"src/pay/price": "101\n"})
    assert forge.job("release/1").run("Release branch", "prove and gate, on the release branch").code == 0
    search = PAY.replace("pay.xml", "search.xml").replace("id: pay", "id: search").replace("payments", "searching")
    surface = "surfaces:\n  searching: {paths: [src/search/**]}\n"
    wider = SCOPE.replace("surfaces:\n", surface) + search
    forge.change("main", {"src/search/index": "1\n", "scopes/shop.yaml": wider})
    proven(forge, "main")
    fix = forge.change("main", {"src/tax/rate": "22\n"})
    proven(forge, "main")
    release = forge.job("release/1")
    release.shell("readiness ledger fetch")
    assert release.shell("readiness check --final --policy-from origin/release/1").code == 0
    assert release.shell("readiness check --final --policy-from origin/main").code == 1
    forge.team.git("switch", "--quiet", "--force-create", "release/1", "origin/release/1")
    forge.team.git("cherry-pick", fix)
    forge.team.git("push", "--quiet", "origin", "release/1")
    picked = forge.job("release/1")
    picked.shell("readiness ledger fetch")
    assert picked.shell("readiness check --policy-from origin/release/1").code == 1
    assert picked.run("Release branch", "prove and gate, on the release branch").code == 0


def test_tag_build(forge: Forge) -> None:
    proven(forge, "main")
    forge.team.git("tag", "v1", "origin/main")
    forge.change("main", {"src/pay/price": "90\n"})
    forge.team.git("tag", "v2", "origin/main")
    forge.team.git("push", "--quiet", "origin", "v1", "v2")
    assert forge.job("v1", "--depth=1").run("Tag build", "gate, on the tag").code == 0
    assert forge.job("v2", "--depth=1").run("Tag build", "gate, on the tag").code == 1


def test_shallow_clone(forge: Forge) -> None:
    proven(forge, "main")
    block = ("Shallow clone", "gate, on a checkout with --depth=1")
    job = forge.job("main", "--depth=1")
    assert "never proven" in job.shell("readiness check").out
    assert job.run(*block).code == 0
    forge.change("main", {"src/tax/rate": "21\n"})
    ended = forge.job("main", "--depth=1").run(*block)
    assert (ended.code, "src/tax/rate changed" in ended.out) == (1, True)
