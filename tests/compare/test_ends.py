"""What is compared with what: the commit that a change goes back to, in whole clones and in shallow ones."""

from pathlib import Path

import pytest

from readiness.errors import Problem, ReadinessError
from tests.compare.told import between, told
from tests.policy.changing import UNMET, Files, files, item, launch
from tests.repository import RepositoryBuilder

GOOD: Files = files(launch(item()))
BAD: Files = files(launch(item(evidence=[UNMET])))
MENDED: Files = {**files(launch(item(evidence=[UNMET]))), "docs/no.md": "# There\n"}


@pytest.fixture
def forked(repository: RepositoryBuilder) -> RepositoryBuilder:
    """Return a repository in which `main` mends what `branch`, which left it before, knows nothing of."""
    repository.commit(dict(BAD), "Start")
    repository.git("checkout", "--quiet", "-b", "branch")
    repository.commit({"readme.md": "# Shop\n"}, "Say what it is")
    repository.git("checkout", "--quiet", "main")
    repository.commit({"docs/no.md": "# There\n"}, "Mend it")
    return repository


def refused(repository: RepositoryBuilder, base: str, **asked: object) -> Problem:
    """Return why nothing can be compared."""
    with pytest.raises(ReadinessError) as caught:
        between(repository, base, **asked)
    [problem] = caught.value.problems
    return problem


def test_a_branch_that_is_behind_is_not_blamed_for_what_main_has_gained(forked: RepositoryBuilder) -> None:
    diff = between(forked, "main", head="branch")
    assert told(diff) == {"decision": "no-go → no-go"}
    assert diff.base.commit == forked.git("merge-base", "main", "branch")
    assert diff.base.notes == ("main has gone on since; what was added there is not compared.",)


def test_direct_compares_with_the_commit_itself(forked: RepositoryBuilder) -> None:
    diff = between(forked, "main", head="branch", direct=True)
    assert told(diff)["worse"] == ["item work gone: passed → missing"]
    assert (diff.base.commit, diff.base.notes) == (forked.git("rev-parse", "main"), ())


def test_the_work_tree_and_the_index_are_candidates_too(forked: RepositoryBuilder) -> None:
    (forked.path / "docs/no.md").unlink()
    assert told(between(forked, "HEAD"))["worse"] == ["item work gone: passed → missing"]
    assert told(between(forked, "HEAD", index=True)) == {"decision": "go → go"}
    forked.git("add", "--all")
    diff = between(forked, "HEAD", index=True)
    assert (diff.head.kind, told(diff)["worse"]) == ("index", ["item work gone: passed → missing"])


def test_of_two_commits_that_both_go_back_to_one_is_named(forked: RepositoryBuilder) -> None:
    forked.git("branch", "old-main", "main")
    forked.git("checkout", "--quiet", "branch")
    forked.git("branch", "old-branch")
    forked.git("merge", "--quiet", "--no-edit", "old-main")
    forked.git("checkout", "--quiet", "main")
    forked.git("merge", "--quiet", "--no-edit", "--no-ff", "old-branch")
    diff = between(forked, "main", head="branch")
    assert diff.base.notes[-1].startswith("There are 2 commits that both go back to; ")
    # Whichever id is smaller: it is what the base itself was once.
    assert diff.base.commit == forked.git("rev-parse", "old-main")
    assert between(forked, "branch", head="main").base.commit == forked.git("rev-parse", "old-branch")


def test_the_merge_commit_of_a_pull_request_in_a_clone_of_depth_two(forked: RepositoryBuilder, tmp_path: Path) -> None:
    forked.git("checkout", "--quiet", "branch")
    forked.commit({"docs/ops.md": "# Operations\n"}, "Lose the rollback")
    forked.git("checkout", "--quiet", "--detach", "main")
    forked.git("merge", "--quiet", "--no-ff", "--no-edit", "branch")
    forked.git("update-ref", "refs/heads/merged", "HEAD")
    clone = forked.clone(tmp_path / "clone", "--depth=2", "--branch=merged", "--single-branch")
    diff = between(clone, "HEAD^1")
    assert diff.base.commit == forked.git("rev-parse", "main")
    assert told(diff)["worse"] == ["item ready rollback: passed → missing", "item work rollback: passed → missing"]


def test_a_base_that_a_shallow_clone_lacks_comes_with_the_way_to_fetch_it(
    forked: RepositoryBuilder, tmp_path: Path
) -> None:
    clone = forked.clone(tmp_path / "clone", "--depth=1", "--branch=branch", "--single-branch")
    problem = refused(clone, "origin/main")
    assert (problem.code, problem.message) == ("RDY051", "'origin/main' names no commit that this shallow clone has.")
    for part in ("git fetch --unshallow origin main:refs/remotes/origin/main", "`fetch-depth: 0`", "--direct"):
        assert part in problem.fix
    deeper = refused(clone, "HEAD^1")
    assert "git fetch --deepen=1`; actions/checkout: `fetch-depth: 2`" in deeper.fix
    oid = forked.git("rev-parse", "main")
    assert f"git fetch --depth=1 origin {oid}`" in refused(clone, oid).fix


