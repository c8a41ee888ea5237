"""What one record comes to: what it measured, held against today's condition and today's limit of age."""

from dataclasses import replace
from datetime import datetime

from readiness.config import Config
from readiness.gather.ages import in_time, limit_of
from readiness.gather.artefacts import crashed
from readiness.gather.asking import Asked
from readiness.model.dossier import Absent, Standing, Unmet, Unreadable
from readiness.model.evidence import Claim
from readiness.model.record import Binding, Filed, Proof, Record


def standing_by(asked: Asked, filed: Filed, config: Config, now: datetime) -> Standing:
    """Return how `asked` stands by the record in `filed` alone, which is about its content and by its definition."""
    record, proof = filed.record, proof_of(filed)
    mend = f"fix what failed, {asked.again}"
    if record.measured is None:
        reason = record.flaw or "nothing was measured"
        # A server that did not answer says neither yes nor no; a command that left nothing to read has failed.
        if record.binding is Binding.EXECUTED and asked.kind.collect is None:
            return Unmet(_claim(record), (_ending(record) or reason,), mend, proof)
        return Unreadable(reason, asked.again)
    try:
        reasons = tuple(asked.kind.meets(record.measured, asked.requirement.condition))
    except Exception as error:  # noqa: BLE001 - what a record holds, or a plugin does, must never be a pass
        return Unreadable(str(crashed(asked.kind, error)), asked.again)
    ending = "" if asked.kind.judges_exit else _ending(record)
    if reasons or ending:
        return Unmet(_claim(record), (*reasons, *([ending] if ending else [])), mend, proof)
    claim = _claim(record)
    found = in_time(claim, limit_of(asked.evidence, asked.kind, claim, asked.item.item_class, config), now)
    return found if isinstance(found, Absent | Unreadable) else replace(found, proof=proof)


def proof_of(filed: Filed) -> Proof:
    """Return what a reader of the report has to know of the record in `filed`."""
    record = filed.record
    return Proof(filed.digest, record.binding, record.commit, record.finished, filed.signers)


def _ending(record: Record) -> str:
    if record.timed_out:
        return "its command was ended at its time limit"
    return f"its command ended with exit code {record.exit_code}" if record.ended_badly else ""


def _claim(record: Record) -> Claim:
    """Return what a record says, made when the command ended that made it; of a captured one, as old as it says."""
    made = record.finished if record.made_at is None or record.binding is Binding.EXECUTED else record.made_at
    newest = record.finished if record.newest_at is None else max(record.newest_at, record.finished)
    return Claim(record.measured or {}, made_at=min(made, record.finished), newest_at=newest, summary=record.summary)
