"""The composite action: its steps on checkouts as GitHub makes them, deep by one commit, of a remote with history."""

import json
from pathlib import Path

import pytest

from tests.cli.program import CHECKOUT
from tests.repository import RepositoryBuilder
from tests.topologies.forge import FILES, SCOPE, Forge
from tests.wiring.runner import ACTION, WORKFLOW, Runner

OWNERLESS = {"scopes/shop.yaml": SCOPE.replace("owner: release-manager\n", "")}


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """Return a remote that gives out any commit by its id, as forges do."""
    made = Forge(tmp_path, FILES)
    made.remote.git("config", "uploadpack.allowAnySHA1InWant", "true")
    return made


def merged(forge: Forge, branch: str) -> str:
    """Return the merge of `branch` with main that GitHub makes for a pull request, at a ref of its own."""
    team = forge.team
    team.git("switch", "--quiet", "--detach", "origin/main")
    team.git("merge", "--quiet", "--no-ff", "--no-edit", f"origin/{branch}")
    team.git("push", "--quiet", "--force", "origin", "HEAD:refs/pull/1/merge")
    return team.git("rev-parse", "HEAD")


def checkout(forge: Forge, ref: str, depth: int = 1) -> RepositoryBuilder:
    """Return what actions/checkout leaves of `ref`."""
    made = RepositoryBuilder(forge.folder / "work").start()
    made.git("remote", "add", "origin", forge.remote.path.as_uri())
    made.git("fetch", "--quiet", "--no-tags", f"--depth={depth}", "origin", f"+{ref}:refs/remotes/work")
    made.git("switch", "--quiet", "--detach", "refs/remotes/work")
    return made


def pull_request(forge: Forge, sha: str, ref: str = "refs/pull/1/merge", depth: int = 1) -> Runner:
    """Return the job of a pull request that goes to main."""
    event = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main", "GITHUB_SHA": sha}
    return Runner(checkout(forge, ref, depth).path, forge.folder / "runner", event)


def decided(runner: Runner) -> dict[str, object]:
    """Return the JSON that the step left."""
    found: dict[str, object] = json.loads((runner.temporary / "readiness.json").read_text())
    return found


@pytest.mark.parametrize("depth", [1, 2])
def test_a_pull_request_is_told_what_its_merge_does(forge: Forge, depth: int) -> None:
    forge.change("feature", OWNERLESS)
    forge.change("main", {"docs/more.md": "More.\n"})
    runner = pull_request(forge, merged(forge, "feature"), depth=depth)
    done = runner.run("Judge")
    assert (done.code, done.outputs["exit-code"]) == (1, "1"), done.log
    found = decided(runner)
    assert found["schema"] == "readiness/diff/v1"
    assert [one["requirement"] for one in found["worse"]] == ["owner", "owner"], done.log  # type: ignore[attr-defined]


def test_a_pull_request_that_does_nothing_to_the_launch_passes(forge: Forge) -> None:
    forge.change("feature", {"scopes/shop.yaml": f"# the shop\n{SCOPE}"})
    done = pull_request(forge, merged(forge, "feature")).run("Judge")
    assert (done.code, done.outputs["exit-code"]) == (0, "0"), done.log


def test_a_pull_request_whose_branch_is_checked_out_is_held_against_where_it_began(forge: Forge) -> None:
    forge.change("feature", OWNERLESS)
    forge.change("main", {"scopes/other.yaml": SCOPE.replace("id: shop", "id: other")})
    merge = merged(forge, "feature")
    runner = pull_request(forge, merge, ref="refs/heads/feature", depth=50)
    done = runner.run("Judge")
    assert done.code == 1, done.log
    assert "other" not in done.log


def test_what_fails_is_said_by_the_input(forge: Forge) -> None:
    forge.change("feature", OWNERLESS)
    done = pull_request(forge, merged(forge, "feature")).run("Judge", fail_on="policy,stale")
    assert done.code == 1, done.log
    assert done.outputs["json"].endswith("readiness.json")


def test_a_group_of_the_merge_queue_is_held_against_its_base(forge: Forge) -> None:
    base = forge.team.git("rev-parse", "origin/main")
    forge.change("queue", OWNERLESS)
    event = {"GITHUB_EVENT_NAME": "merge_group"}
    folder = checkout(forge, "refs/heads/queue").path
    done = Runner(folder, forge.folder / "runner", event, merge_group_base_sha=base).run("Judge")
    assert done.code == 1, done.log


def test_elsewhere_the_launch_is_checked(forge: Forge) -> None:
    folder = checkout(forge, "refs/heads/main").path
    runner = Runner(folder, forge.folder / "runner", {"GITHUB_EVENT_NAME": "push"})
    done = runner.run("Judge", scopes="shop")
    assert done.code == 1, done.log
    assert decided(runner)["schema"] == "readiness/report/v1"


def test_a_gate_judges_finally_and_by_the_policy_of_its_base(forge: Forge) -> None:
    folder = checkout(forge, "refs/heads/main").path
    runner = Runner(folder, forge.folder / "runner", {"GITHUB_EVENT_NAME": "push"})
    done = runner.run("Judge", gate="true", base="main")
    found = decided(runner)
    assert (done.code, found["final"], found["enforcing"]) == (1, True, True), done.log


