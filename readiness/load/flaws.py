"""What a model refuses about a document, as flaws: words and a route, one for each cause.

pydantic reports one error for each branch of a union, one for each missing key, and routes that name its own types.
Here they become what a person has to change, and where.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from readiness.load.marks import KEY
from readiness.model.documents.evidence import Evidence
from readiness.model.evidence import Json
from readiness.model.place import Part, Route
from readiness.model.problems import BY_SLUG
from readiness.model.wording import Words, either, is_echo, missing, nearest, refused, shown, suggestion, unknown_key


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with a document. A route that ends in `KEY` means the key itself."""

    words: Words
    route: Route


@dataclass(frozen=True, slots=True)
class _Error:
    """One error of pydantic with its route cleaned; `union` is the length of the route to the union it stems from."""

    detail: Mapping[str, Any]
    route: Route
    model: type[BaseModel]
    union: int | None


def flaws_of(error: ValidationError, model: type[BaseModel], data: Json, kinds: Sequence[str]) -> Iterator[Flaw]:
    """Yield what `error` says about `data`, which `model` refused; `kinds` are the kinds of evidence that exist."""
    errors = [_cleaned(detail, model, data) for detail in error.errors(include_url=False) if not is_echo(detail)]
    meant = {
        (*one.route[:-1], nearest(str(one.route[-1]), field_names(one.model)))
        for one in errors
        if one.detail["type"] == "extra_forbidden"
    }
    lacking = [one for one in errors if one.detail["type"] == "missing" and one.route not in meant]
    yield from _missing(lacking, data, kinds)
    rest = [one for one in errors if one.detail["type"] != "missing"]
    for _, group in groupby(rest, lambda one: (one.union is None and id(one)) or one.route[: one.union]):
        yield from _one_cause(list(group), data, kinds)


def _cleaned(detail: Mapping[str, Any], model: type[BaseModel], data: Json) -> _Error:
    here: Json = data
    route: list[Part] = []
    union = None
    for part in detail["loc"]:
        if isinstance(part, str) and part != KEY and not (isinstance(here, dict) and part in here):
            if part not in field_names(model):
                union = len(route) if union is None else union
                continue
            here = None if isinstance(here, dict) else here
        elif isinstance(here, dict) and isinstance(part, str):
            here = here.get(part)
        elif isinstance(here, list) and isinstance(part, int):
            here = here[part] if part < len(here) else None
        route.append(part)
        model = _below(model, part)
    return _Error(detail, tuple(route), model, union)


def _one_cause(errors: Sequence[_Error], data: Json, kinds: Sequence[str]) -> Iterator[Flaw]:
    """Yield the flaws of one value: of a union, what the branch that came furthest says, else what all of them want."""
    union = errors[0].union
    if union is None:
        yield _flaw(errors[0], data, kinds)
        return
    further = [one for one in errors if len(one.route) > union or one.detail["type"] in BY_SLUG]
    if further:
        yield from (_flaw(one, data, kinds) for one in further)
    else:
        yield Flaw(either([one.detail for one in errors], _name(errors[0].route)), errors[0].route)


def _flaw(error: _Error, data: Json, kinds: Sequence[str]) -> Flaw:
    if error.detail["type"] == "extra_forbidden":
        key = str(error.route[-1])
        return Flaw(unknown_key(key, field_names(error.model)), (*error.route, KEY))
    if error.model is Evidence and error.route[-1] == "id":
        written = written_at(data, error.route[:-1])
        if not (isinstance(written, dict) and "id" in written):
            # The id was made from the kind, so it is the kind that is wrong.
            kind = (*error.route[:-1], "kind")
            return Flaw(
                Words(
                    "unknown-value",
                    f"`kind` cannot be {shown(error.detail['input'])}",
                    suggestion(error.detail["input"], kinds),
                ),
                kind,
            )
    return Flaw(refused(error.detail, _name(error.route)), error.route)


def _missing(errors: Sequence[_Error], data: Json, kinds: Sequence[str]) -> Iterator[Flaw]:
    by_mapping: dict[Route, list[_Error]] = {}
    for one in errors:
        by_mapping.setdefault(one.route[:-1], []).append(one)
    for route, group in by_mapping.items():
        keys = [str(one.route[-1]) for one in group]
        if group[0].model is Evidence and "kind" in keys:
            yield _no_kind(route, written_at(data, route), kinds)
        elif group[0].model is not Evidence:  # its id is made from its kind, which then is what is wrong
            yield Flaw(missing(keys), route)


def _no_kind(route: Route, written: Json, kinds: Sequence[str]) -> Flaw:
    """Return the flaw of evidence whose kind cannot be told, neither from a key nor from a path."""
    listed = f"add `kind:`, one of {', '.join(sorted(kinds))}"
    if not isinstance(written, dict):
        return Flaw(Words("missing-key", f"the kind of evidence cannot be told from {shown(written)}", listed), route)
    for key in written:
        if key in kinds and key not in Evidence.model_fields:
            words = Words(
                "unknown-key", f"`{key}` is a kind of evidence, and has no short form", f"write `kind: {key}`"
            )
            return Flaw(words, (*route, key, KEY))
        if key not in Evidence.model_fields and (close := nearest(key, kinds)):
            return Flaw(
                Words("unknown-key", f"no kind of evidence is called {shown(key)}", f"did you mean `{close}`?"),
                (*route, key, KEY),
            )
    return Flaw(Words("missing-key", "`kind` is missing, and nothing here tells it", listed), route)


def written_at(data: Json, route: Route) -> Json:
    """Return what is written where `route` leads, as far as it is written."""
    for part in route:
        if isinstance(data, dict) and isinstance(part, str):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
    return data


def _name(route: Route) -> str:
    return next((part for part in reversed(route) if isinstance(part, str) and part != KEY), "the document")


def field_names(model: type[BaseModel]) -> list[str]:
    """Return the keys of `model` as they are written."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _below(model: type[BaseModel], part: Part) -> type[BaseModel]:
    for name, field in model.model_fields.items():
        if part in (name, field.alias):
            return _nested(field.annotation) or model
    return model


def _nested(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _nested(part)) is not None), None)
