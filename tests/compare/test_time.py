"""What days alone have done: told apart, never blamed on a change, and never guessed."""

import pytest

from readiness.model.diff import Diff
from tests.compare.told import between, told
from tests.policy.changing import UNMET, Data, Files, files, item, launch
from tests.policy.loosenings import FOLLOW_UP, WAIVER
from tests.repository import RepositoryBuilder

IN_OCTOBER = "2026-10-01T09:00:00+00:00"
WORD: Data = {"id": "word", "kind": "signoff", "who": "counsel", "date": "2026-09-20"}
LAPSED = {**WAIVER, "granted": "2026-09-01", "expires": "2026-11-10"}
PHASES = [{"id": "build", "ends": "2026-11-20"}]


def aged(repository: RepositoryBuilder, base: Files, candidate: Files, day: str = IN_OCTOBER) -> Diff:
    """Return what `candidate` changes of `base`, which was committed on `day`."""
    for name, text in base.items():
        repository.write(name, text)
    repository.git("add", "--all")
    dated = {"GIT_COMMITTER_DATE": day, "GIT_AUTHOR_DATE": day}
    repository.git("commit", "--quiet", "--message", "Base", environment=dated)
    commit = repository.git("rev-parse", "HEAD")
    repository.commit(dict(candidate), "Candidate")
    return between(repository, commit, head="HEAD")


@pytest.mark.parametrize(
    ("scope", "news"),
    [
        pytest.param(launch(item(evidence=[WORD])), "item work word: passed → stale", id="a-word-is-too-old"),
        pytest.param(
            launch(item(evidence=[UNMET]), waivers=[LAPSED]), "item work gone: waived → missing", id="a-waiver-lapsed"
        ),
        pytest.param(
            launch(item(evidence=[UNMET], phase="build"), phases=PHASES),
            "item work gone: not-due → missing",
            id="a-phase-has-ended",
        ),
        pytest.param(
            launch(
                item(
                    **{"class": "deferred"},
                    evidence=None,
                    rollback=None,
                    follow_up={**FOLLOW_UP, "due": "2026-11-20", "accepted_by": "cto"},
                )
            ),
            "item work follow-up: passed → failed",
            id="a-deferral-is-overdue",
        ),
    ],
)
def test_what_days_have_made_worse_is_told_apart_and_is_no_fault_of_the_change(
    repository: RepositoryBuilder, scope: Data, news: str
) -> None:
    diff = aged(repository, files(scope), {"readme.md": "# Shop\n"})
    assert news in told(diff)["time"]
    assert (diff.is_empty, diff.scopes) == (True, ())


def test_what_was_late_already_is_no_news(repository: RepositoryBuilder) -> None:
    diff = aged(repository, files(launch(item(evidence=[WORD, UNMET]))), {}, "2026-11-25T09:00:00+00:00")
    assert diff.time == ()


def test_what_the_change_mends_is_better_and_no_news(repository: RepositoryBuilder) -> None:
    scope, signed = (launch(item(evidence=[{**WORD, "date": day}])) for day in ("2026-09-20", "2026-11-28"))
    diff = told(aged(repository, files(scope), files(signed)))
    assert (diff["better"], "time" in diff) == (["item work word: stale → passed"], False)


def test_a_base_that_says_it_was_committed_in_the_future_tells_nothing(repository: RepositoryBuilder) -> None:
    scope = launch(item(evidence=[WORD]))
    assert aged(repository, files(scope), {"readme.md": "# Shop\n"}, "2030-01-01T00:00:00+00:00").time == ()


def test_a_word_of_after_the_base_is_not_taken_for_one_that_was_good_then(repository: RepositoryBuilder) -> None:
    word = {**WORD, "date": "2026-10-20"}
    assert aged(repository, files(launch(item(evidence=[word]))), {"readme.md": "# Shop\n"}).time == ()
