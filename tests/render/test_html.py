"""The page as text and as a tree of elements; how it looks and acts in a browser is tested in `tests/integration`."""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from readiness.errors import ReadinessError
from readiness.model.outcome import Decision, ItemClass, Level, Outcome
from readiness.model.record import Binding, Proof
from readiness.model.report import BaselineNote, FollowUpNote, PhaseReport, Report
from readiness.render.base import Style
from readiness.render.html.entries import groups
from readiness.render.html.page import MARK, index_page, render, scope_page
from readiness.render.html.text import step
from tests.render import reports
from tests.render.reports import ALL, HOSTILE, item, missing, report, scope, verdict

PLAIN = Style()
VOID = {"meta", "link", "input", "br"}
FETCHING = {"src", "srcset", "action", "formaction", "data", "poster", "background", "ping", "manifest"}


class Page(HTMLParser):
    """A page taken apart: elements with their attributes, text by element, and whether everything was closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def having(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def said(self) -> str:
        return " ".join(" ".join(text for tag, text in self.texts if tag not in {"script", "style"}).split())


each_report = pytest.mark.parametrize("name", ALL)


def page(found: Report) -> Page:
    return Page(render(found, PLAIN))


@cache
def named(name: str) -> Page:
    return page(ALL[name]())


@each_report
def test_every_element_is_closed_where_it_was_opened(name: str) -> None:
    assert named(name).open == []


@each_report
def test_an_id_is_there_once_and_every_link_inside_the_page_leads_to_one(name: str) -> None:
    found = named(name)
    ids = Counter(attributes["id"] for _, attributes in found.elements if "id" in attributes)
    assert set(ids.values()) == {1}
    inner = [attributes["href"][1:] for attributes in found.having("a") if attributes["href"].startswith("#")]
    assert inner
    assert set(inner) <= set(ids)
    referring = ("aria-labelledby", "for", "aria-describedby")
    assert {one for _, held in found.elements for key in referring for one in held.get(key, "").split()} <= set(ids)


@each_report
def test_nothing_is_asked_of_anybody_and_nothing_acts_by_an_attribute(name: str) -> None:
    for tag, attributes in named(name).elements:
        assert not FETCHING & set(attributes), tag
        assert not [key for key in attributes if key.startswith("on") or key == "style"], tag
        if tag == "link":
            assert attributes == {"rel": "icon", "href": "data:,"}
        elif "href" in attributes:
            assert attributes["href"].startswith(("#", "https://", "http://"))


@each_report
def test_the_policy_allows_the_style_and_the_script_of_the_page_and_nothing_else(name: str) -> None:
    found = named(name)
    (policy,) = (one["content"] for one in found.having("meta") if "http-equiv" in one)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (text,) = (text for where, text in found.texts if where == tag)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in policy


@each_report
def test_headings_are_in_order(name: str) -> None:
    levels = [int(tag[1]) for tag, _ in named(name).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@each_report
def test_every_header_of_a_table_says_what_it_heads(name: str) -> None:
    assert all(attributes.get("scope") in {"col", "row"} for attributes in named(name).having("th"))


def test_the_decision_stands_first_and_then_why() -> None:
    said = page(reports.no_go()).said()
    order = ["No-go", "2026-12-15 , in 1 day", "guarded: no launch-critical item", "3 block", "Blocks the launch"]
    assert sorted(order, key=said.index) == order


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("go", "Go"),
        ("go-with-conditions", "Go with conditions"),
        ("on-track", "On track"),
        ("undecided", "Undecided"),
        ("no-go", "No-go"),
    ],
)
def test_the_title_of_the_window_says_the_decision(name: str, words: str) -> None:
    [title, *_] = [text for tag, text in named(name).texts if tag == "title"]
    assert title.startswith(f"{words} · ")


@each_report
def test_every_verdict_that_is_not_met_is_told_with_message_owner_and_place(name: str) -> None:
    found = ALL[name]()
    said = named(name).said()
    plain = [one for one in found.scopes if one.judged and name != "hostile"]
    verdicts = [one for held in plain for one in (*held.verdicts, *(one for it in held.items for one in it.verdicts))]
    for one in verdicts:
        assert one.requirement in said
        assert " ".join(one.message.replace("`", " ").split()) in " ".join(said.replace("`", " ").split())
        if one.outcome not in {Outcome.PASSED, Outcome.NOT_APPLICABLE}:
            assert str(one.location) in said
            assert (one.who or "nobody named") in said


def test_a_waiver_says_who_granted_what_until_when_and_why() -> None:
    said = page(reports.conditions()).said()
    assert "Before waivers: no-go. With them: go-with-conditions." in said
    assert "By head-of-engineering until 2027-01-10 ( coverage-until-january ): The provider's sandbox is down" in said
    assert "is stale" in said
    assert "In an emergency, by head-of-engineering until 2026-12-03" in page(reports.bypassed()).said()


def test_a_proof_says_how_where_when_and_by_whom() -> None:
    proof = Proof("d" * 64, Binding.EXECUTED, "2b6776bfa5" + "0" * 30, datetime(2026, 12, 1, tzinfo=UTC), ("ci\x1b",))
    said = page(report(scope(Decision.GO, item(verdict("junit", proof=proof))))).said()
    assert "executed at 2b6776bfa on 2026-12-01, signed by ci\\x1b; record dddddddddddd" in said


def test_a_follow_up_is_a_link_only_where_it_is_an_address() -> None:
    def shown(ref: str) -> Page:
        note = FollowUpNote(ref=ref, risk="Support answers `by hand`.", due=date(2027, 2, 1))
        put_off = item(verdict("follow-up"), item_class=ItemClass.DEFERRED, follow_up=note)
        return page(report(scope(Decision.GO, put_off)))

    address = "https://tracker.example/issues/12?a=1&b=2"
    (link,) = (one for one in shown(address).having("a") if not one["href"].startswith("#"))
    assert link == {"href": address, "rel": "noreferrer noopener"}
    for other in (
        "github:acme/platform#812",
        "javascript:alert(1)",
        "https://x y",
        "data:text/html,x",
        'https://"><b>',
    ):
        found = shown(other)
        assert all(one["href"].startswith("#") for one in found.having("a"))
        assert other in found.said()
    assert "Support answers by hand ." in shown(address).said()


def test_hostile_text_is_shown_and_does_nothing() -> None:
    text = render(reports.hostile(), PLAIN)
    assert all(character.isprintable() or character == "\n" for character in text)
    found = Page(text)
    assert len(found.having("script")) == 1
    assert not found.having("img")
    assert "<script>alert(1)</script>" in found.said()
    assert "##[" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())


@pytest.mark.parametrize("bad", ["</script><script>alert(1)</script>", "]]>", '"><svg onload=alert(1)>', "{{ 7 * 7 }}"])
def test_text_that_would_end_what_it_stands_in_does_not(bad: str) -> None:
    bad_item = item(missing(bad, message=bad, who=bad), id_=bad, owner=bad, needs=(bad, f"{bad}/x"), title=bad)
    other = item(verdict(), id_="other", needs=(bad,))
    phases = (PhaseReport(id=bad, ends=date(2026, 12, 20)),)
    found = page(report(scope(Decision.NO_GO, bad_item, other, id=bad, title=bad, owner=bad, phases=phases)))
    assert found.open == []
    assert len(found.having("script")) == 1
    assert len([tag for tag, attributes in found.elements if "onload" in attributes]) == 0
    assert bad in found.said()


def test_several_scopes_are_listed_first_and_their_items_do_not_get_in_each_others_way() -> None:
    found = page(reports.several())
    ids = {attributes["id"] for attributes in found.having("details") if "id" in attributes}
    assert ids == {f"item-{name}-launch/deploy" for name in ("billing", "public", "edge")}
    said = found.said()
    assert said.index("Launches") < said.index("billing-launch") < said.index("Waived, which is not a pass")


@pytest.mark.parametrize(("count", "pictured"), [(24, True), (25, False)])
def test_so_many_launches_have_their_pictures_elsewhere(count: int, *, pictured: bool) -> None:
    one = reports.conditions().scopes[0]
    found = page(report(*(replace(one, id=f"launch-{number}") for number in range(count))))
    assert ("The way to launch day" in found.said()) is pictured
    assert ("pictures on pages of their own" in found.said()) is not pictured


def test_what_a_baseline_knows_is_still_why_it_is_a_no_go() -> None:
    note = BaselineNote(path=".readiness/b.json", known=1, new=0, fixed=(), decision_on_new=Decision.GO)
    said = page(report(scope(Decision.NO_GO, item(missing(known=True))), baseline=note)).said()
    assert "Blocks the launch, and known from the baseline 1" in said
    assert said.index("suite: no file matches") < said.index("1 known")
    assert "Baseline .readiness/b.json : 1 known, 0 new, 0 fixed. The exit code follows the new ones alone" in said


def test_what_is_wrong_with_the_input_is_told_before_everything() -> None:
    said = page(reports.undecided()).said()
    assert "scopes/a.yaml:3:1" in said
    assert "did you mean ownr" not in said
    assert said.index("Problems in the input") < said.index("Nobody can tell")


def test_a_page_of_one_scope_is_undecided_at_best_where_the_input_has_problems() -> None:
    broken = replace(reports.go(), problems=reports.undecided().problems, decision=Decision.UNDECIDED)
    said = Page(scope_page(broken, broken.scopes[0], PLAIN)).said()
    assert "By itself this launch is go; the run is undecided" in said


def test_a_page_of_one_scope_shows_no_other() -> None:
    several = reports.several()
    said = Page(scope_page(several, several.scopes[0], PLAIN)).said()
    assert "billing-launch" in said
    assert "public-launch" not in said


def test_a_draft_says_that_it_is_only_shown() -> None:
    found = reports.no_go()
    assert "draft, only shown: it counts when named" in Page(scope_page(found, found.scopes[1], PLAIN)).said()


def test_the_index_leads_to_every_scope() -> None:
    several = reports.several()
    addresses = [f"{one.id}.html" for one in several.scopes]
    found = Page(index_page(several, PLAIN, addresses=addresses))
    assert found.open == []
    assert [one["href"] for one in found.having("a")] == addresses
    assert "Go with conditions" in found.said()


def test_the_index_names_what_only_is_shown_last() -> None:
    found = reports.no_go()
    turned = replace(found, scopes=found.scopes[::-1])
    said = Page(index_page(turned, PLAIN, addresses=["a.html", "b.html"])).said()
    assert said.index("public-launch") < said.index("spring-launch")


def test_a_page_says_in_its_first_lines_that_it_was_generated() -> None:
    several = reports.several()
    for text in (render(several, PLAIN), index_page(several, PLAIN, addresses=["a", "b", "c"])):
        assert text.startswith("<!doctype html>\n" + MARK)


def test_nothing_at_all_is_a_page_too() -> None:
    said = page(report(decision=Decision.UNDECIDED)).said()
    assert "Nothing was judged" in said
    assert "Undecided" in said


def test_notes_and_settings_of_the_run_are_told() -> None:
    said = page(reports.no_go()).said()
    for words in (
        "uncommitted changes",
        "evidence-stale warn",
        "allow_self",
        "Not enforcing",
        "spring-launch is no-go",
    ):
        assert words in said
    assert "The policy of 0b5e0b5e0 counts" in page(reports.enforced()).said()
    assert "deletes the item" not in said
    assert "item-deleted" in page(reports.enforced()).said()


@each_report
def test_two_renders_are_identical(name: str) -> None:
    assert render(ALL[name](), PLAIN) == render(ALL[name](), PLAIN)


def test_a_repository_can_bring_its_own_style_and_the_policy_follows() -> None:
    own = "h1 { color: teal; }\n"
    found = Page(render(reports.go(), Style(templates={"page.css.j2": own})))
    assert own in [text for tag, text in found.texts if tag == "style"]
    digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
    assert any(digest in one.get("content", "") for one in found.having("meta"))


def test_a_template_that_fails_is_named() -> None:
    with pytest.raises(ReadinessError) as caught:
        render(
            reports.go(),
            Style(templates={"page_entries.html.j2": "{% macro listed(part, h) %}{{ part.nope }}{% endmacro %}"}),
        )
    assert caught.value.problems[0].code == "RDY057"
    assert "page_entries.html.j2" in caught.value.problems[0].message


def test_of_far_too_much_every_row_stays_with_the_names_of_what_is_not_met() -> None:
    (held,) = reports.hundreds().scopes
    found = [entry for group in groups(held, several=False, most=20_000) for entry in group.entries]
    assert len(found) == 300
    assert {entry.brief for entry in found} == {True, False}
    assert not found[0].brief
    assert all(entry.unmet for entry in found)


def test_what_passed_is_shortened_before_anything_that_did_not() -> None:
    rows = [item(verdict("a", message="x" * 900), missing("b"), id_=f"i{number}") for number in range(10)]
    found = [
        entry for group in groups(scope(Decision.NO_GO, *rows), several=False, most=5_000) for entry in group.entries
    ]
    assert not any(entry.all_told for entry in found)
    assert not any(entry.brief for entry in found)


def test_what_is_short_says_so_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness.render.html.page.MOST_TEXT", 1)
    said = page(reports.no_go()).said()
    assert "Not met: rolling-deploy (missing), rollback (missing). Met: owner." in said
    assert "readiness check -v tells the rest" in said


@pytest.mark.parametrize(
    ("level", "words"),
    [(Level.WARN, "only warns"), (Level.OBSERVE, "only observed"), (Level.OFF, "switched off")],
)
def test_what_does_not_block_says_so(level: Level, words: str) -> None:
    made: Callable[..., Report] = lambda **values: report(scope(Decision.GO, item(missing(**values))))  # noqa: E731
    assert words in page(made(level=level)).said()
    assert words not in page(made()).said()


def test_owners_classes_and_outcomes_to_choose_from_are_those_of_the_rows() -> None:
    found = page(reports.no_go())
    options = [text for tag, text in found.texts if tag == "option"]
    rows: list[Mapping[str, str]] = [one for one in found.having("li") if "data-c" in one]
    assert {one["data-s"] for one in rows} <= set(options)
    assert {one["data-c"] for one in rows} <= set(options)
    assert {owner for one in rows for owner in one["data-o"].split("\n")} <= set(options)


def test_the_hostile_text_is_the_one_that_these_tests_are_about() -> None:
    assert "<script>" in HOSTILE


def test_a_command_is_code_as_a_whole_and_other_steps_are_prose() -> None:
    assert step("readiness prove <x>") == "<code>readiness prove &lt;x&gt;</code>"
    assert step("add `within:` to it") == "add <code>within:</code> to it"
