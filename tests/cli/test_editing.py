"""The commands that edit documents as somebody would type them, in real repositories: what they refuse, ask and say."""

import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from tests.cli.inside import nobodys_machine, typed
from tests.cli.program import Ended, clean
from tests.repository import RepositoryBuilder

__all__ = ["nobodys_machine"]

SHOP: Final = "scopes/shop.yaml"
SCOPE: Final = """\
# The shop.
kind: scope
id: shop
title: Shop
owner: release-manager
launch: 2099-12-15
surfaces:
  billing: {paths: ["src/**"]}   # money
items:
  - id: deploy
    title: Deploys drop no request
    class: launch-critical
    rollback: docs/ops.md#rollback
    evidence: reports/deploy.xml
  - id: legal
    title: Terms approved
    class: launch-critical         # counsel insists
    rollback: {plan: none, because: It is words, accepted_by: counsel}
    evidence: {signoff: counsel}   # waits for version 4
  - id: dashboards
    title: Usage dashboards
    class: launch-adjacent
"""
SEARCH: Final = """\
kind: scope
id: search
title: Search
owner: release-manager
items:
  - {id: index, title: Index, class: launch-critical}
  - {id: dashboards, title: Search dashboards, class: launch-adjacent}
"""
DIRECTORY: Final = """\
kind: directory
owners:
  release-manager: {title: Release manager, type: role}
  counsel: {title: Counsel, type: role, deputies: [deputy-counsel], members: [clerk]}
  deputy-counsel: Deputy counsel
  clerk: Clerk
  product: {title: Product, type: team}
"""
FOLLOW_UP: Final = ("--ref", "github:acme/shop#12", "--risk", "By hand.", "--due", "2099-02-01")
TODAY: Final = datetime.now(UTC).date()


def later(days: int) -> str:
    return str(TODAY + timedelta(days=days))


@pytest.fixture
def shop(tmp_path: Path, nobodys_machine: None) -> RepositoryBuilder:  # noqa: ARG001 - for its effect
    """Return a repository with one launch."""
    repository = RepositoryBuilder(tmp_path / "shop").start()
    repository.commit(
        {SHOP: SCOPE, "docs/ops.md": "# Ops\n\n## Rollback\n\nRevert.\n", ".gitignore": "/.cache-of-the-test/\n"}
    )
    return repository


@pytest.fixture
def shops(shop: RepositoryBuilder) -> RepositoryBuilder:
    """Return a repository with two launches and a directory."""
    shop.commit({"scopes/search.yaml": SEARCH, "scopes/directory.yaml": DIRECTORY})
    return shop


def ready(repository: RepositoryBuilder, *words: str) -> Ended:
    return typed(*words, folder=repository.path)


def refused(repository: RepositoryBuilder, *words: str) -> str:
    """Return why a command is refused, in one line; nothing may have been written."""
    before = repository.git("status", "--porcelain")
    ended = ready(repository, *words)
    assert (ended.code, ended.out, repository.git("status", "--porcelain")) == (2, "", before)
    return " ".join(ended.err.split())


def text(repository: RepositoryBuilder, path: str = SHOP) -> str:
    return (repository.path / path).read_text(encoding="utf-8")


def added(repository: RepositoryBuilder) -> list[str]:
    """Return the lines that are new, without their indentation."""
    diff = repository.git("diff", "--unified=0").splitlines()
    return [line[1:].strip() for line in diff if line.startswith("+") and not line.startswith("+++")]


# What is meant


@pytest.mark.parametrize(
    ("name", "why"),
    [
        pytest.param("dashboard", "there is no item `dashboard` fix: did you mean `dashboards`?", id="near"),
        pytest.param("xyzzy", "there is no item `xyzzy` fix: known are dashboards, deploy, index, legal", id="far"),
        pytest.param("dashboards", "several scopes have an item `dashboards`", id="several"),
        pytest.param("shop/index", "there is no item `index` in `shop`", id="of-another-scope"),
        pytest.param("shap/legal", "there is no scope `shap` fix: did you mean `shop`?", id="no-scope"),
        pytest.param("shop", "there is no item `shop`; `shop` is a scope fix: ", id="a-scope"),
        pytest.param("le\x1b[31mgal", r"there is no item `le\x1b[31mgal`", id="control-character"),
        pytest.param("", "there is no item ``", id="empty"),
    ],
)
def test_an_item_that_is_not_meant_clearly_is_refused(shops: RepositoryBuilder, name: str, why: str) -> None:
    assert why in refused(shops, "defer", name, *FOLLOW_UP)


