"""Data to a typed document, or everything that is wrong with it at once.

Where the document as a whole is refused, the parts of it that are sound are still looked at for what types cannot say,
so that nobody has to correct a file twice.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from readiness.load.conditions import Conditions
from readiness.load.declarations import Parts, declared
from readiness.load.flaws import Flaw, flaws_of
from readiness.model.documents import KINDS
from readiness.model.documents.base import Day, Model
from readiness.model.documents.evidence import AnyEvidence, Evidence
from readiness.model.documents.scope import Item, Phase, Scope, Waiver
from readiness.model.evidence import EvidenceKind, Json
from readiness.model.place import Route
from readiness.model.wording import Words, missing, shown, suggestion

T = TypeVar("T")

_DAY: Final[TypeAdapter[date]] = TypeAdapter(Day)
_ITEM: Final = TypeAdapter(Item)
_EVIDENCE: Final[TypeAdapter[Evidence]] = TypeAdapter(AnyEvidence)
_WAIVER: Final = TypeAdapter(Waiver)
_PHASE: Final = TypeAdapter(Phase)


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
        conditions, flaws = self._conditions.of(parts.evidence)
        return conditions, [*flaws, *declared(parts, self._kinds)]

    def _salvaged(self, data: Mapping[str, Json]) -> Parts:
        """Return those parts of a refused scope that are sound in themselves."""
        defaults = data.get("defaults")
        phase = defaults.get("phase") if isinstance(defaults, dict) else None
        try:
            launch = _DAY.validate_json(json.dumps(data.get("launch")))
        except ValidationError:
            launch = None
        items = _listed(data.get("items"))
        return Parts(
            self._sound(_ITEM, items),
            tuple(
                (("items", index, "evidence", number), evidence)
                for index, item in enumerate(items)
                if isinstance(item, dict)
                for number, evidence in self._sound(_EVIDENCE, _listed(item.get("evidence")))
            ),
            self._sound(_WAIVER, _listed(data.get("waivers"))),
            self._sound(_PHASE, _listed(data.get("phases"))),
            launch,
            phase if isinstance(phase, str) else None,
            whole=False,
        )

    def _sound(self, part: TypeAdapter[T], values: Sequence[Json]) -> tuple[tuple[int, T], ...]:
        sound: list[tuple[int, T]] = []
        for index, value in enumerate(values):
            with suppress(ValidationError):
                sound.append((index, part.validate_json(json.dumps(value), context=self._context)))
        return tuple(sound)


def _listed(value: Json) -> Sequence[Json]:
    """Return the elements of what is written where a list is wanted; one value can stand for a list of one."""
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)
