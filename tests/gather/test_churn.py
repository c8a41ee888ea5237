"""What was put off shortly before a launch is told from real histories, by content, and never guessed."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest
from ruamel.yaml import YAML

from readiness.evidence import kinds
from readiness.gather.churn import Background, Churned, churned
from readiness.gather.deferrals import UNCOMMITTED, UNKNOWN
from readiness.link import link
from readiness.load import load
from readiness.load.cache import Cache
from readiness.model.dossier import Churn
from readiness.pipeline import Request, check
from readiness.sides import configured
from readiness.tree.history import History, open_history
from readiness.tree.opening import open_tree
from tests.repository import RepositoryBuilder, content_of, git_settings, repository

__all__ = ["git_settings", "repository"]

TODAY: Final = date(2026, 12, 10)
AFTER: Final = date(2027, 1, 5)
LONG_BEFORE: Final = "2026-10-01"
SHOP: Final = "scopes/shop.yaml"
NO_REACH: Final = (
    "The history does not reach back to 2026-12-01, so whether deferrals were moved since 2026-12-01 cannot be told."
)


def refunds(item_class: str = "deferred", due: str | None = "2027-01-10", name: str = "refunds") -> str:
    day = f", due: {due}" if due else ""
    follow_up = f'    follow_up: {{ref: "file:#7", risk: By hand{day}}}\n' if item_class == "deferred" else ""
    return f"  - id: {name}\n    title: Refunds\n    class: {item_class}\n{follow_up}"


def shop(*items: str, head: str = "launch: 2026-12-15", name: str = "shop") -> str:
    first = "  - {id: pays, title: Pays, class: launch-critical}\n"
    return f"kind: scope\nid: {name}\ntitle: Shop\n{head}\nitems:\n{first}{''.join(items)}"


CRITICAL: Final = shop(refunds("launch-critical"))
DEFERRED: Final = shop(refunds())
LATER: Final = shop(refunds(due="2027-02-01"))


def commit(
    repository: RepositoryBuilder, day: str, files: Mapping[str, str | None] | None = None, *, message: str = "Change"
) -> str:
    """Commit `files`, those of None removed, as made at noon of `day`."""
    for name, content in (files or {}).items():
        if content is None:
            (repository.path / name).unlink()
        else:
            repository.write(name, content)
    made = f"{day}T12:00:00+00:00" if day[:1].isdigit() and "-" in day else day
    dates = {"GIT_COMMITTER_DATE": made, "GIT_AUTHOR_DATE": made}
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--allow-empty", "--message", message, environment=dates)
    return repository.git("rev-parse", "HEAD")


def asked(
    root: Path,
    today: date = TODAY,
    *,
    at: str | None = None,
    index: bool = False,
    background: Background | None = None,
    named: tuple[str, ...] = (),
) -> Churned:
    """Return what the history of `root` says about its own plan."""
    tree, config = configured(open_tree(root, at=at, index=index))
    plan = link(load(tree, config, kinds()), named)
    return churned(plan, tree, config, background or Background(lambda: open_history(root)), today)


def told(
    root: Path, today: date = TODAY, *, at: str | None = None, index: bool = False, named: tuple[str, ...] = ()
) -> dict[str, Churn]:
    """Return what was put off, by item; there is nothing else to be said."""
    found = asked(root, today, at=at, index=index, named=named)
    assert found.notes == ()
    assert {key.requirement for key in found.churn} <= {"tracked"}
    return {key.subject: churn for key, churn in found.churn.items()}


@pytest.mark.parametrize("item_class", ["launch-critical", "launch-adjacent"])
def test_an_item_that_becomes_deferred_near_the_launch_is_told_with_the_commit(
    repository: RepositoryBuilder, item_class: str
) -> None:
    commit(repository, LONG_BEFORE, {SHOP: shop(refunds(item_class))})
    culprit = commit(repository, "2026-12-04", {SHOP: DEFERRED})
    commit(repository, "2026-12-08", {SHOP: DEFERRED.replace("By hand", "By people")})
    assert told(repository.path) == {
        "refunds": Churn(f"changed from {item_class} to deferred", culprit, date(2026, 12, 4))
    }


def test_a_day_that_is_moved_further_away_is_told(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: DEFERRED})
    culprit = commit(repository, "2026-12-01", {SHOP: LATER})
    what = "its day was moved from 2027-01-10 to 2027-02-01"
    assert told(repository.path) == {"refunds": Churn(what, culprit, date(2026, 12, 1))}


def test_of_several_moves_the_whole_way_is_told_and_the_newest_commit(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: DEFERRED})
    commit(repository, "2026-12-02", {SHOP: shop(refunds(due="2027-01-20"))})
    commit(repository, "2026-12-03", {SHOP: shop(refunds(due=None))})
    culprit = commit(repository, "2026-12-04", {SHOP: LATER})
    what = "its day was moved from 2027-01-10 to 2027-02-01"
    assert told(repository.path) == {"refunds": Churn(what, culprit, date(2026, 12, 4))}


def test_both_kinds_of_change_are_told_at_once(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    commit(repository, "2026-12-02", {SHOP: DEFERRED})
    culprit = commit(repository, "2026-12-04", {SHOP: LATER})
    what = "changed from launch-critical to deferred, and its day was moved from 2027-01-10 to 2027-02-01"
    assert told(repository.path) == {"refunds": Churn(what, culprit, date(2026, 12, 4))}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(DEFERRED, DEFERRED.replace("items:", "# Refunds wait.\nitems:\n"), id="a-comment"),
        pytest.param(DEFERRED, DEFERRED.replace("Shop", "The shop"), id="a-title"),
        pytest.param(LATER, DEFERRED, id="an-earlier-day"),
        pytest.param(shop(refunds(due=None)), DEFERRED, id="a-first-day"),
        pytest.param(DEFERRED, CRITICAL, id="promoted"),
        pytest.param(shop(), DEFERRED, id="a-new-deferral"),
        pytest.param("kind: [\n", DEFERRED, id="was-no-yaml"),
        pytest.param(
            CRITICAL.replace("refunds\n    title: Refunds\n    class: launch-critical", "refunds\n    class: p"),
            DEFERRED,
            id="was-no-known-class",
        ),
        pytest.param("- kind: scope\n", DEFERRED, id="was-no-document"),
        pytest.param(CRITICAL.replace("id: shop", "id: kiosk"), DEFERRED, id="another-scope"),
    ],
)
def test_what_does_not_put_anything_off_is_not_told(repository: RepositoryBuilder, before: str, after: str) -> None:
    commit(repository, LONG_BEFORE, {SHOP: before})
    commit(repository, "2026-12-04", {SHOP: after})
    assert told(repository.path) == {}


_ANCHORED: Final = """\
kind: scope
id: shop
title: Shop
launch: 2026-12-15
items:
  - {id: pays, title: Pays, class: &usual launch-critical}
  - id: refunds
    title: &day "2027-01-10"
    class: *usual
    follow_up:
      ref: "file:#7"
      due:
        *day
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            CRITICAL.replace("class: l", "class:\n      l"),
            CRITICAL.replace("class: l", "class:\n      l").replace(
                "Refunds\n    class:\n      launch-critical", "Refunds\n    class:\n      deferred"
            ),
            id="a-value-on-a-line-of-its-own",
        ),
        pytest.param(
            _ANCHORED.replace("&usual launch-critical", "launch-critical").replace("*usual", "&usual deferred"),
            _ANCHORED.replace("&usual launch-critical", "launch-critical")
            .replace("*usual", "&usual deferred")
            .replace("2027-01-10", "2027-02-10"),
            id="an-anchor",
        ),
        pytest.param(
            CRITICAL.replace("class: launch-critical\n", '"c\\x6cass": "launch-\\x63ritical"\n'), DEFERRED, id="escapes"
        ),
        pytest.param(CRITICAL.replace("\n", "\r\n"), DEFERRED.replace("\n", "\r\n"), id="carriage-returns"),
        pytest.param(
            json.dumps(YAML(typ="safe").load(CRITICAL), default=str),
            json.dumps(YAML(typ="safe").load(DEFERRED), default=str),
            id="json",
        ),
        pytest.param(CRITICAL, DEFERRED.replace('"file:#7"', "file:x#7"), id="a-colon-for-the-slow-parser"),
        pytest.param(
            shop(refunds("launch-critical", name="refunds"), refunds("deferred", name="tax")),
            shop(refunds("deferred", name="tax").replace("tax", "refunds"), refunds("launch-critical", name="tax")),
            id="two-that-change-places",
        ),
    ],
)  # fmt: skip - a pair a row
def test_however_it_is_written_it_is_told(repository: RepositoryBuilder, before: str, after: str) -> None:
    commit(repository, LONG_BEFORE, {SHOP: before})
    culprit = commit(repository, "2026-12-04", {SHOP: after})
    assert {name: churn.commit for name, churn in told(repository.path).items()} == {"refunds": culprit}


