"""What a change looks like: whole texts before and after it, one layout a case."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from readiness.edit import Append, Change, Drop, Put, edited

DEFERRAL = {"ref": "github:acme/shop#7", "risk": "Support answers by hand", "due": "2027-02-01"}


@dataclass(frozen=True, slots=True)
class Case:
    """A text, what is done to it, and what comes out."""

    title: str
    before: str
    changes: Sequence[Change]
    after: str


REPLACED = (
    Case(
        "a word keeps the comment behind it",
        "owner: finance    # until spring\n",
        [Put(("owner",), "payments")],
        "owner: payments    # until spring\n",
    ),
    Case(
        "a habit of quotes is kept",
        "a: 'one'\nb: \"two\"\n",
        [Put(("a",), "it's"), Put(("b",), 'say "x"')],
        "a: 'it''s'\nb: \"say \\\"x\\\"\"\n",
    ),
    Case(
        "quotes that were needed go with what needed them",
        "id: x\ntitle: Deploys\n",
        [Put(("title",), "Deploys: all of them"), Put(("title",), "Deploys")],
        "id: x\ntitle: Deploys\n",
    ),
    Case(
        "nothing becomes something",
        "owner:   # nobody yet\nid: x\n",
        [Put(("owner",), "finance")],
        "owner: finance   # nobody yet\nid: x\n",
    ),
    Case(
        "a text over several lines replaces a word",
        "items:\n  - why: short  # really\n    id: a\n",
        [Put(("items", 0, "why"), "one\n\ntwo\n")],
        "items:\n  - why: |  # really\n      one\n\n      two\n    id: a\n",
    ),
    Case(
        "a word replaces a text over several lines",
        "why: |  # really\n    one\n\n    two\n\nid: a\n",
        [Put(("why",), "short")],
        "why: short  # really\n\nid: a\n",
    ),
    Case(
        "folded text stays folded, as deep as it was",
        "why: >-\n     a long\n     story\nid: a\n",
        [Put(("why",), "another story")],
        "why: >-\n     another story\nid: a\n",
    ),
    Case(
        "a short form becomes a mapping in brackets, where others are",
        'items:\n  - id: a\n    follow_up: {ref: "#1", due: 2027-01-01}\n  - id: b\n    follow_up: "#7"  # soon\n',
        [Put(("items", 1, "follow_up"), {"ref": "#7", "due": "2027-02-01"})],
        'items:\n  - id: a\n    follow_up: {ref: "#1", due: 2027-01-01}\n  - id: b\n'
        '    follow_up: {ref: "#7", due: 2027-02-01}  # soon\n',
    ),
    Case(
        "a short form becomes a mapping in lines, with the quotes that it had",
        'items:\n- id: b\n  follow_up: "github:acme/shop#7"  # soon\n  # of the item\n- id: c\n',
        [Put(("items", 0, "follow_up"), DEFERRAL)],
        'items:\n- id: b\n  follow_up:  # soon\n    ref: "github:acme/shop#7"\n    risk: Support answers by hand\n'
        "    due: 2027-02-01\n  # of the item\n- id: c\n",
    ),
    Case(
        "of a mapping only what differs is written",
        "follow_up:\n  # agreed in the review\n  due: 2027-01-01   # a Friday\n  ref: '#7'\n  owner: me\nid: a\n",
        [Put(("follow_up",), {"ref": "#7", "risk": "Small", "due": "2027-02-01"})],
        "follow_up:\n  # agreed in the review\n  due: 2027-02-01   # a Friday\n  ref: '#7'\n  risk: Small\nid: a\n",
    ),
    Case(
        "of a list only what differs is written",
        "needs:\n  - a  # first\n  - b  # second\n  - c  # third\n",
        [Put(("needs",), ["a", "x", "c", "d"])],
        "needs:\n  - a  # first\n  - x  # second\n  - c  # third\n  - d\n",
    ),
    Case(
        "what is in one line replaces what is in several",
        "a:  # kept\n    b: 1\n    # lost with what it is about\n    c: 2\n  # kept too\nd: 3\n",
        [Put(("a",), "word")],
        "a: word  # kept\n  # kept too\nd: 3\n",
    ),
    Case(
        "a comment that touches its value gets a space",
        "a: {b: 1}# one\nc: [2]# two\nd: '#x'# three\n",
        [Put(("a",), "word"), Put(("c",), {"e": 3}), Put(("d",), 4)],
        "a: word # one\nc: {e: 3} # two\nd: 4 # three\n",
    ),
    Case(
        "one value stands for a list of one",
        "evidence: {signoff: cfo}\n",
        [Put(("evidence", 0, "date"), "2026-12-01")],
        "evidence: {signoff: cfo, date: 2026-12-01}\n",
    ),
)

ADDED = (
    Case(
        "a key goes behind the sibling that is named",
        "items:\n    -   id: a\n        class: deferred  # for now\n        owner: me\n    # the next\n    -   id: b\n",
        [Put(("items", 0, "follow_up"), DEFERRAL, after=("title", "class"))],
        "items:\n    -   id: a\n        class: deferred  # for now\n        follow_up:\n"
        "            ref: github:acme/shop#7\n            risk: Support answers by hand\n"
        "            due: 2027-02-01\n        owner: me\n    # the next\n    -   id: b\n",
    ),
    Case(
        "the last key stands before the comment on what follows",
        "items:\n- id: a\n  title: A\n\n# the second\n- id: b\n\n# the end\n",
        [Put(("items", 0, "owner"), "me"), Put(("items", 1, "owner"), "me")],
        "items:\n- id: a\n  title: A\n  owner: me\n\n# the second\n- id: b\n  owner: me\n\n# the end\n",
    ),
    Case(
        "an element comes as its neighbours do",
        "items:\n  # the first\n  - id: a\n    title: A\n\n  - id: b\n    title: B\n\n"
        "  # - id: c, some day\nowner: me\n",
        [Append(("items",), {"id": "x", "title": "X: the unknown", "needs": ["a", "b"]})],
        "items:\n  # the first\n  - id: a\n    title: A\n\n  - id: b\n    title: B\n\n"
        '  - id: x\n    title: "X: the unknown"\n    needs: [a, b]\n\n  # - id: c, some day\nowner: me\n',
    ),
    Case(
        "an element comes in brackets, if that before it does",
        "items:\n-  {id: a, title: A}   # first\n-  {id: b, title: B}\n",
        [Append(("items",), {"id": "x", "why": "one, two"})],
        'items:\n-  {id: a, title: A}   # first\n-  {id: b, title: B}\n-  {id: x, why: "one, two"}\n',
    ),
    Case(
        "brackets that would be too wide become lines",
        "items:\n  - {id: a}\n",
        [Append(("items",), {"id": "x", "why": "w" * 110})],
        f"items:\n  - {{id: a}}\n  - id: x\n    why: {'w' * 110}\n",
    ),
    Case(
        "empty brackets open up",
        "waivers: []   # none so far\n  # each needs an end\nowner: me\n",
        [Append(("waivers",), {"id": "w", "expires": "2027-01-10"})],
        "waivers:   # none so far\n  # each needs an end\n  - id: w\n    expires: 2027-01-10\nowner: me\n",
    ),
    Case("empty brackets stay for words", "needs: []\n", [Append(("needs",), "a")], "needs: [a]\n"),
    Case(
        "nothing becomes a list",
        "id: x\nwaivers:\n",
        [Append(("waivers",), {"id": "w"})],
        "id: x\nwaivers:\n  - id: w\n",
    ),
    Case(
        "one value becomes the first of a list",
        "evidence: reports/a.xml  # by CI\n",
        [Append(("evidence",), "reports/b.xml")],
        "evidence: [reports/a.xml, reports/b.xml]  # by CI\n",
    ),
    Case(
        "a section is separated as the others are",
        "kind: scope\n\nsurfaces:\n  a: {}\n\nitems:\n- id: a\n",
        [Append(("waivers",), {"id": "w"})],
        "kind: scope\n\nsurfaces:\n  a: {}\n\nitems:\n- id: a\n\nwaivers:\n- id: w\n",
    ),
    Case(
        "elements are quoted as their neighbours are",
        'paths: ["src/**", "docs/**"]\n',
        [Append(("paths",), "README.md")],
        'paths: ["src/**", "docs/**", "README.md"]\n',
    ),
    Case(
        "brackets over several lines get one more",
        "paths: [\n  src/a,   # first\n  src/b    # second\n]\n",
        [Append(("paths",), "src/c")],
        "paths: [\n  src/a,   # first\n  src/b,    # second\n  src/c\n]\n",
    ),
    Case(
        "brackets over several lines keep their last comma",
        "a: {\n    b: 1,\n    c: 2,  # two\n}\n",
        [Put(("a", "d"), 3), Put(("a", "e"), 4, after=("b",))],
        "a: {\n    b: 1,\n    e: 4,\n    c: 2,  # two\n    d: 3,\n}\n",
    ),
    Case("JSON stays JSON", '{"a": 1,"b": ["x"]}\n', [Put(("c",), 2)], '{"a": 1,"b": ["x"],"c": 2}\n'),
    Case(
        "a file keeps the line breaks of Windows",
        "a: 1\r\nb:\r\n- x\r\n",
        [Append(("b",), "z"), Put(("c",), {"d": 1})],
        "a: 1\r\nb:\r\n- x\r\n- z\r\nc:\r\n  d: 1\r\n",
    ),
    Case(
        "a colon between brackets needs no quotes in YAML 1.2",
        "a: {ref: github:acme/shop#7, due: 2027-01-01}  # soon\n",
        [Put(("a", "risk"), "Small", after=("ref",)), Put(("a", "due"), "2027-02-01")],
        "a: {ref: github:acme/shop#7, risk: Small, due: 2027-02-01}  # soon\n",
    ),
    Case("a file without a last line break gets none", "a: 1", [Put(("b",), 2)], "a: 1\nb: 2"),
    Case("a byte order mark stays", "\ufeffa: 1\n", [Put(("b",), 2), Put(("a",), 3)], "\ufeffa: 3\nb: 2\n"),
    Case(
        "markers of a document stay around it",
        "%YAML 1.2\n---\na: 1\n...\n# end\n",
        [Put(("b",), 2)],
        "%YAML 1.2\n---\na: 1\nb: 2\n...\n# end\n",
    ),
    Case(
        "a text over several lines has its own end",
        "a: |+\n  one\n\nb: |\n  two\n\nc: 1\n",
        [Put(("x",), 1, after=("a",)), Put(("y",), 2, after=("b",))],
        "a: |+\n  one\n\nx: 1\nb: |\n  two\ny: 2\n\nc: 1\n",
    ),
)

DROPPED = (
    Case(
        "a key goes with its comments, not with those above it",
        "a: 1\n# about b\nb: 2   # two\n    # more of b\n# about c\nc: 3\n",
        [Drop(("b",))],
        "a: 1\n# about b\n# about c\nc: 3\n",
    ),
    Case(
        "an element goes with the empty line before it",
        "items:\n  - id: a\n\n  - id: b\n    title: B\n\n  - id: c\n",
        [Drop(("items", 1))],
        "items:\n  - id: a\n\n  - id: c\n",
    ),
    Case(
        "the first key leaves its dash",
        "items:\n- id: a   # gone\n  title: A\n",
        [Drop(("items", 0, "id"))],
        "items:\n- title: A\n",
    ),
    Case(
        "the first key leaves its dash to a comment",
        "items:\n- id: a\n  # about the title\n  title: A\n",
        [Drop(("items", 0, "id"))],
        "items:\n-\n  # about the title\n  title: A\n",
    ),
    Case(
        "the last element leaves empty brackets, and what is said of them",
        "waivers:   # few\n  # each needs an end\n  - id: w\n    of: x\nowner: me\n",
        [Drop(("waivers", 0))],
        "waivers: []   # few\n  # each needs an end\nowner: me\n",
    ),
    Case("the last key leaves empty brackets", "a:\n- b: 1  # c\n", [Drop(("a", 0, "b"))], "a:\n- {}  # c\n"),
    Case("between brackets the comma goes too", "a: [x, y, z]\n", [Drop(("a", 2)), Drop(("a", 0))], "a: [y]\n"),
    Case("spaces between brackets stay", "a: { x: 1, y: 2 }\n", [Drop(("a", "x")), Drop(("a", "y"))], "a: { }\n"),
    Case(
        "an element with a line of its own takes it along",
        "a: [\n  x,  # one\n  y,\n  z   # three\n]\n",
        [Drop(("a", 0)), Drop(("a", 1))],
        "a: [\n  y\n]\n",
    ),
    Case("the last line takes its line break along", "a: 1\nb: 2", [Drop(("b",))], "a: 1"),
    Case("a text keeps its line break", "a: |\n  one\nb: 2", [Drop(("b",))], "a: |\n  one\n"),
    Case("one that stands for a list is the list", "a: 1\nevidence: x.xml\n", [Drop(("evidence", 0))], "a: 1\n"),
)


@pytest.mark.parametrize("case", [*REPLACED, *ADDED, *DROPPED], ids=lambda case: case.title)
def test_a_change_is_written_as_people_would(case: Case) -> None:
    assert edited(case.before, case.changes) == case.after
