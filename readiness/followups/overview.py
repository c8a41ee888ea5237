"""The list of all follow-ups: what documents say, and what is known of their issues by the very stage that `check` has.

Nobody is asked.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from readiness.errors import Problem, ReadinessError
from readiness.followups.launches import Launches, Named, named_issues, read_launches
from readiness.gather.tracked import track
from readiness.model.followups import SCHEMA, FollowUpEntry, FollowUps, Known, Purpose
from readiness.model.problems import code_of
from readiness.model.tracking import Issue, IssueState, Malformed, NotThere, Told, Tracking, Untold
from readiness.model.wording import suggestion
from readiness.pipeline import Request


def list_follow_ups(request: Request, *, overdue: bool = False, owners: Iterable[str] = ()) -> FollowUps:
    """Return the follow-ups of the scopes that `request` names, or of all; those that are `overdue`, or of `owners`.

    Raises:
        ReadinessError: as `check`, RDY056 for an owner whom nobody knows, and for every problem in the documents: a
            list with holes would not show them.
    """
    launches = read_launches(request)
    known = track(launches.plan, launches.tree, launches.config, launches.now)
    wanted = frozenset(owners)
    entries = [_entry(named, known.issues, launches) for named in named_issues(launches.plan)]
    _refuse_strangers(wanted, {entry.owner for entry in entries if entry.owner} | launches.plan.owners.keys())
    shown = (entry for entry in entries if (entry.overdue or not overdue) and (not wanted or entry.owner in wanted))
    return FollowUps(schema=SCHEMA, as_of=launches.now, follow_ups=tuple(sorted(shown, key=_order)))


def _refuse_strangers(wanted: Collection[str], known: Collection[str]) -> None:
    """Refuse names that nobody has: an empty list would say that they owe nothing."""
    for name in sorted(set(wanted) - set(known)):
        message = f"nobody called `{name}` owns a follow-up, or is in the directory"
        raise ReadinessError(Problem(code_of("usage"), message, suggestion(name, known)))


def _order(entry: FollowUpEntry) -> tuple[bool, date, str, str, str, str]:
    return not entry.overdue, entry.due or date.max, entry.scope, entry.subject, entry.purpose.value, entry.ref or ""


def _entry(named: Named, issues: Mapping[str, Tracking], launches: Launches) -> FollowUpEntry:
    found = None if named.ref is None else issues[named.ref]
    state, reason, action, asked, issue = _known(found)
    due = named.due or (issue.due if issue else None)
    # A claim is done when its issue is; what is put off stays put off, whatever became of the issue.
    open_ended = named.purpose is not Purpose.CLAIM or state is not Known.CLOSED
    return FollowUpEntry(
        scope=named.scope,
        purpose=named.purpose,
        subject=named.subject,
        title=named.title,
        ref=named.ref,
        owner=named.owner,
        due=due,
        overdue=due is not None and due < launches.now.date() and open_ended,
        risk=named.risk,
        accepted_by=named.accepted_by,
        state=state,
        reason=reason,
        action=action,
        # What a list in the tree says, it says now.
        asked=asked if asked != launches.now else None,
        issue=issue,
        location=launches.locate(named.at),
    )


def _known(found: Tracking | None) -> tuple[Known, str | None, str | None, datetime | None, Issue | None]:
    match found:
        case None:
            return Known.NONE, "no issue is named", "add `ref:`", None, None
        case Malformed(reason, action):
            return Known.MALFORMED, reason, action, None, None
        case Untold(reason, action):
            return Known.UNKNOWN, reason, action, None, None
        case NotThere(_, asked):
            return Known.NOT_FOUND, "its tracker has no such issue", "correct the reference", asked, None
        case Told(issue, asked):
            closed = issue.state is IssueState.CLOSED
            return Known.CLOSED if closed else Known.OPEN, issue.why if closed else None, None, asked, issue
