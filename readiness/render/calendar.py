"""The list of follow-ups as a calendar to subscribe to (RFC 5545): an event of a whole day for each that has a day.

Events, not to-dos, because most calendars show no to-dos. The same list gives the same bytes: nothing depends on the
clock, and an event has the same UID as long as it is about the same thing.
"""

import hashlib
from datetime import UTC, datetime, time

from readiness.errors import Problem, ReadinessError
from readiness.model.followups import FollowUpEntry, FollowUps, Known
from readiness.model.problems import code_of
from readiness.render.escape import prose
from readiness.render.followups import address_of


def calendar(found: FollowUps) -> str:
    """Return the calendar, with the line ends that it has to have.

    Raises:
        ReadinessError: RDY056, the library that writes calendars is not installed.
    """
    try:
        from icalendar import Calendar, Event, vUri  # noqa: PLC0415 - an extra, and heavy
    except ImportError as error:
        fix = "run `pip install 'readiness[calendar]'`"
        raise ReadinessError(Problem(code_of("usage"), "what writes calendars is not installed", fix)) from error

    made = Calendar()
    made.add("prodid", "-//readiness//followups//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "Follow-ups of launches")
    for entry in found.follow_ups:
        if entry.due is None:
            continue
        event = Event()
        event.add("uid", _uid(entry))
        # When this was said last; that a day has passed is no news.
        event.add("dtstamp", _moment(entry))
        event.add("dtstart", entry.due)
        event.add("summary", prose(f"{entry.title} ({entry.name})"))
        event.add("description", "\n".join(_lines(entry)))
        event.add("transp", "TRANSPARENT")  # nobody is busy all day because of it
        if url := address_of(entry):
            event.add("url", vUri(url))
        made.add_component(event)
    text: str = made.to_ical().decode("utf-8")
    return text


def _uid(entry: FollowUpEntry) -> str:
    parts = (entry.scope, entry.purpose.value, entry.subject, entry.ref or "")
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{digest[:32]}@readiness"


def _moment(entry: FollowUpEntry) -> datetime:
    if entry.issue is not None and entry.issue.updated is not None:
        return entry.issue.updated.astimezone(UTC).replace(microsecond=0)
    return datetime.combine(entry.due, time(), UTC) if entry.due else datetime(1970, 1, 1, tzinfo=UTC)


def _lines(entry: FollowUpEntry) -> list[str]:
    states = {Known.OPEN: "open", Known.CLOSED: "closed", Known.NOT_FOUND: "not found"}
    said = {
        "": f"{entry.purpose.value} {entry.name}",
        "Issue": entry.ref,
        "State": states.get(entry.state),
        "Owner": entry.owner,
        "Risk": entry.risk,
        "Accepted by": entry.accepted_by,
    }
    return [prose(f"{name}: {text}" if name else text) for name, text in said.items() if text]
