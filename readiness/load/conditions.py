"""The part of evidence that is its kind's own: the fields beside the common ones, read by the kind's condition."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from readiness.load.flaws import Flaw, flaws_of
from readiness.model.documents.evidence import COMMON_FIELDS, Evidence
from readiness.model.evidence import EvidenceKind
from readiness.model.place import Route
from readiness.model.wording import Words, suggestion, unknown_key


class Conditions:
    """Reads conditions; what two pieces of evidence demand in the same words is read once."""

    def __init__(self, kinds: Mapping[str, EvidenceKind]) -> None:
        self._kinds = kinds
        self._known: dict[tuple[str, str], Any] = {}

    def of(self, declared: Iterable[tuple[Route, Evidence]]) -> tuple[dict[Route, Any], list[Flaw]]:
        """Return the conditions of what is `declared`, by route, and what is wrong with them."""
        understood: dict[Route, Any] = {}
        flaws: list[Flaw] = []
        for route, evidence in declared:
            found = self._condition(evidence)
            if isinstance(found, list):
                flaws += [Flaw(flaw.words, route + flaw.route) for flaw in found]
            else:
                understood[route] = found
        return understood, flaws

    def _condition(self, evidence: Evidence) -> Any:  # noqa: ANN401 - each kind has a type of its own
        """Return the condition of `evidence`, or a list of what is wrong with it."""
        kind = self._kinds.get(evidence.kind)
        if kind is None:
            words = Words(
                "unknown-value",
                f"no kind of evidence is called `{evidence.kind}`",
                suggestion(evidence.kind, self._kinds),
            )
            return [Flaw(words, ("kind",))]
        extra = evidence.model_extra
        written = json.dumps(extra) if extra else "{}"
        key = (evidence.kind, written)
        if key not in self._known:
            self._known[key] = self._validated(kind, written)
        return self._known[key]

    def _validated(self, kind: EvidenceKind, written: str) -> Any:  # noqa: ANN401
        try:
            return kind.condition.model_validate_json(written)
        except ValidationError as error:
            data = json.loads(written)
            flaws = list(flaws_of(error, kind.condition, data, list(self._kinds)))
            known = {*kind.condition.model_fields, *COMMON_FIELDS}
            return [
                Flaw(unknown_key(str(flaw.route[-2]), known), flaw.route)
                if flaw.words.slug == "unknown-key" and len(flaw.route) == 2  # noqa: PLR2004 - a key of the evidence itself
                else flaw
                for flaw in flaws
            ]
