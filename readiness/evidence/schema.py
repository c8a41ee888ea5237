"""Whether a data file matches a JSON Schema, through the library jsonschema (the extra `schema`), offline."""

from typing import Any, Final

from readiness.errors import EvidenceUnreadableError
from readiness.evidence.quoted import quoted
from readiness.model.evidence import Source
from readiness.reading.structured import read
from readiness.reading.values import Data

_MOST: Final = 10


def flaws(source: Source, schema_path: str, schema: Source | None) -> list[str]:
    """Return where the data in `source` does not match `schema`: the first flaws, in order of place.

    Raises:
        EvidenceUnreadableError: either cannot be read, the schema is none, or the library is not installed.
    """
    if schema is None:
        msg = f"the schema {schema_path} is not in the tree"
        raise EvidenceUnreadableError(msg)
    validator = _validator(schema)
    data = _data(source)
    from referencing.exceptions import Unresolvable  # noqa: PLC0415 - comes with jsonschema

    try:
        found = [(error.json_path, error.message) for error in validator.iter_errors(data)]
    except Unresolvable as error:
        msg = f"{schema.path} refers to {quoted(str(error.ref))}, which is not in it"
        raise EvidenceUnreadableError(msg) from error
    except RecursionError as error:
        msg = f"{schema.path} refers to itself without end"
        raise EvidenceUnreadableError(msg) from error
    except (TypeError, ValueError, OverflowError) as error:
        msg = f"{source.path} cannot be compared with {schema.path}: {quoted(str(error))}"
        raise EvidenceUnreadableError(msg) from error
    return [quoted(f"{path}: {message}") for path, message in sorted(found)[:_MOST]]


def _validator(schema: Source) -> Any:  # noqa: ANN401 - the library is optional, so are its types
    try:
        from jsonschema import SchemaError  # noqa: PLC0415 - optional, and not free
        from jsonschema.validators import Draft202012Validator, validator_for  # noqa: PLC0415
        from referencing import Registry  # noqa: PLC0415
    except ImportError as error:
        msg = "`matches` needs the library jsonschema: install `readiness[schema]`"
        raise EvidenceUnreadableError(msg) from error
    document: Any = _data(schema)
    if not isinstance(document, dict | bool):
        msg = f"{schema.path} is no JSON Schema: it is neither a mapping nor true or false"
        raise EvidenceUnreadableError(msg)
    dialect = document.get("$schema") if isinstance(document, dict) else None
    kind: Any = Draft202012Validator if dialect is None else validator_for(document, default=None)  # type: ignore[arg-type]
    if kind is None:
        msg = f"{schema.path} is of a version of JSON Schema that is not known: {quoted(str(dialect))}"
        raise EvidenceUnreadableError(msg)
    try:
        kind.check_schema(document)
    except SchemaError as error:
        msg = f"{schema.path} is no valid JSON Schema: {quoted(error.message)}"
        raise EvidenceUnreadableError(msg) from error
    # An empty registry: the library's own default would fetch remote references.
    return kind(document, registry=Registry())


def _data(source: Source) -> Data:
    try:
        return read(source.data, source.path)
    except ValueError as error:
        msg = f"{source.path} cannot be read: {error}"
        raise EvidenceUnreadableError(msg) from error