@pytest.mark.parametrize(
    ("day", "today", "expected"),
    [
        pytest.param("2026-11-30", TODAY, False, id="the-day-before-the-window"),
        pytest.param("2026-12-01", TODAY, True, id="the-first-day"),
        pytest.param("2026-12-15", date(2026, 12, 15), True, id="the-day-of-the-launch"),
        pytest.param("2026-12-15", AFTER, True, id="the-day-of-the-launch-seen-later"),
        pytest.param("2026-12-04", AFTER, True, id="within-seen-later"),
        pytest.param("2026-12-16", AFTER, False, id="after-the-launch"),
    ],
)
def test_only_the_days_before_the_launch_count(
    repository: RepositoryBuilder, day: str, today: date, *, expected: bool
) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    commit(repository, day, {SHOP: DEFERRED})
    commit(repository, "2026-12-20" if today == AFTER else day, {"src/a.py": "A = 1\n"})
    assert set(told(repository.path, today)) == ({"refunds"} if expected else set())


def test_in_a_launched_scope_it_is_still_told_and_later_moves_are_not(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    culprit = commit(repository, "2026-12-14", {SHOP: DEFERRED})
    commit(
        repository, "2026-12-28", {SHOP: shop(refunds(due="2027-03-01"), head="launch: 2026-12-15\nstate: launched")}
    )
    repository.write(SHOP, shop(refunds(due="2027-04-01"), head="launch: 2026-12-15\nstate: launched"))
    expected = {"refunds": Churn("changed from launch-critical to deferred", culprit, date(2026, 12, 14))}
    assert told(repository.path, AFTER) == expected


def test_the_length_of_the_window_is_configured(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL, "readiness.toml": '[followups]\nchurn = "3d"\n'})
    commit(repository, "2026-12-11", {SHOP: DEFERRED})
    assert told(repository.path, date(2026, 12, 13)) == {}
    repository.write("readiness.toml", '[followups]\nchurn = "4d"\n')
    assert set(told(repository.path, date(2026, 12, 13))) == {"refunds"}


