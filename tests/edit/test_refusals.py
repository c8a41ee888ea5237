"""What is not edited: each refusal says why, where and what to do, and what is next to it can be edited."""

import pytest

from readiness.edit import Append, Change, Drop, EditError, Put, UnfaithfulEditError, edited, editing
from readiness.edit.flows import Splice

ANCHORED = "base: &base\n  x: 1\n  y: 2\nsame: *base\ntag: !!str 12\n? long\n: value\nfree: 1\n"


@pytest.mark.parametrize(
    ("text", "change", "reason", "line"),
    [
        (ANCHORED, Put(("base", "x"), 2), "anchor, an alias or a tag", 1),
        (ANCHORED, Put(("same", "x"), 2), "anchor, an alias or a tag", 4),
        ("a: &x {b: {c: 1}}\nd: *x\n", Put(("d", "b", "c"), 2), "anchor, an alias or a tag", 2),
        (ANCHORED, Drop(("base",)), "holds an anchor", 1),
        (ANCHORED, Put(("base",), 1), "holds an anchor", 1),
        (ANCHORED, Put(("tag",), 1), "an anchor or a tag", 5),
        (ANCHORED, Put(("long",), 1), "written in a way", 6),
        (ANCHORED, Drop(("long",)), "written in a way", 6),
        ("a: [&x 1, *x]\n", Drop(("a", 0)), "holds an anchor", 1),
        ("a: 1\n---\nb: 2\n", Put(("a",), 2), "a second document", 2),
        ("a: 1\na: 2\n", Put(("a",), 2), "a second time", 2),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", Put(("a",), 2), "merge keys", 3),
        ("a: !secret x\nb: 1\n", Put(("b",), 2), "the tag `!secret`", 1),
        ("a: .inf\nb: 1\n", Put(("b",), 2), "no number", 1),
        ("[a]: 1\nb: 1\n", Put(("b",), 2), "no plain word", 1),
        ("a: 1\n\tb: 2\n", Put(("a",), 2), "no YAML", 2),
        ("a: [1\n", Put(("a",), 2), "no YAML", 2),
        ("a: 1\r", Put(("a",), 2), "control character U+000D", 1),
        ("a: \x1b\n", Put(("a",), 2), "control character U+001B", 1),
        ("", Put(("a",), 2), "the file is empty", 0),
        ("# nothing\n", Put(("a",), 2), "the file is empty", 0),
        ("a: *x\n", Put(("a",), 2), "an alias leads to nothing", 1),
        ("a: " + "[" * 70 + "]" * 70, Put(("b",), 2), "nested more than 64 deep", 1),
        ("a: 1\n", Drop(("a",)), "all that the document holds", 1),
        ("a: 1\n", Put((), [1]), "the document as a whole", 0),
        ("a: 1\n", Drop(()), "there is no", 0),
        ("a: 1\n", Drop(("b", "c")), "there is no `b.c`", 0),
        ("a: 1\n", Put(("b", "c"), 1), "`b` is no mapping", 0),
        ("a: word\n", Put(("a", "c"), 1), "`a` is no mapping", 0),
        ("a: [1]\n", Put(("a", 5), 1), "`a` is no mapping", 0),
        ("a: |\n  text", Put(("b",), 1), "ends inside of a text", 1),
        ("a: |+\n  text\nb: 1\n\nc: 2\n", Drop(("b",)), "would become part of the text", 4),
        ("a: [  # empty\n]\n", Append(("a",), 1), "the brackets are empty", 1),
        ("a: [1, # one\n  2]\n", Drop(("a", 1)), "a comment stands between the brackets", 1),
        ("a:\n  b: 1\n  c: 2  # two\n", Append(("a",), 1), "holds comments that would be lost", 2),
        ("a: {b, c: 1}\n", Put(("a", "d"), 1, after=("b",)), "has no value", 1),
        ("a: [b: 1]\n", Put(("a", 0, "c"), 1), "between these brackets", 1),
    ],
)
def test_a_refusal_says_why_and_where(text: str, change: Change, reason: str, line: int) -> None:
    with pytest.raises(EditError) as caught:
        edited(text, [change])
    assert reason in caught.value.reason
    assert caught.value.line == line
    assert caught.value.action


def test_what_stands_beside_anchors_and_tags_is_edited() -> None:
    new = edited(ANCHORED, [Put(("free",), 2), Put(("fresh",), 3)])
    assert new == ANCHORED.replace("free: 1\n", "free: 2\nfresh: 3\n")


def test_an_alias_gives_way_to_a_value() -> None:
    assert edited("a: &x 1\nb: *x  # same\n", [Put(("b",), 2)]) == "a: &x 1\nb: 2  # same\n"


def test_of_several_changes_none_is_made_if_one_is_refused() -> None:
    with pytest.raises(EditError, match="there is no"):
        edited("a: 1\n", [Put(("a",), 2), Drop(("b",))])


@pytest.mark.parametrize("splice", [(0, 1, "b"), (5, 5, "c: 2\n"), (3, 4, "[")])
def test_an_edit_that_says_something_else_is_never_returned(splice: Splice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "_splices", lambda *_: [splice])
    with pytest.raises(UnfaithfulEditError):
        edited("a: 1\n", [Put(("a",), 2)])
