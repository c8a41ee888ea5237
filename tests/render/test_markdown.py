import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from readiness.errors import ReadinessError
from readiness.render.base import Style
from readiness.render.markdown import MARK, checklist, render
from readiness.render.markdown_escape import code, escaped
from readiness.render.templates import render_template, shipped
from tests.render import reports
from tests.render.checklists import LAUNCH, NASTY
from tests.render.reports import ALL, HOSTILE

GITHUB = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _dangers(html: str) -> list[str]:
    """Return what in `html` a document must not be able to write."""
    return [
        *re.findall(r"<script|<img|<del>|<strong>|<em>|javascript:[^<]*\"|<h[1-6]>[^<]*Heading", html),
        *re.findall(r"(?<!/)@everyone(?![^<]*</code>)", html),
    ]


@pytest.mark.parametrize(
    "text", [render(reports.hostile(), Style()), checklist(NASTY, {})], ids=["status", "checklist"]
)
def test_hostile_text_is_shown_and_never_obeyed(text: str) -> None:
    html = GITHUB.render(text)
    assert not _dangers(html)
    assert "&lt;script&gt;" in html
    assert "##[" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())


def test_a_hostile_checklist_has_the_headings_and_rows_of_a_plain_one() -> None:
    def shape(text: str) -> list[str]:
        return [
            token.type
            for token in GITHUB.parse(text)
            if token.type in ("heading_open", "tr_open", "td_open", "li_open")
        ]

    assert shape(checklist(NASTY, {})) == shape(checklist(LAUNCH, {}))


@given(st.text(max_size=60))
def test_any_text_comes_back_as_one_paragraph_with_its_own_words(text: str) -> None:
    if not text.split():
        return
    tokens = GITHUB.parse(f"{escaped(text)}")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    kinds = {child.type for child in tokens[1].children or ()}
    assert kinds <= {"text", "text_special", "code_inline", "html_inline", "link_open", "link_close"}


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_fills_one_cell_of_a_table(first: str, second: str) -> None:
    tokens = GITHUB.parse(f"| a | b |\n| --- | --- |\n| {escaped(first)} | {code(second)} |\n")
    assert sum(token.type == "td_open" for token in tokens) == 2


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ask @everyone", "ask @&#8203;everyone"),
        ("see #12", "see \\#&#8203;12"),
        ("see https://acme.test/a_b?c=d.", "see <https://acme.test/a_b?c=d>."),
        ("add `owner:` to it", "add `owner:` to it"),
        ("- not a list", "\\- not a list"),
        ("1. not a list", "1\\. not a list"),
        ("a\n# b", "a \\# b"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_prose_is_written_so_that_it_stays_prose(text: str, written: str) -> None:
    assert escaped(text) == written


def test_code_with_syntax_in_it_is_written_as_html() -> None:
    assert code("a|b") == "<code>a&#124;b</code>"
    assert code("'`'") == "<code>&#39;&#96;&#39;</code>"
    assert code("") == ""


def test_anchors_of_items_are_stable() -> None:
    assert "### Item `zero-downtime-deploy`\n" in checklist(LAUNCH, {})
    assert "(#item-zero-downtime-deploy)" in checklist(LAUNCH, {})


def test_a_checklist_begins_with_the_mark() -> None:
    assert checklist(LAUNCH, {}).startswith(MARK)


def test_a_template_of_the_user_replaces_the_shipped_one_and_is_escaped_too() -> None:
    text = checklist(NASTY, {"checklist.md.j2": "{{ scope.title }}\n{% macro m(x) %}{{ x }}{% endmacro %}{{ m('*') }}"})
    assert text.startswith(MARK)
    assert text.endswith("\\*\n")
    assert "<script>" not in text


def test_a_template_can_build_on_the_one_that_it_replaces() -> None:
    text = checklist(LAUNCH, {"checklist.md.j2": '{% include "shipped/checklist.md.j2" %}\nMore.'})
    assert "### Item `zero-downtime-deploy`" in text
    assert text.endswith("More.\n")


@pytest.mark.parametrize(
    ("template", "line"),
    [
        pytest.param("a\n{{ nothing }}", 2, id="undefined"),
        pytest.param("a\n{{ scope.nothing.more }}", 2, id="undefined-attribute"),
        pytest.param("{% for %}", 1, id="syntax"),
        pytest.param("a\nb\n{{ ''.__class__.__mro__ }}", 3, id="out-of-the-sandbox"),
        pytest.param("\n{{ 1 / 0 }}", 2, id="division"),
        pytest.param('\n\n{% include "other.md.j2" %}', 3, id="no-such-include"),
        pytest.param("\n{{ range(10000000) | list }}", 2, id="too-much"),
    ],
)
def test_a_template_that_fails_names_its_line(template: str, line: int) -> None:
    with pytest.raises(ReadinessError) as caught:
        checklist(LAUNCH, {"checklist.md.j2": template})
    (problem,) = caught.value.problems
    assert problem.code == "RDY057"
    assert "checklist.md.j2" in problem.message
    assert problem.location is not None
    assert (problem.location.path, problem.location.line) == ("templates/checklist.md.j2", line)


def test_a_template_that_does_not_exist_is_a_problem() -> None:
    with pytest.raises(ReadinessError, match=r"nope\.md\.j2"):
        render_template("nope.md.j2", {})


def test_a_template_for_html_escapes_html() -> None:
    assert render_template("x.html.j2", {"x.html.j2": "{{ x }}"}, x="<*>") == "&lt;*&gt;\n"


def test_a_template_cannot_change_what_it_is_given() -> None:
    with pytest.raises(ReadinessError):
        render_template("x.md.j2", {"x.md.j2": "{{ x.append(1) }}"}, x=[])


def test_the_shipped_templates_are_found() -> None:
    assert {"checklist.md.j2", "status.md.j2"} <= set(shipped())


def test_a_status_with_hundreds_of_blockers_is_cut_and_says_so() -> None:
    text = render(ALL["hundreds"](), Style())
    assert "And 550 more" in text
    assert len(text) < 65_536


def test_hostile_is_hostile() -> None:
    assert _dangers(GITHUB.render(HOSTILE))