def test_each_launch_has_its_own_window(repository: RepositoryBuilder) -> None:
    fair = "scopes/fair.yaml"
    later = {"head": "launch: 2027-01-20", "name": "fair"}
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL, fair: shop(refunds("launch-critical", name="stand"), **later)})
    commit(repository, "2026-12-04", {SHOP: DEFERRED, fair: shop(refunds(name="stand", due="2027-02-10"), **later)})
    culprit = commit(repository, "2027-01-07", {fair: shop(refunds(name="stand", due="2027-03-10"), **later)})
    found = told(repository.path, date(2027, 1, 10))
    what = "its day was moved from 2027-02-10 to 2027-03-10"
    assert found["stand"] == Churn(what, culprit, date(2027, 1, 7))
    assert found["refunds"].day == date(2026, 12, 4)
    assert set(told(repository.path, date(2027, 1, 10), named=("fair",))) == {"stand"}


def test_content_decides_and_not_the_name_of_a_file(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: DEFERRED})
    commit(repository, "2026-12-04", {SHOP: None, "scopes/eu/market.yaml": DEFERRED})
    assert told(repository.path) == {}
    culprit = commit(repository, "2026-12-05", {"scopes/eu/market.yaml": None, SHOP: LATER})
    what = "its day was moved from 2027-01-10 to 2027-02-01"
    assert told(repository.path) == {"refunds": Churn(what, culprit, date(2026, 12, 5))}


def test_renaming_the_folder_of_documents_hides_nothing(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {"readiness.toml": 'scopes = ["plans"]\n', "plans/shop.yaml": CRITICAL})
    culprit = commit(repository, "2026-12-03", {"plans/shop.yaml": DEFERRED})
    commit(repository, "2026-12-04", {"readiness.toml": None, "plans/shop.yaml": None, SHOP: DEFERRED})
    assert {churn.commit for churn in told(repository.path).values()} == {culprit}


def test_what_is_changed_and_changed_back_was_not_moved(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: DEFERRED})
    commit(repository, "2026-12-03", {SHOP: LATER})
    commit(repository, "2026-12-04", {SHOP: CRITICAL})
    commit(repository, "2026-12-05", {SHOP: DEFERRED})
    assert told(repository.path) == {}


