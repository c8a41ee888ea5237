"""Each problem points at the very token that is wrong, and each route of the model at what is written for it."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.model.evidence import Json
from readiness.model.loaded import Documents
from readiness.model.place import Location, Place, Route

Load = Callable[..., Documents]

IDS = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4})?", fullmatch=True)
TITLES = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=12).map(
    lambda text: f"T {text}"
)
DAYS = st.dates(date(2026, 1, 1), date(2027, 1, 1)).map(str)
EVIDENCE = st.fixed_dictionaries(
    {"kind": st.just("junit"), "path": st.just("reports/a.xml")},
    optional={
        "max_skipped": st.integers(0, 9),
        "max_age": st.sampled_from(["3d", "15m"]),
        "covers": st.just(["src/**"]),
    },
)
ITEMS = st.fixed_dictionaries(
    {"id": IDS, "title": TITLES, "class": st.just("launch-critical")},
    optional={
        "priority": st.sampled_from(["p0", "p4"]),
        "rollback": st.fixed_dictionaries({"steps": st.just("docs/ops.md#undo"), "within": st.just("15m")}),
        "evidence": st.lists(EVIDENCE, min_size=1, max_size=2),
        "needs": st.lists(IDS, min_size=1, max_size=3),
    },
)
SCOPES = st.fixed_dictionaries(
    {"kind": st.just("scope"), "id": IDS, "title": TITLES, "items": st.lists(ITEMS, min_size=1, max_size=3)},
    optional={
        "launch": DAYS,
        "surfaces": st.dictionaries(IDS, st.fixed_dictionaries({"paths": st.just(["src/**"])}), max_size=2),
    },
)
WRONG = "WRONG ONE"
"""What nothing in a scope may be, but a title or a pattern."""


def scalars(value: Json, route: Route = ()) -> Iterator[Route]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from scalars(inner, (*route, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from scalars(inner, (*route, index))
    else:
        yield route


def changed(value: Json, route: Route, new: Json) -> Json:
    if not route:
        return new
    if isinstance(value, dict):
        return {key: changed(inner, route[1:], new) if key == route[0] else inner for key, inner in value.items()}
    assert isinstance(value, list)
    return [changed(inner, route[1:], new) if index == route[0] else inner for index, inner in enumerate(value)]


def renamed(value: Json, route: Route, new: str) -> Json:
    if len(route) > 1:
        assert isinstance(value, dict | list)
        return changed(value, route[:1], renamed(value[route[0]], route[1:], new))  # type: ignore[index]
    assert isinstance(value, dict)
    return {new if key == route[0] else key: inner for key, inner in value.items()}


def block(value: Json, indent: str = "") -> str:
    """Write `value` as block YAML, every scalar in quotes or as JSON; flow style is what `json.dumps` gives."""
    if isinstance(value, dict) and value:
        return "".join(f"\n{indent}{key}:{block(inner, indent + '  ')}" for key, inner in value.items())
    if isinstance(value, list) and value:
        return (
            "".join(f"\n{indent}- # an element{block(inner, indent + '  ')}" for inner in value)
            if any(isinstance(inner, dict | list) for inner in value)
            else " " + json.dumps(value, ensure_ascii=False)
        )
    return " " + json.dumps(value, ensure_ascii=False)


def written(value: Json, style: str) -> str:
    return block(value).lstrip("\n") + "\n" if style == "block" else json.dumps(value, ensure_ascii=False, indent=1)


def token_at(text: str, location: Location) -> str:
    return text.splitlines()[location.line - 1][location.column - 1 :]


anywhere = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=timedelta(seconds=2))


@anywhere
@given(scope=SCOPES, style=st.sampled_from(["block", "flow"]), data=st.data())
def test_a_wrong_value_is_reported_where_it_is_written(
    scope: Json, style: str, data: st.DataObject, loaded: Load
) -> None:
    free = ("title", "path", "steps", "covers", "paths")
    routes = [route for route in scalars(scope) if not any(part in free for part in route)]
    route = data.draw(st.sampled_from(routes))
    text = written(changed(scope, route, WRONG), style)
    problems = loaded({"scopes/x.yaml": text.encode()}).problems
    assert len(problems) == 1
    assert problems[0].location is not None
    assert token_at(text, problems[0].location).startswith(f'"{WRONG}"')


@anywhere
@given(scope=SCOPES, style=st.sampled_from(["block", "flow"]), data=st.data())
def test_an_unknown_key_is_reported_where_it_is_written(
    scope: Json, style: str, data: st.DataObject, loaded: Load
) -> None:
    keyed = [route for route in scalars(scope) if isinstance(route[-1], str) and route[-1] not in ("kind", "path")]
    route = data.draw(st.sampled_from(keyed))
    text = written(renamed(scope, route, f"{route[-1]}x"), style)
    problems = [problem for problem in loaded({"scopes/x.yaml": text.encode()}).problems if problem.code == "RDY010"]
    assert len(problems) == 1
    assert problems[0].location is not None
    assert token_at(text, problems[0].location).lstrip('"').startswith(f"{route[-1]}x")


@anywhere
@given(scope=SCOPES, style=st.sampled_from(["block", "flow"]))
def test_every_route_leads_to_its_token(scope: Json, style: str, loaded: Load) -> None:
    text = written(scope, style)
    documents = loaded({"scopes/x.yaml": text.encode()})
    assert not documents.problems
    for route in scalars(scope):
        value: Json = scope
        for part in route:
            assert isinstance(value, dict | list)
            value = value[part]  # type: ignore[index]
        token = token_at(text, documents.locate(Place("scopes/x.yaml", route)))
        assert token.startswith(json.dumps(value, ensure_ascii=False))


SHORT = """\
kind: scope
id: launch
title: Launch
owner:
items:
  - id: a
    title: A
    class: launch-critical
    rollback: docs/ops.md#undo
    needs: b
    evidence: {signoff: counsel, max_age: 3d}
  - id: b
    title: B
    class: deferred
    evidence: reports/a.xml
    follow_up: "github:acme/platform#8"
