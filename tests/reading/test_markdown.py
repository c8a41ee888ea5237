import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.reading.markdown import MAX_BYTES, anchors, headings


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        pytest.param("Hello, World!", "hello-world", id="punctuation"),
        pytest.param("What's new in 2.0?", "whats-new-in-20", id="digits"),
        pytest.param("Roll back / fail over", "roll-back--fail-over", id="every-space-counts"),
        pytest.param("snake_case and kebab-case", "snake_case-and-kebab-case", id="underscore-and-hyphen"),
        pytest.param("`deploy` *now* **or** ~~never~~", "deploy-now-or-never", id="inline-marks"),
        pytest.param("See [the plan](plan.md 'title')", "see-the-plan", id="link"),
        pytest.param("Status ![badge](a.svg)", "status", id="image"),
        pytest.param(":rocket: Launch", "rocket-launch", id="shortcode"),
        pytest.param("Launch 🚀 now", "launch--now", id="emoji"),
        pytest.param("Über größe", "über-größe", id="umlauts"),
        pytest.param("日本語 テスト", "日本語-テスト", id="japanese"),
        pytest.param("हिन्दी", "हिन्दी", id="marks"),
        pytest.param("A &amp; B", "a--b", id="entity"),
        pytest.param("A \\# B", "a--b", id="escape"),
        pytest.param("A <br> B", "a--b", id="html"),
        pytest.param("A <!-- not shown --> B", "a--b", id="comment"),
        pytest.param("Trailing ##", "trailing", id="closing-hashes"),
    ],
)
def test_an_anchor_is_what_github_makes_of_the_text(title: str, anchor: str) -> None:
    assert list(anchors(f"## {title}\n".encode())) == [anchor]


def test_the_second_of_a_name_is_numbered_past_names_that_are_taken() -> None:
    assert list(anchors(b"# A\n# A\n# A-1\n# A\n# a\n")) == ["a", "a-1", "a-1-1", "a-2", "a-3"]


def test_both_ways_to_write_a_heading_count_in_quotes_and_lists_too() -> None:
    text = b"One\n===\n\nTwo\n---\n\n> ### Three\n\n- #### Four\n\n<h5 align='center'>Five <b>of</b> five</h5>\n"
    assert [(one.level, one.text) for one in headings(text)] == [
        (1, "One"),
        (2, "Two"),
        (3, "Three"),
        (4, "Four"),
        (5, "Five of five"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("```\n# A\n```\n", id="fence"),
        pytest.param("~~~md\n# A\n", id="fence-to-the-end"),
        pytest.param("    # A\n", id="indented"),
        pytest.param("<!--\n# A\n\n# B\n-->\n", id="comment"),
        pytest.param("<!-- never closed\n\n# A\n", id="comment-to-the-end"),
        pytest.param("<div> <!--\n\n# A\n\n--> </div>\n\n# B\n", id="comment-begun-inside-html"),
        pytest.param("---\ntitle: A\n---\n", id="front-matter"),
        pytest.param("#A\n", id="no-space"),
        pytest.param("#\n", id="no-text"),
        pytest.param("# !?\n\n# !?\n", id="punctuation-only"),
    ],
)
def test_what_github_shows_no_heading_for_is_none(text: str) -> None:
    assert dict(anchors(text.encode())) == {}


