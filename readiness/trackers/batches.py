"""Many issues asked for in a few requests, some of them at the same time."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

from readiness.model.tracking import Reference
from readiness.trackers.base import Heard, Reply
from readiness.web.errors import NoAnswerError

Ask = Callable[[Sequence[Reference]], Mapping[Reference, Reply]]
"""Asks for the issues of one batch; may raise."""


def in_batches(
    references: Sequence[Reference], size: int, ask: Ask, heard: Heard, workers: int = 4
) -> Mapping[Reference, Reply]:
    """Return a reply for each of `references`, asked for `size` at a time, by `workers` threads.

    What `ask` raises is the reply about its own batch, and about no other. An issue that its answer leaves out gets an
    error, not `Lacking`: nobody said that it is not there. `heard` is called in the thread of the caller.
    """
    different = list(dict.fromkeys(references))
    batches = [different[start : start + size] for start in range(0, len(different), size)]
    replies: dict[Reference, Reply] = {}
    with ThreadPoolExecutor(workers, "tracker") as pool:
        asked = {pool.submit(ask, batch): batch for batch in batches}
        try:
            for done in as_completed(asked):
                replies.update(_replies(done, asked[done]))
                heard(len(asked[done]))
        except BaseException:
            # Who interrupts does not wait for what was not begun.
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return {reference: replies[reference] for reference in different}


def _replies(done: Future[Mapping[Reference, Reply]], batch: Sequence[Reference]) -> Mapping[Reference, Reply]:
    try:
        answer = done.result()
    except NoAnswerError as error:
        return dict.fromkeys(batch, error)
    except Exception as error:  # noqa: BLE001 - a client may raise anything; its words may hold anything, so they stay here
        reason = f"the answer about {_named(batch)} cannot be understood ({type(error).__name__})"
        return dict.fromkeys(batch, NoAnswerError(reason, "check `url` of the tracker, or report this as a mistake"))
    return {reference: answer.get(reference) or _nothing(reference) for reference in batch}


def _nothing(reference: Reference) -> NoAnswerError:
    return NoAnswerError(f"the answer says nothing about {reference}", "try again")


def _named(batch: Sequence[Reference]) -> str:
    return f"{batch[0]}" if len(batch) == 1 else f"{batch[0]} and {len(batch) - 1} more"