def test_an_item_that_comes_as_critical_and_is_then_put_off_is_told(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: shop()})
    commit(repository, "2026-12-02", {SHOP: CRITICAL})
    culprit = commit(repository, "2026-12-04", {SHOP: DEFERRED})
    assert told(repository.path)["refunds"].commit == culprit


def test_removing_an_item_and_adding_it_as_deferred_is_putting_it_off(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    commit(repository, "2026-12-02", {SHOP: shop()})
    culprit = commit(repository, "2026-12-04", {SHOP: DEFERRED})
    found = told(repository.path)["refunds"]
    assert (found.what, found.commit) == ("changed from launch-critical to deferred", culprit)


def test_a_repository_that_began_in_the_window_is_read_to_its_beginning(repository: RepositoryBuilder) -> None:
    commit(repository, "2026-12-02", {SHOP: CRITICAL})
    culprit = commit(repository, "2026-12-04", {SHOP: DEFERRED})
    assert told(repository.path)["refunds"].commit == culprit


def test_a_squash_is_one_commit_that_did_it_all(repository: RepositoryBuilder) -> None:
    start = commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    commit(repository, "2026-12-02", {SHOP: DEFERRED})
    commit(repository, "2026-12-03", {SHOP: LATER})
    repository.git("reset", "--quiet", "--soft", start)
    squashed = commit(repository, "2026-12-05")
    what = "changed from launch-critical to deferred"
    assert told(repository.path) == {"refunds": Churn(what, squashed, date(2026, 12, 5))}


def merged(repository: RepositoryBuilder, day: str) -> tuple[str, str]:
    """Put refunds off on a branch on `day`, and merge that on 8 December; return both commits."""
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    repository.git("checkout", "--quiet", "-b", "later")
    culprit = commit(repository, day, {SHOP: DEFERRED})
    commit(repository, day, {SHOP: f"{DEFERRED}# Agreed.\n"})
    repository.git("checkout", "--quiet", "main")
    commit(repository, "2026-12-05", {"src/a.py": "A = 1\n"})
    made = {"GIT_COMMITTER_DATE": "2026-12-08T12:00:00+00:00"}
    repository.git("merge", "--quiet", "--no-ff", "--no-edit", "later", environment=made)
    return culprit, repository.git("rev-parse", "HEAD")


def test_of_a_merge_the_commit_that_it_brought_is_named(repository: RepositoryBuilder) -> None:
    culprit, _ = merged(repository, "2026-12-04")
    found = told(repository.path)["refunds"]
    assert (found.commit, found.day) == (culprit, date(2026, 12, 4))


def test_a_merge_is_named_itself_where_what_it_brought_is_older_than_the_window(repository: RepositoryBuilder) -> None:
    _, merge = merged(repository, "2026-11-04")
    found = told(repository.path)["refunds"]
    assert (found.commit, found.day) == (merge, date(2026, 12, 8))


def test_an_evil_merge_is_named_itself(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    repository.git("checkout", "--quiet", "-b", "side")
    commit(repository, "2026-12-04", {SHOP: f"{CRITICAL}# Agreed.\n"})
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    merge = commit(repository, "2026-12-08", {SHOP: DEFERRED})
    assert told(repository.path)["refunds"].commit == merge


def test_what_is_not_committed_is_told_as_of_today(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    repository.write(SHOP, DEFERRED)
    expected = {"refunds": Churn("changed from launch-critical to deferred", UNCOMMITTED, TODAY)}
    assert told(repository.path) == expected
    assert told(repository.path, index=True) == {}
    repository.git("add", "--all")
    repository.write(SHOP, CRITICAL)
    assert told(repository.path, index=True) == expected
    assert told(repository.path) == {}
    assert told(repository.path, at="HEAD") == {}


def test_what_is_not_committed_comes_on_top_of_what_is(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    culprit = commit(repository, "2026-12-04", {SHOP: DEFERRED})
    repository.write("src/a.py", "A = 1\n")
    assert told(repository.path)["refunds"].commit == culprit
    repository.write(SHOP, LATER)
    what = "changed from launch-critical to deferred, and its day was moved from 2027-01-10 to 2027-02-01"
    assert told(repository.path) == {"refunds": Churn(what, UNCOMMITTED, TODAY)}
    repository.write(SHOP, CRITICAL)
    assert told(repository.path) == {}


def test_an_earlier_commit_has_its_own_history(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: DEFERRED})
    first = commit(repository, "2026-12-03", {SHOP: LATER})
    commit(repository, "2026-12-04", {SHOP: shop(refunds(due="2027-03-01"))})
    assert told(repository.path, at=first)["refunds"].what == "its day was moved from 2027-01-10 to 2027-02-01"
    assert told(repository.path, at=f"{first}~1") == {}


@pytest.mark.parametrize(
    "strange",
    [
        pytest.param("2026-06-01", id="too-old"),
        pytest.param("1970-01-02", id="at-the-beginning"),
        pytest.param("2031-06-01", id="too-new"),
        pytest.param("@9999999999999 +0000", id="beyond-every-calendar"),
    ],
)
def test_a_wrong_clock_in_between_hides_nothing(repository: RepositoryBuilder, strange: str) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    culprit = commit(repository, "2026-12-04", {SHOP: DEFERRED})
    commit(repository, strange, {"src/a.py": "A = 1\n"})
    commit(repository, "2026-12-06", {"src/a.py": "A = 2\n"})
    assert told(repository.path)["refunds"].commit == culprit


@pytest.mark.parametrize("strange", ["2026-06-01", "2031-06-01", "@9999999999999 +0000"])
def test_a_move_by_a_wrong_clock_is_told_with_the_day_that_it_claims(
    repository: RepositoryBuilder, strange: str
) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    commit(repository, "2026-12-03", {"src/a.py": "A = 1\n"})
    culprit = commit(repository, strange, {SHOP: DEFERRED})
    found = told(repository.path)["refunds"]
    assert found.commit == culprit
    assert found.day == (date.max if strange.startswith("@") else date.fromisoformat(strange))


def test_a_wrong_clock_of_long_ago_says_nothing_about_today(repository: RepositoryBuilder) -> None:
    commit(repository, "2026-08-01", {SHOP: CRITICAL})
    commit(repository, "2026-12-04", {"src/a.py": "A = 0\n"})
    commit(repository, "2026-08-20", {SHOP: DEFERRED})
    for day in range(1, 7):
        commit(repository, f"2026-09-0{day}", {"src/a.py": f"A = {day}\n"})
    commit(repository, "2026-12-04", {"src/a.py": "A = 7\n"})
    assert told(repository.path) == {}


def test_of_too_many_commits_the_older_ones_are_one_step_that_nobody_is_named_for(
    repository: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository, LONG_BEFORE, {SHOP: shop(refunds("launch-critical"), refunds(name="tax"))})
    commit(repository, "2026-12-02", {SHOP: shop(refunds(), refunds(name="tax"))})
    commit(repository, "2026-12-03", {SHOP: shop(refunds(), refunds(name="tax"), "# One more.\n")})
    culprit = commit(repository, "2026-12-04", {SHOP: shop(refunds(), refunds(name="tax", due="2027-03-01"))})
    monkeypatch.setattr("readiness.gather.past.MOST_COMMITS", 1)
    found = told(repository.path)
    assert found["tax"].commit == culprit
    assert found["refunds"] == Churn("changed from launch-critical to deferred", UNKNOWN, date(2026, 12, 3))
    monkeypatch.setattr("readiness.gather.past.MOST_PARSED", 10)
    assert {churn.commit for churn in told(repository.path).values()} == {UNKNOWN}


def test_a_long_history_is_followed_in_two_goes_and_then_no_further(
    repository: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    culprit = commit(repository, "2026-12-04", {SHOP: DEFERRED})
    for number in range(2):
        commit(repository, "2026-12-05", {"src/a.py": f"A = {number}\n"})
    monkeypatch.setattr("readiness.gather.churn._PAGES", (2, 4))
    assert told(repository.path)["refunds"].commit == culprit
    monkeypatch.setattr("readiness.gather.churn._PAGES", (2, 3))
    note = NO_REACH.replace("The history does not reach back to", "The history has too many commits since")
    assert asked(repository.path) == Churned(notes=(note,))


def test_a_folder_without_history_says_that_it_cannot_be_told(tmp_path: Path) -> None:
    folder = RepositoryBuilder(tmp_path / "folder")
    folder.write(SHOP, DEFERRED)
    note = "There is no history here, so whether deferrals were moved since 2026-12-01 cannot be told."
    assert asked(folder.path) == Churned(notes=(note,))
    folder.start()
    assert asked(folder.path) == Churned(notes=(note,))
    assert asked(folder.path, date(2026, 11, 30)) == Churned()
    folder.write(SHOP, CRITICAL)
    assert asked(folder.path) == Churned()


def test_a_shallow_clone_tells_what_it_reaches_back_to_and_no_more(
    repository: RepositoryBuilder, tmp_path: Path
) -> None:
    commit(repository, "2026-09-01", {SHOP: CRITICAL})
    commit(repository, LONG_BEFORE, {"src/a.py": "A = 1\n"})
    culprit = commit(repository, "2026-12-04", {SHOP: DEFERRED})
    commit(repository, "2026-12-05", {"src/a.py": "A = 2\n"})
    for depth in (1, 2):
        short = repository.clone(tmp_path / f"short-{depth}", f"--depth={depth}")
        assert asked(short.path) == Churned(notes=(NO_REACH,))
        assert asked(short.path, AFTER) == Churned(notes=(NO_REACH,))
    enough = repository.clone(tmp_path / "enough", "--depth=3")
    assert told(enough.path)["refunds"].commit == culprit


def test_a_shallow_clone_that_holds_the_very_beginning_reaches_back(
    repository: RepositoryBuilder, tmp_path: Path
) -> None:
    commit(repository, "2026-12-02", {SHOP: CRITICAL})
    commit(repository, "2026-12-04", {SHOP: DEFERRED})
    clone = repository.clone(tmp_path / "clone", "--depth=2")
    (clone.path / ".git" / "shallow").write_text(f"{'0' * 39}1\n", encoding="ascii")
    assert set(told(clone.path)) == {"refunds"}


def test_what_a_partial_clone_lacks_is_not_fetched(repository: RepositoryBuilder, tmp_path: Path) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    commit(repository, "2026-12-04", {SHOP: DEFERRED})
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = repository.clone(tmp_path / "clone", "--filter=blob:none")
    before = content_of(clone.path)
    note = "Git cannot read the history here, so whether deferrals were moved since 2026-12-01 cannot be told."
    assert asked(clone.path) == Churned(notes=(note,))
    assert content_of(clone.path) == before


def test_reading_history_changes_nothing(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    commit(repository, "2026-12-04", {SHOP: DEFERRED})
    before = content_of(repository.path)
    assert told(repository.path)
    assert content_of(repository.path) == before


@pytest.mark.parametrize(
    ("files", "today"),
    [
        pytest.param({SHOP: DEFERRED}, date(2026, 11, 30), id="before-the-window"),
        pytest.param({SHOP: shop(refunds(), head="")}, TODAY, id="without-a-day"),
        pytest.param({SHOP: CRITICAL}, TODAY, id="nothing-deferred"),
        pytest.param({SHOP: shop(refunds(), head="launch: 2026-12-15\nstate: retired")}, TODAY, id="retired"),
    ],
)
def test_history_is_not_even_opened_where_it_has_nothing_to_say(
    repository: RepositoryBuilder, files: Mapping[str, str], today: date
) -> None:
    opened: list[None] = []

    def open_it() -> History | None:
        opened.append(None)
        return open_history(repository.path)

    commit(repository, LONG_BEFORE, files)
    assert asked(repository.path, today, background=Background(open_it)) == Churned()
    assert opened == []
    repository.write(SHOP, DEFERRED)
    asked(repository.path, background=Background(open_it))
    assert opened == [None]


def test_a_launch_at_the_beginning_of_the_calendar_is_no_obstacle(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: shop(refunds(), head="launch: 0001-01-03")})
    assert told(repository.path) == {}


def test_the_object_format_makes_no_difference(tmp_path: Path, git_settings: None) -> None:  # noqa: ARG001 - its effect
    repository = RepositoryBuilder(tmp_path / "repository").start("--object-format=sha256")
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    culprit = commit(repository, "2026-12-04", {SHOP: DEFERRED})
    assert told(repository.path)["refunds"].commit == culprit


def test_names_that_git_would_take_for_more_are_names(repository: RepositoryBuilder) -> None:
    settings = 'scopes = ["la[un]ch*", ":(top)é"]\n'
    path = ":(top)é/shop\n.yaml"
    commit(repository, LONG_BEFORE, {"readiness.toml": settings, path: CRITICAL, "la[un]ch*/notes.txt": "-\n"})
    culprit = commit(repository, "2026-12-04", {path: DEFERRED})
    assert told(repository.path)["refunds"].commit == culprit


def test_bare_repositories_and_linked_work_trees_have_the_same_history(
    repository: RepositoryBuilder, tmp_path: Path
) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    culprit = commit(repository, "2026-12-04", {SHOP: DEFERRED})
    bare = repository.clone(tmp_path / "bare.git", "--bare")
    repository.git("worktree", "add", "--quiet", "--detach", os.fspath(tmp_path / "linked"))
    for root in (bare.path, tmp_path / "linked", tmp_path / "linked" / "scopes"):
        assert told(root)["refunds"].commit == culprit


def test_what_was_parsed_once_is_remembered_and_says_the_same(repository: RepositoryBuilder, tmp_path: Path) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    commit(repository, "2026-12-04", {SHOP: DEFERRED})
    background = Background(lambda: open_history(repository.path), Cache(tmp_path / "parsed.sqlite"))
    found = [asked(repository.path, background=background) for _ in range(2)]
    assert found == [asked(repository.path)] * 2
    assert (tmp_path / "parsed.sqlite").exists()


def test_the_whole_line_notes_what_history_cannot_say_and_judges_all_the_same(
    repository: RepositoryBuilder, tmp_path: Path
) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    culprit = commit(repository, "2026-12-04", {SHOP: DEFERRED})
    short = repository.clone(tmp_path / "short", "--depth=1")
    now = datetime(2026, 12, 10, 9, tzinfo=UTC)
    reports = [check(Request(root=root, now=now, cache=False)) for root in (repository.path, short.path)]
    said = [
        [one.message for item in report.scopes[0].items for one in item.verdicts if one.rule == "deferral-churn"]
        for report in reports
    ]
    assert [len(some) for some in said] == [1, 0]
    assert culprit[:9] in said[0][0]
    assert [NO_REACH in report.candidate.notes for report in reports] == [False, True]
    assert reports[0].decision == reports[1].decision


def test_from_the_side_of_a_base_it_is_told_of_what_both_sides_defer(
    repository: RepositoryBuilder, tmp_path: Path
) -> None:
    commit(repository, LONG_BEFORE, {SHOP: shop(refunds("launch-critical"), refunds(name="tax"))})
    base = commit(repository, "2026-12-03", {SHOP: shop(refunds(), refunds(name="tax"))})
    commit(repository, "2026-12-04", {SHOP: shop(refunds("launch-critical"), refunds(name="tax", due="2027-03-01"))})
    repository.write(SHOP, shop(refunds("launch-critical"), refunds(name="tax", due="2027-04-01")))
    tree, _ = configured(open_tree(repository.path))
    told_base, config = configured(open_tree(repository.path, at=base))
    plan = link(load(told_base, config, kinds()), ())
    background = Background(lambda: open_history(repository.path))
    found = churned(plan, tree, config, background, TODAY).churn
    what = "its day was moved from 2027-01-10 to 2027-04-01"
    assert {key.subject: churn for key, churn in found.items()} == {"tax": Churn(what, UNCOMMITTED, TODAY)}
    short = repository.clone(tmp_path / "short", "--depth=2")
    now = datetime(2026, 12, 10, 9, tzinfo=UTC)
    report = check(Request(root=short.path, now=now, cache=False, policy_from="HEAD~1"))
    assert report.candidate.notes.count(NO_REACH) == 1


def test_a_history_that_is_damaged_is_a_note(repository: RepositoryBuilder) -> None:
    commit(repository, LONG_BEFORE, {SHOP: CRITICAL})
    commit(repository, "2026-12-04", {SHOP: DEFERRED})
    oid = repository.git("rev-parse", f"HEAD~1:{SHOP}")
    os.truncate(_loose(repository.path, oid), 0)
    [note] = asked(repository.path).notes
    assert note.startswith("Git cannot read the history here")


def _loose(root: Path, oid: str) -> Path:
    path = root / ".git" / "objects" / oid[:2] / oid[2:]
    path.chmod(0o644)
    return path


@pytest.mark.parametrize(
    ("commit", "said"),
    [
        ("4f2a91c3b0d7e65a", "commit 4f2a91c3b"),
        (UNCOMMITTED, "not committed yet"),
        (UNKNOWN, "by a commit too far back to look for"),
    ],
)
def test_who_made_a_change_is_said_as_a_phrase(commit: str, said: str) -> None:
    assert Churn("put off", commit, date(2026, 11, 20)).made_by == said