@pytest.mark.parametrize(
    ("under", "filled"),
    [
        pytest.param("", False, id="nothing"),
        pytest.param("\n \n\t\n", False, id="blank-lines"),
        pytest.param("<!-- to be written -->\n", False, id="comment"),
        pytest.param("<!--\nto be\n\nwritten\n-->\n", False, id="long-comment"),
        pytest.param("text <!-- and a comment -->\n", True, id="text-and-comment"),
        pytest.param("<b></b>\n", False, id="tags-only"),
        pytest.param("<a id='x'></a>\n", False, id="anchor-only"),
        pytest.param("[x]: https://example.org\n", False, id="definition"),
        pytest.param("***\n", False, id="rule"),
        pytest.param("```\n\n```\n", False, id="empty-fence"),
        pytest.param("- \n", False, id="empty-list"),
        pytest.param("## Sub\n", False, id="empty-sub-heading"),
        pytest.param("## Sub\n\ntext\n", True, id="filled-sub-heading"),
        pytest.param("# Next\n\ntext\n", False, id="text-of-the-next"),
        pytest.param("text\n", True, id="text"),
        pytest.param("- item\n", True, id="list"),
        pytest.param("```\nmake\n```\n", True, id="fence"),
        pytest.param("    make\n", True, id="code"),
        pytest.param("| a |\n|---|\n| b |\n", True, id="table"),
        pytest.param("![plan](plan.png)\n", True, id="image"),
        pytest.param("<img src='plan.png'>\n", True, id="html-image"),
        pytest.param("<p>text</p>\n", True, id="html"),
    ],
)
def test_a_heading_is_filled_by_what_stands_under_it(under: str, filled: bool) -> None:  # noqa: FBT001 - a column
    assert anchors(f"# Title\n\n{under}".encode())["title"] is filled


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('<a id="x"></a>\n\n## H\n\ntext\n', {"x": True, "h": True}, id="before-a-heading"),
        pytest.param('<a name="x"></a>\n## H\n', {"x": False, "h": False}, id="before-an-empty-heading"),
        pytest.param("## <a id=x></a>H\n\ntext\n", {"x": True, "h": True}, id="in-a-heading"),
        pytest.param("<h2 id='x'>H</h2>\n\ntext\n", {"x": True, "h": True}, id="of-a-heading"),
        pytest.param("<a id='x'></a> text\n\n# H\n", {"x": True, "h": False}, id="before-text"),
        pytest.param("text\n\n<a id='x'></a>\n", {"x": False}, id="at-the-end"),
        pytest.param("<div class='a' id='x'>\n\ntext\n\n</div>\n", {"x": True}, id="any-element"),
        pytest.param("<input name='x'>\n\ntext\n", {}, id="a-name-of-another-element"),
        pytest.param("<!-- <a id='x'></a> -->\n\ntext\n", {}, id="commented-out"),
        pytest.param("`<a id='x'></a>`\n", {}, id="in-code"),
        pytest.param("<a id=''></a>\n\ntext\n", {}, id="empty"),
        pytest.param("# H\n\ntext\n\n<a id='h'></a>\n", {"h": True}, id="the-first-of-a-name-counts"),
    ],
)
def test_explicit_anchors_lead_somewhere(text: str, expected: dict[str, bool]) -> None:
    assert dict(anchors(text.encode())) == expected


def test_a_byte_order_mark_hides_no_heading() -> None:
    assert list(anchors(b"\xef\xbb\xbf# A\r\n\r\ntext\r\n")) == ["a"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"# A\n\xff", "^it is not UTF-8 \\(byte 4\\)$", id="not-utf-8"),
        pytest.param("# A\n".encode("utf-16"), "^it is not UTF-8", id="utf-16"),
        pytest.param(b" " * (MAX_BYTES + 1), "^it is larger than", id="too-large"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        anchors(data)


@pytest.mark.parametrize(
    "piece", ["# a\n", ">", "- ", "<", "<a ", "<!--", "[", "*a ", '<a id="', "<h1>", "<div>\n<h1>x"]
)
def test_hostile_repetition_is_read_in_good_time(piece: str) -> None:
    assert isinstance(len(anchors((piece * 5000).encode())), int)


@given(st.text(alphabet="#ab -<>!`\n", max_size=60))
def test_adding_text_at_the_end_never_empties_a_section(text: str) -> None:
    before = {name for name, filled in anchors(text.encode()).items() if filled}
    closed = f"{text}\n\n<!-- -->\n\nmore\n" if "<!" not in text and "`" not in text else text
    assert before <= {name for name, filled in anchors(closed.encode()).items() if filled}
