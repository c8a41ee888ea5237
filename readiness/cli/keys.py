"""`readiness keys`: whose signatures count, for what, and today or not; and the line that makes a key count."""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness.cli.exits import ExitCode
from readiness.cli.options import Root, Trust
from readiness.errors import Problem, ReadinessError
from readiness.model.place import Location
from readiness.render.escape import visible

if TYPE_CHECKING:
    from readiness.model.trust import Trust as TrustTable
    from readiness.model.trust import TrustedKey

PublicFiles = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE",
        help="Public keys (.pub): shows what to write into [trust] for each. Without any: those that are trusted.",
        show_default=False,
        dir_okay=False,
    ),
]


def command(*, files: PublicFiles = None, trust: Trust = None, root: Root = Path()) -> ExitCode:
    """List the keys whose signatures count, or show how to trust one.

    Exits 1 where signatures are asked for and no key counts today.

    \b
    Examples:
      readiness keys                    those of the configuration
      readiness keys --trust FILE       those of a file that is kept elsewhere
      readiness keys launch-key.pub     what to write to trust this one
    """  # noqa: D301 - typer keeps the lines of a paragraph that begins with this character
    if files:
        sys.stdout.write("\n".join(_table(file) for file in files))
        return ExitCode.OK
    from readiness.config import read_trust  # noqa: PLC0415
    from readiness.pipeline import Request, opened  # noqa: PLC0415

    _, config = opened(Request(root=root))
    table = config.trust if trust is None else config.trust.naming(read_trust(trust))
    today = datetime.now(UTC).date()
    sys.stdout.writelines(f"{visible(line)}\n" for line in _lines(table, today))
    counting = [key for key in table.keys if _state(key, today) == "counts"]
    return ExitCode.NO_GO if table.asks_for_signatures and not counting else ExitCode.OK


def _lines(trust: "TrustTable", today: date) -> Iterator[str]:
    from readiness.ledger.keys import read_public  # noqa: PLC0415

    for key in trust.keys:
        kinds = f"of {', '.join(key.kinds)}" if key.kinds else "of every kind"
        surfaces = f"on {', '.join(key.surfaces)}" if key.surfaces else "on every surface"
        yield f"{key.identity}: {_state(key, today)}; records {kinds}, {surfaces}"
        yield f"    {read_public(key.key).fingerprint}"
    if not trust.keys and trust.signed:
        yield "Records have to be signed, and no key is named, so none counts: name some with --trust."
    elif not trust.keys:
        yield "No key is named, so nobody asks for signatures: whoever can write to the ledger is believed."
    if trust.executed_only:
        yield "Captured records count for nothing."


def _state(key: "TrustedKey", today: date) -> str:
    if key.revoked is not None:
        return f"revoked on {key.revoked}, counts for nothing"
    if key.covers(today):
        return "counts"
    return f"counts for runs until {key.until}" if key.until and key.until < today else f"counts from {key.from_} on"


def _table(file: Path) -> str:
    from readiness.ledger.keys import read_public  # noqa: PLC0415

    try:
        line = file.read_text(encoding="utf-8").strip()
        fingerprint = read_public(line).fingerprint
    except OSError as error:
        raise _unusable(file, f"it cannot be read: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:
        raise _unusable(file, str(error)) from error
    kind, blob, *_ = line.split()
    return (
        f"# {fingerprint}\n[[tool.readiness.trust.keys]]  # [[trust.keys]] in a file for --trust\n"
        f'key = "{kind} {blob}"\nidentity = "name-it"\n'
    )


def _unusable(file: Path, why: str) -> ReadinessError:
    fix = "name the .pub file of an ed25519 or ECDSA (P-256, P-384) key; `ssh-keygen -t ed25519` makes one"
    return ReadinessError(Problem("RDY059", f"the key cannot be used: {why}", fix, Location(str(file))))
