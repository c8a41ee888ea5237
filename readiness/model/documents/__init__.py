"""Documents as people write them: one pydantic model a kind. The same models give the JSON Schema for editors."""

from typing import Final

from readiness.model.documents.base import Model
from readiness.model.documents.directory import Directory
from readiness.model.documents.scope import Scope

KINDS: Final[dict[str, type[Model]]] = {"scope": Scope, "directory": Directory}
"""What `kind:` may say."""
