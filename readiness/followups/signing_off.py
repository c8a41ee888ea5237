"""Somebody's word put down: the changes of the document, and whose word it may be."""

from collections.abc import Mapping
from typing import Any, Final

from readiness.edit import Change, Drop, Put
from readiness.evidence import kinds
from readiness.followups.naming import Meant
from readiness.followups.refusing import refuse
from readiness.followups.written import at, evidence_route
from readiness.link.register import Register
from readiness.model.documents.evidence import Evidence
from readiness.model.evidence import EvidenceKind
from readiness.model.wording import shown, suggestion

_BEHIND: Final[Mapping[str, tuple[str, ...]]] = {
    "role": ("who", "signoff"),
    "date": ("statement", "role", "who", "signoff", "url"),
    "statement": ("date",),
    "expires": ("date",),
}
"""Behind which of its siblings each field is added."""


def declared_word(meant: Meant, requirement: str) -> tuple[int, Evidence]:
    """Return the evidence called `requirement` that a person vouches for, and its number.

    Raises:
        ReadinessError: RDY056, there is none, or it is proven otherwise.
    """
    known = {evidence.id: (number, evidence) for number, evidence in enumerate(meant.item.evidence)}
    words = [name for name, (_, evidence) in known.items() if _kind(evidence).word]
    if requirement not in known:
        fix = suggestion(requirement, words) if words else "add `evidence: {signoff: WHO}` to the item first"
        refuse(f"`{meant.id}` has no evidence called {shown(requirement)}", fix)
    number, evidence = known[requirement]
    if not _kind(evidence).word:
        message = f"`{requirement}` is evidence of kind `{evidence.kind}`, which nobody's word can stand for"
        fix = f"sign off {' or '.join(f'`{name}`' for name in words)}" if words else "run `readiness prove` for it"
        refuse(message, fix)
    return number, evidence


def _kind(evidence: Evidence) -> EvidenceKind:
    return kinds()[evidence.kind]


def signatory(evidence: Evidence, by: str, known: Register) -> str | None:
    """Return what is to be said of `by` where that is another than the person declared; None where it is the same.

    Raises:
        ReadinessError: RDY056, `by` may not sign: neither the person declared, nor a deputy or a member of it.
    """
    who = evidence.extra.get("who")
    if who is None or who == by:
        return None
    owner = known.owners.get(str(who))
    if owner is not None and by in owner.deputies:
        return f"{by}, deputy of {who}"
    if owner is None or by not in owner.members:
        message = f"`{evidence.id}` is for {shown(who)} to sign off, and {shown(by)} is no deputy or member of it"
        refuse(message, f"let {who} sign, or name {by} under `deputies:` of {who} in the directory first")
    return f"{by}, of {who}"


def sign(
    meant: Meant,
    data: Any,  # noqa: ANN401 - whatever YAML holds
    number: int,
    evidence: Evidence,
    by: str,
    said: Mapping[str, str | None],
) -> list[Change]:
    """Return what puts the word of `by` down: those fields of `said` that have a value, where they differ."""
    route = evidence_route(data, meant.route, number)
    written = at(data, route)
    if isinstance(written, str):
        # `evidence: https://…` is a link in short form.
        written = {"kind": evidence.kind, **({main: written} if (main := _kind(evidence).main) else {})}
        filled = {name: value for name, value in said.items() if value is not None}
        return [Put(route, {**written, "who": by, **filled})]
    who = {} if evidence.extra.get("who") is not None else {"who": by}
    changes: list[Change] = [
        Put((*route, name), value, _BEHIND.get(name, ()))
        for name, value in {**who, **said}.items()
        if value is not None and written.get(name) != value
    ]
    if said.get("role") is None and _names_another(written.get("role"), evidence):
        changes.append(Drop((*route, "role")))
    return changes


def _names_another(role: object, evidence: Evidence) -> bool:
    """Return whether `role` says that somebody else had signed, as `signatory` puts it."""
    who = evidence.extra.get("who")
    return isinstance(role, str) and role.endswith((f", deputy of {who}", f", of {who}"))
