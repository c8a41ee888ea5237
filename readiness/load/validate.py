"""Data to a typed document, or everything that is wrong with it at once.

Where the document as a whole is refused, the parts of it that are sound are still looked at for what types cannot say,
so that nobody has to correct a file twice.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from readiness.load.conditions import Conditions
from readiness.load.declarations import Parts, declared
from readiness.load.flaws import Flaw, flaws_of
from readiness.model.documents import KINDS
from readiness.model.documents.base import Day, Model
from readiness.model.documents.scope import Item, Phase, Scope, Waiver
from readiness.model.evidence import EvidenceKind, Json
from readiness.model.place import Route
from readiness.model.wording import Words, missing, shown, suggestion

M = TypeVar("M", bound=Model)

_DAY: TypeAdapter[Any] = TypeAdapter(Day)


@dataclass(frozen=True, slots=True)
class Checked:
    """A document, None where its type refuses it, with the conditions of its evidence by route, and all flaws."""

    document: Model | None
    conditions: Mapping[Route, Any]
    flaws: Sequence[Flaw]


def kind_of(data: Json) -> str | Flaw:
    """Return the kind of the document `data`, or why it has none."""
    if not isinstance(data, dict):
        return Flaw(
            Words("wrong-type", f"a document is a mapping, and this is {shown(data)}", "begin with `kind: scope`"), ()
        )
    if "kind" not in data:
        words = missing(["kind"])
        return Flaw(Words(words.slug, words.message, suggestion(None, (f"`kind: {kind}`" for kind in KINDS))), ())
    kind = data["kind"]
    if isinstance(kind, str) and kind in KINDS:
        return kind
    return Flaw(Words("unknown-value", f"`kind` cannot be {shown(kind)}", suggestion(kind, KINDS)), ("kind",))


class Validator:
    """Validates documents of one run."""

    def __init__(self, kinds: Mapping[str, EvidenceKind]) -> None:
        self._kinds = kinds
        self._context = {"kinds": kinds}
        self._conditions = Conditions(kinds)

    def check(self, kind: str, written: str) -> Checked:
        """Return the document of `kind` that the JSON text `written` holds."""
        model = KINDS[kind]
        try:
            document = model.model_validate_json(written, context=self._context)
        except ValidationError as error:
            data = json.loads(written)
            flaws = [*flaws_of(error, model, data, list(self._kinds))]
            if model is Scope:
                flaws += self._parts(self._salvaged(data))[1]
            return Checked(None, {}, flaws)
        if not isinstance(document, Scope):
            return Checked(document, {}, ())
        conditions, flaws = self._parts(Parts.of(document))
        return Checked(document, conditions, flaws)

    def _parts(self, parts: Parts) -> tuple[dict[Route, Any], list[Flaw]]:
        conditions, flaws = self._conditions.of(parts.items)
        return conditions, [*flaws, *declared(parts, self._kinds)]

    def _salvaged(self, data: Mapping[str, Json]) -> Parts:
        """Return those parts of a refused scope that are sound in themselves."""
        defaults = data.get("defaults")
        phase = defaults.get("phase") if isinstance(defaults, dict) else None
        try:
            launch = _DAY.validate_json(json.dumps(data.get("launch")))
        except ValidationError:
            launch = None
        return Parts(
            self._sound(Item, data.get("items")),
            self._sound(Waiver, data.get("waivers")),
            self._sound(Phase, data.get("phases")),
            launch,
            phase if isinstance(phase, str) else None,
            whole=False,
        )

    def _sound(self, model: type[M], values: Json) -> tuple[tuple[int, M], ...]:
        sound: list[tuple[int, M]] = []
        for index, value in enumerate(values if isinstance(values, list) else ()):
            try:
                sound.append((index, model.model_validate_json(json.dumps(value), context=self._context)))
            except ValidationError:
                continue
        return tuple(sound)
