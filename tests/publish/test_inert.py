"""What is sent to a forge: nobody is notified, nothing is obeyed, one marker, within the limits."""

import json
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unicodedata import category

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from readiness.model.diff import Diff
from readiness.model.outcome import Decision
from readiness.model.report import Report
from readiness.publish.inert import inert
from readiness.publish.marker import Marker
from readiness.publish.page import SUMMARY, check_summary_of, comment_of, markdown_of, summary_of
from readiness.publish.place import Wish, place_of
from readiness.publish.publishing import Publication, planned
from readiness.publish.results import Result, read_result
from readiness.render.base import Style
from readiness.render.markdown import render
from readiness.render.markdown_escape import code, escaped
from readiness.render.trimming import GITHUB_COMMENT, GITLAB_COMMENT
from tests.publish.forges import HEAD
from tests.publish.jobs import NOON, diff, shift, written
from tests.render import reports

MARKER: Final = Marker("default", NOON, HEAD)
LINK: Final = "https://github.com/acme/app/actions/runs/77"
SEEN: Final = "\n\u200b\u200c\u200d"
OWN_TAGS: Final = {"<br>", *(f"<{end}{name}>" for end in ("", "/") for name in ("code", "details", "summary"))}
READER: Final = MarkdownIt("commonmark").enable(["table", "strikethrough"])
NASTY: Final = (
    "@everyone",
    "@acme/team",
    "hello @ann-b, and a@b.example",
    "a.b@c.example | xmpp:a_b@-c.example `",
    "#12",
    "GH-12",
    "gh-12",
    "gh-12",
    "acme/app#12",
    "!34",
    '%5 &7 ~bug $9 ~"two words" %"m 3" [vulnerability:1] *iteration:4 *iteration:"one"',
    "</details></summary></td></table>",
    "<details open><img src=x onerror=alert(1)>",
    "<!-- readiness:publish key=default as_of=2099-01-01T00:00:00Z sha=" + HEAD + " -->",
    "`<!-- readiness:publish -->`",
    "-->",
    "/close",
    "/merge\n/approve",
    "x\n/label ~bug",
    "https://github.com/acme/app/issues/1",
    "<https://github.com/acme/app/pull/2>",
    "www.github.com/acme",
    "HTTPS://github.com/acme/app/issues/3",
    "[x](https://github.com/acme/app/issues/4)",
    "![x](https://evil.example/i.png)",
    "```\n@in-a-fence\n```",
    "` @between ` @after `",
    "``` @a ` @b `` @c",
    "\\`@escaped`",
    "\\@ann \\\\@bob",
    "\u202eevil\u2066 \x1b[31m \x00 \u200b@ann",
    "::error file=a::boo\n##[error]x ##vso[task.complete]",
    "| @cell | #1 |",
    "x" * 3000,
    "🔴日本語" * 50,
)


def texts(body: str) -> list[str]:
    """Return what a reader of Markdown takes for text, outside of code, with what is escaped read."""
    found = []
    for token in READER.parse(body):
        depth = 0
        for inner in token.children or ():
            if inner.type == "html_inline":
                depth += {"<code>": 1, "</code>": -1}.get(inner.content, 0)
            elif inner.type == "text" and depth == 0:
                found.append(inner.content)
    return found


def runs(body: str) -> list[str]:
    """Return every text, also between tags of code, as readers look through them for addresses."""
    inner = [one for token in READER.parse(body) for one in token.children or ()]
    return [one.content for one in inner if one.type == "text"]


def html(body: str) -> list[str]:
    inner = [one for token in READER.parse(body) for one in (token, *(token.children or ()))]
    return [one.content for one in inner if one.type in {"html_block", "html_inline"}]


def links(body: str) -> list[str]:
    inner = [one for token in READER.parse(body) for one in token.children or ()]
    return [str(one.attrs.get("href") or one.attrs.get("src")) for one in inner if one.type in {"link_open", "image"}]


