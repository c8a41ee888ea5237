"""The documents that should be there against those that are: what is written, what goes, and carrying that out."""

from collections.abc import Iterator
from dataclasses import dataclass

from readiness.documents.drawing import Drawn, draw_up
from readiness.documents.shelf import Shelf
from readiness.errors import Problem, ReadinessError
from readiness.model.place import Location
from readiness.pipeline import Request
from readiness.render.mark import DocumentKind, Mark
from readiness.tree.opening import find_top


@dataclass(frozen=True, slots=True)
class Drift:
    """A document that is not as it should be: `old` is None where it is not there, `new` where it should not be."""

    path: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What there is to do: `drifts` in order of path, out of `count` documents.

    `without_index` says that the index was left alone, because scopes that nobody named cannot be read.
    """

    shelf: Shelf
    drifts: tuple[Drift, ...]
    count: int
    without_index: bool

    def carry_out(self) -> Iterator[Drift]:
        """Write and remove what has drifted, each document whole or not at all, and yield what is done.

        Raises:
            ReadinessError: RDY050, one of them cannot be written or removed.
        """
        for drift in self.drifts:
            if drift.new is None:
                self.shelf.remove(drift.path)
            else:
                self.shelf.write(drift.path, drift.new)
            yield drift


def look(request: Request) -> Upkeep:
    """Return what has drifted of the documents of the scopes that `request` names, or of all, and of the index.

    Only a look at all finds documents of scopes that are gone. Nothing is written.

    Raises:
        ReadinessError: as `draw_up`; RDY052, there is no work tree to write to; RDY050, with every file that somebody
            has written by hand where a document should be.
    """
    top = find_top(request.root)
    drawn = draw_up(request)
    shelf = Shelf(top, drawn.presentation)
    places = _places(shelf, drawn)
    drifts = [
        Drift(path, old, drawn.texts[mark])
        for mark, path in places.items()
        if (old := shelf.text(path)) != drawn.texts[mark]
    ]
    if drawn.complete:
        kept = set(places.values())
        drifts += [
            Drift(path, shelf.text(path), None)
            for path, mark in shelf.marked()
            if path not in kept and mark.scope not in drawn.scopes
        ]
    return Upkeep(
        shelf=shelf,
        drifts=tuple(sorted(drifts, key=lambda drift: drift.path)),
        count=len(places),
        without_index=Mark(DocumentKind.INDEX) not in places,
    )


def _places(shelf: Shelf, drawn: Drawn) -> dict[Mark, str]:
    """Return where each document goes.

    Raises:
        ReadinessError: RDY050, with every place that somebody else has taken.
    """
    places: dict[Mark, str] = {}
    problems: list[Problem] = []
    for mark in drawn.texts:
        try:
            places[mark] = shelf.place(mark)
        except ReadinessError as error:
            problems += error.problems
    index = places.get(Mark(DocumentKind.INDEX))
    for mark, path in places.items():
        if path == index and mark.scope is not None:
            why = f"the index and the {mark.kind} of `{mark.scope}` would both be called so"
            fix = "give the scope another id, or let the index be README.md: move away what is there"
            problems.append(Problem("RDY050", why, fix, Location(path)))
    if problems:
        raise ReadinessError.of(problems)
    return places
