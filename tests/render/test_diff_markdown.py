import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from readiness.errors import ReadinessError
from readiness.model.diff import Diff
from readiness.model.place import Location
from readiness.render.base import Style
from readiness.render.diff import render_markdown
from readiness.render.diff.markdown import render
from readiness.render.markdown import render as render_status
from readiness.render.trimming import GITHUB_COMMENT, size_of
from tests.render import reports
from tests.render.diffs import ALL, diff, empty, exception, hostile, item, proposed, reproof, shift, thousands, turn
from tests.render.test_trimming import tags

GITHUB = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = {"p", "h2", "h3", "strong", "em", "code", "ul", "li", "br", "details", "summary"}
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
ORDER = ["Worse", "To re-prove", "Better", "Items", "Deferrals and waivers", "Policy touched", "What time alone did"]

# What a forge looks for in the text that Markdown has become: users and teams, issues, merge requests, snippets,
# milestones, labels, epics, commits, addresses.
REFERENCES = re.compile(
    r"@\w|#\d|!\d|\$\d|%[\w\"]|~[\w\"]|&amp;\d|\bgh-\d|\[\w+:|\b(?=[0-9a-f]*\d)[0-9a-f]{7,40}\b|\w://|www\.",
    re.IGNORECASE,
)


def shown(text: str) -> str:
    """Return what forges look through for references: the text without code."""
    html = re.sub(r"<code>.*?</code>", " code ", GITHUB.render(text), flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", html)


def elements(text: str) -> set[str]:
    return set(re.findall(r"<([a-z0-9]+)", GITHUB.render(text)))


def shape(text: str) -> list[str]:
    kinds = ("heading_open", "tr_open", "td_open", "li_open", "html_block")
    return [token.type for token in GITHUB.parse(text) if token.type in kinds]


def filled(text: str) -> Diff:
    """Return a diff in which every text is `text`."""
    at = Location(text, 3, 1)
    words = {"subject": text, "title": text, "message": text, "action": text, "who": text, "location": at}
    plain = hostile()
    return replace(
        plain,
        scopes=(replace(turn(None, plain.after, text, text, scope=text), title=text),),
        worse=(shift(text, scope=text, **words),),
        to_reprove=(reproof("x", text, f"{text}.py", requirement=text, scope=text, **words),),
        better=(shift(text, scope=text, **words),),
        items=tuple(replace(one, item=text, title=text, scope=text, location=at) for one in plain.items),
        exceptions=tuple(replace(one, id=text, about=text, scope=text, location=at) for one in plain.exceptions),
        policy=(replace(proposed(text), change=text, subject=text, field=text, before=text, after=text, location=at),),
        time=(shift(text, scope=text, **words),),
        problems=tuple(replace(one, message=text, fix=text, location=at) for one in plain.problems),
        problems_before=tuple(replace(one, message=text, fix=text, location=at) for one in plain.problems),
        base=replace(plain.base, notes=(text,)),
        head=replace(plain.head, notes=(text,)),
    )


PLAIN = shape(render_markdown(filled("plain"), Style()))


def test_a_change_that_does_nothing_says_so_in_one_line() -> None:
    assert render_markdown(empty(), Style()) == "This change does nothing to readiness: no-go, as before.\n"


def test_the_sections_stand_in_the_order_in_which_they_matter() -> None:
    text = render_markdown(thousands(60), Style())
    assert re.findall(r"^### (.*) \([\d,]+\)$", text, re.MULTILINE) == ORDER


@pytest.mark.parametrize("name", list(ALL))
def test_it_is_made_of_nothing_but_prose_tables_code_and_folded_parts(name: str) -> None:
    text = render_markdown(ALL[name](), Style())
    assert elements(text) <= OURS | TABLE
    assert tags(text) == []


@pytest.mark.parametrize("name", [name for name in ALL if name != "empty"])
def test_no_row_of_a_table_is_cut_off_from_its_head(name: str) -> None:
    text = render_markdown(ALL[name](), Style())
    rows = sum(line.startswith("|") and not line.startswith("| ---") for line in text.splitlines())
    assert GITHUB.render(text).count("<tr>") == rows


def test_long_lists_are_folded_and_very_long_ones_counted() -> None:
    text = render_markdown(thousands(), Style())
    assert "<summary>90 more</summary>" in text
    assert "And 2900 more: `readiness diff -v 0b5e0b5e0` lists them all." in text
    assert "And 2900 more" not in render_markdown(thousands(120), Style(verbosity=1))


def test_far_too_much_fits_a_comment_and_every_section_is_still_there() -> None:
    whole = "[All of it](https://acme.test/run/1)."
    text = render(thousands(), Style(verbosity=1), limit=GITHUB_COMMENT, whole=whole)
    assert GITHUB_COMMENT * 0.8 < size_of(text) <= GITHUB_COMMENT
    assert [name for name in ORDER if f"### {name} (3000)" in text] == ORDER
    assert text.endswith(f"left out.** {whole}\n")
    assert elements(text) <= OURS | TABLE | {"a"}
    assert tags(text) == []


def test_the_status_of_a_run_fits_a_comment_too() -> None:
    report = reports.ALL["hundreds"]()
    text = render_status(report, Style(verbosity=1), limit=20_000, whole="See the job.")
    assert size_of(text) <= 20_000
    assert text.endswith("left out.** See the job.\n")
    assert tags(text) == []


def test_what_is_hostile_looks_like_what_is_not() -> None:
    assert shape(render_markdown(filled(reports.HOSTILE), Style())) == PLAIN


@pytest.mark.parametrize("text", [render_markdown(hostile(), Style()), render_status(reports.hostile(), Style())])
def test_nothing_in_a_comment_calls_anybody_or_becomes_a_link(text: str) -> None:
    assert not REFERENCES.findall(shown(text).replace("readiness prove", ""))
    assert "<a " not in GITHUB.render(text)
    assert "##[" not in text
    assert not any(line.lstrip().startswith(("::", "/")) for line in text.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        "@everyone",
        "@acme/launch-team",
        "fixes #12",
        "acme/shop#12",
        "see !34 and $5 and &6",
        "GH-1 gh-2",
        '%"m 1" ~bug',
        "[issue:123]",
        "4f2a91c3b0d7e65a8899aabbccddeeff00112233",
        "me@4f2a91c3b",
        "https://github.com/acme/shop/issues/12",
        "ftp://acme.test http://\u00e9vil.test",
        "www.acme.test",
        "/close",
        "/approve",
        "::error::boo",
        "<script>alert(1)</script>",
        "</details></td></table>",
        "<!-- readiness",
        "--> ]]>",
        "```",
        "`a` ``b",
        "a | b \\| c",
        "\u202egnp.exe \u2066 \u200b",
        "\x1b[31mred\x07",
        "a\n\n# b\n- c\n| d |\n",
        "{{ 7 * 7 }} {% raw %}",
        "<details><summary>x",
        "![i](https://acme.test/i.png) [x](javascript:alert(1))",
    ],
)
def test_it_is_shown_as_written_wherever_it_stands(text: str) -> None:
    markdown = render_markdown(filled(text), Style())
    assert shape(markdown) == PLAIN
    assert elements(markdown) <= OURS | TABLE
    assert not REFERENCES.findall(shown(markdown))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", markdown)
    assert not any(line.lstrip().startswith(("::", "/")) for line in markdown.splitlines())


