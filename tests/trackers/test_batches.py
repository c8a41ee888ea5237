from collections.abc import Mapping, Sequence

import pytest

from readiness.model.tracking import Reference
from readiness.trackers.base import Lacking, Reply
from readiness.trackers.batches import in_batches
from readiness.web.errors import NoAnswerError

MANY = [Reference("github", "acme/platform", str(number)) for number in range(1, 26)]


def absent(batch: Sequence[Reference]) -> Mapping[Reference, Reply]:
    return dict.fromkeys(batch, Lacking())


def test_every_reference_is_asked_for_once_in_batches() -> None:
    sizes: list[int] = []
    replies = in_batches([*MANY, *MANY], 10, absent, sizes.append)
    assert list(replies) == MANY
    assert sorted(sizes) == [5, 10, 10]


def test_nothing_is_asked_for_nothing() -> None:
    assert in_batches([], 10, absent, lambda _: pytest.fail("heard")) == {}


@pytest.mark.parametrize("error", [NoAnswerError("down", "wait"), KeyError("ghp_secret"), RecursionError()])
def test_what_goes_wrong_with_one_batch_is_about_that_batch(error: Exception) -> None:
    def ask(batch: Sequence[Reference]) -> Mapping[Reference, Reply]:
        if MANY[0] in batch:
            raise error
        return absent(batch)

    heard: list[int] = []
    replies = in_batches(MANY, 10, ask, heard.append)
    assert [isinstance(replies[reference], NoAnswerError) for reference in MANY] == [True] * 10 + [False] * 15
    assert "ghp_secret" not in str(replies[MANY[0]])
    assert sum(heard) == 25


def test_what_an_answer_leaves_out_is_not_taken_for_lacking() -> None:
    replies = in_batches(MANY[:2], 10, lambda batch: absent(batch[1:]), lambda _: None)
    assert isinstance(replies[MANY[0]], NoAnswerError)
    assert isinstance(replies[MANY[1]], Lacking)


def test_what_was_not_asked_for_is_not_heard() -> None:
    assert set(in_batches(MANY[:1], 10, lambda _: absent(MANY), lambda _: None)) == {MANY[0]}


def test_who_interrupts_is_obeyed() -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_batches(MANY, 1, absent, interrupt)
