"""Commits and annotated tags as git keeps them, and what was signed of them.

Source: the bytes of the object without git's own header: lines `KEY SP VALUE`, continued by lines that begin with a
space, an empty line, the message. A commit is signed in a header, over everything else; a tag at its end, over all
before. Text is UTF-8, what is none becomes U+FFFD. Errors: `ValueError` with a phrase.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_PERSON: Final = re.compile(r"(?P<name>[^<>\n]*?) ?<(?P<email>[^<>\n]*)>(?: (?P<when>-?\d{1,15}) [+-]\d{1,6})?\Z")
_TRAILER: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)\Z", re.DOTALL)
_CHERRY_PICKED: Final = "(cherry picked from commit "
_ARMOUR: Final = re.compile(rb"^-----BEGIN (?:SSH|PGP|SIGNED) (?:SIGNATURE|MESSAGE)-----", re.MULTILINE)
_ONCE: Final = ("tree", "author", "committer", "object", "type", "tag")


@dataclass(frozen=True, slots=True)
class Person:
    """A name and an e-mail address, as somebody wrote them; `when` in seconds since 1970, where it is said."""

    name: str
    email: str
    when: int | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit. `payload` is what `signature` is about; None where it is not signed."""

    author: Person
    committer: Person
    message: str
    payload: bytes
    signature: bytes | None


@dataclass(frozen=True, slots=True)
class Tag:
    """An annotated tag: its own name, and the id and type of what it points at. `payload` as of a commit."""

    name: str
    target: str
    target_type: str
    payload: bytes
    signature: bytes | None


def object_id(kind: str, data: bytes, like: str) -> str:
    """Return the id that git gives to the object `data`, made with what the id `like` was made with."""
    digest = hashlib.sha256() if len(like) == 64 else hashlib.sha1(usedforsecurity=False)  # noqa: PLR2004 - hexadecimal
    digest.update(f"{kind} {len(data)}\0".encode() + data)
    return digest.hexdigest()


def parse_commit(data: bytes) -> Commit:
    """Return the commit in `data`.

    Raises:
        ValueError: it is none, or says something twice.
    """
    head, end, message = data.partition(b"\n\n")
    headers = list(_headers(head))
    if not end:
        msg = "the commit ends within its headers"
        raise ValueError(msg)
    said = _said(headers)
    signatures = [value for key, value, _ in headers if key.startswith("gpgsig")]
    if len(signatures) > 1:
        msg = "the commit holds several signatures"
        raise ValueError(msg)
    kept = b"".join(raw for key, _, raw in headers if not key.startswith("gpgsig"))
    return Commit(
        author=_person(said.get("author", "")),
        committer=_person(said.get("committer", "")),
        message=message.decode("utf-8", "replace"),
        payload=kept + data[len(head) + 1 :],
        signature=signatures[0] if signatures else None,
    )


def parse_tag(data: bytes) -> Tag:
    """Return the annotated tag in `data`.

    Raises:
        ValueError: it is none, or says something twice.
    """
    headers = list(_headers(data.partition(b"\n\n")[0]))
    said = _said(headers)
    if any(key.startswith("gpgsig") for key, _, _ in headers):
        msg = "the tag holds a signature in its header, which is not understood"
        raise ValueError(msg)
    # The last armour is the signature, as git has it: what lies before may quote another.
    begins = [found.start() for found in _ARMOUR.finditer(data)]
    end = begins[-1] if begins else len(data)
    return (
        Tag(said["tag"], said["object"], said["type"], data[:end], data[end:] or None) if _is_tag(said) else _no_tag()
    )


def _is_tag(said: dict[str, str]) -> bool:
    return {"tag", "object", "type"} <= said.keys()


def _no_tag() -> Tag:
    msg = "it is no annotated tag"
    raise ValueError(msg)


def _headers(head: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield the headers: key, value with continued lines joined, and the bytes of all its lines."""
    key, value, raw = "", b"", b""
    for line in head.split(b"\n"):
        if line.startswith(b" ") and raw:
            value += b"\n" + line[1:]
        else:
            if raw:
                yield key, value, raw
            name, _, value = line.partition(b" ")
            key, raw = name.decode("utf-8", "replace"), b""
        raw += line + b"\n"
    if raw:
        yield key, value, raw


def _said(headers: list[tuple[str, bytes, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value, _ in headers:
        if key in _ONCE and key in found:
            msg = f"it says twice who or what its {key} is"
            raise ValueError(msg)
        found[key] = value.decode("utf-8", "replace")
    return found


def _person(text: str) -> Person:
    match = _PERSON.match(text)
    if match is None:
        msg = "it does not say who its author and its committer are"
        raise ValueError(msg)
    when = match["when"]
    return Person(match["name"].strip(), match["email"].strip(), None if when is None else int(when))


def trailers(message: str) -> list[tuple[str, str]]:
    """Return the trailers of a commit message, key and value: those of its last paragraph, where it holds nothing else.

    Git is more generous; here a paragraph with a line that is no trailer has none, and neither has a subject.
    """
    paragraphs = re.split(r"\n[ \t\r]*\n", message.strip())
    if len(paragraphs) == 1:
        return []
    found: list[tuple[str, str]] = []
    for line in re.sub(r"\n[ \t]+", " ", paragraphs[-1]).split("\n"):
        match = _TRAILER.match(line.rstrip())
        if match is not None:
            found.append((match[1], match[2].strip()))
        elif not line.startswith(_CHERRY_PICKED):
            return []
    return found


def person_of(value: str) -> Person | None:
    """Return who the value of a trailer such as `Reviewed-by` names; None where it is not a name and an address."""
    match = _PERSON.match(value.strip())
    if match is None or match["when"] is not None or not match["name"].strip() or "@" not in match["email"]:
        return None
    return Person(match["name"].strip(), match["email"].strip())
