"""What `readiness init` says: what was seen, what was written or left, what to add by hand, and what comes next."""

from collections.abc import Iterator

from readiness.model.outcome import Decision
from readiness.model.report import Report
from readiness.render.escape import prose, visible
from readiness.render.layout import Line, Span, hanging, line
from readiness.scaffold import wiring
from readiness.scaffold.drafting import Draft, Site
from readiness.scaffold.place import FOLLOWUPS
from readiness.scaffold.wording import doubts, seen_words

_ABOUT = {
    wiring.CONFIGURATION: "settings",
    wiring.WORKFLOW: "says in each pull request what it does to the launch",
    wiring.GITLAB_JOB: "says in each merge request what it does to the launch",
    wiring.HOOKS: "keeps broken documents out of commits",
    FOLLOWUPS: "what is put off",
}


def seen_lines(site: Site, width: int) -> Iterator[Line]:
    """Yield what was seen, and what could not be made out."""
    yield from hanging(
        (Span("Seen: "),), prose("; ".join(seen_words(site.seen)) or "nothing that is known here"), width
    )
    for doubt in doubts(site.seen):
        yield from hanging((Span("Note: ", "warn"),), prose(doubt), width)


def written_lines(draft: Draft, width: int, *, done: bool) -> Iterator[Line]:
    """Yield what was written (or would be, where it is not `done`), what stays, and what to add by hand."""
    if not draft.files:
        yield line("Nothing to write: everything is there already.", "strong")
    else:
        yield line("Wrote:" if done else "Would write:", "strong")
        longest = max(map(len, draft.files))
        for path in draft.files:
            yield from hanging((Span(f"  {visible(path):<{longest}}  "),), _about(path, draft), width)
    if draft.kept:
        yield from hanging((Span("Left as it is: "),), prose(", ".join(draft.kept)), width)
    for path, text in draft.add.items():
        where = " under `repos:`" if path == wiring.HOOKS else ""
        yield from hanging((Span("To do by hand: "),), prose(f"add to {path}{where}"), width)
        yield from (line(f"    {one}") for one in text.rstrip("\n").split("\n"))


def next_lines(site: Site, draft: Draft, report: Report, width: int) -> Iterator[Line]:
    """Yield what the launch comes to as it stands, and what to type next."""
    decision = str(report.decision).upper()
    if report.problems or report.decision is Decision.UNDECIDED:
        said = "Documents that were there before keep it from being judged; `readiness check` says why."
        yield from hanging((Span(f"{decision}: ", "warn"),), said, width)
    else:
        said = "which is the truth: nothing has been proven yet." if draft.scope else "as it stands."
        yield from hanging((Span("The launch is "), Span(decision, "strong"), Span(", ")), said, width)
    steps = list(_steps(site, draft))
    yield line("Next:" if steps else "")
    for number, step in enumerate(steps, 1):
        yield from hanging((Span(f"  {number}. "),), prose(step), width)


def _steps(site: Site, draft: Draft) -> Iterator[str]:
    if draft.scope is None:
        yield "`readiness check` says what is left to do."
        return
    scope = list(draft.files)[-1]
    yield f"Read {scope}, and make it true: put in the day, and delete what you do not need."
    yield from (f"Write what is asked for in {path}." for path in draft.files if path.endswith(".md"))
    if draft.provable:
        yield f"`readiness prove {draft.scope}/suite`, or `readiness prove` for all that has a command."
    else:
        yield f"Put the command that runs all tests into {scope}, under `run`; then `readiness prove`."
    yield "`readiness check` says what is left, who has to act, and what to type."
    if not site.seen.ci:
        commands = "`, `".join(wiring.COMMANDS)
        yield f"No CI was seen. In a job of yours: `{commands}`."
    elif set(site.seen.ci) == {"other"}:
        commands = "`, `".join(wiring.COMMANDS)
        yield f"No job is written for {site.seen.ci['other']}. In a job of yours: `{commands}`."


def _about(path: str, draft: Draft) -> str:
    if path in _ABOUT:
        return _ABOUT[path]
    if path.endswith(".gitignore"):
        return "keeps reports out of git"
    if path.endswith(".md"):
        return "a runbook to be written"
    return (
        f"the launch {draft.scope}"
        if path.endswith(f"{draft.scope}.yaml") and "directory" not in path
        else "who can act"
    )
