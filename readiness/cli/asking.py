"""What a command needs to be told: taken from its options, asked for on a terminal, else refused by name."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import typer

from readiness.cli.output import width
from readiness.errors import Problem, ReadinessError
from readiness.followups.refusing import BadValueError
from readiness.render.escape import prose
from readiness.render.layout import Span, hanging, plain


@dataclass(frozen=True, slots=True)
class Question:
    """What `option` wants to know: `words` as they stand before an answer; `check` returns the answer as it counts."""

    option: str
    words: str
    given: str | None
    check: Callable[[str], str]
    needed: bool = True


def answers(questions: Sequence[Question]) -> Mapping[str, str]:
    """Return the answers by option, without those that nobody gave or had to give.

    Raises:
        ReadinessError: RDY056, every option that is wrong, and, where nobody can be asked, that is missing.
    """
    said: dict[str, str] = {}
    problems: list[Problem] = []
    interactive = is_interactive()
    for question in questions:
        if question.given is not None:
            try:
                said[question.option] = question.check(question.given)
            except BadValueError as error:
                problems.append(Problem("RDY056", f"{question.option}: {error.message}", error.fix))
        elif question.needed and not interactive:
            fix = f"add {question.option}: {question.words[0].lower()}{question.words[1:]}"
            problems.append(Problem("RDY056", f"{question.option} is missing", fix))
    if problems:
        raise ReadinessError(*problems)
    for question in questions:
        if question.needed and question.option not in said:
            said[question.option] = _asked(question)
    return said


def is_interactive() -> bool:
    """Return whether there is somebody who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _asked(question: Question) -> str:
    while True:
        try:
            typed: str = typer.prompt(question.words)
        except typer.Abort as error:
            typer.echo()  # what the shell says next is not part of the question
            raise KeyboardInterrupt from error
        try:
            return question.check(typed)
        except BadValueError as error:
            typer.echo(plain(hanging((Span("  "),), prose(f"{error.message}; {error.fix}"), width())), nl=False)
