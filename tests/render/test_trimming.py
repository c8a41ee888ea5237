import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from readiness.render.trimming import LEAST, size_of, trim

GITHUB = MarkdownIt("commonmark", {"html": True}).enable("table")
TABLE = "| a | b |\n| --- | --- |\n"


def table(rows: int) -> str:
    return TABLE + "".join(f"| row {number} | {'x' * 40} |\n" for number in range(rows))


def tags(text: str) -> list[str]:
    """Return the tags that are open at the end of `text`, as a browser reads what Markdown makes of it."""
    opened: list[str] = []
    for closes, name in re.findall(
        r"<(/?)(details|summary|div|table|tbody|thead|pre|ul|ol)\b[^>]*>", GITHUB.render(text)
    ):
        if not closes:
            opened.append(name)
        else:
            assert opened.pop() == name
    return opened


def test_what_fits_is_left_as_it_is() -> None:
    assert trim("# A\n\ntext\n", LEAST) == "# A\n\ntext\n"
    assert trim(table(10_000), None) == table(10_000)


def test_a_long_table_keeps_its_first_rows_and_says_how_many_are_left_out() -> None:
    text = trim(f"# Title\n\n{table(1000)}", 4000)
    assert size_of(text) <= 4000
    shown = len(re.findall(r"^\| row", text, re.MULTILINE))
    assert shown > 50
    assert f"*{1000 - shown} more lines of this section left out.*" in text
    assert text.endswith(f"**Shortened to fit: {1000 - shown} lines left out.**\n")
    assert GITHUB.render(text).count("<tr>") == shown + 1


def test_short_sections_stay_whole_beside_a_long_one() -> None:
    text = trim(f"# Title\n\n## Long\n\n{table(1000)}\n## Short\n\n{table(3)}\n## Last\n\nthe end\n", 4000)
    assert "## Short\n\n| a | b |\n| --- | --- |\n| row 0 " in text
    assert "| row 2 " in text.partition("## Short")[2]
    assert "## Last\n\nthe end" in text


def test_of_two_long_sections_the_first_gets_what_is_left_over() -> None:
    text = trim(f"# Title\n\n## One\n\n{table(1000)}\n## Two\n\n{table(1000)}", 4000)
    one, _, two = text.partition("## Two")
    assert len(re.findall("row", one)) >= len(re.findall("row", two)) > 20


def test_too_many_sections_are_dropped_from_the_end_and_counted() -> None:
    text = trim("# Title\n\n" + "".join(f"## Section {number}\n\n{table(20)}\n" for number in range(300)), 5000)
    assert size_of(text) <= 5000
    assert text.startswith("# Title\n\n## Section 0\n")
    kept = len(re.findall("^## Section", text, re.MULTILINE))
    assert f"and {300 - kept} sections left out.**" in text


def test_a_block_of_code_that_is_cut_is_closed() -> None:
    text = trim("# A\n\n~~~~text\n" + "a line of output\n" * 500 + "~~~\n~~~~\n\n## B\n\nend\n", LEAST)
    tokens = GITHUB.parse(text)
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2"]
    (fence,) = [token for token in tokens if token.type == "fence"]
    assert set(fence.content.splitlines()) == {"a line of output"}


def test_a_heading_within_a_block_of_code_begins_no_section() -> None:
    text = trim("# A\n\n```\n# no heading\n" + "x\n" * 2000 + "```\n", LEAST)
    assert [token.tag for token in GITHUB.parse(text) if token.type == "heading_open"] == ["h1"]


def test_folded_parts_that_are_cut_are_closed() -> None:
    inner = f"<details>\n<summary>more</summary>\n\n{table(100)}\n</details>\n"
    text = trim(
        f"# A\n\n<div>\n\n<details>\n<summary>all</summary>\n\n{inner}\n</details>\n\n</div>\n\n## B\n\nend\n", 2000
    )
    assert tags(text) == []
    assert text.count("</details>") == 2
    assert "## B\n\nend" in text


def test_a_comment_that_is_cut_is_closed() -> None:
    text = trim("# A\n\n<!--\n" + "hidden\n" * 500 + "-->\n\n## B\n\nend\n", LEAST)
    assert text.count("<!--") == text.count("-->") == 1
    assert GITHUB.render(text).endswith("left out.</strong></p>\n")


def test_tags_that_are_only_shown_are_no_tags() -> None:
    assert "</details>" not in trim("# A\n\n" + "`<details>` is a tag, <https://acme.test/> none\n\n" * 100, LEAST)


def test_nothing_is_promised_and_then_left_out() -> None:
    folded = f"<details>\n<summary>s</summary>\n\n{'y' * 3000}\n\n</details>\n"
    text = trim(f"# A\n\n## B\n\n{TABLE}| {'x' * 3000} |\n\n## C\n\n{folded}", 2000)
    assert "| --- |" not in text
    assert "<details>" not in text
    assert "## B\n\n*" in text


def test_where_all_of_it_is_stands_at_the_end() -> None:
    assert trim(table(1000), 3000, "[All of it](https://acme.test).").endswith("** [All of it](https://acme.test).\n")


def test_a_limit_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves no room"):
        trim(table(1000), LEAST - 1)
    with pytest.raises(ValueError, match="leaves no room"):
        trim(table(1000), LEAST, "x" * 500)


_PIECES = st.sampled_from(
    [
        "# One\n\n",
        "## Two\n\n",
        "text\n",
        "téxt 漢字 😀\n\n",
        table(3),
        "\n",
        table(30),
        "```text\nx\n# y\n```\n\n",
        "<details>\n<summary>more</summary>\n\n",
        "</details>\n\n",
        "- one\n  - two\n",
        "<!-- hidden -->\n",
        "x" * 900 + "\n",
        "> quoted\n",
    ]
)


@given(st.lists(_PIECES, max_size=120), st.integers(LEAST, 8000))
def test_any_text_fits_any_limit(pieces: list[str], limit: int) -> None:
    text = "".join(pieces)
    trimmed = trim(text, limit)
    assert size_of(trimmed) <= limit
    assert trimmed == text or "Shortened to fit" in trimmed


_BALANCED = st.recursive(
    _PIECES.filter(lambda piece: "details" not in piece),
    lambda inner: st.lists(inner, max_size=8).map(
        lambda held: "\n<details>\n<summary>more</summary>\n\n" + "".join(held) + "\n\n</details>\n\n"
    ),
    max_leaves=40,
)


@given(st.lists(_BALANCED, max_size=30), st.integers(LEAST, 6000))
def test_whatever_is_balanced_stays_balanced(pieces: list[str], limit: int) -> None:
    text = "".join(pieces)
    if not tags(text):
        trimmed = trim(text, limit)
        assert tags(trimmed) == []
        last = GITHUB.parse(trimmed)[-1].type if trimmed.strip() else "paragraph_close"
        assert trimmed == text or last == "paragraph_close"
