"""Opening the file of a record: everything that can be wrong with it is found here, in one place.

A file counts as the record that its name says, or not at all: the name is what it was asked for by, and a name can be
copied, and re-dated. Nothing here raises: a file that is no good hurts its own requirement only.
"""

from readiness.ledger.canonical import read_json
from readiness.ledger.envelope import IN_TOTO, Envelope, unpack
from readiness.ledger.names import Named, digest_of, parse_name
from readiness.ledger.statement import record_of
from readiness.ledger.trust import Keyring
from readiness.model.record import Filed, Record, Spoiled


def open_record(name: str, data: bytes, keys: Keyring, surface: str | None) -> Filed | Spoiled:
    """Return the record in the file called `name`, and who stands behind it for an item of `surface`."""
    named = parse_name(name)
    if named is None:
        return Spoiled(name, "it is not called as a record is")
    digest = digest_of(data)
    if digest != named.digest:
        return Spoiled(name, "its content is not what its name says: it was changed, or cut short")
    try:
        envelope = unpack(data)
        record = _record(envelope, named)
    except ValueError as error:
        return Spoiled(name, str(error))
    signers, distrust = keys.stands(record, envelope, surface)
    return Filed(name, digest, record, signers, distrust, signed=bool(envelope.signatures))


def _record(envelope: Envelope, named: Named) -> Record:
    """Return the record in `envelope`.

    Raises:
        ValueError: there is none, or another one than its name says.
    """
    if envelope.payload_type != IN_TOTO:
        msg = "it holds no in-toto statement"
        raise ValueError(msg)
    record = record_of(read_json(envelope.payload))
    if record.proven != named.proven:
        msg = f"it is about {record.proven}, and lies in the folder of another requirement"
    elif record.covered != named.covered:
        msg = "it is about other content than its name says"
    elif record.finished != named.finished:
        msg = f"its run ended at {record.finished:%Y-%m-%d %H:%M:%S} UTC, not when its name says"
    else:
        return record
    raise ValueError(msg)
