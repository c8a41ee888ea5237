"""Steps carried out for real, in real repositories; and what records come of them."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from readiness.config import Config
from readiness.errors import Problem, ReadinessError
from readiness.evidence import kinds
from readiness.link import link
from readiness.load import load
from readiness.model.dossier import Dossier
from readiness.model.place import Location
from readiness.model.record import Record
from readiness.prove.look import looking
from readiness.prove.measuring import Made
from readiness.prove.ordering import Step, in_order
from readiness.prove.results import How, Ran, Result
from readiness.prove.running import Runner
from readiness.prove.selecting import Wish, select
from readiness.prove.step import Workplace
from readiness.tree.opening import open_tree
from tests.link.launches import GREEN as TO_COME
from tests.link.launches import NOW, item, scope
from tests.prove.launches import made, standings
from tests.repository import RepositoryBuilder, git_settings, repository

__all__ = ["git_settings", "repository"]

GREEN = TO_COME.replace("2026-11-30", "2026-05-04")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/nowhere"}
COPY = "mkdir -p out && cp green.xml out/{0}.xml"
FILES = {"green.xml": GREEN, "docs/ops.md": "# Ops\n\n## Rollback\n\nBack.\n", ".gitignore": "/out/\n"}


@dataclass
class Bench:
    """Proves what a launch in `repository` asks for, and remembers what was seen and kept."""

    repository: RepositoryBuilder
    logs: Path
    stop: threading.Event = field(default_factory=threading.Event)
    kept: list[Record] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    refusing: bool = False

    def begun(self, step: Step) -> None:
        self.seen.append(f"begun {step.tasks[0].proven.item}")

    def over(self, ran: Ran) -> None:
        self.seen.append(f"over {ran.step.tasks[0].proven.item}")

    def keep(self, some: Sequence[Made]) -> None:
        if self.refusing:
            raise ReadinessError(Problem("RDY050", "the disk is full", "make room"))
        self.kept += [one.record for one in some]

    def run(self, *items: str, jobs: int = 4, commit: bool = True) -> Result:
        """Commit, or only write, a launch with `items`, and prove it."""
        files = {**FILES, "scopes/shop.yaml": scope(items="".join(items))}
        if commit:
            self.repository.commit(files)
        for name, content in files.items():
            self.repository.write(name, content)
        config, root = Config(), self.repository.path
        tree = open_tree(root)
        documents = load(tree, config, kinds())
        plan = link(documents)
        assert not plan.problems
        selection = select([(plan, Dossier(now=NOW, standings=standings(plan)))], kinds(), Wish())
        place = Workplace(
            top=root.resolve(),
            environment=ENVIRONMENT,
            logs=self.logs,
            limit=1000,
            look=looking(root, [(plan, config)], kinds()),
            locate=[documents.locate],
        )
        order = in_order(selection.tasks, [plan])
        return Runner(order, place, self.keep, self, self.stop, jobs).run()


@pytest.fixture
def bench(repository: RepositoryBuilder, tmp_path: Path) -> Bench:
    logs = tmp_path / "logs"
    logs.mkdir()
    return Bench(repository, logs)


def ended(result: Result) -> dict[str, tuple[How, str]]:
    return {end.task.proven.item: (end.how, end.said) for end in result.endings}


def codes(result: Result) -> dict[str, list[str]]:
    return {end.task.proven.item: [problem.code for problem in end.problems] for end in result.endings}


def test_what_was_executed_is_kept_with_its_output(bench: Bench) -> None:
    result = bench.run(made("a", "'echo hello; " + COPY.format("a") + "'"))
    assert ended(result) == {"a": (How.PASSED, "1 of 1 tests passed")}
    assert [record.proven.item for record in bench.kept] == ["a"]
    [ran] = result.ran
    assert ran.log is not None
    assert ran.log.read_bytes() == ran.tail == b"hello\n"
    assert bench.seen == ["begun a", "over a"]


def test_a_failure_is_kept_too(bench: Bench) -> None:
    result = bench.run(made("a", "'" + COPY.format("a") + "; exit 1'"), made("b", "'true'"))
    assert {name: how for name, (how, _) in ended(result).items()} == {"a": How.FAILED, "b": How.FAILED}
    assert {record.proven.item: record.exit_code for record in bench.kept} == {"a": 1, "b": 0}


def test_an_old_artefact_is_gone_before_the_command_runs(bench: Bench) -> None:
    bench.repository.write("out/a.xml", GREEN)
    bench.repository.write("out/other.xml", GREEN)
    assert ended(bench.run(made("a", "'test ! -e out/a.xml'")))["a"] == (How.FAILED, "out/a.xml does not exist")
    assert (bench.repository.path / "out/other.xml").exists()


def test_an_artefact_that_git_tracks_is_refused_and_left_alone(bench: Bench) -> None:
    bench.repository.write("proof/a.xml", GREEN)
    result = bench.run(made("a", "'touch executed'", path="proof/a.xml"))
    assert codes(result) == {"a": ["RDY060"]}
    [problem] = result.endings[0].problems
    assert isinstance(problem.location, Location)
    assert problem.location.path == "scopes/shop.yaml"
    assert (bench.repository.path / "proof/a.xml").read_text() == GREEN
    assert not (bench.repository.path / "executed").exists()
    assert not bench.kept


WILD = item(
    "a",
    'evidence: {kind: junit, path: ["new/*", "out/*"], run: "mkdir -p new out; cp green.xml new; cp green.xml out"}',
)


def test_wildcards_remove_reports_and_what_is_ignored(bench: Bench) -> None:
    bench.repository.write("out/notes.txt")
    bench.repository.write("new/old.xml", GREEN)
    assert ended(bench.run(WILD, commit=False))["a"][0] is How.PASSED
    assert not (bench.repository.path / "out/notes.txt").exists()
    assert not (bench.repository.path / "new/old.xml").exists()


def test_wildcards_remove_nobodys_work(bench: Bench) -> None:
    bench.repository.write("new/draft.txt", "not committed yet\n")
    bench.repository.write("new/old.xml", GREEN)
    assert codes(bench.run(WILD, commit=False)) == {"a": ["RDY060"]}
    assert (bench.repository.path / "new/draft.txt").exists()
    assert (bench.repository.path / "new/old.xml").exists(), "either all go or none"


def test_an_artefact_that_is_a_link_goes_and_what_it_leads_to_stays(bench: Bench, tmp_path: Path) -> None:
    outside = tmp_path / "outside.xml"
    outside.write_text(GREEN)
    link_to = bench.repository.path / "out"
    link_to.mkdir()
    (link_to / "a.xml").symlink_to(outside)
    assert ended(bench.run(made("a", "'true'")))["a"][0] is How.FAILED
    assert outside.read_text() == GREEN
    assert not (link_to / "a.xml").is_symlink()


def test_a_command_that_edits_what_it_covers_is_refused_and_says_what(bench: Bench) -> None:
    edit = made("a", "'" + COPY.format("a") + "; echo more >> docs/ops.md; echo new > docs/new.md'")
    result = bench.run(edit)
    assert codes(result) == {"a": ["RDY062"]}
    said = ended(result)["a"][1]
    assert said == "what it covers changed while the command ran: docs/ops.md changed and docs/new.md is new"
    assert not bench.kept


def test_what_it_does_not_cover_may_change(bench: Bench) -> None:
    edit = made("a", "'" + COPY.format("a") + "; echo new > docs/new.md'", more=", covers: green.xml")
    assert ended(bench.run(edit))["a"][0] is How.PASSED


def test_content_that_nobody_can_tell_is_refused_before_anything_runs(bench: Bench) -> None:
    bench.repository.commit(FILES)
    bench.repository.git("update-index", "--assume-unchanged", "green.xml")
    result = bench.run(made("a", "'touch executed; " + COPY.format("a") + "'"))
    assert codes(result) == {"a": ["RDY063"]}
    assert "green.xml" in ended(result)["a"][1]
    assert not (bench.repository.path / "executed").exists()


@pytest.mark.parametrize(
    ("cwd", "code"),
    [
        pytest.param("docs", None, id="a-folder"),
        pytest.param("gone", "RDY061", id="no-folder"),
        pytest.param("green.xml", "RDY061", id="a-file"),
        pytest.param("away", "RDY061", id="a-link-that-leads-out"),
        pytest.param("inside", None, id="a-link-that-stays-inside"),
    ],
)
def test_the_folder_lies_in_the_repository(bench: Bench, cwd: str, code: str | None) -> None:
    (bench.repository.path / "away").symlink_to("/")
    (bench.repository.path / "inside").symlink_to("docs")
    run = "'test -e ops.md && mkdir -p ../out && cp ../green.xml ../out/a.xml'"
    result = bench.run(made("a", run, more=f", cwd: {cwd}"))
    assert (ended(result)["a"][0], codes(result)["a"]) == ((How.REFUSED, [code]) if code else (How.PASSED, []))


def test_one_command_is_executed_once_for_all_that_say_it(bench: Bench) -> None:
    both = "'echo once >> out/count; cp green.xml out/a.xml; cp green.xml out/b.xml'"
    bench.repository.write("out/keep")
    result = bench.run(made("a", both), made("b", both))
    assert {how for how, _ in ended(result).values()} == {How.PASSED}
    assert (bench.repository.path / "out/count").read_text() == "once\n"
    assert [record.proven.item for record in bench.kept] == ["a", "b"]


def test_what_needs_something_that_failed_is_skipped(bench: Bench) -> None:
    result = bench.run(
        made("a", "'false'"),
        made("b", "'touch out/executed'", "needs: a"),
        made("c", None, "needs: b"),
        made("d", "'" + COPY.format("d") + "'"),
    )
    assert ended(result) == {
        "a": (How.FAILED, "its command ended with exit code 1; out/a.xml does not exist"),
        "b": (How.SKIPPED, "it needs a, which failed"),
        "c": (How.SKIPPED, "it needs a, which failed"),
        "d": (How.PASSED, "1 of 1 tests passed"),
    }
    assert not (bench.repository.path / "out/executed").exists()
    assert {record.proven.item for record in bench.kept} == {"a", "d"}


def test_a_command_that_somebody_else_needs_too_runs_for_them_alone(bench: Bench) -> None:
    both = "'mkdir -p out; cp green.xml out/b.xml; cp green.xml out/c.xml'"
    result = bench.run(made("a", "'false'"), made("b", both, "needs: a"), made("c", both))
    assert {name: how for name, (how, _) in ended(result).items()} == {
        "a": How.FAILED,
        "b": How.SKIPPED,
        "c": How.PASSED,
    }
    assert [record.proven.item for record in bench.kept] == ["a", "c"]


def test_commands_run_side_by_side(bench: Bench) -> None:
    # Each waits for the other, so one after the other they would never end.
    meet = "'mkdir -p out; touch out/{0}.here; until test -e out/{1}.here; do :; done; cp green.xml out/{0}.xml'"
    result = bench.run(
        made("a", meet.format("a", "b"), more=", timeout: 30s"), made("b", meet.format("b", "a"), more=", timeout: 30s")
    )
    assert {how for how, _ in ended(result).values()} == {How.PASSED}


@pytest.mark.parametrize(("jobs", "path"), [(1, "out/b.xml"), (4, "out/a.xml")], ids=["one-job", "one-artefact"])
def test_commands_that_may_not_meet_run_one_after_the_other(bench: Bench, jobs: int, path: str) -> None:
    alone = "'mkdir -p out; mkdir out/lock && sleep 0.2 && rmdir out/lock && cp green.xml {0} && echo {1}'"
    first, second = made("a", alone.format("out/a.xml", "a")), made("b", alone.format(path, "b"), path=path)
    result = bench.run(first, second, jobs=jobs)
    assert {how for how, _ in ended(result).values()} == {How.PASSED}


def test_a_stop_keeps_what_is_finished_and_ends_what_is_not(bench: Bench) -> None:
    def stop_when_begun() -> None:
        while not (bench.repository.path / "out/begun").exists() or not bench.kept:
            time.sleep(0.01)
        bench.stop.set()

    threading.Thread(target=stop_when_begun).start()
    result = bench.run(
        made("a", "'" + COPY.format("a") + "'"),
        made("b", "'touch out/begun; sleep 1000'", "needs: a"),
        made("c", None, "needs: b"),
    )
    assert result.interrupted
    assert {name: how for name, (how, _) in ended(result).items()} == {
        "a": How.PASSED,
        "b": How.SKIPPED,
        "c": How.SKIPPED,
    }
    assert [record.proven.item for record in bench.kept] == ["a"]


def test_a_ledger_that_takes_no_more_ends_the_run(bench: Bench) -> None:
    bench.refusing = True
    with pytest.raises(ReadinessError, match="the disk is full"):
        bench.run(made("a", "'" + COPY.format("a") + "'"), made("b", "'sleep 1000'"), made("c", "'sleep 1000'"))


def test_a_report_that_covers_nothing_of_the_tree_needs_no_file_of_it(bench: Bench) -> None:
    live = "evidence: {path: out/a.xml, run: '" + COPY.format("a") + "', covers: none, max_age: 1d, environment: live}"
    assert ended(bench.run(item("a", live)))["a"][0] is How.PASSED
