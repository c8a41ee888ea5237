"""What is different since something was proven: the definition, or the files, one by one.

Files are compared by the object ids that the ledger keeps with a record, so that this needs no history.
"""

from collections.abc import Sequence

from readiness.gather.asking import Asked
from readiness.gather.definition import differences
from readiness.gather.measured import proof_of
from readiness.ledger.reading import Ledger, Shelf
from readiness.model.dossier import Moved
from readiness.model.record import Filed
from readiness.tree.fingerprint import Changes, changes, parse_contents

Known = dict[tuple[str, str], Changes | None]
"""What lies between two contents, by their digests; None where the ledger does not hold the first.

Many requirements are about the same content, such as the whole tree, and to compare that once takes long enough.
"""


def nearest(asked: Asked, shelf: Shelf, ledger: Ledger, known: Known) -> Moved | None:
    """Return the record of `shelf` that is nearest to what is `asked`, and what is different; None if there is none.

    What has to be compared for that is kept in `known`.
    """
    redefined = next((filed for filed in shelf.exact if filed.distrust is None), None)
    if redefined is not None:
        return Moved(proof_of(redefined), _redefined(asked, redefined))
    others = [filed for filed in shelf.others if filed.distrust is None]
    return _least_changed(asked, others, ledger, known) if others else None


def _least_changed(asked: Asked, others: Sequence[Filed], ledger: Ledger, known: Known) -> Moved:
    now = asked.covered.digest
    unknown = {filed.record.covered for filed in others if (filed.record.covered, now) not in known}
    if unknown:
        contents, files = ledger.contents(unknown), parse_contents(asked.covered.contents)
        known.update({(one, now): changes(contents[one], files) if one in contents else None for one in unknown})
    compared = [(change, filed) for filed in others if (change := known[filed.record.covered, now]) is not None]
    if not compared:
        return Moved(proof_of(others[0]), "the content was changed, and the ledger does not hold what it was")
    # Of equally near ones the newest, which comes first.
    change, found = min(compared, key=lambda pair: len(pair[0]))
    # The patterns alone can make files come and go that nobody has touched.
    cause = (
        f"{_redefined(asked, found)}, and of what is covered " if found.record.definition != asked.definition else ""
    )
    return Moved(proof_of(found), f"{cause}{change.summary()}")


def _redefined(asked: Asked, filed: Filed) -> str:
    fields = ", ".join(differences(filed.record.defined, asked.defined)) or "its definition"
    return f"what is asked for was changed ({fields})"
