"""Proving from end to end: what was planned is executed, here or in a checkout of its own, and put on record."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from readiness.errors import Problem, ReadinessError
from readiness.evidence import kinds
from readiness.ledger.reading import Ledger
from readiness.prove.isolated import checked_out
from readiness.prove.look import looking
from readiness.prove.measuring import Made
from readiness.prove.planning import Planned
from readiness.prove.probing import refuse_unwritable
from readiness.prove.results import Result, Watch
from readiness.prove.running import Runner
from readiness.prove.step import Workplace
from readiness.tree.opening import find_place
from readiness.tree.repository import Repository

if TYPE_CHECKING:
    from securesystemslib.signer import Signer  # type: ignore[attr-defined]  # public, says its documentation


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """With what is proven: the folder for output, the environment, how much at once, and who signs.

    `clean` executes everything in a checkout of the candidate's commit. `folder` is that of `--ledger`.
    """

    logs: Path
    environment: Mapping[str, str]
    jobs: int
    signer: "Signer | None" = None
    clean: bool = False
    folder: Path | None = None


def prove(planned: Planned, root: Path, means: Means, watch: Watch, stop: Event) -> Result:
    """Execute what was `planned` in the repository around `root`, keep the records, and return what came of it.

    `stop` ends it early; what is finished by then is kept.

    Raises:
        ReadinessError: RDY050, the ledger takes nothing, or no checkout can be made; RDY052, there is no ledger, or no
            work tree.
    """
    top, repository = find_place(root)
    refuse_unwritable(planned.ledger, planned.config.ledger, means.folder, top, repository)
    with _place(planned, top, repository, clean=means.clean) as folder:
        place = Workplace(
            top=folder,
            environment=means.environment,
            logs=means.logs,
            limit=planned.config.max_bytes,
            look=looking(folder, planned.sides, kinds()),
            locate=[one.side.documents.locate for one in planned.demands],
        )

        def keep(made: Sequence[Made]) -> None:
            _keep(planned.ledger, made, means.signer, stop)

        return Runner(planned.order, place, keep, watch, stop, means.jobs).run()


@contextmanager
def _place(planned: Planned, top: Path, repository: Repository | None, *, clean: bool) -> Iterator[Path]:
    """Give the folder in which commands are executed."""
    commit = planned.candidate.candidate.commit
    if not clean:
        if repository is not None and not repository.has_work_tree:
            message = f"there is no work tree at {str(top)!r} in which anything could be executed"
            raise ReadinessError(Problem("RDY052", message, "prove a checkout of its own with --clean"))
        yield top
    elif repository is None or commit is None:
        message = "there is no commit that could be checked out"
        raise ReadinessError(Problem("RDY052", message, "commit first, or leave --clean out"))
    else:
        with checked_out(repository, commit) as folder:
            yield folder


def _keep(ledger: Ledger, made: Sequence[Made], signer: "Signer | None", stop: Event) -> None:
    """Keep the records, of several sides that ask for the same only one."""
    records = {
        (one.record.proven, one.record.covered, one.record.definition): (one.record, one.contents) for one in made
    }
    try:
        ledger.append(list(records.values()), signer)
    except ReadinessError:
        # A Ctrl-C at the terminal reaches git too, in the middle of what it does.
        if not stop.is_set():
            raise
        ledger.append(list(records.values()), signer)
