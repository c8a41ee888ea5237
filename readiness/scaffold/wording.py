"""What was seen, in words, for the head of the scope and for the terminal."""

from collections.abc import Iterator
from typing import Final

from readiness.scaffold.seen import Seen

_CI: Final = {"github": "GitHub Actions", "gitlab": "GitLab CI", "other": "CI"}
_FACTS: Final = {
    "docker": "container images",
    "kubernetes": "Kubernetes",
    "terraform": "Terraform",
    "dbt": "dbt",
    "migrations": "migrations",
    "flags": "feature flags",
    "pre-commit": "pre-commit",
}


def seen_words(seen: Seen) -> tuple[str, ...]:
    """Return what was seen, each with the file that shows it."""
    return tuple(_seen(seen))


def _seen(seen: Seen) -> Iterator[str]:
    yield from (f"{_CI[name]} ({path})" for name, path in seen.ci.items())
    yield from (f"tests by `{suite.run}` ({suite.shown_by})" for suite in seen.suites)
    if seen.unasked:
        yield f"projects in folders ({', '.join(seen.unasked)})"
    yield from (f"{words} ({seen.facts[fact]})" for fact, words in _FACTS.items() if fact in seen.facts)
    if seen.rollback is not None:
        yield f"steps to roll back ({seen.rollback})"
    if seen.owners is not None:
        yield f"code owners ({seen.owners.path})"


def doubts(seen: Seen) -> Iterator[str]:
    """Yield what could not be understood, or was left out, and what that means."""
    if seen.odd_names:
        yield f"{_files(seen.odd_names)} with unusual characters in the path, left out"
    owners = seen.owners
    if owners is not None and owners.unread:
        lines = "1 line" if owners.unread == 1 else f"{owners.unread} lines"
        yield f"{lines} of {owners.path} that name no owner in a way that is understood"
    if owners is not None and owners.names_people:
        yield f"{owners.path} names people; the documents name roles, which outlive them"


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number:,} files"
