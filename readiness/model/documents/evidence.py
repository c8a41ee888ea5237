"""Evidence as it is declared: the fields that every kind has. What one kind adds is its `Condition`, beside its reader.

Short forms: a path or a URL (the registry of kinds knows which kind reads it), and `{KIND: VALUE, …}` where the kind
has a main field, such as `{signoff: general-counsel}`.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from readiness.model.documents.base import Duration, EnvName, Id, Many, Model, OneOrMany, Pattern, RepoPath, Text
from readiness.model.evidence import KindShape
from readiness.model.outcome import Level


class Condition(Model):
    """What a kind adds to the common fields: which part of the artefact counts, and what is enough.

    Each is worked out when it is first needed, because most launches use few of the kinds.
    """

    model_config = ConfigDict(defer_build=True)

    def owners(self) -> Mapping[str, str]:
        """Return the fields that name an owner, with the owners, so that they can be resolved."""
        return {}


class Evidence(Model):
    """One piece of evidence. `extra` holds what the kind's own `Condition` has to understand."""

    model_config = ConfigDict(extra="allow")

    id: Id
    kind: Text
    path: OneOrMany[Pattern] = ()
    """Where the artefact lies; patterns are allowed, and each has to match."""
    run: Annotated[Text | Many[Text] | None, Field(union_mode="left_to_right")] = None
    """The command that produces it: a string for the shell, a list without one. Only `readiness prove` executes it."""
    cwd: RepoPath | None = None
    """The folder in which `run` is executed; the root of the repository where it is not said."""
    env: OneOrMany[EnvName] = ()
    """Environment variables that `run` gets to see, besides what every program needs."""
    timeout: Duration | None = None
    """How long `run` may take; an hour unless it is said."""
    covers: Literal["none"] | OneOrMany[Pattern] | None = None
    """What it proves something about. By default the surface's paths, without a surface the whole tree."""
    inputs: OneOrMany[Pattern] = ()
    """What the proof itself is made of: tests, scripts, lock files. A change of them makes the proof stale too."""
    max_age: Duration | None = None
    environment: Id | None = None
    """The live environment it was made in; required where `covers: none`."""
    level: Level | None = None
    """Raises how much it weighs; it cannot lower it."""

    @property
    def artefacts(self) -> tuple[str, ...]:
        """The patterns of `path`, held to the root: a report of the same name in another folder is another report."""
        return tuple(f"/{pattern.removeprefix('/')}" for pattern in self.path)

    @property
    def extra(self) -> Mapping[str, Any]:
        """The fields that are the kind's own."""
        return self.model_extra or {}


COMMON_FIELDS: Final = frozenset(Evidence.model_fields)


def _long_form(value: object, info: ValidationInfo) -> object:
    """Return `value` with `kind` and `id` spelled out, as far as the kinds in the validation context allow."""
    kinds: Mapping[str, KindShape] = (info.context or {}).get("kinds", {})
    if isinstance(value, str):
        kind = next((shape for shape in kinds.values() if shape.recognises(value)), None)
        value = {"kind": kind.name, kind.main: value} if kind and kind.main else {"path": value}
    if not isinstance(value, dict):
        return value
    if "kind" not in value:
        value = _with_kind(value, kinds)
    if "id" not in value and isinstance(value.get("kind"), str):
        value = {"id": value["kind"], **value}
    return value


def _with_kind(value: dict[str, Any], kinds: Mapping[str, KindShape]) -> dict[str, Any]:
    """Return `value` with the kind that its own keys or its path give away; unchanged where nothing does."""
    named = [key for key in value if key in kinds and key not in COMMON_FIELDS]
    if len(named) == 1 and (main := kinds[named[0]].main) is not None:
        if main in value:
            # Which of the two counts would be a guess, and a reviewer may read the other.
            slug: Final = "duplicate-key"
            about = {"short": named[0], "main": main, "fix": "leave one of them out"}
            raise PydanticCustomError(slug, "`{short}` stands for `{main}`, and both are here", about)
        rest = {key: given for key, given in value.items() if key != named[0]}
        return {"kind": named[0], main: value[named[0]], **rest}
    path = value.get("path")
    first = path[0] if isinstance(path, list) and path else path
    if isinstance(first, str):
        for shape in kinds.values():
            if shape.recognises(first):
                return {"kind": shape.name, **value}
    return value


AnyEvidence = Annotated[Evidence, BeforeValidator(_long_form, json_schema_input_type=str | Evidence)]