def test_the_scope_says_which_of_several_items_is_meant(shops: RepositoryBuilder) -> None:
    assert ready(shops, "defer", "search/dashboards", *FOLLOW_UP).code == 0
    assert (text(shops), "github:acme/shop#12" in text(shops, "scopes/search.yaml")) == (SCOPE, True)


def test_an_item_that_may_stand_in_a_broken_document_is_told_with_what_breaks_it(shops: RepositoryBuilder) -> None:
    shops.commit({"scopes/broken.yaml": "kind: scope\nid: [\n"})
    why = refused(shops, "defer", "somewhere", *FOLLOW_UP)
    assert "scopes/broken.yaml:2" in why
    assert "there is no item `somewhere`, unless in a document that cannot be read" in why


def test_another_document_that_is_broken_does_not_keep_one_from_being_edited(shops: RepositoryBuilder) -> None:
    shops.commit({"scopes/broken.yaml": "kind: scope\nid: [\n"})
    assert ready(shops, "defer", "shop/dashboards", *FOLLOW_UP).code == 0


def test_a_document_that_is_broken_itself_is_not_edited(shop: RepositoryBuilder) -> None:
    shop.commit({SHOP: SCOPE.replace("title: Shop", "title: Shop\ntitel: Shop")})
    why = refused(shop, "defer", "dashboards", *FOLLOW_UP)
    assert "[unknown-key]" in why
    assert why.endswith("unless in a document that cannot be read fix: correct that document first")


# What would not load, and what only blocks


def test_what_would_not_load_is_refused_with_its_problems(shop: RepositoryBuilder) -> None:
    why = refused(shop, "set", "deploy", "rollback.within=10", "needs=delpoy")
    assert "`10` is no duration" in why
    assert "RDY018" in why


def test_an_id_that_leads_nowhere_is_refused(shop: RepositoryBuilder) -> None:
    assert "did you mean `deploy`?" in refused(shop, "set", "legal", "needs=delpoy")


def test_a_problem_that_was_there_before_can_be_corrected(shops: RepositoryBuilder) -> None:
    shops.commit({SHOP: SCOPE.replace("class: launch-adjacent", "class: launch-adjacent\n    owner: prodcut")})
    assert ready(shops, "check").code == 2
    assert ready(shops, "set", "shop/dashboards", "title=Boards").code == 0
    ended = ready(shops, "set", "shop/dashboards", "owner=product")
    assert (ended.code, "owner: passed" in ended.out) == (0, True)


def test_a_rule_that_blocks_is_shown_and_no_reason_to_refuse(shop: RepositoryBuilder) -> None:
    ended = ready(shop, "set", "deploy", "rollback=docs/nowhere.md#rollback")
    assert (ended.code, ended.err) == (0, "")
    assert "  rollback: missing" in ended.out
    assert "docs/nowhere.md#rollback" in text(shop)


def test_the_news_says_what_is_not_known_yet_and_how_to_know_it(shop: RepositoryBuilder) -> None:
    ended = ready(shop, "defer", "dashboards", *FOLLOW_UP)
    assert "  follow-up: passed\n" in ended.out
    assert "  tracked: unknown, no tracker has been asked about github:acme/shop#12; run\n" in ended.out
    assert "`readiness followups verify`" in ended.out
    assert all(len(line) <= 80 for line in ended.out.splitlines())


def test_the_decision_that_is_told_is_that_on_the_scope_and_names_it(shops: RepositoryBuilder) -> None:
    ended = ready(shops, "waive", "legal", "signoff", "--by", "product", "--until", later(9), "--reason", "Away.")
    assert ended.out.endswith("\n  decision on shop: no-go, as before\n")


def test_a_retired_scope_can_be_edited_by_its_name_and_is_said_to_be_retired(shops: RepositoryBuilder) -> None:
    shops.commit({"scopes/search.yaml": SEARCH.replace("title: Search\n", "title: Search\nstate: retired\n", 1)})
    ended = ready(shops, "set", "search/index", "title=The index")
    assert ended.out.endswith("\n  The scope is not judged: it is retired.\n")


