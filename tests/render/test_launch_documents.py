import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from readiness.documents.running import run_of_show as run_of
from readiness.errors import ReadinessError
from readiness.model.checklist import ContactEntry, IndexEntry, ScopeChecklist
from readiness.model.outcome import ItemClass
from readiness.reading.markdown import anchors, headings
from readiness.render.launch_documents import checklist, index, run_of_show
from readiness.render.mark import mark_of
from tests.render.checklists import LAUNCH, NASTY, filled
from tests.render.reports import HOSTILE
from tests.render.test_golden import compare
from tests.render.test_markdown import GITHUB, dangers

CONTACTS = {
    "head-of-engineering": ContactEntry(title="Head of engineering", contact="#launch", deputies=("release-manager",)),
    "head-of-product": ContactEntry(title="Head of product", contact="https://example.org/product", deputies=()),
}
UNDER_ATTACK = {HOSTILE: ContactEntry(title=HOSTILE, contact=HOSTILE, deputies=(HOSTILE,))}
ROOT = "../../"


def _run_of_show(scope: ScopeChecklist) -> str:
    return run_of_show(run_of(scope, CONTACTS if scope is LAUNCH else UNDER_ATTACK), {}, ROOT)


def _index(scope: ScopeChecklist) -> str:
    entry = IndexEntry(
        id=scope.id,
        title=scope.title,
        state=scope.state,
        owner=scope.owner,
        launch=scope.launch,
        path=scope.path,
        counts={one: len(scope.of_class(one)) for one in ItemClass},
    )
    return index([entry, replace(entry, id="one-day", owner=None, launch=None)], {}, ROOT)


DOCUMENTS: dict[str, Callable[[ScopeChecklist], str]] = {
    "checklist": lambda scope: checklist(scope, {}, ROOT),
    "run-of-show": _run_of_show,
    "index": _index,
}
each_document = pytest.mark.parametrize("name", DOCUMENTS)


@each_document
def test_a_document_reads_as_it_always_did(name: str) -> None:
    compare(f"{name}.md", DOCUMENTS[name](LAUNCH))


@each_document
def test_a_hostile_document_reads_as_it_always_did(name: str) -> None:
    compare(f"{name}.hostile.md", DOCUMENTS[name](NASTY))


@each_document
def test_hostile_text_is_shown_and_never_obeyed(name: str) -> None:
    text = DOCUMENTS[name](NASTY)
    html = GITHUB.render(text)
    assert not dangers(html)
    assert "&lt;script&gt;" in html
    assert "##[" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


@each_document
def test_the_mark_and_the_order_to_linters_are_the_only_comments(name: str) -> None:
    text = DOCUMENTS[name](NASTY)
    assert len(re.findall("<!--", text)) == text.count("-->") == 2
    assert mark_of(text) == mark_of(DOCUMENTS[name](LAUNCH)) is not None


@each_document
def test_a_hostile_document_has_the_headings_rows_and_cells_of_a_plain_one(name: str) -> None:
    def shape(text: str) -> list[str]:
        return [
            token.type
            for token in MarkdownIt("commonmark").enable("table").parse(text)
            if token.type in ("heading_open", "tr_open", "td_open", "li_open")
        ]

    assert shape(DOCUMENTS[name](NASTY)) == shape(DOCUMENTS[name](filled("plain")))


@each_document
def test_no_document_shows_nothing_for_what_is_not_there(name: str) -> None:
    bare = replace(
        LAUNCH, owner=None, launch=None, phases=(), surfaces=(), behaviours=(), unsupported=(), items=(), waivers=()
    )
    text = DOCUMENTS[name](bare)
    assert "None" not in text.replace("None.\n", "")
    assert "| |" not in text
    assert ": \n" not in text


def test_anchors_are_of_ids_and_not_of_titles() -> None:
    before = anchors(checklist(LAUNCH, {}).encode())
    renamed = replace(LAUNCH, title="New", items=tuple(replace(item, title="New") for item in LAUNCH.items))
    after = anchors(checklist(renamed, {}).encode())
    assert list(before)[1:] == list(after)[1:]
    assert {"item-zero-downtime-deploy", "behaviour-bare", "unsupported-multi-region"} < set(after)
    assert {"launch-critical", "launch-adjacent", "deferred", "waivers", "waiver-payments-are-down"} < set(after)


@each_document
def test_headings_below_the_title_are_told_apart_by_their_words(name: str) -> None:
    below = [heading.text for heading in headings(DOCUMENTS[name](NASTY).encode())][1:]
    assert len(below) == len(set(below))
    assert all(re.fullmatch(r"[A-Za-z0-9 -]+", text) for text in below)


def test_every_link_within_the_documents_leads_to_an_anchor() -> None:
    pages = {"": checklist(LAUNCH, {}), "public-launch.md": checklist(LAUNCH, {})}
    text = pages[""] + _run_of_show(LAUNCH)
    links = re.findall(r"\]\((|public-launch\.md)#([^)]*)\)", text)
    assert len(links) > 20
    assert [link for link in links if link[1] not in anchors(pages[link[0]].encode())] == []


def test_a_need_of_another_launch_leads_to_its_checklist() -> None:
    assert "(other-launch.md#item-certificates)" in checklist(LAUNCH, {})


def test_a_template_of_the_user_replaces_the_shipped_one_and_is_escaped_too() -> None:
    text = checklist(NASTY, {"checklist.md.j2": "{{ scope.title }}\n{% macro m(x) %}{{ x }}{% endmacro %}{{ m('*') }}"})
    assert mark_of(text) is not None
    assert text.endswith("\\*\n")
    assert "<script>" not in text


def test_a_template_can_build_on_the_one_that_it_replaces() -> None:
    text = checklist(LAUNCH, {"checklist.md.j2": '{% include "shipped/checklist.md.j2" %}\nMore.'})
    assert "### Item `zero-downtime-deploy`" in text
    assert text.endswith("More.\n")


@pytest.mark.parametrize(
    ("template", "line", "named"),
    [
        pytest.param("a\n{{ nothing }}", 2, "'nothing' is undefined", id="undefined"),
        pytest.param("a\n{{ scope.nothing.more }}", 2, "scope.nothing.more", id="undefined-attribute"),
        pytest.param("{% for %}", 1, "{% for %}", id="syntax"),
        pytest.param("a\nb\n{{ ''.__class__.__mro__ }}", 3, "__class__", id="out-of-the-sandbox"),
        pytest.param("\n{{ scope.title / 0 }}", 2, "scope.title / 0", id="arithmetic"),
        pytest.param('\n\n{% include "other.md.j2" %}', 3, "other.md.j2", id="no-such-include"),
        pytest.param("\n{{ range(10000000) | list }}", 2, "range(10000000)", id="too-much"),
    ],
)
def test_a_template_that_fails_names_its_line_and_what_stands_there(template: str, line: int, named: str) -> None:
    with pytest.raises(ReadinessError) as caught:
        checklist(LAUNCH, {"checklist.md.j2": template})
    (problem,) = caught.value.problems
    assert problem.code == "RDY057"
    assert "checklist.md.j2" in problem.message
    assert named in problem.message
    assert problem.location is not None
    assert (problem.location.path, problem.location.line) == ("templates/checklist.md.j2", line)