"""


@pytest.mark.parametrize(
    ("route", "place"),
    [
        (("items", 0, "rollback", "steps"), (9, 15)),
        (("items", 0, "needs", 0), (10, 12)),
        (("items", 0, "evidence", 0), (11, 15)),
        (("items", 0, "evidence", 0, "who"), (11, 25)),
        (("items", 0, "evidence", 0, "kind"), (11, 16)),
        (("items", 0, "evidence", 0, "id"), (11, 16)),
        (("items", 0, "evidence", 0, "max_age"), (11, 43)),
        (("items", 0, "evidence", 0, "path"), (11, 15)),
        (("items", 1, "evidence", 0, "path", 0), (15, 15)),
        (("items", 1, "follow_up", "ref"), (16, 16)),
        (("items", 1, "follow_up", "due"), (16, 16)),
        (("items", 1, "owner"), (12, 5)),
        (("items", 7, "owner"), (6, 3)),
        (("owner",), (4, 1)),
        (("launch",), (1, 1)),
        ((), (1, 1)),
    ],
)
def test_a_route_is_followed_as_far_as_something_is_written(route: Route, place: tuple[int, int], loaded: Load) -> None:
    documents = loaded({"scopes/x.yaml": SHORT.encode()})
    assert not documents.problems
    assert documents.locate(Place("scopes/x.yaml", route)) == Location("scopes/x.yaml", *place)


def test_a_place_in_a_file_that_was_not_loaded_is_the_file(loaded: Load) -> None:
    assert loaded({}).locate(Place("docs/ops.md", ("a",))) == Location("docs/ops.md")


def test_conditions_lie_under_the_place_of_their_evidence(loaded: Load) -> None:
    conditions = loaded({"scopes/x.yaml": SHORT.encode()}).conditions
    signoff = conditions[Place("scopes/x.yaml", ("items", 0, "evidence", 0))]
    assert (signoff.who, len(conditions)) == ("counsel", 2)