def test_what_an_edit_does_to_others_is_told_too(shop: RepositoryBuilder) -> None:
    shop.commit({SHOP: text(shop).replace("    rollback: docs", "    needs: dashboards\n    rollback: docs")})
    ended = ready(shop, "defer", "dashboards", *FOLLOW_UP)
    assert "\n  item deploy, needs: failed" in ended.out


# Values


@pytest.mark.parametrize(
    ("option", "value", "why"),
    [
        ("--ref", "acme/shop/12", "--ref: `acme/shop/12` names no issue fix: write it like one of"),
        ("--ref", "github:acme#12", "`github:acme#12` names no issue of github fix: write `github:"),
        ("--ref", "gitub:acme/shop#12", "there is no tracker called `gitub` fix: did you mean `github:acme/shop#12`?"),
        ("--due", "1.2.2099", "--due: `1.2.2099` is no day fix: write it as YYYY-MM-DD"),
        ("--due", "2020-02-20", "--due: 2020-02-20 is over fix: name a day from"),
        ("--due", "2099-02-30", "--due: `2099-02-30` is no day: that month has no day 30"),
        ("--risk", " ", "--risk: it is empty fix: write something"),
        ("--risk", "a\x1b[2Jb", "--risk: `the text` holds the control character U+001B"),
        ("--owner", "prodcut", "--owner: there is no owner `prodcut` fix: did you mean `product`?"),
        ("--owner", "Head Of", "--owner: `Head Of` is no id"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_by_its_option(
    shops: RepositoryBuilder, option: str, value: str, why: str
) -> None:
    given = {"--ref": "github:acme/shop#12", "--risk": "By hand.", "--due": "2099-02-01", option: value}
    words = [word for pair in given.items() for word in pair]
    assert why in refused(shops, "defer", "shop/dashboards", *words)


def test_an_owner_need_not_be_in_a_directory_that_there_is_not(shop: RepositoryBuilder) -> None:
    assert ready(shop, "defer", "dashboards", *FOLLOW_UP, "--owner", "anybody").code == 0


def test_everything_that_is_missing_is_told_at_once_by_its_option(shop: RepositoryBuilder) -> None:
    why = refused(shop, "defer", "dashboards")
    assert [option for option in ("--risk", "--due", "--ref") if f"{option} is missing fix: add {option}:" in why] == [
        "--risk",
        "--due",
        "--ref",
    ]


def test_text_that_yaml_would_misread_is_written_so_that_it_is_not(shop: RepositoryBuilder) -> None:
    risk = "no: # 'really' \"&*{[ 012 ::set-env ${{ x }}"
    assert ready(shop, "defer", "dashboards", *FOLLOW_UP[:2], "--risk", risk, *FOLLOW_UP[4:]).code == 0
    ended = ready(shop, "defer", "dashboards", "--risk", risk)
    assert ended.out.startswith("Nothing to change")


# Bytes


def test_comments_and_short_forms_survive(shop: RepositoryBuilder) -> None:
    assert ready(shop, "set", "deploy", "rollback.within=15m").code == 0
    assert added(shop) == ["rollback: {steps: docs/ops.md#rollback, within: 15m}"]
    assert ready(shop, "signoff", "legal", "signoff", "--by", "counsel", "--statement", "Fine").code == 0
    assert f"evidence: {{signoff: counsel, date: {TODAY}, statement: Fine}}   # waits for version 4" in text(shop)


def test_line_breaks_and_a_byte_order_mark_stay_what_they_are(shop: RepositoryBuilder) -> None:
    data = b"\xef\xbb\xbf" + SCOPE.replace("\n", "\r\n").encode()
    shop.write(SHOP, data)
    assert ready(shop, "defer", "dashboards", *FOLLOW_UP).code == 0
    written = (shop.path / SHOP).read_bytes()
    assert written.count(b"\n") == written.count(b"\r\n") > data.count(b"\n")
    assert ready(shop, "promote", "dashboards", "--class", "launch-adjacent").code == 0
    assert (shop.path / SHOP).read_bytes() == data


def test_a_file_without_an_end_of_its_last_line_can_be_edited_and_back(shop: RepositoryBuilder) -> None:
    shop.write(SHOP, SCOPE.rstrip("\n"))
    assert ready(shop, "defer", "dashboards", *FOLLOW_UP).code == 0
    assert ready(shop, "promote", "dashboards", "--class", "launch-adjacent").code == 0
    assert text(shop) == SCOPE.rstrip("\n")


def test_what_stands_behind_an_alias_is_refused_with_its_line(shop: RepositoryBuilder) -> None:
    shop.commit({SHOP: SCOPE.replace("rollback: docs", "rollback: &way docs") + "    rollback: *way\n"})
    why = refused(shop, "set", "deploy", "rollback.within=5m")
    assert "RDY065 [edit-refused]" in why
    assert f"{SHOP}:" in why


def test_a_document_behind_a_link_is_written_where_it_lies(shop: RepositoryBuilder) -> None:
    (shop.path / SHOP).rename(shop.path / "docs/shop.txt")
    (shop.path / SHOP).symlink_to("../docs/shop.txt")
    shop.commit()
    assert ready(shop, "defer", "dashboards", *FOLLOW_UP).code == 0
    assert (shop.path / SHOP).is_symlink()
    assert "ref: github:acme/shop#12" in text(shop, "docs/shop.txt")


def test_nothing_can_be_edited_where_there_is_no_work_tree(shop: RepositoryBuilder, tmp_path: Path) -> None:
    bare = shop.clone(tmp_path / "bare.git", "--bare")
    ended = typed("promote", "dashboards", folder=bare.path)
    assert (ended.code, "RDY052" in ended.err) == (2, True)


@pytest.mark.usefixtures("nobodys_machine")
def test_a_folder_without_git_can_be_edited(tmp_path: Path) -> None:
    plain = RepositoryBuilder(tmp_path / "plain")
    plain.write(SHOP, SCOPE)
    assert ready(plain, "defer", "dashboards", *FOLLOW_UP).code == 0
    assert "class: deferred" in text(plain)


# Each command


def test_a_second_deferral_changes_what_is_given_and_nothing_else(shop: RepositoryBuilder) -> None:
    assert ready(shop, "defer", "dashboards", *FOLLOW_UP).code == 0
    shop.commit()
    assert ready(shop, "defer", "dashboards", "--due", "2099-03-01").code == 0
    assert added(shop) == ["due: 2099-03-01"]


def test_an_issue_that_is_there_is_not_opened_again(shop: RepositoryBuilder) -> None:
    assert ready(shop, "defer", "dashboards", *FOLLOW_UP).code == 0
    assert "has an issue already: github:acme/shop#12" in refused(shop, "defer", "dashboards", "--create")
    assert "leave one of them out" in refused(shop, "defer", "legal", "--create", "--ref", "github:acme/shop#12")


def test_an_item_is_not_put_off_while_a_waiver_is_of_what_would_not_be_asked_any_more(
    shops: RepositoryBuilder,
) -> None:
    words = ("--by", "product", "--until", later(9), "--reason", "Away.")
    assert ready(shops, "waive", "legal", "signoff", *words).code == 0
    why = refused(shops, "defer", "legal", *FOLLOW_UP)
    assert "waiver `legal-signoff` is of `signoff`, which nobody asks of an item that is deferred" in why
    assert f"fix: remove waiver `legal-signoff` from {SHOP} first" in why
    assert ready(shops, "waive", "deploy", "owner", *words).code == 0
    assert ready(shops, "defer", "deploy", *FOLLOW_UP).code == 0


def test_an_item_is_not_promoted_while_a_waiver_is_of_its_follow_up(shops: RepositoryBuilder) -> None:
    assert ready(shops, "defer", "legal", *FOLLOW_UP).code == 0
    words = ("--by", "product", "--until", later(9), "--reason", "Away.")
    assert ready(shops, "waive", "legal", "tracked", *words).code == 0
    assert "`tracked`, which nobody asks of an item that is launch-critical" in refused(shops, "promote", "legal")


def test_nothing_is_promoted_to_deferred(shop: RepositoryBuilder) -> None:
    assert "use `readiness defer`" in refused(shop, "promote", "dashboards", "--class", "deferred")
    assert "did you mean `launch-critical`?" in refused(shop, "promote", "dashboards", "--class", "launch-criticle")


def test_a_waiver_is_granted_and_then_renewed(shops: RepositoryBuilder) -> None:
    words = ("waive", "legal", "signoff", "--by", "product")
    assert ready(shops, *words, "--until", later(9), "--reason", "Counsel is away.").code == 0
    assert added(shops)[:2] == ["waivers:", "- id: legal-signoff"]
    granted = text(shops).replace(f"granted: {TODAY}", f"granted: {later(-5)}")
    shops.commit({SHOP: granted})
    ended = ready(shops, *words, "--until", later(20))
    assert (ended.code, ended.err) == (0, "")
    assert added(shops) == [f"expires: {later(20)}", f"renewed: [{TODAY}]"]
    assert ready(shops, *words, "--until", later(21)).code == 0
    assert added(shops) == [f"expires: {later(21)}", f"renewed: [{TODAY}]"]


def test_a_waiver_corrected_on_its_first_day_is_not_renewed(shops: RepositoryBuilder) -> None:
    words = ("waive", "legal", "signoff", "--by", "product", "--until")
    assert ready(shops, *words, later(9), "--reason", "Counsel is away.").code == 0
    assert ready(shops, *words, later(8)).code == 0
    assert ("renewed" in text(shops), f"expires: {later(8)}" in text(shops)) == (False, True)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "a waiver is of one requirement of one thing"),
        (("--surface", "billing"), "a waiver is of one requirement of one thing"),
        (("signoff",), "a waiver is of one requirement of one thing"),
        (("signoff", "--surface", "billing", "--behaviour", "x"), "a waiver is of one requirement of one thing"),
        (("legal", "paths", "--surface", "billing"), "a waiver is of one requirement of one thing"),
        (("shop", "whole-candidate"), "`shop` is a scope, and what it needs as a whole cannot be waived"),
        (("documented", "--unsupported", "x"), "no unsupported case `x` fix: declare it first, under `unsupported:`"),
        (("paths", "--surface", "biling"), "there is no surface `biling` fix: did you mean `billing`?"),
        (("legal", "singoff"), "there is no requirement of item legal called `singoff` fix: did you mean `signoff`?"),
        (("legal", "signoff", "--by", "counsle"), "--by: there is no owner `counsle` fix: did you mean `counsel`?"),
        (("legal", "signoff", "--until", "2020-01-01"), "--until: 2020-01-01 is over"),
        (("legal", "signoff", "--emergency"), "--due is missing"),
        (("legal", "signoff", "--emergency"), "--ref is missing"),
        (("legal", "signoff", "--emergency", "--until", later(8)), f"write {later(7)} or an earlier day"),
        (("legal", "signoff", "--id", "No Id"), "--id: `No Id` is no id"),
    ],
)
def test_a_waiver_that_cannot_be_is_refused(shops: RepositoryBuilder, words: Sequence[str], why: str) -> None:
    usual = {"--by": "product", "--until": later(5), "--reason": "Counsel is away."}
    rest = [word for name, value in usual.items() if name not in words for word in (name, value)]
    assert why in refused(shops, "waive", *words, *rest)


