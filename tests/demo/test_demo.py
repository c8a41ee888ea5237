"""The demo: an honest no-go, three commands, and go; the same bytes on the same day."""

import os
import shlex
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from readiness.demo import FOLDER, STEPS, run
from readiness.demo.repository import build
from readiness.errors import ReadinessError
from readiness.model.outcome import Decision, ItemClass, Outcome
from readiness.model.report import Report
from readiness.pipeline import Request, check
from readiness.reading.markdown import anchors
from tests.repository import RepositoryBuilder, git_settings

__all__ = ["git_settings"]

HERE = Path(__file__).parents[2]
DAY = date(2026, 11, 20)
NOW = datetime.combine(DAY, time(9), UTC)

pytestmark = pytest.mark.usefixtures("git_settings")


@pytest.fixture
def shop(tmp_path: Path) -> RepositoryBuilder:
    """Return the demo's repository, as it is on `DAY`."""
    build(tmp_path / "shop", DAY)
    return RepositoryBuilder(tmp_path / "shop")


def judged(shop: RepositoryBuilder, *, final: bool = False) -> Report:
    return check(Request(root=shop.path, now=NOW, final=final, cache=False))


def unmet(report: Report) -> dict[str, str]:
    return {
        f"{item.id} {verdict.requirement}": str(verdict.outcome)
        for scope in report.scopes
        for item in scope.items
        for verdict in item.verdicts
        if verdict.outcome not in {Outcome.PASSED, Outcome.NOT_APPLICABLE}
    }