def test_a_gate_without_a_base_is_refused(forge: Forge) -> None:
    folder = checkout(forge, "refs/heads/main").path
    done = Runner(folder, forge.folder / "runner", {"GITHUB_EVENT_NAME": "push"}).run("Judge", gate="true")
    assert done.code == 2, done.log
    assert "needs `base`" in done.log


@pytest.mark.parametrize("hostile", ["$(touch pwned)", "; touch pwned", "--upload-pack=touch pwned", "`touch pwned`"])
def test_no_input_is_read_as_code(forge: Forge, hostile: str) -> None:
    folder = checkout(forge, "refs/heads/main").path
    runner = Runner(folder, forge.folder / "runner", {"GITHUB_EVENT_NAME": "push"})
    assert runner.run("Judge", scopes=hostile).code != 0
    assert runner.run("Judge", base=hostile).code != 0
    assert runner.run("Judge", base="main", fail_on=hostile).code != 0
    assert not list(forge.folder.rglob("pwned"))


@pytest.mark.parametrize("between", [" ", "\n", "\n  "])
def test_scopes_may_stand_in_several_lines(forge: Forge, between: str) -> None:
    forge.change("main", {"scopes/other.yaml": SCOPE.replace("id: shop", "id: other")})
    folder = checkout(forge, "refs/heads/main").path
    runner = Runner(folder, forge.folder / "runner", {"GITHUB_EVENT_NAME": "push"})
    done = runner.run("Judge", scopes=f"shop{between}other\n")
    judged = [scope["id"] for scope in decided(runner)["scopes"] if scope["judged"]]  # type: ignore[attr-defined]
    assert sorted(judged) == ["other", "shop"], done.log


@pytest.mark.parametrize("meant", ["yes", "True", "1", "false\ntrue"])
def test_a_gate_that_is_neither_true_nor_false_is_refused(forge: Forge, meant: str) -> None:
    folder = checkout(forge, "refs/heads/main").path
    runner = Runner(folder, forge.folder / "runner", {"GITHUB_EVENT_NAME": "push"})
    done = runner.run("Judge", gate=meant, base="main")
    assert (done.code, done.outputs) == (2, {}), done.log


def test_what_a_change_goes_to_is_not_taken_for_the_change(forge: Forge) -> None:
    forge.change("feature", OWNERLESS)
    forge.change("main", {"docs/more.md": "More.\n"})
    base = forge.team.git("rev-parse", "origin/main")
    event = {"GITHUB_EVENT_NAME": "pull_request_target", "GITHUB_BASE_REF": "main", "GITHUB_SHA": base}
    folder = checkout(forge, "refs/heads/main", depth=2).path
    done = Runner(folder, forge.folder / "runner", event).run("Judge")
    assert (done.code, done.outputs) == (2, {}), done.log
    assert "not the change" in done.log


@pytest.mark.parametrize("name", ["venv.py", "logging.py", "subprocess.py"])
def test_nothing_of_the_change_is_imported_to_install_the_program(forge: Forge, name: str) -> None:
    forge.change("feature", {name: 'open("pwned", "w").close()\n'})
    folder = checkout(forge, "refs/heads/feature").path
    # Nothing has to be installed for this, so nothing is fetched.
    Runner(folder, forge.folder / "runner", {"PIP_NO_INDEX": "1"}).run("Install")
    assert (folder / name).exists()
    assert not (folder / "pwned").exists()


@pytest.mark.parametrize("name", ["action.yml", ".github/workflows/readiness.yml", "templates/readiness.yml"])
def test_no_step_lets_python_look_into_the_checkout(name: str) -> None:
    assert "python3 -m" not in (CHECKOUT / name).read_text()


def test_no_script_holds_an_expression() -> None:
    for one in ACTION["runs"]["steps"]:
        assert "${{" not in one["run"]


def test_every_input_is_used_and_every_used_one_exists() -> None:
    text = json.dumps(ACTION["runs"])
    for name in ACTION["inputs"]:
        assert f"inputs.{name} " in text, name
    assert text.count("inputs.") == len(ACTION["inputs"])


def test_the_reusable_workflow_compares_the_merge_as_the_action_does(forge: Forge) -> None:
    forge.change("feature", OWNERLESS)
    [judging] = (one for one in WORKFLOW["jobs"]["readiness"]["steps"] if one.get("name") == "Judge")
    runner = pull_request(forge, merged(forge, "feature"), depth=2)
    done = runner.shell(judging["run"], {"FAIL_ON": "worse"})
    assert done.code == 1, done.log
    assert [one["requirement"] for one in decided(runner)["worse"]] == ["owner", "owner"]  # type: ignore[attr-defined]


def test_no_script_of_the_reusable_workflow_holds_an_expression() -> None:
    for one in WORKFLOW["jobs"]["readiness"]["steps"]:
        assert "${{" not in one.get("run", "")
