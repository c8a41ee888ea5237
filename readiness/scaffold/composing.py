"""From what was seen and answered to the documents of a first launch, as text.

Every value goes through the writer of scalars, so that nothing that stands in a repository can become YAML of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from readiness.render.escape import prose
from readiness.scaffold.catalogue import Entry, due, filled, fitting
from readiness.scaffold.companions import directory, put_off, runbooks
from readiness.scaffold.owners import Owners
from readiness.scaffold.place import FOLLOWUPS, Place
from readiness.scaffold.proofs import Proofs, scalar
from readiness.scaffold.questions import Answers
from readiness.scaffold.seen import Seen
from readiness.scaffold.wording import seen_words

_MEANING: Final = {
    "launch-critical": "no launch without it",
    "launch-adjacent": "worth having; only warns",
    "deferred": "put off, on purpose",
}


def compose(seen: Seen, answers: Answers, place: Place) -> Mapping[str, str]:
    """Return the documents of the launch by path: the scope last, because a launch is begun when its scope is there."""
    return _Composer(seen, answers, place, Owners(seen, answers)).documents()


@dataclass(frozen=True, slots=True)
class _Composer:
    seen: Seen
    answers: Answers
    place: Place
    owners: Owners

    def documents(self) -> Mapping[str, str]:
        # A list of deferrals that is there is not added to, and a deferral that no list knows is nobody's.
        no_list = FOLLOWUPS in self.place.taken
        entries = [one for one in fitting(self.seen, self.answers.ships) if not (no_list and one.follow_up)]
        self.owners.of("launch")
        head = "\n".join(self._head())
        items = "\n\n".join("\n".join(self._item(entry)) for entry in entries)
        files = dict(runbooks(entries, self.seen, self.place))
        deferred = [
            (one, self.owners.of(one.owner), due(self.answers.launch, one.follow_up))
            for one in entries
            if one.follow_up
        ]
        if deferred:
            files[FOLLOWUPS] = put_off(deferred)
        if missing := self.owners.listed(self.place.known):
            files[self.place.directory(self.answers.id)] = directory(missing)
        return {**files, self.place.scope(self.answers.id): f"{head}\n{items}\n"}

    def _head(self) -> Iterator[str]:
        answers = self.answers
        yield f"# {prose(answers.title)}"
        yield "# Begun by `readiness init`, and yours from now on: change what is not true, delete what nobody needs."
        yield "# What was seen:"
        yield from (f"#   {one}" for one in seen_words(self.seen) or ("nothing that says how it is built or tested",))
        yield "kind: scope"
        yield f"id: {scalar(answers.id)}  # its name in commands: `readiness check {answers.id}`"
        yield f"title: {scalar(answers.title)}  # its name in reports"
        yield "state: active  # it counts; `draft` shows it without counting"
        yield f"owner: {scalar(answers.owner)}  # answers for every item that names nobody else"
        day = "a guess, six weeks ahead: put in the day" if answers.guessed else "the day, in UTC"
        yield f"launch: {answers.launch}  # {day}"
        yield ""
        yield "defaults:  # what items have that do not say otherwise"
        yield "  rollback:"
        steps = self.seen.rollback or f"{self.place.rollback}#roll-back"
        yield f"    steps: {scalar(steps)}  # a heading; counts once steps stand under it"
        yield "    # within: 1h, how long taking it back may take: a promise that nobody can make for you"
        yield ""
        yield "items:"

    def _item(self, entry: Entry) -> Iterator[str]:
        owner = self.owners.of(entry.owner)
        if entry.note:
            yield f"  # {filled(entry.note, self._words())}"
        yield f"  - id: {entry.id}"
        yield f"    title: {scalar(entry.title)}"
        if entry.why:
            yield f"    why: {scalar(entry.why)}"
        yield f"    class: {entry.item_class}  # {_MEANING[entry.item_class]}"
        if owner != self.answers.owner:
            yield f"    owner: {owner}"
        if entry.rollback is not None:
            yield from self._kill_switch()
        if entry.evidence is not None:
            proofs = Proofs(self.seen, self.answers, self.place.reports, self._words())
            yield from proofs.lines(entry.evidence, self._signer(entry, owner))
        if entry.follow_up is not None:
            yield "    follow_up:"
            yield f"      ref: file:{entry.id}  # an entry of {FOLLOWUPS}; an issue is github:owner/repo#12"
            yield f"      risk: {scalar(entry.follow_up.risk)}"
            yield f"      due: {due(self.answers.launch, entry.follow_up)}  # from the day after, it blocks"

    def _kill_switch(self) -> Iterator[str]:
        yield "    rollback:"
        yield "      plan: kill-switch"
        yield f"      steps: {scalar(f'{self.place.rollback}#switch-off')}  # counts once steps stand under it"
        yield "      # within: 5m, how long switching off may take: a promise that nobody can make for you"
        if (flag := self.seen.flag) is not None:
            yield f"      kill_switch: {scalar(f'{flag.path}#{flag.key}')}  # file#flag"

    def _signer(self, entry: Entry, owner: str) -> str:
        """Return whose word an item waits for; the owner's own counts only where it is not critical."""
        role = entry.evidence.signoff if entry.evidence else None
        if role is None:
            return ""
        is_critical = entry.item_class == "launch-critical"
        return self.owners.besides(role, owner) if is_critical else self.owners.of(role)

    def _words(self) -> Mapping[str, str]:
        facts = {"security-policy": "SECURITY.md", **self.seen.facts}
        folders = {f"{fact}-folder": path.rpartition("/")[0] or "." for fact, path in facts.items()}
        places = {"reports": self.place.reports, "runbook": self.place.rollback, "support": self.place.support}
        return {**facts, **folders, **places, "publish-command": self.seen.publish or ""}
