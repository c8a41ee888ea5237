from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.trackers.jira_text import document_of, text_of

DOCUMENT: dict[str, Any] = {
    "type": "doc",
    "version": 1,
    "content": [
        {"type": "heading", "attrs": {"level": 1}, "content": [{"type": "text", "text": "Why"}]},
        {
            "type": "paragraph",
            "content": [
                {"type": "text", "text": "Ask "},
                {"type": "mention", "attrs": {"id": "5b10", "text": "@Zoe"}},
                {"type": "text", "text": " about ", "marks": [{"type": "strong"}]},
                {"type": "inlineCard", "attrs": {"url": "https://example.org/x"}},
                {"type": "hardBreak"},
                {"type": "text", "text": "usage-"},
                {"type": "text", "text": "dashboards", "marks": [{"type": "code"}]},
                {"type": "emoji", "attrs": {"shortName": ":boom:"}},
            ],
        },
        {"type": "rule"},
        {
            "type": "bulletList",
            "content": [
                {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": word}]}]}
                for word in ("one", "two")
            ],
        },
        {"type": "codeBlock", "content": [{"type": "text", "text": "a\nb"}]},
    ],
}


def test_the_text_of_a_document_has_a_line_for_each_of_its_blocks() -> None:
    expected = "Why\nAsk @Zoe about https://example.org/x\nusage-dashboards:boom:\none\ntwo\na\nb"
    assert text_of(DOCUMENT) == expected


@pytest.mark.parametrize(
    "nothing", [None, "", 7, [], {}, {"content": None}, {"content": "text"}, {"text": 3}, {"attrs": []}]
)
def test_what_is_no_document_has_no_text(nothing: object) -> None:
    assert text_of(nothing) == ""


def test_a_document_that_is_nested_without_end_is_read_to_a_depth() -> None:
    nested: dict[str, Any] = {"type": "text", "text": "deep"}
    for _ in range(10_000):
        nested = {"type": "blockquote", "content": [nested]}
    assert text_of(nested) == ""


def test_an_address_leads_where_it_says() -> None:
    (paragraph,) = document_of("See [it](https://example.org/a?b=c) now.")["content"]
    assert [piece["text"] for piece in paragraph["content"] if "marks" in piece] == ["https://example.org/a?b=c"]
    assert paragraph["content"][1]["marks"] == [{"type": "link", "attrs": {"href": "https://example.org/a?b=c"}}]


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "))).map("\n".join))
def test_a_text_keeps_its_lines_as_a_document(text: str) -> None:
    lines = [line for line in text_of(document_of(text)).split("\n") if line.strip()]
    assert lines == [line for line in text.split("\n") if line.strip()]


@given(st.text())
def test_no_piece_of_a_document_is_empty(text: str) -> None:
    for paragraph in document_of(text)["content"]:
        assert paragraph["content"]
        assert all(piece["text"] for piece in paragraph["content"] if piece["type"] == "text")
