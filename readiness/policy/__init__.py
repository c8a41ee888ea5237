"""Policy from the base: what a change may not loosen for itself, what it proposes, and two answers made one.

The candidate is judged twice: by the documents and the configuration of the base, and by its own documents under the
stricter of both configurations. Of both the worse answer counts. See `rows` for what counts as policy.
"""

from collections.abc import Collection

from readiness.errors import Problem
from readiness.model.loaded import Documents
from readiness.model.outcome import State


def without_policy(commit: str, documents: Documents) -> Problem | None:
    """Return the problem that a base has no scope at all, and none that is broken; None where it has one."""
    if documents.scopes or documents.broken:
        return None
    message = f"the base {commit:.9} has no scopes, so there is no policy to judge by"
    return Problem("RDY054", message, "bring the first scope into the base, or check without --policy-from until then")


def names_for(named: Collection[str], documents: Documents, others: Documents) -> tuple[str, ...]:
    """Return those of the `named` scopes that one side is asked for: a name that only the other has is for the other.

    A name that neither has, or that a broken document may stand for, is asked of both.
    """
    mine, theirs = _living(documents), _living(others)
    return tuple(name for name in named if name in mine or name not in theirs or documents.broken)


def _living(documents: Documents) -> frozenset[str]:
    return frozenset(loaded.document.id for loaded in documents.scopes if loaded.document.state is not State.RETIRED)