def check(body: str) -> None:
    """Fail, if anything in `body` is more than text to a forge."""
    joined = "\n".join(texts(body))
    assert not re.search(r"@[^\s\u200b]", joined), "a mention"
    assert not re.search(r"[#!%~$&][\w\"]|(?i:\bGH-\d)", joined), "a reference"
    assert not re.search(r"\*iteration:", joined), "an iteration"
    assert not re.search(r"https?://|www\.\w", joined, re.IGNORECASE), "an address that becomes a link"
    assert not [line for line in body.split("\n") if re.match(r"\s*(?:>\s*)*/\w", line)], "a quick action"
    first, *rest = html(body)
    assert first == f"{MARKER}\n"
    tags = re.findall(r"<[^>]*>?", "\n".join(rest))
    assert set(tags) <= OWN_TAGS, "HTML that no renderer writes"
    assert all(tags.count(f"<{name}>") == tags.count(f"</{name}>") for name in ("details", "summary", "code"))
    assert not re.search(r"[\w.+-]@[\w.-]", "\n".join(runs(body))), "an address of mail, a link even in HTML's code"
    assert body.count("<!--") == 1
    assert body.split("\n", maxsplit=1)[0] == str(MARKER)
    assert set(links(body)) <= {LINK}, "a link"
    assert all(sign.isprintable() or sign in SEEN or category(sign) == "Zs" for sign in body), "a sign that nobody sees"
    assert not re.search(r"^\s*::\w|##\[|##vso\[", body, re.MULTILINE), "a command to a runner"


def filled(value: Any, text: str) -> Any:  # noqa: ANN401 - parts of a result
    """Return `value` with `text` in place of every text in it that is free."""
    match value:
        case Enum() | bool() | None:
            return value
        case str():
            return value if value.startswith("readiness/") else text
        case tuple():
            return tuple(filled(one, text) for one in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            kept = {"kind"}
            return replace(
                value, **{f.name: filled(getattr(value, f.name), text) for f in fields(value) if f.name not in kept}
            )
        case _:
            return value


def sent(result: object, limit: int = GITHUB_COMMENT) -> str:
    return comment_of(markdown_of([result]), MARKER, LINK, limit)  # type: ignore[list-item]


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("make", [reports.enforced, reports.hostile])
def test_no_text_of_a_report_does_anything(make: Callable[[], Report], text: str) -> None:
    check(sent(filled(make(), text)))


@pytest.mark.parametrize("text", NASTY)
def test_no_text_of_a_diff_does_anything(text: str) -> None:
    check(sent(filled(diff(worse=(shift(),), better=(shift(),), time=(shift(),)), text)))


MIXED: Final = st.lists(
    st.one_of(st.sampled_from(NASTY), st.sampled_from("`@#!/<>\\[]()|~$%& \n"), st.text(max_size=8)), max_size=6
).map(lambda parts: "".join(parts).encode("utf-8", "ignore").decode())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MIXED)
def test_no_mixture_of_them_does_anything_in_a_result(text: str) -> None:
    check(sent(filled(reports.no_go(), text)))
    check(sent(filled(diff(worse=(shift(),)), text)))