def test_who_grants_is_never_guessed(shops: RepositoryBuilder) -> None:
    shops.git("config", "user.name", "product")
    why = refused(shops, "waive", "legal", "signoff", "--until", later(5), "--reason", "Counsel is away.")
    assert "--by is missing" in why
    assert "--by is missing" in refused(shops, "signoff", "legal", "signoff", "--statement", "Fine")


def test_a_requirement_has_one_waiver(shops: RepositoryBuilder) -> None:
    words = ("waive", "legal", "signoff", "--by", "product", "--until", later(9), "--reason", "Counsel is away.")
    assert ready(shops, *words).code == 0
    assert "has a waiver already: `legal-signoff`" in refused(shops, *words, "--id", "another")


def test_a_bypass_in_an_emergency_is_marked_and_stays_one_when_renewed(shops: RepositoryBuilder) -> None:
    words = ("waive", "legal", "signoff", "--by", "product", "--until", later(3))
    follow_up = ("--ref", "github:acme/shop#13", "--due", later(9))
    assert ready(shops, *words, "--reason", "Fire.", "--emergency", *follow_up).code == 0
    assert {"emergency: true", "ref: github:acme/shop#13", f"due: {later(9)}"} <= set(added(shops))
    assert "at most 7 days" in refused(shops, *words[:-1], later(30))


