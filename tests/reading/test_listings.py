"""Marked lists in Markdown: where they begin, what an entry names, and what is wrong with markers."""

from textwrap import dedent

import pytest

from readiness.reading.listings import Listing, listings


def read(text: str) -> list[Listing]:
    return list(listings(dedent(text).encode()))


def names(text: str) -> list[str]:
    """Return what the one list around `text` names."""
    [only] = listings(f"<!-- readiness:scope=shop -->\n{dedent(text)}\n<!-- readiness:end -->\n".encode())
    assert only.flaw is None
    return only.names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("- `deploy`\n- `search`", ["deploy", "search"], id="bullets"),
        pytest.param("1. `deploy`\n2. `search`", ["deploy", "search"], id="numbers"),
        pytest.param("- [ ] Deploys (`deploy`)\n- [x] `search`", ["deploy", "search"], id="boxes"),
        pytest.param("- [Deploys](#deploy)", ["deploy"], id="a link within the page"),
        pytest.param("- [`deploy`](#item-deploy)", ["deploy"], id="code in a link comes before its target"),
        pytest.param('- <a id="deploy"></a>Deploys', ["deploy"], id="an anchor"),
        pytest.param("- [The manual](manual.md#deploy)", [], id="a link to another page is no name"),
        pytest.param("- `deploy` needs `health-checks`", ["deploy"], id="only the first"),
        pytest.param("- `nox -s tests` proves `suite`", ["suite"], id="what cannot be an id is prose"),
        pytest.param("- `deploy`\n  - by `nobody`\n\n  `later`", ["deploy"], id="what is indented below is prose"),
        pytest.param("- Day one\n  - `deploy`\n  - `search`", ["deploy", "search"], id="groups without a name"),
        pytest.param("Some `prose`.\n\n- `deploy`", ["deploy"], id="prose around"),
        pytest.param("- no name\n- `deploy`", ["deploy"], id="an entry without a name"),
        pytest.param("- `deploy`\n- `deploy`", ["deploy", "deploy"], id="twice"),
        pytest.param("```\n- `deploy`\n```", [], id="code"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_an_entry_names_the_first_thing_in_it_that_can_be_an_id(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_row_of_a_table_is_an_entry_and_its_head_is_none() -> None:
    table = "\n| `item` | Who |\n| --- | --- |\n| `deploy` | `ops` |\n| Search | `search` |\n"
    assert names(table) == ["deploy", "search"]


def test_a_list_is_between_its_markers_and_nowhere_else() -> None:
    [one, other] = read("""\
        - `before`

        <!--readiness:scope=shop-->
        - `inside`
        <!-- readiness:end -->
        - `between`

        <!-- readiness:scope=bakery
             class=deferred -->
        - `later`
        <!-- readiness:end -->
        - `after`
        """)
    assert one == Listing(3, "shop", None, ["inside"])
    assert other == Listing(8, "bakery", "deferred", ["later"])


def test_a_marker_within_a_line_counts_from_there() -> None:
    [only] = read("Some words\nand <!-- readiness:scope=shop --> more\n\n- `deploy`\n\n<!-- readiness:end -->\n")
    assert (only.line, only.names, only.flaw) == (2, ["deploy"], None)


@pytest.mark.parametrize(
    "text",
    [
        "```html\n<!-- readiness:scope=shop -->\n```\n",
        "    <!-- readiness:scope=shop -->\n",
        "Write `<!-- readiness:scope=shop -->` above it.\n",
        "<!-- readiness:scopes -->\n<!-- readiness:end -->\n",
        "<!-- readiness:end -->\n",
    ],
)
def test_what_stands_in_code_or_is_another_comment_is_no_marker(text: str) -> None:
    assert listings(text.encode()) == []


def flaws(text: str) -> list[str | None]:
    return [one.flaw for one in read(text)]


def test_a_list_without_an_end_says_so() -> None:
    assert flaws("<!-- readiness:scope=shop -->\n- `deploy`\n") == ["it has no `<!-- readiness:end -->`"]


def test_of_lists_within_one_another_each_says_where_the_other_is() -> None:
    text = "<!-- readiness:scope=a -->\n<!-- readiness:scope=b -->\n<!-- readiness:end -->\n<!-- readiness:end -->\n"
    assert flaws(text) == ["another list begins in it, at line 2", "it begins within another list, that of line 1"]


def test_an_end_too_many_is_told_of_the_list_before() -> None:
    text = "<!-- readiness:scope=a -->\n<!-- readiness:end -->\n\n<!-- readiness:end -->\n"
    assert flaws(text) == ["`<!-- readiness:end -->` is there once more, at line 4"]


def test_the_same_list_twice_in_a_file_is_told_of_the_second() -> None:
    one = "<!-- readiness:scope=a class=deferred -->\n<!-- readiness:end -->\n"
    assert flaws(one + one) == [None, "the same list is marked at line 1 already"]
    assert flaws(one + one.replace("deferred", "launch-critical")) == [None, None]


@pytest.mark.parametrize("attribute", ["of=all", "class=deferred class=deferred", "deferred"])
def test_an_attribute_that_is_not_understood_is_a_flaw(attribute: str) -> None:
    [flaw] = flaws(f"<!-- readiness:scope=a {attribute} -->\n<!-- readiness:end -->\n")
    assert flaw is not None
    assert "is not understood" in flaw


def test_bytes_that_are_not_utf_8_are_no_part_of_a_name() -> None:
    data = b"<!-- readiness:scope=shop -->\n- `d\xff` and `deploy`\n<!-- readiness:end -->\n"
    assert [one.names for one in listings(data)] == [["deploy"]]
