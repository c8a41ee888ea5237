"""What is shown: the results as Markdown, made inert and short enough for where it goes. Pure."""

from collections.abc import Sequence
from typing import Final

from readiness.model.diff import Diff
from readiness.publish.inert import inert
from readiness.publish.marker import Marker
from readiness.publish.results import Result
from readiness.render.base import Style
from readiness.render.trimming import LEAST, size_of, trim

SUMMARY: Final = 1024 * 1024
"""Bytes of the job summary of one step, as GitHub takes them."""
CHECK: Final = 65_535
"""Characters of the summary of a check run, as GitHub describes them; bytes here, which are never fewer."""
_STYLE: Final = Style()


def markdown_of(results: Sequence[Result]) -> str:
    """Return `results` as Markdown for a forge: what the change does first, then how the launch stands.

    Raises:
        ReadinessError: RDY057, a template fails.
    """
    ordered = sorted(results, key=lambda one: not isinstance(one, Diff))
    return "\n".join(inert(_rendered(one)).strip("\n") + "\n" for one in ordered)


def comment_of(text: str, marker: Marker, link: str | None, limit: int) -> str:
    """Return the body of the comment: the marker, what can be shown of `text`, and the way to the whole."""
    head, foot = f"{marker}\n\n", f"\n[What the job said]({link})\n" if link else ""
    room = limit - size_of(head) - size_of(foot)
    return f"{head}{trim(text, room, _whole(link))}{foot}"


def summary_of(text: str, used: int) -> str:
    """Return what is added to a job summary that holds `used` bytes; nothing, where there is no room for anything."""
    before = "\n" if used else ""
    room = SUMMARY - used - len(before)
    return before + trim(text, room) if room >= LEAST else ""


def check_summary_of(text: str, link: str | None) -> str:
    """Return what the page of a check run shows."""
    return trim(text, CHECK, _whole(link))


def _whole(link: str | None) -> str:
    return f"[All of it is in the job]({link})." if link else "All of it is in the output of the job."


def _rendered(result: Result) -> str:
    from readiness.render.diff import render_markdown  # noqa: PLC0415 - rendering is slow to import
    from readiness.render.markdown import render  # noqa: PLC0415 - the same

    return render_markdown(result, _STYLE) if isinstance(result, Diff) else render(result, _STYLE)