_HARD = st.text(alphabet=st.sampled_from("a1@#!$%~&/\\`|<>[](){}*_-:. \n\r\t\u202e\x1b\u200b\"'=+"), max_size=25)


@settings(max_examples=25, deadline=None)  # a template is compiled each time
@given(st.one_of(st.text(max_size=25), _HARD))
def test_any_text_is_only_text(text: str) -> None:
    whole = text if text.strip() and re.search(r"\w", text) else f"x{text}"
    markdown = render_markdown(filled(whole), Style())
    assert shape(markdown) == PLAIN
    assert elements(markdown) <= OURS | TABLE
    assert not REFERENCES.findall(shown(markdown))


def test_a_template_of_the_user_replaces_the_shipped_one() -> None:
    template = "{{ diff.after }}: {{ worse[0].message }}\n\n{% include 'shipped/diff.md.j2' %}"
    text = render_markdown(ALL["worse"](), Style(templates={"diff.md.j2": template}))
    assert text.startswith("no-go: no launch-critical item")
    assert "### Worse (3)" in text


def test_a_template_that_fails_is_named_with_its_line_and_the_variable() -> None:
    with pytest.raises(ReadinessError) as caught:
        render_markdown(empty(), Style(templates={"diff.md.j2": "a\n{{ worst }}"}))
    (problem,) = caught.value.problems
    assert problem.code == "RDY057"
    assert "diff.md.j2" in problem.message
    assert "'worst' is undefined" in problem.message
    assert problem.location == Location("templates/diff.md.j2", 2, 1)


def test_one_scope_is_not_named_again_and_again() -> None:
    several = diff(
        items=(
            item("a", ALL["documents"]().items[0].change, None, None),
            item("b", ALL["documents"]().items[0].change, None, None, scope="other"),
        )
    )
    assert "`public-launch` · `a`" in render_markdown(several, Style())
    alone = diff(exceptions=(exception("a", ALL["documents"]().exceptions[0].change, None, None),))
    assert "`public-launch`" not in render_markdown(alone, Style())
