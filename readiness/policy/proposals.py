"""What a candidate proposes: every difference between its policy and that of the base, named, worded and placed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from readiness.model.evidence import EvidenceKind
from readiness.model.place import Location
from readiness.model.policy import Proposed
from readiness.policy.differences import Difference, differences, written
from readiness.policy.facts import CONDITION, WORD, Fact, Facts, Path, Policy, facts
from readiness.policy.rows import row_of

_SUBJECTS: Final = {
    "items": "item",
    "surfaces": "surface",
    "behaviours": "behaviour",
    "unsupported": "unsupported",
    "waivers": "waiver",
    "phases": "phase",
}
_TELLING: Final = ("title", "statement", "reason", "path", "ends", "kind")
"""What stands for a part as a whole, the first that it has."""
_LONGEST: Final = 120
_LAYERS: Final = frozenset({WORD, CONDITION})
"""Keys that facts have and documents do not."""


def proposals(base: Policy, own: Policy, kinds: Mapping[str, EvidenceKind]) -> tuple[Proposed, ...]:
    """Return every change of policy from `base` to `own`, by scope and subject; those of no scope last.

    A scope whose document is broken in the candidate is left out: that it is gone is not what the change says.
    """
    same = _same(base, own)
    before, after = facts(base, kinds, same), facts(own, kinds, same)
    found = [one for one in differences(before.values, after.values) if not _is_unknown(one, base, own)]
    new = {one.path for one in found if one.is_new}
    return tuple(_proposed(one, new, (before, base), (after, own)) for one in sorted(found, key=_order))


def _same(base: Policy, own: Policy) -> frozenset[str]:
    """Return the scopes that both documents say in the very same way, which is most of them, and quick to tell."""
    said = {loaded.document.id: loaded.document.model_dump_json() for loaded in base.documents.scopes}
    told = {loaded.document.id: loaded.document.model_dump_json() for loaded in own.documents.scopes}
    return frozenset(scope for scope in said.keys() & told.keys() if said[scope] == told[scope])


def reaching(scopes: Collection[str], proposed: Sequence[Proposed], *policies: Policy) -> tuple[Proposed, ...]:
    """Return those of `proposed` that can matter to `scopes`: theirs, those of scopes that they need, and nobody's."""
    needs: dict[str, set[str]] = {}
    for policy in policies:
        for loaded in policy.documents.scopes:
            prefixes = {need.rpartition("/")[0] for item in loaded.document.items for need in item.needs}
            needs.setdefault(loaded.document.id, set()).update(prefixes - {""})
    reached, fresh = set[str](), set(scopes)
    while fresh:
        reached |= fresh
        fresh = {need for scope in fresh for need in needs.get(scope, ())} - reached
    return tuple(one for one in proposed if one.scope is None or one.scope in reached)


def _is_unknown(found: Difference, base: Policy, own: Policy) -> bool:
    """Return whether only a broken document makes a scope look gone or new."""
    if found.path[0] != "scope" or len(found.path) > 2:  # noqa: PLR2004 - ("scope", its id)
        return False
    there, gone_from = (base, own) if found.is_gone else (own, base)
    paths = {loaded.path for loaded in there.documents.scopes if loaded.document.id == found.path[1]}
    return any(broken.id == found.path[1] or broken.path in paths for broken in gone_from.documents.broken)


def _order(found: Difference) -> tuple[bool, Path]:
    return found.path[0] != "scope", found.path


def _proposed(
    found: Difference, new: Collection[Path], before: tuple[Facts, Policy], after: tuple[Facts, Policy]
) -> Proposed:
    row = row_of(found, new)
    subject, field = _named(found.path)
    side, policy = before if found.is_gone else after
    return Proposed(
        slug=row.slug,
        change=row.change,
        scope=found.path[1] if found.path[0] == "scope" else None,
        subject=subject,
        field=field,
        before=_words(found.before),
        after=_words(found.after),
        location=_location(found.path, side, policy),
    )


def _named(path: Path) -> tuple[str, str]:
    """Return the subject of a difference as verdicts name it, and what of it differs."""
    match path:
        case ("scope", _, part, name, *rest) if part in _SUBJECTS:
            return f"{_SUBJECTS[part]} {name}", _field(rest)
        case ("scope", name, *rest):
            return f"scope {name}", _field(rest)
        case ("directory", name, *rest):
            return f"owner {name}", _field(rest)
        case ("template" | "yardstick" | "issues" | "baseline", name):
            return f"{path[0]} {name}", ""
        case (first, *rest):
            return first, _field(rest)
    return "", ""


def _field(rest: Sequence[str]) -> str:
    return ".".join(part for part in rest if part not in _LAYERS)


def _known(path: Path, side: Facts) -> Path:
    """Return the innermost part around `path`, or `path` itself, of which it is known where it is written."""
    return next((path[:end] for end in range(len(path), 0, -1) if path[:end] in side.places), ())


def _location(path: Path, side: Facts, policy: Policy) -> Location:
    known = _known(path, side)
    if not known:
        return Location(policy.config_path, revision=policy.revision)
    place = side.places[known].at(*(part for part in path[len(known) :] if part not in _LAYERS))
    found = policy.documents.locate(place) if path[0] in ("scope", "directory") else Location(place.path)
    return replace(found, revision=policy.revision)


def _said(value: Mapping[str, Fact]) -> str:
    """Return what a part without a name says, without what it leaves unsaid: `plan revert, within 15m`."""
    return ", ".join(f"{key} {_words(held)}" for key, held in value.items() if held is not None) or "nothing"


def _words(value: Fact) -> str | None:
    """Return `value` in short words; None for nothing."""
    match value:
        case None:
            return None
        case str() | int() | float() | timedelta():
            text = value if isinstance(value, str) else written(value).strip('"')
        case tuple():
            text = ", ".join(_words(one) or "" for one in value) or "none"
        case Mapping():
            telling = next((value[key] for key in _TELLING if value.get(key)), None)
            text = _words(telling) or _said(value)
        case _:
            text = written(value).strip('"')
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"
