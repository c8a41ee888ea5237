"""Kinds that installed packages add to a registry, through an entry-point group.

An entry point is called as the kind and leads to it. One that cannot be loaded, is something else, or takes a name that
is taken is an error: what it stands for would otherwise be judged by something else, or by nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, TypeVar

from readiness.errors import Problem, ReadinessError
from readiness.model.problems import code_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.metadata import EntryPoint


class Named(Protocol):
    """A row of a registry."""

    @property
    def name(self) -> str:
        """What it is called."""


_K = TypeVar("_K", bound=Named)


def installed(group: str) -> "Iterable[EntryPoint]":
    """Return the entry points of `group`."""
    # importlib.metadata costs 50 ms: only what needs the kinds pays for it.
    from importlib.metadata import entry_points  # noqa: PLC0415

    return entry_points(group=group)


def with_plugins(
    built_in: Mapping[str, _K], points: "Iterable[EntryPoint]", type_: type[_K], what: str
) -> Mapping[str, _K]:
    """Return the `built_in` kinds by name, and those of `type_` that `points` lead to; `what` is such as `tracker`.

    Raises:
        ReadinessError: RDY058, plugins that cannot be used, all of them.
    """
    found = dict(built_in)
    problems = []
    for point in sorted(points, key=lambda one: (one.name, one.value)):
        kind = _loaded(point, found, type_)
        if isinstance(kind, str):
            problems.append(_unusable(point, what, kind))
        else:
            found[kind.name] = kind
    if problems:
        raise ReadinessError.of(problems)
    return MappingProxyType(found)


def _loaded(point: "EntryPoint", taken: Mapping[str, _K], type_: type[_K]) -> _K | str:
    """Return what `point` leads to, or what is wrong with that."""
    if point.name in taken:
        return "takes a name that is taken"
    try:
        kind = point.load()
    except Exception as error:  # noqa: BLE001 - a plugin may raise anything while it is imported
        return f"cannot be loaded ({type(error).__name__}: {error})"
    if not isinstance(kind, type_):
        return f"is no {type_.__name__} but a {type(kind).__name__}"
    if kind.name != point.name:
        return f"leads to a kind with another name, `{kind.name}`"
    return kind


def _unusable(point: "EntryPoint", what: str, why: str) -> Problem:
    package = point.dist.name if point.dist is not None else "a package"
    return Problem(
        code_of("plugin-failed"),
        f"the {what} `{point.name}` of {package} ({point.value}) {why}",
        f"correct {package}, or uninstall it",
    )