def test_a_waiver_that_is_to_end_sooner_is_not_renewed(shops: RepositoryBuilder) -> None:
    words = ("waive", "legal", "signoff", "--by", "product", "--until")
    assert ready(shops, *words, later(9), "--reason", "Counsel is away.").code == 0
    shops.commit({SHOP: text(shops).replace(f"granted: {TODAY}", f"granted: {later(-5)}")})
    assert ready(shops, *words, later(4)).code == 0
    assert added(shops) == [f"expires: {later(4)}"]


def test_where_an_issue_is_opened_is_said_only_where_one_is(shops: RepositoryBuilder) -> None:
    why = "--tracker says where an issue is opened, and none is to be fix: add --create"
    assert why in refused(shops, "defer", "shop/dashboards", *FOLLOW_UP, "--tracker", "file")
    words = ("--by", "product", "--until", later(9), "--reason", "Away.", "--project", "x")
    assert "--project says where" in refused(shops, "waive", "legal", "signoff", *words)


@pytest.mark.parametrize("by", ["deputy-counsel", "clerk"])
def test_a_deputy_or_a_member_may_sign_and_is_named(shops: RepositoryBuilder, by: str) -> None:
    assert ready(shops, "signoff", "legal", "signoff", "--by", by, "--statement", "Fine").code == 0
    assert "signoff: counsel," in text(shops)
    assert f"{by}, {'deputy ' if by == 'deputy-counsel' else ''}of counsel" in text(shops)
    assert ready(shops, "signoff", "legal", "signoff", "--by", "counsel").code == 0
    assert f"evidence: {{signoff: counsel, date: {TODAY}, statement: Fine}}   # waits for version 4" in text(shops)


