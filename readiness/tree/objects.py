"""Bytes of git objects, many at a time, without ever holding one that is larger than is wanted.

Source: `git cat-file --batch-check` for sizes, then `--batch` for contents. Sizes are bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from readiness.tree.base import Unread
from readiness.tree.git import Git, GitFailedError

_AT_ONCE: Final = 32 * 1024 * 1024


def read_blobs(git: Git, oids: Iterable[str], limit: int) -> Mapping[str, bytes | Unread]:
    """Return, by object id, the content of each blob, or why there is none.

    Raises:
        ReadinessError: RDY050, git stopped early, as it does where an object is damaged.
    """
    wanted = sorted(set(oids))
    if not wanted:
        return {}
    try:
        sizes = blob_sizes(git, wanted)
        found: dict[str, bytes | Unread] = {oid: Unread.UNREADABLE for oid in wanted if oid not in sizes}
        found |= {oid: Unread.TOO_LARGE for oid, size in sizes.items() if size > limit}
        for batch in _batches({oid: size for oid, size in sizes.items() if size <= limit}):
            found |= _contents(git, batch)
    except GitFailedError as error:
        raise error.as_problem() from error
    return found


def blob_sizes(git: Git, oids: list[str]) -> dict[str, int]:
    """Return the sizes of blobs in bytes, by object id, of those that are there.

    Raises:
        GitFailedError: git stopped early.
    """
    printed = git.run(
        "cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", "--buffer", feed=_lines(oids)
    )
    rows = (line.split() for line in printed.decode("ascii").splitlines())
    return {row[0]: int(row[2]) for row in rows if len(row) == 3 and row[1] == "blob"}  # noqa: PLR2004 - the format above


def _batches(sizes: Mapping[str, int]) -> Iterator[list[str]]:
    batch: list[str] = []
    total = 0
    for oid, size in sizes.items():
        if batch and total + size > _AT_ONCE:
            yield batch
            batch, total = [], 0
        batch.append(oid)
        total += size
    if batch:
        yield batch


def _contents(git: Git, oids: list[str]) -> dict[str, bytes | Unread]:
    printed = git.run("cat-file", "--batch=%(objectname) %(objectsize)", "--buffer", feed=_lines(oids))
    found: dict[str, bytes | Unread] = {}
    at = 0
    for _ in oids:
        end = printed.index(b"\n", at)
        oid, size = printed[at:end].decode("ascii").split()
        at = end + 1 + int(size)
        found[oid] = printed[end + 1 : at]
        at += 1
    return found


def _lines(oids: list[str]) -> bytes:
    return "".join(f"{oid}\n" for oid in oids).encode("ascii")