def readiness(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "readiness", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.fspath(HERE), "XDG_CACHE_HOME": os.fspath(root.parent / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )


def walked(shop: RepositoryBuilder, *, but: str = "") -> None:
    """Do what the demo says, all but the step called `but`."""
    identity = {
        f"GIT_{role}_{field}": "shop@example.com" for role in ("AUTHOR", "COMMITTER") for field in ("NAME", "EMAIL")
    }
    for what, command in STEPS:
        if what != but:
            words = shlex.split(command)
            if words[0] == "readiness":
                words = [sys.executable, "-m", *words]
            environment = {**os.environ, **identity, "PYTHONPATH": os.fspath(HERE)}
            subprocess.run(words, cwd=shop.path, env=environment, capture_output=True, check=True)


def test_the_demo_is_an_honest_no_go(shop: RepositoryBuilder) -> None:
    report = judged(shop)
    assert report.decision is Decision.NO_GO
    assert not report.problems
    assert unmet(report) == {
        "suite junit": "missing",
        "payments-can-be-stopped junit": "missing",
        "terms signoff": "missing",
    }


def test_three_commands_lead_from_exit_1_to_exit_0(tmp_path: Path) -> None:
    assert readiness(tmp_path, "demo", "shop").returncode == 0
    shop = RepositoryBuilder(tmp_path / "shop")
    assert readiness(shop.path, "check").returncode == 1
    assert len(STEPS) == 3
    walked(shop)
    done = readiness(shop.path, "check")
    assert done.returncode == 0, done.stdout
    assert readiness(shop.path, "check", "--final").returncode == 0
    assert shop.git("status", "--porcelain") == ""


@pytest.mark.parametrize("step", [what for what, _ in STEPS[:2]])
def test_no_step_can_be_left_out(tmp_path: Path, step: str) -> None:
    build(tmp_path / "shop", datetime.now(UTC).date())
    shop = RepositoryBuilder(tmp_path / "shop")
    # Without the signature there is nothing to commit.
    steps = {what for what, _ in STEPS}
    assert {step, "commit"} <= steps
    if step == STEPS[1][0]:
        assert readiness(shop.path, "prove").returncode == 0
    else:
        walked(shop, but=step)
    assert check(Request(root=shop.path, cache=False)).decision is Decision.NO_GO


def test_what_was_proven_before_the_commit_holds_for_the_commit(tmp_path: Path) -> None:
    build(tmp_path / "shop", datetime.now(UTC).date())
    shop = RepositoryBuilder(tmp_path / "shop")
    walked(shop)
    assert unmet(check(Request(root=shop.path, at="HEAD", cache=False))) == {}


def test_a_change_asks_for_exactly_what_covers_it_again(tmp_path: Path) -> None:
    build(tmp_path / "shop", datetime.now(UTC).date())
    shop = RepositoryBuilder(tmp_path / "shop")
    walked(shop)
    shop.write("shop/basket.py", (shop.path / "shop/basket.py").read_text() + "# dearer\n")
    assert unmet(check(Request(root=shop.path, cache=False))) == {"suite junit": "stale"}
    again = readiness(shop.path, "prove")
    assert again.returncode == 0
    assert sum(line.startswith("proven ") for line in again.stdout.splitlines()) == 1, again.stdout
    assert "Nothing to prove" in readiness(shop.path, "prove").stdout


def test_a_day_has_one_history(tmp_path: Path) -> None:
    ids = set()
    for name in ("one", "two"):
        build(tmp_path / name, DAY)
        ids.add(RepositoryBuilder(tmp_path / name).git("log", "--format=%H"))
    assert len(ids) == 1
    assert len(ids.pop().split()) == 3
    build(tmp_path / "three", DAY + timedelta(days=1))
    assert RepositoryBuilder(tmp_path / "three").git("log", "--format=%H").split()[0] not in ids


def test_settings_and_variables_of_the_user_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shop: RepositoryBuilder
) -> None:
    settings = tmp_path / "gitconfig"
    settings.write_text("[commit]\n\tgpgsign = true\n[core]\n\tautocrlf = true\n[user]\n\tname = somebody\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.fspath(settings))
    monkeypatch.setenv("GIT_DIR", os.fspath(tmp_path / "elsewhere"))
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    build(tmp_path / "other", DAY)
    assert RepositoryBuilder(tmp_path / "other").git("rev-parse", "HEAD") == shop.git("rev-parse", "HEAD")


def test_the_same_day_gives_the_same_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        words.add(run(today=DAY))
        assert (tmp_path / name / FOLDER).is_dir()
    [said] = words
    assert "NO-GO" in said.upper()
    assert all(command in said for _, command in STEPS)
    assert f"cd {FOLDER}" in said
    assert max(len(line) for line in said.splitlines()) <= 80


def test_nothing_is_left_to_commit_and_nothing_is_written_beside_the_folder(tmp_path: Path) -> None:
    run(tmp_path / "shop", DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["shop"]
    assert RepositoryBuilder(tmp_path / "shop").git("status", "--porcelain", "--ignored") == ""


@pytest.mark.parametrize("kind", ["file-in-it", "is-a-file"])
def test_a_folder_that_is_not_empty_is_refused_and_left_alone(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "mine"
    if kind == "is-a-file":
        folder.write_text("mine\n")
    else:
        folder.mkdir()
        (folder / "notes").write_text("mine\n")
    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    with pytest.raises(ReadinessError) as caught:
        run(folder, DAY)
    assert [problem.code for problem in caught.value.problems] == ["RDY050"]
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*")) == before


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    build(tmp_path / "shop", DAY)
    assert (tmp_path / "shop" / "scopes" / "public-launch.yaml").is_file()


def test_an_occupied_folder_is_exit_2_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "mine").touch()
    done = readiness(tmp_path, "demo", "shop")
    assert done.returncode == 2
    assert "not empty" in done.stdout + done.stderr


def test_without_git_there_is_no_demo_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    with pytest.raises(ReadinessError) as caught:
        build(tmp_path / "shop", DAY)
    assert [problem.code for problem in caught.value.problems] == ["RDY053"]
    assert not (tmp_path / "shop").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for a git that fails")
def test_what_git_says_when_it_fails_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text("#!/bin/sh\necho no space left >&2\nexit 128\n")
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{git.parent}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(ReadinessError, match="no space left"):
        build(tmp_path / "shop", DAY)


def test_every_reference_of_the_scope_leads_somewhere(shop: RepositoryBuilder) -> None:
    """The report would say so, too; here it is looked up by hand."""
    from ruamel.yaml import YAML  # noqa: PLC0415 - needed here only

    text = (shop.path / "scopes" / "public-launch.yaml").read_text(encoding="utf-8")
    data = YAML(typ="safe", pure=True).load(text)
    references = {value for value in leaves(data) if "#" in value}
    assert len(references) >= 4
    for reference in references:
        path, _, anchor = reference.partition("#")
        content = (shop.path / path).read_bytes()
        if path.endswith(".md"):
            assert anchors(content)[anchor], reference
        else:
            assert f'"{anchor}"' in content.decode(), reference


def leaves(value: object) -> list[str]:
    match value:
        case dict():
            return [leaf for each in value.values() for leaf in leaves(each)]
        case list():
            return [leaf for each in value for leaf in leaves(each)]
        case _:
            return [str(value)]


def test_what_the_readme_of_the_demo_names_exists(shop: RepositoryBuilder) -> None:
    text = (shop.path / "readme.md").read_text(encoding="utf-8")
    named = [word.strip("`.,") for word in text.split() if "/" in word]
    assert named
    assert all((shop.path / name).exists() for name in named)


def test_the_tests_of_the_demo_really_run_and_can_fail(shop: RepositoryBuilder) -> None:
    basket = shop.path / "shop" / "basket.py"
    text = basket.read_text(encoding="utf-8")
    assert "sum(" in text
    basket.write_text(text.replace("sum(", "max("), encoding="utf-8")
    assert readiness(shop.path, "prove").returncode == 1
    assert unmet(check(Request(root=shop.path, cache=False)))["suite junit"] == "failed"


def test_the_demo_shows_every_class_of_item(shop: RepositoryBuilder) -> None:
    classes = {item.item_class for item in judged(shop).scopes[0].items}
    assert {ItemClass.CRITICAL, ItemClass.DEFERRED} <= classes