def test_a_link_in_its_short_form_is_vouched_for(shop: RepositoryBuilder) -> None:
    shop.commit(
        {SHOP: SCOPE.replace("evidence: reports/deploy.xml", "evidence: [https://example.org/test, docs/ops.md]")}
    )
    words = ("deploy", "link", "--by", "product", "--statement", "It says so", "--expires", "2099-01-01")
    ended = ready(shop, "signoff", *words)
    assert (ended.code, "  link: passed\n" in ended.out) == (0, True)
    assert "who: product" in text(shop)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("legal", "signoff", "--by", "product"), "`signoff` is for `counsel` to sign off, and `product` is no deputy"),
        (("legal", "singoff", "--by", "counsel"), "no evidence called `singoff` fix: did you mean `signoff`?"),
        (("shop/deploy", "junit", "--by", "counsel"), "`junit` is evidence of kind `junit`, which nobody's word"),
        (("legal", "signoff", "--by", "counsel", "--expires", "2020-01-01"), "it expires on 2020-01-01, before"),
    ],
)
def test_a_word_that_cannot_be_given_is_refused(shops: RepositoryBuilder, words: Sequence[str], why: str) -> None:
    assert why in refused(shops, "signoff", *words, "--statement", "Fine")


def test_an_item_is_added_to_the_scope_that_is_named(shops: RepositoryBuilder) -> None:
    words = ("--title", "Refunds", "--class", "launch-critical", "--evidence", "{signoff: counsel}")
    assert "there are several scopes fix: name one with --scope: search, shop" in refused(
        shops, "add", "refunds", *words
    )
    assert "name two scopes" in refused(shops, "add", "shop/refunds", *words, "--scope", "search")
    assert "an item `legal` already, at scopes/shop.yaml:15" in refused(shops, "add", "shop/legal", *words)
    assert "ITEM: `Re Funds` is no id" in refused(shops, "add", "shop/Re Funds", *words)
    ended = ready(shops, "add", "refunds", *words, "--scope", "shop")
    assert (ended.code, "  rollback: missing, it has no rollback note;" in ended.out) == (0, True)
    assert added(shops)[0] == "- id: refunds"


def test_an_item_that_is_added_can_need_several_written_with_commas_as_with_set(shop: RepositoryBuilder) -> None:
    words = ("--title", "Refunds", "--class", "launch-adjacent", "--needs", "deploy, legal", "--needs", "dashboards")
    assert ready(shop, "add", "refunds", *words).code == 0
    assert added(shop)[-1] == "needs: [deploy, legal, dashboards]"


