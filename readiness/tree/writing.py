"""Objects put into a repository without a work tree, an index, a filter or a hook: trees, edited by path, and commits.

Source: git's formats. A tree is `{mode SP name NUL oid}*`, sorted as if the names of folders ended in `/`; objects are
handed over as a pack (`PACK`, version 2, no deltas), which `unpack-objects` and `index-pack` check and store. So one
child process stores everything, however much it is.
"""

import hashlib
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from readiness.tree.git import Git, GitFailedError
from readiness.tree.repository import Repository

# A loose object counts only once it is on the disk; git leaves that to chance unless it is asked.
_DURABLE: Final = ("-c", "core.fsync=committed,loose-object,reference")
_FEW: Final = 200
"""Up to so many objects are stored loose, more as a pack, which git's own clean-up need not look at again soon."""
_CODE: Final = {"tree": 2, "blob": 3}
_FOLDER: Final = b"40000"
_FILE: Final = b"100644"
_NEUTRAL: Final = {
    "GIT_AUTHOR_NAME": "readiness",
    "GIT_AUTHOR_EMAIL": "readiness@localhost",
    "GIT_COMMITTER_NAME": "readiness",
    "GIT_COMMITTER_EMAIL": "readiness@localhost",
}

Kind = Literal["tree", "blob"]


class Made(NamedTuple):
    """An object that is not stored yet."""

    kind: Kind
    data: bytes


_Entries = dict[bytes, tuple[bytes, bytes]]
"""Of one folder: mode and raw object id by name."""


class Drawer:
    """New objects of one repository, by object id, on their way into it."""

    def __init__(self, repository: Repository) -> None:
        self._git = repository.git
        self._hash = repository.object_format
        self._width = hashlib.new(self._hash, usedforsecurity=False).digest_size
        self._made: dict[str, Made] = {}

    def put(self, kind: Kind, data: bytes) -> str:
        """Return the object id of `data`, which `store` will store."""
        digest = hashlib.new(self._hash, b"%s %d\0" % (kind.encode("ascii"), len(data)), usedforsecurity=False)
        digest.update(data)
        oid = digest.hexdigest()
        self._made[oid] = Made(kind, data)
        return oid

    def edit(self, tree: str | None, changes: Mapping[str, str | None]) -> str | None:
        """Return the tree that `tree` becomes when each path gets the blob with that object id, or goes (None).

        Folders that are empty then go too; everything else stays, whatever it is. `tree` may be named by its commit,
        and None stands for an empty one. Returns None where nothing changes.

        Raises:
            GitFailedError: a part of `tree` cannot be read.
        """
        wanted: dict[str, dict[bytes, str | None]] = {"": {}}
        for path, oid in changes.items():
            folder, _, name = path.rpartition("/")
            wanted.setdefault(folder, {})[os.fsencode(name)] = oid
        for folder in list(wanted):
            while folder:
                folder = folder.rpartition("/")[0]  # noqa: PLW2901 - the way up
                wanted.setdefault(folder, {})
        there = self._folders(tree, list(wanted)) if tree else {}
        top = there.setdefault("", {})
        before = _written(top)
        # The longest way down comes first, so that a folder is done before the one that it lies in.
        for folder in sorted(filter(None, wanted), key=lambda one: one.count("/"), reverse=True):
            known = folder in there
            entries = there.setdefault(folder, {})
            _set_files(entries, wanted[folder])
            if entries or known:
                above, _, last = folder.rpartition("/")
                inner = self.put("tree", _written(entries)) if entries else None
                _set(there.setdefault(above, {}), os.fsencode(last), _FOLDER, inner)
        _set_files(top, wanted[""])
        after = _written(top)
        return None if after == before else self.put("tree", after)

    def store(self) -> None:
        """Store what was put in, durably.

        Raises:
            GitFailedError: git cannot store it; what it has stored by then is garbage that git clears away.
        """
        if self._made:
            # `--stdin` is what makes `index-pack` keep the pack, and not only look at it.
            into = ("unpack-objects", "-q") if len(self._made) <= _FEW else ("index-pack", "--stdin")
            self._git.run(*_DURABLE, *into, feed=b"".join(self._packed()))
            self._made.clear()

    def _packed(self) -> Iterator[bytes]:
        digest = hashlib.new(self._hash, usedforsecurity=False)
        header = b"PACK\0\0\0\2" + len(self._made).to_bytes(4, "big")
        digest.update(header)
        yield header
        for kind, data in self._made.values():
            part = _prefix(_CODE[kind], len(data)) + zlib.compress(data)
            digest.update(part)
            yield part
        yield digest.digest()

    def _folders(self, tree: str, folders: Sequence[str]) -> dict[str, _Entries]:
        """Return what is in each of `folders`; those that `tree` does not have are left out."""
        lines = b"".join(os.fsencode(f"{tree}:{folder}") + b"\n" for folder in folders)
        printed = self._git.run("cat-file", "--batch=%(objecttype) %(objectsize)", "--buffer", feed=lines)
        found: dict[str, _Entries] = {}
        at = 0
        for folder in folders:
            end = printed.index(b"\n", at)
            words = printed[at:end].split(b" ")
            at = end + 1
            if len(words) == 2 and words[0] in {b"tree", b"blob"}:  # noqa: PLR2004 - the format above
                data = printed[at : at + int(words[1])]
                at += len(data) + 1
                if words[0] == b"tree":
                    found[folder] = dict(self._entries(data))
        return found

    def _entries(self, data: bytes) -> Iterator[tuple[bytes, tuple[bytes, bytes]]]:
        at = 0
        while at < len(data):
            space, end = data.index(b" ", at), data.index(b"\0", at)
            oid_end = end + 1 + self._width
            yield data[space + 1 : end], (data[at:space], data[end + 1 : oid_end])
            at = oid_end


