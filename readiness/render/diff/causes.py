"""Evidence to prove again, put together by what makes it stale: a changed file is told once, not once a requirement."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from readiness.model.diff import Reproof

_PROVE: Final = re.compile(r"readiness prove ([\w./-]+)")
_MOST_NAMED: Final = 5
"""From this many names on, the command names the commit that the change goes back to instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What makes `proofs` stale: `files` are behind all of them, `also` behind some; `unnamed` counts further ones.

    Without any file it is `why`: what is asked for was changed.
    """

    files: tuple[str, ...]
    also: tuple[str, ...]
    unnamed: int
    why: str
    proofs: tuple[Reproof, ...]


def causes(proofs: Sequence[Reproof]) -> tuple[Cause, ...]:
    """Return what is behind `proofs`, each of which is in exactly one cause: what blocks, and what is most, first.

    Evidence goes to that of its files which most of the evidence has, so that a file that many share is told once.
    """
    shared = Counter(file for proof in proofs for file in proof.files)
    groups: dict[tuple[str, str], list[Reproof]] = {}
    for proof in proofs:
        main = min(proof.files, key=lambda file: (-shared[file], file), default="")
        groups.setdefault((main, "" if main else proof.message), []).append(proof)
    ordered = sorted(groups.items(), key=lambda pair: (-_weight(pair[1]), -len(pair[1]), pair[0]))
    return tuple(_cause(held) for _, held in ordered)


def commands(proofs: Sequence[Reproof], base: str | None) -> tuple[str, ...]:
    """Return what proves `proofs` again: one command where commands do it, and what people have to do besides.

    `base` is the commit that the change goes back to.
    """
    matches = [(_PROVE.fullmatch(proof.action), proof.action) for proof in proofs]
    names = list(dict.fromkeys(found[1] for found, _ in matches if found is not None))
    others = tuple(dict.fromkeys(action for found, action in matches if found is None and action))
    if not names:
        return others
    if len(names) <= _MOST_NAMED:
        return f"readiness prove {' '.join(names)}", *others
    return f"readiness prove --changed-since {base:.9}" if base else "readiness prove", *others


def _cause(proofs: Sequence[Reproof]) -> Cause:
    common = set(proofs[0].files).intersection(*(proof.files for proof in proofs))
    rest = {file for proof in proofs for file in proof.files} - common
    return Cause(
        files=tuple(sorted(common)),
        also=tuple(sorted(rest)),
        unnamed=max(proof.touched - len(proof.files) for proof in proofs),
        why="" if common else proofs[0].message,
        proofs=tuple(sorted(proofs, key=lambda proof: -proof.level.rank)),
    )


def _weight(proofs: Sequence[Reproof]) -> int:
    return max(proof.level.rank for proof in proofs)
