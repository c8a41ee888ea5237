"""Laws of edits, over every scope file of this repository and over documents in every layout."""

import random
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from readiness.edit import Append, Change, Drop, EditError, Put, edited
from readiness.edit.composing import compose
from readiness.model.evidence import Json
from readiness.render.templates import demo_files
from tests.edit import laws
from tests.edit.layouts import Layout, document

ROOT = Path(__file__).parents[2]
FILES = sorted(path for folder in ("scopes", "tests/cases", "tests/rules") for path in (ROOT / folder).rglob("*.y*ml*"))
NEW = "fresh_key"
chances = st.integers(0, 2**32).map(random.Random)
VALUES: tuple[Json, ...] = (
    "word",
    "#12",
    "no",
    "several\nlines\n",
    None,
    True,
    5,
    {},
    [],
    ["a", "b: c"],
    {"ref": "github:acme/shop#7", "due": "2026-12-01", "risk": "a text: with a colon"},
    {"id": "x", "follow_up": {"ref": "#1"}, "paths": ["src/**"], "evidence": [{"kind": "junit", "path": "a.xml"}]},
)


def of_files() -> dict[Path, str]:
    found = {}
    for path in FILES:
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        if laws.read(text) is not None:
            found[path] = text
    days = dict.fromkeys(("dashboard_due", "launch", "signed", "today"), "2026-12-15")
    demo = {ROOT / "templates/demo" / name: text for name, text in demo_files(days).items() if name.endswith(".yaml")}
    return found | demo


TEXTS = of_files()
texts = st.sampled_from(sorted(TEXTS)).map(TEXTS.__getitem__)
everything = texts | chances.map(document)
generated = chances.map(lambda chance: Layout(chance, "\n").data(2))
values = st.sampled_from(VALUES) | generated


def test_the_laws_are_held_against_most_scope_files() -> None:
    assert len(TEXTS) > 100
    assert any("integrations-platform" in path.parts for path in TEXTS)
    assert any("demo" in path.parts for path in TEXTS)


@pytest.mark.parametrize("path", sorted(TEXTS), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_key_that_is_added_anywhere_in_a_scope_file_and_dropped_gives_the_same_bytes(path: Path) -> None:
    text = TEXTS[path]
    found = [(route, value) for route, value in laws.routes(laws.read(text)) if isinstance(value, dict)]
    for number, (route, mapping) in enumerate(found[:: max(1, len(found) // 12)]):
        after = list(mapping)[number % len(mapping)] if mapping else ""
        put = Put((*route, NEW), VALUES[number % len(VALUES)], after=("nowhere", after))
        laws.added_and_dropped_gives_the_same_bytes(text, put, Drop((*route, NEW)))


@settings(deadline=None)
@given(text=everything, value=values, data=st.data())
def test_a_key_that_is_added_and_dropped_gives_the_same_bytes(text: str, value: Json, data: st.DataObject) -> None:
    document = laws.read(text)
    assume(document is not None)
    mappings = [(route, there) for route, there in laws.routes(document) if isinstance(there, dict)]
    route, there = data.draw(st.sampled_from(mappings))
    after = tuple(data.draw(st.lists(st.sampled_from(sorted(there)), max_size=2))) if there else ()
    put = Put((*route, NEW), value, after)
    laws.added_and_dropped_gives_the_same_bytes(text, put, Drop((*route, NEW)))


@settings(deadline=None)
@given(text=everything, value=values, data=st.data())
def test_an_element_that_is_appended_and_dropped_gives_the_same_bytes(
    text: str, value: Json, data: st.DataObject
) -> None:
    document = laws.read(text)
    lists = [(route, there) for route, there in laws.routes(document) if isinstance(there, list)]
    assume(lists)
    route, there = data.draw(st.sampled_from(lists))
    append = Append(route, value)
    laws.added_and_dropped_gives_the_same_bytes(text, append, Drop((*route, len(there))))


@settings(deadline=None)
@given(text=everything, data=st.data())
def test_a_list_that_is_made_and_dropped_gives_the_same_bytes(text: str, data: st.DataObject) -> None:
    document = laws.read(text)
    assume(document is not None)
    route = data.draw(st.sampled_from([route for route, there in laws.routes(document) if isinstance(there, dict)]))
    append = Append((*route, NEW), {"id": "first"})
    laws.added_and_dropped_gives_the_same_bytes(text, append, Drop((*route, NEW)))


@settings(deadline=None)
@given(text=everything, new=st.sampled_from(["word", "two words", "#12", "a: b", "it's"]), data=st.data())
def test_a_scalar_is_replaced_alone_and_put_back_as_it_was(text: str, new: str, data: st.DataObject) -> None:
    document = laws.read(text)
    found = [
        (route, there)
        for route, there in laws.routes(document)
        if route and not isinstance(there, dict | list) and there not in (new, None)
    ]
    assume(found)
    route, old = data.draw(st.sampled_from(found))
    laws.a_scalar_put_back_gives_the_same_bytes(text, route, old, new)


@settings(deadline=None)
@given(text=everything, value=values, data=st.data())
def test_comments_on_other_things_stay(text: str, value: Json, data: st.DataObject) -> None:
    document = laws.read(text)
    found = [route for route, _ in laws.routes(document) if route]
    assume(found)
    route = data.draw(st.sampled_from(found))
    changes: list[Change] = [Drop(route), Put(route, value), Append(route, value)]
    laws.other_comments_stay(text, data.draw(st.sampled_from(changes)))


@settings(deadline=None)
@given(text=everything, value=values, data=st.data())
def test_any_value_replaces_any_other_or_is_refused(text: str, value: Json, data: st.DataObject) -> None:
    document = laws.read(text)
    found = [route for route, _ in laws.routes(document) if route]
    assume(found)
    route = data.draw(st.sampled_from(found))
    new = laws.attempt(text, Put(route, value))
    if new is not None:
        assert edited(new, [Put(route, value)]) == new


@settings(deadline=None)
@given(text=everything, data=st.data())
def test_putting_what_is_there_changes_nothing(text: str, data: st.DataObject) -> None:
    document = laws.read(text)
    assume(document is not None)
    route, there = data.draw(st.sampled_from(list(laws.routes(document))))
    assert edited(text, [Put(route, there)]) == text


@settings(deadline=None)
@given(text=st.text(alphabet="ab:-#[]{}|>&*!\"'?, \n\t%@~0", max_size=40))
def test_any_text_is_edited_or_refused(text: str) -> None:
    try:
        compose(text)
    except EditError:
        return
    document = laws.read(text)
    for route, _ in list(laws.routes(document))[1:]:
        laws.attempt(text, Put(route, "word"))
        laws.attempt(text, Drop(route))
        laws.attempt(text, Append(route, "word"))
        laws.attempt(text, Put((*route, NEW), "word"))
