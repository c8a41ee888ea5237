"""The key that a command signs with, and where its passphrase comes from."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from securesystemslib.signer import Signer  # type: ignore[attr-defined]  # public, says its documentation

PASSPHRASE: Final = "READINESS_KEY_PASSPHRASE"  # noqa: S105 - its name
"""The environment variable with the passphrase of the key, for jobs that have no terminal."""

Sign = Annotated[
    Path | None,
    typer.Option(
        "--sign",
        metavar="KEY",
        help=f"Sign with this OpenSSH private key. Its passphrase is asked for, or taken from {PASSPHRASE}.",
        dir_okay=False,
    ),
]


def signer_of(key: Path | None) -> "Signer | None":
    """Return what signs with the key in the file `key`; None for none.

    Raises:
        ReadinessError: RDY059, the key cannot be used.
    """
    if key is None:
        return None
    from readiness.ledger.keys import open_signer  # noqa: PLC0415 - loads a library of cryptography

    return open_signer(key, _passphrase)


def _passphrase() -> bytes | None:
    given = os.environ.get(PASSPHRASE)
    if given is None and sys.stdin is not None and sys.stdin.isatty():
        # The answer goes to the standard output, which may be a file, and a question does not belong there.
        given = typer.prompt("Passphrase of the key", hide_input=True, err=True)
    return given.encode("utf-8", "surrogateescape") if given else None