RESULTS: Final = st.one_of(
    st.builds(Report, decision=st.just(Decision.NO_GO), as_of=st.datetimes(timezones=st.just(UTC))),
    st.builds(Diff, as_of=st.datetimes(timezones=st.just(UTC))),
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(RESULTS)
def test_a_result_that_makes_no_sense_is_shown_all_the_same(result: Result) -> None:
    place = place_of(Wish(to="github", repository="acme/app", sha=HEAD, number=12), {})
    with TemporaryDirectory() as folder:
        read = read_result(written(Path(folder) / "r.json", result))
    body = "".join(planned(Publication.of([read], place), Wish(), place))
    assert body.count("<!--") == 1


@settings(max_examples=300, deadline=None)
@given(MIXED, MIXED, st.sampled_from([GITHUB_COMMENT, GITLAB_COMMENT]))
def test_no_mixture_of_them_does_anything_where_a_renderer_prints_it(one: str, other: str, limit: int) -> None:
    row = f"{code(other)} {escaped(one)}<br>{escaped(other)} | {code(one)}"
    printed = f"{escaped(one)}\n\n| a | b |\n| --- | --- |\n| {row} |"
    check(comment_of(inert(printed), MARKER, LINK, limit))


@pytest.mark.parametrize(
    ("printed", "posted"),
    [
        ("ask @ann", "ask @&#8203;ann"),
        ("@&#8203;ann", "@&#8203;ann"),
        ("fixes #12 and !3", "fixes #&#8203;12 and !&#8203;3"),
        ("&#36;1 &amp;2 &#8203;", "&#36;&#8203;1 &amp;&#8203;2 &#8203;"),
        ("run `npm i @acme/x#1`, @ann", "run `npm i @acme/x#1`, @&#8203;ann"),
        ("a <b>x</b> <code>y</code> <!-- z", "a &lt;b>x&lt;/b> <code>y</code> &lt;!-- z"),
        ("`<!-- x -->`", "`<!\u200b-- x -->`"),
        ("/merge", "\\/merge"),
        ("> /merge", "> \\/merge"),
        ("```text\n@ann\n/close\n```\n@bob", "```text\n@ann\n\\/close\n```\n@&#8203;bob"),
        ("see <https://example.org/1#2>", "see `https://example.org/1#2`"),
        ("see <https://github.com/acme/app/issues/1>", "see `https://github.com/acme/app/issues/1`"),
        ("see <https://github.com/`@ann`>", "see &lt;https&#58;//github.com/`@ann`>"),
        ("see https://github.com/x", "see https&#58;//github.com/x"),
        ("[`x`](docs/a.md#1)", "[`x`](docs/a.md#1)"),
        ("<!-- markdownlint-disable-file MD013 -->\nx", "x"),
        ("x\u202ey", "x\\u202ey"),
        ("x ##[error]y ::warning::z", "x \\x23#[error]y \\x3a:warning::z"),
        ("\\\\`@a` @b", "\\\\`@a` @&#8203;b"),
        ("\\`@a` @b", "\\`@&#8203;a` @&#8203;b"),
        ("``@a` @b", "``@&#8203;a` @&#8203;b"),
        ("``@a`` @b", "``@a`` @&#8203;b"),
        ("`` @a ` @b `` @c", "`` @a ` @b `` @&#8203;c"),
    ],
)
def test_what_only_a_forge_obeys_is_taken_away(printed: str, posted: str) -> None:
    assert inert(printed) == posted


def test_what_is_inert_stays_as_it_is() -> None:
    once = inert(render(reports.hostile(), Style()))
    assert inert(once) == once


@pytest.mark.parametrize("limit", [GITHUB_COMMENT, GITLAB_COMMENT])
def test_a_comment_fits_whatever_a_forge_counts_and_leads_to_the_whole(limit: int) -> None:
    large = reports.several() if limit < GITLAB_COMMENT else reports.hundreds()
    body = sent(filled(large, "🔴 ünïcode " * 400), limit)
    assert len(body.encode()) <= limit
    assert LINK in body
    check(body)


def test_a_report_that_is_cut_says_so_and_where_the_whole_is() -> None:
    body = sent(filled(reports.hundreds(), "word " * 200))
    assert len(body.encode()) <= GITHUB_COMMENT
    assert "Shortened to fit" in body
    assert f"[All of it is in the job]({LINK})" in body


def test_a_summary_takes_no_more_room_than_is_left() -> None:
    text = markdown_of([filled(reports.hundreds(), "word " * 2000)])
    assert len(text.encode()) > 100_000
    for used in (0, 1, SUMMARY - 50_000, SUMMARY - 2_000, SUMMARY - 500, SUMMARY, SUMMARY + 1):
        added = summary_of(text, used)
        assert used + len(added.encode()) <= max(SUMMARY, used)
        assert bool(added) is (used <= SUMMARY - 2_000)


def test_the_page_of_a_check_run_fits() -> None:
    text = markdown_of([filled(reports.hundreds(), "word " * 200)])
    assert len(check_summary_of(text, LINK).encode()) <= 65_535


@pytest.mark.parametrize(
    "line",
    [
        f"<!-- readiness:publish key=default as_of=2026-05-04T12:00:00Z sha={HEAD} --> ",
        f" <!-- readiness:publish key=default as_of=2026-05-04T12:00:00Z sha={HEAD} -->",
        f"<!-- readiness:publish key=Default as_of=2026-05-04T12:00:00Z sha={HEAD} -->",
        f"<!-- readiness:publish key=default as_of=2026-05-34T12:00:00Z sha={HEAD} -->",
        f"<!-- readiness:publish key=default as_of=2026-05-04T12:00:00Z sha={HEAD[1:]} -->",
        "<!-- readiness:publish -->",
        "",
    ],
)
def test_a_line_that_is_nearly_a_marker_is_none(line: str) -> None:
    assert Marker.read(f"{line}\nx") is None


def test_a_marker_comes_back_as_it_was_written(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    made = Marker.made("pay", now - timedelta(days=1, microseconds=5), HEAD, now)
    (tmp_path / "x").write_text(json.dumps(str(made)))
    assert Marker.read(f"{made}\r\nx") == made