def commit(git: Git, tree: str, parents: Sequence[str], message: str) -> str:
    """Return a new commit: by the user that git knows, else by nobody in particular. No hook runs, nothing is signed.

    Raises:
        GitFailedError: git cannot write it.
    """
    before = [part for parent in parents for part in ("-p", parent)]
    arguments = ("commit-tree", "--no-gpg-sign", *before, "-m", message, tree)
    try:
        # Without this git makes up an address from the names of the account and the machine.
        made = git.run(*_DURABLE, "-c", "user.useConfigOnly=true", *arguments)
    except GitFailedError as error:
        if "tell me who you are" not in error.said:
            raise
        made = git.run(*_DURABLE, *arguments, environment=_NEUTRAL)
    return made.decode("ascii").strip()


def move_ref(git: Git, ref: str, new: str, old: str | None, message: str) -> None:
    """Let `ref` name the commit `new`, if it names `old` (None: if it does not exist), and otherwise change nothing.

    Raises:
        GitFailedError: the ref names something else by now, or cannot be written.
    """
    expected = old or "0" * len(new)
    # Writers wait for each other's lock rather than fail on it.
    patient = ("-c", "core.filesRefLockTimeout=2000", "-c", "core.packedRefsTimeout=2000")
    git.run(*_DURABLE, *patient, "update-ref", "--no-deref", "-m", message, ref, new, expected)


def _set_files(entries: _Entries, oids: Mapping[bytes, str | None]) -> None:
    for name, oid in oids.items():
        _set(entries, name, _FILE, oid)


def _set(entries: _Entries, name: bytes, mode: bytes, oid: str | None) -> None:
    if oid is None:
        entries.pop(name, None)
    else:
        entries[name] = (mode, bytes.fromhex(oid))


def _written(entries: _Entries) -> bytes:
    ordered = sorted(entries.items(), key=lambda entry: entry[0] + (b"/" if entry[1][0] == _FOLDER else b""))
    return b"".join(b"%s %s\0%s" % (mode, name, oid) for name, (mode, oid) in ordered)


def _prefix(code: int, size: int) -> bytes:
    """Return the header of an entry of a pack: three bits of type, then the size, seven bits a byte, lowest first."""
    byte, size = code << 4 | size & 15, size >> 4
    written = bytearray()
    while size:
        written.append(byte | 0x80)
        byte, size = size & 0x7F, size >> 7
    written.append(byte)
    return bytes(written)
