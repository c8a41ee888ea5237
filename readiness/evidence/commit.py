"""Evidence kind `commit`: who stands behind the commit itself.

## Source
The candidate's commit as git keeps it, and the annotated tags that point at it; no artefact and no record. Signatures
are those of SSH keys (`gpg.format=ssh`). Short form: none.

## Shape
`commit`, `author`, `committer` and `co_authors` (`name` and `email`), `trailers`: key in lower case → who they name,
`signature`: `state` (`none`, `holds`, `broken`, `other`) and `key`, the fingerprint, and `tags`: name → the same.

## Units
`made_at` is what the commit says of itself, in seconds.

## Errors
Missing: there is no commit, or the index or the work tree holds something else than it: uncommitted changes have no
signature. Unreadable: an object that git has under another id, or a signature that is not one of an SSH key (PGP,
X.509) or of a security key (`sk-…`), where one is asked. A tag counts only under the name that was signed.

## What it does not prove
That anybody has looked at anything: a trailer is text that the author can write, and so are names and dates. A key says
that its holder made the commit or the tag, not that it is good. When a key was valid is not known.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Final, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from readiness.errors import EvidenceMissingError, EvidenceUnreadableError
from readiness.evidence.moments import since_epoch
from readiness.evidence.public_keys import CommitKey, fingerprints
from readiness.evidence.quoted import listed, quoted
from readiness.evidence.wildcards import fitting
from readiness.model.documents.base import OneOrMany, Text
from readiness.model.documents.evidence import Condition
from readiness.model.evidence import Claim, CommitObjects, EvidenceKind, Json, Reading
from readiness.reading.git_objects import (
    Commit,
    Person,
    Tag,
    object_id,
    parse_commit,
    parse_tag,
    person_of,
    trailers,
)
from readiness.reading.ssh_keys import UnknownKeyTypeError
from readiness.reading.ssh_signatures import BEGIN, signer_of

TrailerKey = Annotated[Text, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9-]*$", max_length=100)]


class CommitCondition(Condition):
    """Who has to stand behind the commit."""

    signed_by: Annotated[OneOrMany[CommitKey], Field(min_length=1, max_length=100)] = ()
    """Public keys of OpenSSH of which one has to have signed the commit, or with `tag` the tag."""
    tag: Text | None = None
    """The name of an annotated tag that points at the commit; `*` and `?` stand for any text and one character."""
    trailers: Annotated[OneOrMany[TrailerKey], Field(min_length=1, max_length=20)] = ()
    """Trailers of its message, such as `Reviewed-by`, that have to name somebody who has not written it."""

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.signed_by and (self.tag is not None or not self.trailers):
            raise PydanticCustomError(
                "incomplete-declaration",  # noqa: EM101 - the slug is the type
                "it does not say who has to stand behind the commit",
                {"fix": "add `signed_by:` with public keys, or `trailers:` without `tag:`"},
            )
        return self


def read(reading: Reading) -> Claim:
    """Return who has written and signed the candidate's commit, and whom it names.

    Raises:
        EvidenceMissingError: there is no commit, or the candidate is not just that.
        EvidenceUnreadableError: git's objects are damaged, or signed in a way that is not understood.
    """
    objects = reading.objects
    if objects is None:
        msg = "there is no commit that anybody could have signed"
        raise EvidenceMissingError(msg)
    if objects.dirty:
        msg = "the candidate holds, or may hold, more than its commit, and nobody has signed uncommitted changes"
        raise EvidenceMissingError(msg)
    condition: CommitCondition = reading.condition
    try:
        commit = _commit(objects)
        tags = dict(_tags(objects, condition)) if condition.tag is not None else {}
    except ValueError as error:
        msg = f"the commit {objects.oid:.9} cannot be read: {quoted(str(error))}"
        raise EvidenceUnreadableError(msg) from error
    measured = _measured(objects.oid, commit)
    measured["signature"] = _signature(commit)
    measured["tags"] = {name: _signature(tag) for name, tag in tags.items()}
    _refuse_other(measured, condition)
    made_at = None if commit.committer.when is None else since_epoch(commit.committer.when)
    return Claim(measured, made_at=made_at, newest_at=made_at, summary=f"commit {objects.oid:.9}")


def _commit(objects: CommitObjects) -> Commit:
    if object_id("commit", objects.data, objects.oid) != objects.oid:
        msg = "git has it under another id"
        raise ValueError(msg)
    return parse_commit(objects.data)


def _tags(objects: CommitObjects, condition: CommitCondition) -> Iterator[tuple[str, Tag]]:
    """Yield the tags that fit, point at the commit, and were signed under the name that they have now."""
    fits = fitting(condition.tag or "")
    for name, data in objects.tags.items():
        if fits(name):
            tag = parse_tag(data)
            if (tag.name, tag.target, tag.target_type) == (name, objects.oid, "commit"):
                yield name, tag


def _measured(oid: str, commit: Commit) -> dict[str, Any]:
    named: dict[str, list[Json]] = {}
    for key, value in trailers(commit.message):
        person = person_of(value)
        if person is not None:
            named.setdefault(key.lower(), []).append(_shown(person))
    return {
        "commit": oid,
        "author": _shown(commit.author),
        "committer": _shown(commit.committer),
        "co_authors": named.get("co-authored-by", []),
        "trailers": named,
    }


def _shown(person: Person) -> dict[str, Json]:
    return {"name": person.name, "email": person.email}


def _signature(signed: Commit | Tag) -> dict[str, str | None]:
    if signed.signature is None:
        return {"state": "none", "key": None}
    if not signed.signature.startswith(BEGIN):
        return {"state": "other", "key": None}
    try:
        return {"state": "holds", "key": signer_of(signed.signature, signed.payload, "git").fingerprint}
    except UnknownKeyTypeError:
        return {"state": "other", "key": None}
    except ValueError:
        return {"state": "broken", "key": None}


def _refuse_other(measured: Mapping[str, Any], condition: CommitCondition) -> None:
    """Raise where signatures are asked for and there is none that can be understood, but one that cannot."""
    if not condition.signed_by:
        return
    asked = list(measured["tags"].values()) if condition.tag is not None else [measured["signature"]]
    if asked and all(one["state"] == "other" for one in asked):
        msg = "it is signed, but not with an SSH key of a type that is understood"
        raise EvidenceUnreadableError(msg)


def meets(measured: Mapping[str, Any], condition: CommitCondition) -> Sequence[str]:
    """Return why what stands behind the commit is not enough."""
    return (*_signature_reasons(measured, condition), *_trailer_reasons(measured, condition))


def _signature_reasons(measured: Mapping[str, Any], condition: CommitCondition) -> Iterator[str]:
    if not condition.signed_by:
        return
    what = f"the commit {measured['commit']:.9}"
    asked = {what: measured["signature"]}
    if condition.tag is not None:
        asked = {f"the tag {quoted(name)}": one for name, one in measured["tags"].items()}
        if not asked:
            yield f"no annotated tag {quoted(condition.tag)} points at {what}"
            return
    trusted = fingerprints(condition.signed_by)
    if not any(one["key"] in trusted for one in asked.values()):
        yield listed([f"{name} {_lacks(one)}" for name, one in asked.items()])


def _lacks(signature: Mapping[str, str | None]) -> str:
    match signature["state"]:
        case "none":
            return "is not signed"
        case "holds":
            return f"is signed with {signature['key']}, which `signed_by` does not have"
        case "broken":
            return "has a signature that does not hold"
        case _:
            return "is signed with a key that is not understood"


def _trailer_reasons(measured: Mapping[str, Any], condition: CommitCondition) -> Iterator[str]:
    writers = [measured["author"], measured["committer"], *measured["co_authors"]]
    for key in condition.trailers:
        named = measured["trailers"].get(key.lower(), [])
        if not named:
            yield f"the message has no trailer {key} with a name and an address"
        elif all(any(_same(person, writer) for writer in writers) for person in named):
            yield f"{key} names only who has written the commit: {listed([person['name'] for person in named])}"


def _same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two are one person: the same name or the same address is enough to say so."""
    return any(_folded(one[part]) == _folded(other[part]) for part in ("name", "email"))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


KIND: Final = EvidenceKind(
    name="commit",
    condition=CommitCondition,
    read=read,
    meets=meets,
    needs_path=False,
    document=True,
    reads_commit=True,
)
