"""What somebody has to look at, of all that the trackers said. Pure."""

from collections.abc import Iterator
from datetime import date

from readiness.followups.asking import Answers
from readiness.followups.questions import Questions
from readiness.model.followups import Flaw, Purpose, Remark, Unanswered
from readiness.model.tracking import IssueState, NotThere, Told
from readiness.web.errors import NoAnswerError


def remarks(answers: Answers, questions: Questions, today: date) -> Iterator[Remark]:
    """Yield what is wrong with issues that something is put off or waived for; of claims, only that they do not exist.

    In the order of flaws, then of references.
    """
    found: list[Remark] = []
    for reference, answer in sorted(answers.issues.items()):
        named = questions.named[reference]
        names = tuple(sorted({one.name for one in named}))
        match answer:
            case NotThere():
                found.append(Remark(Flaw.NOT_FOUND, str(reference), names, "its tracker has no such issue"))
            case Told() if bound := [one for one in named if one.purpose is not Purpose.CLAIM]:
                names = tuple(sorted({one.name for one in bound}))
                due = [one.due for one in bound if one.due is not None]
                found.extend(Remark(flaw, str(reference), names, said) for flaw, said in _flaws(answer, due, today))
            case _:
                pass
    yield from sorted(found, key=lambda one: list(Flaw).index(one.flaw))


def unanswered(answers: Answers) -> Iterator[Unanswered]:
    """Yield what there was no answer about, once for each reason."""
    by_reason: dict[tuple[str, str, str], list[str]] = {}
    for reference, answer in sorted(answers.issues.items()):
        if isinstance(answer, NoAnswerError):
            by_reason.setdefault((reference.tracker, answer.reason, answer.action), []).append(str(reference))
    for (tracker, project, title), work in sorted(answers.open_work.items()):
        if isinstance(work, NoAnswerError):
            about = f"milestone {title} of {tracker}:{project}"
            by_reason.setdefault((tracker, work.reason, work.action), []).append(about)
    yield from (
        Unanswered(tracker, tuple(about), reason, action) for (tracker, reason, action), about in by_reason.items()
    )


def _flaws(told: Told, due: list[date], today: date) -> Iterator[tuple[Flaw, str]]:
    issue = told.issue
    if issue.state is IssueState.CLOSED:
        yield Flaw.CLOSED, f"closed as {issue.why}" if issue.why else "closed"
        return
    late = sorted(day for day in (*due, *((issue.due,) if issue.due else ())) if day < today)
    if late:
        yield Flaw.OVERDUE, f"was due on {late[0]}"
    if not issue.assignees:
        yield Flaw.UNASSIGNED, "nobody is assigned"