@pytest.mark.parametrize(("base", "steps"), [("HEAD~2", 2), ("HEAD^^", 2), ("HEAD^1~2", 3), ("HEAD^{commit}~3", 3)])
def test_so_much_is_fetched_as_the_base_lies_back(
    repository: RepositoryBuilder, tmp_path: Path, base: str, steps: int
) -> None:
    repository.commit(dict(GOOD), "Start")
    for number in range(4):
        repository.commit({"readme.md": f"{number}\n"})
    clone = repository.clone(tmp_path / "clone", "--depth=1")
    assert f"git fetch --deepen={steps}`; actions/checkout: `fetch-depth: {steps + 1}`" in refused(clone, base).fix
    clone.git("fetch", "--quiet", f"--deepen={steps}")
    assert told(between(clone, base)) == {"decision": "go → go"}


def test_what_is_advised_for_a_shallow_clone_helps(forked: RepositoryBuilder, tmp_path: Path) -> None:
    clone = forked.clone(tmp_path / "clone", "--depth=1", "--branch=branch", "--single-branch")
    clone.git("fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
    problem = refused(clone, "origin/main")
    assert problem.code == "RDY068"
    assert problem.message.startswith("This shallow clone has no commit that both 'origin/main' (")
    assert "git fetch --unshallow" in problem.fix
    assert told(between(clone, "origin/main", direct=True))["worse"] == ["item work gone: passed → missing"]
    clone.git("fetch", "--quiet", "--unshallow", "origin")
    assert told(between(clone, "origin/main")) == {"decision": "no-go → no-go"}


def test_a_shallow_merge_commit_whose_start_is_unknown_says_where_it_is(
    forked: RepositoryBuilder, tmp_path: Path
) -> None:
    forked.git("checkout", "--quiet", "-b", "merged", "main")
    forked.git("merge", "--quiet", "--no-ff", "--no-edit", "branch")
    forked.git("checkout", "--quiet", "main")
    forked.commit({"more.md": "# More\n"}, "Go on")
    clone = forked.clone(tmp_path / "clone", "--depth=2", "--branch=merged", "--single-branch")
    clone.git("fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
    assert f"`{forked.git('rev-parse', 'merged'):.9}^1` is where the change starts" in refused(clone, "origin/main").fix


def test_unrelated_histories_are_refused_and_can_be_compared_directly(repository: RepositoryBuilder) -> None:
    repository.commit(dict(GOOD))
    repository.git("checkout", "--quiet", "--orphan", "other")
    repository.commit(dict(BAD))
    problem = refused(repository, "main")
    assert (problem.code, "their histories are unrelated" in problem.message) == ("RDY068", True)
    assert "--direct" in problem.fix
    assert told(between(repository, "main", direct=True))["decision"] == "go → no-go"


def test_nothing_goes_back_to_anything_before_the_first_commit(repository: RepositoryBuilder) -> None:
    repository.commit(dict(GOOD))
    repository.git("checkout", "--quiet", "--orphan", "other")
    problem = refused(repository, "main")
    assert (problem.code, problem.message) == (
        "RDY068",
        "Nothing is committed here yet, so nothing goes back to 'main'.",
    )


@pytest.mark.parametrize(
    ("base", "asked", "code", "says"),
    [
        pytest.param("-x", {}, "RDY051", "begins with a hyphen", id="hyphen"),
        pytest.param("nothing", {}, "RDY051", "'nothing' names no commit", id="no-base"),
        pytest.param("HEAD", {"head": "nothing"}, "RDY051", "'nothing' names no commit", id="no-head"),
        pytest.param("HEAD", {"head": "--output=x"}, "RDY051", "names no commit", id="head-is-an-option"),
        pytest.param(
            "HEAD", {"head": "HEAD", "index": True}, "RDY056", "cannot be judged at once", id="two-candidates"
        ),
        pytest.param("HEAD:docs", {}, "RDY051", "names no commit", id="a-folder"),
    ],
)
def test_what_names_no_commit_is_refused(
    repository: RepositoryBuilder, base: str, asked: dict[str, object], code: str, says: str
) -> None:
    repository.commit(dict(GOOD))
    problem = refused(repository, base, **asked)
    assert problem.code == code
    assert says in problem.message


def test_without_a_repository_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    problem = refused(RepositoryBuilder(tmp_path / "plain"), "main")
    assert (problem.code, problem.fix) == ("RDY052", "Go to the repository, or name it with --root.")


def test_a_bare_repository_has_commits_alone(forked: RepositoryBuilder, tmp_path: Path) -> None:
    bare = forked.clone(tmp_path / "bare.git", "--bare")
    problem = refused(bare, "main")
    assert (problem.code, problem.fix) == ("RDY052", "Name it: `readiness diff BASE HEAD`.")
    assert told(between(bare, "main", head="branch")) == {"decision": "no-go → no-go"}
    assert told(between(bare, "branch", head="main"))["better"] == ["item work gone: missing → passed"]