@pytest.mark.parametrize(
    ("assigned", "why"),
    [
        ("owner", "`owner` sets nothing fix: write field=value"),
        ("onwer=x", "there is no field `onwer` fix: did you mean `owner`?"),
        ("rollback.stepz=x", "there is no field `rollback.stepz` fix: did you mean `rollback.steps`?"),
        ("owner.name=x", "`owner` has no fields of its own"),
        ("evidence.juni.max_age=1d", "has no evidence called `juni` fix: did you mean `evidence.junit.max_age`?"),
        ("evidence.junit.max_age=1d", 'fix: write evidence="{path: reports/deploy.xml, max_age: 1d}"'),
        (
            "evidence={command: make docs}",
            "`command` is a kind of evidence, and has no short form fix: write `kind: command`",
        ),
        ("evidence=[a", "the value of `evidence` cannot be read"),
        ("title=", "`title` is missing"),
        ("class=critical", "`class` cannot be `critical` fix: did you mean `launch-critical`?"),
        ("owner=a\x1bb", "the value holds the control character U+001B"),
    ],
)
def test_an_assignment_that_means_nothing_is_refused(shop: RepositoryBuilder, assigned: str, why: str) -> None:
    assert why in refused(shop, "set", "deploy", assigned)


def test_several_fields_of_what_was_not_there_end_up_together(shop: RepositoryBuilder) -> None:
    words = (
        "rollback.steps=docs/ops.md#rollback",
        "rollback.within=15m",
        "follow_up.due=2099-01-01",
        "follow_up.risk=x",
    )
    assert ready(shop, "set", "dashboards", *words).code == 0
    assert added(shop) == [
        *("rollback: {steps: docs/ops.md#rollback, within: 15m}", "follow_up:"),
        *("due: 2099-01-01", "risk: x"),
    ]
    assert ready(shop, "set", "dashboards", "rollback=docs/ops.md#ops", "rollback.within=5m", "why=a", "why=").code == 0
    assert added(shop)[:1] == ["rollback: {steps: docs/ops.md#ops, within: 5m}"]


def test_who_signs_is_set_where_the_short_form_says_it(shop: RepositoryBuilder) -> None:
    assert ready(shop, "set", "legal", "evidence.signoff.who=product").code == 0
    assert added(shop) == ["evidence: {signoff: product}   # waits for version 4"]


def test_an_empty_value_removes_a_field(shop: RepositoryBuilder) -> None:
    assert ready(shop, "set", "deploy", "evidence=null", "rollback=").code == 0
    assert (added(shop), "docs/ops.md" in text(shop)) == ([], False)


def test_a_dry_run_prints_the_difference_and_writes_nothing(shop: RepositoryBuilder) -> None:
    ended = ready(shop, "set", "deploy", "owner=product", "--dry-run")
    assert (ended.code, ended.err, text(shop)) == (0, "", SCOPE)
    assert ended.out.startswith(f"diff --git a/{SHOP} b/{SHOP}\n--- a/{SHOP}\n+++ b/{SHOP}\n@@ ")
    assert "\n+    owner: product\n" in ended.out


# On a terminal


def on_a_terminal(repository: RepositoryBuilder, *words: str, answers: Sequence[str]) -> tuple[int, str]:
    """Return the exit code, and what a terminal shows, of somebody who types `answers`."""
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "readiness", *words],
        cwd=repository.path,
        env=clean(repository.path, {"TERM": "dumb", "COLUMNS": "100"}),
        stdin=writer,
        stdout=writer,
        stderr=writer,
    )
    os.close(writer)
    shown = b""
    left = [answer.encode() for answer in answers]
    asked = 0
    while True:
        try:
            data = os.read(reader, 4096)
        except OSError:
            break
        if not data:
            break
        shown += data
        while left and shown.count(b": ", asked) and shown.rstrip(b" ").endswith(b":"):
            asked = len(shown)
            os.write(reader, left.pop(0))
    os.close(reader)
    return process.wait(timeout=60), shown.decode().replace("\r\n", "\n")


def test_what_is_missing_is_asked_for_and_asked_again_after_a_bad_answer(shops: RepositoryBuilder) -> None:
    answers = ["By hand.\n", "tomorrow\n", "2099-02-01\n", "shop-12\n", "github:acme/shop#12\n"]
    code, shown = on_a_terminal(shops, "defer", "shop/dashboards", answers=answers)
    assert code == 0, shown
    assert "\n  `tomorrow` is no day; write it as YYYY-MM-DD" in shown
    assert "`shop-12` names no issue" in shown
    assert {"risk: By hand.", "due: 2099-02-01", "ref: github:acme/shop#12"} <= set(added(shops))


def test_who_is_asked_may_walk_away(shops: RepositoryBuilder) -> None:
    code, _ = on_a_terminal(shops, "defer", "shop/dashboards", answers=["\x04"])
    assert (code, text(shops)) == (130, SCOPE)
