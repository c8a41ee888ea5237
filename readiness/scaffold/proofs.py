"""The evidence of an item as YAML: what the catalogue asks for, with what was seen, and a comment on each line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness.edit.scalars import inline
from readiness.scaffold.catalogue import Proof, filled
from readiness.scaffold.questions import Answers
from readiness.scaffold.seen import Seen, Suite


@dataclass(frozen=True, slots=True)
class Proofs:
    """Writes evidence; `words` are what stands for words in braces, `reports` is the folder of reports."""

    seen: Seen
    answers: Answers
    reports: str
    words: Mapping[str, str]

    def lines(self, proof: Proof, signer: str) -> Iterator[str]:
        """Yield the lines of `proof`, the word of which `signer` has to give."""
        yield "    evidence:"
        if proof.suites:
            yield from self._suites()
        elif proof.signoff is not None:
            yield f"      signoff: {signer}  # whose word it is"
            yield f"      statement: {scalar(proof.statement or '')}"
            yield "      # date: YYYY-MM-DD, the day of the word, which `readiness signoff` writes; missing until then"
        elif proof.file is not None:
            yield f"      path: {self._scalar(proof.file)}  # has to be in the repository"
            if proof.heading:
                yield f"      heading: {scalar(proof.heading)}  # and to have something under this heading"
        elif proof.command is not None:
            yield "      kind: command  # its exit code decides"
            yield f"      id: {proof.id or 'command'}"
            yield f"      run: {self._scalar(proof.command)}  # `readiness prove` executes it"
        elif proof.sarif is not None:
            yield f"      path: {self._scalar(proof.sarif)}  # findings, of which none may be an `error`"
            run = self._scalar(proof.run) if proof.run else ""
            yield f"      run: {run}" if run else "      # run: the command that writes them, for `readiness prove`"
        yield from _limits(proof)

    def _suites(self) -> Iterator[str]:
        suites = self.seen.suites
        if self.answers.tests and not (suites and self.answers.tests == suites[0].run):
            yield from _told(self.answers.tests, self.reports)
        elif not suites:
            if self.seen.unasked:
                yield "      # No command is known that runs the tests of all projects that were seen."
            yield f"      path: {self.reports}/tests.xml  # a JUnit report, which most test runners can write"
            yield "      # run: the command that runs all tests and writes that report, for `readiness prove`"
        elif len(suites) == 1:
            yield from _suite(suites[0], named=False)
        else:
            for suite in suites:
                yield from _as_element(list(_suite(suite, named=True)))

    def _scalar(self, text: str) -> str:
        return scalar(filled(text, self.words))


def scalar(text: str) -> str:
    """Return `text` as YAML that reads back as nothing else."""
    return inline(text, flow=False)


def _suite(suite: Suite, *, named: bool) -> Iterator[str]:
    if suite.note:
        yield f"      # {suite.note}"
    if suite.report is None:
        yield "      kind: command  # its exit code decides"
    if named or suite.report is None:
        yield f"      id: {suite.id}-suite"
    if suite.report is not None:
        yield f"      path: {scalar(suite.report)}  # the JUnit report that it writes"
    yield f"      run: {scalar(suite.run)}  # seen in {suite.shown_by}; `readiness prove` executes it"
    if suite.cwd is not None:
        yield f"      cwd: {scalar(suite.cwd)}  # the folder to run it in"
    if suite.output is not None:
        yield f"      output: {scalar(suite.output)}  # a line that shows that tests ran at all"


def _as_element(lines: Sequence[str]) -> Iterator[str]:
    """Yield `lines` of a mapping as those of an element of a list."""
    first = next(number for number, line in enumerate(lines) if not line.lstrip().startswith("#"))
    for number, line in enumerate(lines):
        yield f"      {'- ' if number == first else '  '}{line.lstrip()}"


def _told(command: str, reports: str) -> Iterator[str]:
    """Yield the evidence of a command that somebody named: its report, if it names one among the reports."""
    words = command.replace("=", " ").replace('"', " ").replace("'", " ").split()
    report = next((word for word in words if word.startswith(f"{reports}/") and word.endswith(".xml")), None)
    if report is not None:
        yield f"      path: {scalar(report)}  # the JUnit report that it writes"
    else:
        yield f"      kind: command  # its exit code decides, because it names no report in {reports}/"
        yield "      id: suite"
    yield f"      run: {scalar(command)}  # `readiness prove` executes it"


def _limits(proof: Proof) -> Iterator[str]:
    if proof.covers:
        yield "      covers: none  # it is about what runs, not about files"
    if proof.environment:
        yield f"      environment: {proof.environment}  # where it runs"
    if proof.max_age:
        yield f"      max_age: {proof.max_age}  # older than that, it is stale"
