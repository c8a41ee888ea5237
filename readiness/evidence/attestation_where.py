"""What a statement has to be about, and what its predicate has to say: conditions on JSON that was measured."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal, NoReturn, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from readiness.evidence.json_pointer import Pointer, at
from readiness.evidence.quoted import listed, quoted
from readiness.evidence.wildcards import fitting
from readiness.model.documents.base import Many, Model, Text
from readiness.model.evidence import Json

Scalar = Text | bool | Annotated[float, Field(allow_inf_nan=False)]
"""What can be compared: text, a truth, a number. A truth is no number, and `1` is `1.0`."""
Digest = Annotated[Text, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*:[0-9A-Za-z]{8,200}$")]
"""An algorithm of in-toto and a digest: `sha256:…`, `sha512:…`, `gitCommit:…`."""
COMMIT_DIGESTS: Final = ("gitCommit", "sha1")
"""Under which names statements give the commit of git that they are about; the second is that of old ones."""


class Subject(Model):
    """What a statement has to be about; all that is said has to be true of one of its subjects."""

    name: Text | None = None
    """The name of the subject; `*` and `?` stand for any text and one character."""
    digest: Digest | None = None
    """A digest of the subject, under the name that the statement has for it: `sha256:…`, `gitCommit:…`."""
    commit: Literal[True] | None = None
    """The subject is the commit of the candidate, by its digest `gitCommit` or `sha1`."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.name is None and self.digest is None and self.commit is None:
            _refuse("the subject says nothing", "add `name:`, `digest:` or `commit: true`")
        return self

    def __str__(self) -> str:
        parts = [part for part in (self.name, self.digest, "the candidate's commit" if self.commit else None) if part]
        return quoted(" with ".join(parts))

    def fits(self, subject: Mapping[str, Any], commit: str | None) -> bool:
        """Return whether this is the `subject` of a statement, at the candidate's `commit`."""
        digests = subject["digest"]
        if self.name is not None and not fitting(self.name)(subject["name"]):
            return False
        if self.digest is not None:
            algorithm, _, wanted = self.digest.partition(":")
            if digests.get(algorithm, "").lower() != wanted.lower():
                return False
        return self.commit is None or is_commit(commit, *(digests.get(name) for name in COMMIT_DIGESTS))


def is_commit(commit: str | None, *found: Json) -> bool:
    """Return whether one of the values `found` is the id of the candidate's `commit`."""
    return commit is not None and any(isinstance(one, str) and one.lower() == commit for one in found)


class Where(Model):
    """What the predicate has to say at one place."""

    pointer: Pointer
    """The place in the predicate, as a JSON pointer: `/runDetails/builder/id`. It has to be there."""
    equals: Scalar | None = None
    """The value that has to be there."""
    one_of: Annotated[Many[Scalar], Field(min_length=1)] | None = None
    """The values of which one has to be there."""
    like: Text | None = None
    """The text that has to be there; `*` and `?` stand for any text and one character."""
    at_least: Annotated[float, Field(allow_inf_nan=False)] | None = None
    """The smallest number that is good enough."""
    at_most: Annotated[float, Field(allow_inf_nan=False)] | None = None
    """The largest number that is good enough."""
    commit: Literal[True] | None = None
    """The id of the candidate's commit has to be there."""

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        asked = [name for name in _ASKED if getattr(self, name) is not None]
        if len(asked) != 1 and asked != ["at_least", "at_most"]:
            found = f"asks {listed(asked)}" if asked else "asks nothing"
            _refuse(f"it {found} of what is at the pointer", f"say exactly one of {', '.join(_ASKED)}")
        return self

    def reason(self, predicate: Json, commit: str | None) -> Iterator[str]:
        """Yield why `predicate` does not say what it has to; nothing where it does."""
        there = at(predicate, self.pointer)
        if not there:
            yield f"its predicate has nothing at {quoted(self.pointer)}"
        elif not self._is_met(there[0], commit):
            yield f"its predicate says {_shown(there[0])} at {quoted(self.pointer)}, asked for is {self._wanted()}"

    def _is_met(self, found: Json, commit: str | None) -> bool:
        if self.commit is not None:
            return is_commit(commit, found)
        if self.like is not None:
            return isinstance(found, str) and fitting(self.like)(found)
        if self.at_least is not None or self.at_most is not None:
            low, high = self.at_least, self.at_most
            is_number = isinstance(found, int | float) and not isinstance(found, bool)
            return is_number and (low is None or found >= low) and (high is None or found <= high)  # type: ignore[operator]
        return any(_same(found, wanted) for wanted in (self.one_of or (self.equals,)))

    def _wanted(self) -> str:
        if self.commit is not None:
            return "the candidate's commit"
        if self.at_least is not None or self.at_most is not None:
            bounds = (("at least", self.at_least), ("at most", self.at_most))
            return " and ".join(f"{word} {bound:g}" for word, bound in bounds if bound is not None)
        return " or ".join(_shown(wanted) for wanted in (self.one_of or (self.like or self.equals,)))


_ASKED: Final = ("equals", "one_of", "like", "at_least", "at_most", "commit")


def _same(found: Json, wanted: Json) -> bool:
    return isinstance(found, bool) == isinstance(wanted, bool) and not isinstance(found, list) and found == wanted


def _shown(value: Json) -> str:
    match value:
        case str():
            return quoted(repr(value))
        case bool() | None:
            return {True: "true", False: "false", None: "null"}[value]
        case int() | float():
            return f"{value:g}" if isinstance(value, float) else str(value)
        case _:
            return "a mapping" if isinstance(value, Mapping) else "a list"


def _refuse(message: str, fix: str) -> NoReturn:
    raise PydanticCustomError(
        "incomplete-declaration",  # noqa: EM101 - the slug is the type
        "{message}",
        {"message": message, "fix": fix},
    )
