import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from readiness.errors import ReadinessError
from readiness.render.base import Style
from readiness.render.markdown import render
from readiness.render.markdown_escape import code, contact, escaped, reference
from readiness.render.templates import render_template, shipped
from tests.render import reports
from tests.render.reports import ALL, HOSTILE

GITHUB = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def dangers(html: str) -> list[str]:
    """Return what in `html` a document must not be able to write."""
    return [
        *re.findall(r"<script|<img|<del>|<strong>|<em>|javascript:[^<]*\"|<h[1-6]>[^<]*Heading", html),
        *re.findall(r"(?<!/)@everyone(?![^<]*</code>)", html),
    ]


def test_hostile_text_is_shown_and_never_obeyed() -> None:
    text = render(reports.hostile(), Style())
    html = GITHUB.render(text)
    assert not dangers(html)
    assert "&lt;script&gt;" in html
    assert "##[" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())


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
        ("www.acme.test and Www.acme.test", "www&#8203;.acme.test and Www&#8203;.acme.test"),
        ("see !45", "see \\!&#8203;45"),
        ("~bug %1.0 $3 &7", "\\~&#8203;bug %&#8203;1.0 &#36;&#8203;3 &amp;&#8203;7"),
        ("[epic:7] {+ new +}", "\\[&#8203;epic:7\\] {&#8203;+ new +}"),
        ("R&D, 5 % of 3 $", "R&amp;D, 5 % of 3 &#36;"),
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


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("runbooks/deploy.md#roll-back", "[`runbooks/deploy.md#roll-back`](../../runbooks/deploy.md#roll-back)"),
        ("flags.json#on", "[`flags.json#on`](../../flags.json)"),
        ("a b(1).md", "[`a b(1).md`](../../a%20b%281%29.md)"),
        ("x](javascript:a)|y", "[<code>x&#93;(javascript&#58;a)&#124;y</code>](../../x%5D%28javascript%3Aa%29%7Cy)"),
    ],
)
def test_a_file_is_linked_from_where_the_document_lies(path: str, written: str) -> None:
    assert reference(path, "../../") == written


def test_an_address_can_be_copied_and_a_page_followed() -> None:
    assert contact("on-call@example.org") == "`on-call@example.org`"
    assert contact("https://example.org/on-call") == "<https://example.org/on-call>"


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
    assert dangers(GITHUB.render(HOSTILE))
