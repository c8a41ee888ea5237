"""Two configurations made one: for each setting, what judges the candidate's own documents while a base is enforced."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final, TypeVar

from readiness.config import Config
from readiness.model import demands
from readiness.model.outcome import Level
from readiness.model.settings import FollowUpSettings
from readiness.rules import RULES

T = TypeVar("T")


def _of_base(base: T, _: T) -> T:
    return base


def _of_base_if_set(base: T, own: T) -> T:
    """Return the base's value, or the candidate's own where the base has the default, the laxest."""
    return own if base is None or base == type(base)() else base


def _both_folders(base: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*own, *base)))


def _both_say_so(base: bool, own: bool) -> bool:  # noqa: FBT001 - two values of one setting
    return base and own


def _smaller(base: int, own: int) -> int:
    return min(base, own)


def _shorter(base: timedelta, own: timedelta) -> timedelta:
    return min(base, own)


def _stricter_limits(base: FollowUpSettings, own: FollowUpSettings) -> FollowUpSettings:
    """Return the shorter time that each thing may last, and the longer one in which churn is told."""
    return FollowUpSettings(
        max_age=min(base.max_age, own.max_age),
        churn=max(base.churn, own.churn),
        max_waiver=min(base.max_waiver, own.max_waiver),
        max_emergency=min(base.max_emergency, own.max_emergency),
    )


def _stricter_levels(base: Mapping[str, Level], own: Mapping[str, Level]) -> Mapping[str, Level]:
    """Return the stricter level of each rule.

    Not to set one leaves what is demanded, which is below `warn` only for those that are `WATCHED`.
    """
    found = {}
    for rule in sorted(base.keys() | own.keys()):
        levels = [side[rule] for side in (base, own) if rule in side]
        if len(levels) > 1 or levels[0] is Level.BLOCK or (levels[0] is Level.WARN and rule in WATCHED):
            found[rule] = max(levels, key=lambda level: level.rank)
    return found


def _watched() -> frozenset[str]:
    levels: dict[str, set[Level]] = {}
    for table in (*demands.ITEM.values(), demands.ON_HIGH_RISK, *demands.SURFACE.values(), *demands.OTHERS.values()):
        for requirement, level in table.items():
            levels.setdefault(requirement, set()).add(level)
    observed = {requirement for requirement, found in levels.items() if Level.OBSERVE in found}
    return frozenset(rule.name for rule in RULES if rule.requirement in observed)


WATCHED: Final = _watched()
"""The rules about what is no more than observed in some places; nowhere is it demanded to block."""


SETTINGS: Final[Mapping[str, Callable[..., object]]] = {
    "scopes": _both_folders,
    "runbooks": _of_base,
    "templates": _of_base,
    "output": _of_base,
    "ignore": _of_base,
    "max_bytes": _smaller,
    "allow_self": _both_say_so,
    "max_age": _shorter,
    "rules": _stricter_levels,
    "inputs": _of_base,
    "trust": _of_base_if_set,
    "ledger": _of_base,
    "trackers": _of_base,
    "followups": _stricter_limits,
}
"""What is made of the value of the base and the candidate's own: the stricter, or that of the base where neither is."""


def stricter(base: Config, own: Config, paths: Sequence[str]) -> Config:
    """Return the configuration under which the candidate's own documents are judged; `paths` are its files.

    A folder of documents that only the base has counts as long as something lies there.
    """
    merged = {
        name: SETTINGS.get(name, _of_base)(getattr(base, name), getattr(own, name)) for name in Config.model_fields
    }
    folders = _both_folders(base.scopes, own.scopes)
    merged["scopes"] = tuple(folder for folder in folders if folder in own.scopes or _holds(folder, paths))
    return own.model_copy(update=merged)


def _holds(folder: str, paths: Sequence[str]) -> bool:
    start = f"{folder.strip('/')}/"
    return start in ("/", "./") or any(path.startswith(start) for path in paths)
