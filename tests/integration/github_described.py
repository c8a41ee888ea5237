"""GitHub's own descriptions of its API: requests and answers are held to them.

Its REST is described in OpenAPI 3.0, whose `nullable` JSON Schema does not know. GraphQL is not only described: the
schema is run, over data that a test makes up, so an answer has the shape that GitHub's would have.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from graphql import GraphQLError, GraphQLSchema, build_schema, graphql_sync
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.integration.npm import GRAPHQL_SCHEMA, OPENAPI, fetched
from tests.trackers.server import Asked

_DOCUMENT: Final = "urn:github"
_TYPES: Final[Mapping[str, Callable[[str], object]]] = {"integer": int, "boolean": lambda text: text == "true"}


@dataclass(frozen=True)
class Rest:
    """GitHub's description of its REST."""

    document: Mapping[str, Any]

    @classmethod
    def fetched(cls) -> "Rest":
        """Return that of github.com."""
        file = fetched(OPENAPI, "generated/api.github.com.json")
        return cls(json.loads(file.read_bytes(), object_hook=_with_null))

    @cached_property
    def _registry(self) -> Registry[Any]:
        registry: Registry[Any] = Registry().with_resource(_DOCUMENT, DRAFT202012.create_resource(self.document))
        return registry

    def check_request(self, asked: Asked, path: str) -> None:
        """Fail, unless the request to `path`, which has no prefix and may have a query, is as described."""
        parts = urlsplit(path)
        operation = self._operation(asked.method, parts.path)
        described = {
            one["name"]: one for one in map(self._resolved, operation.get("parameters", ())) if one["in"] == "query"
        }
        given = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        assert set(given) <= set(described), f"{set(given) - set(described)} of {path} is not described"
        for name, one in described.items():
            assert name in given or not one.get("required"), f"{path} lacks {name}"
            if name in given:
                read = _TYPES.get(one["schema"].get("type"), str)
                self._check(one["schema"], read(given[name]), f"{name} of {path}")
        if asked.body:
            assert asked.headers["Content-Type"] == "application/json"
            body = self._resolved(operation["requestBody"])["content"]["application/json"]["schema"]
            self._check(body, asked.json(), f"body of {path}")
            assert set(asked.json()) <= set(body["properties"]), "GitHub ignores what it does not know"

    def check_answer(self, method: str, path: str, status: int, data: object) -> None:
        """Fail, unless GitHub could answer with `data`."""
        described = self._resolved(self._operation(method, path)["responses"][str(status)])
        self._check(described["content"]["application/json"]["schema"], data, f"answer of {path}")

    def _operation(self, method: str, path: str) -> Mapping[str, Any]:
        for template, item in self.document["paths"].items():
            if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path) and method.lower() in item:
                operation: Mapping[str, Any] = item[method.lower()]
                return operation
        message = f"{method} {path} is not described"
        raise AssertionError(message)

    def _resolved(self, one: Mapping[str, Any]) -> Mapping[str, Any]:
        found: Mapping[str, Any] = one
        if "$ref" in one:
            for name in one["$ref"].removeprefix("#/").split("/"):
                found = found[name] if found is not one else self.document[name]
        return found

    def _check(self, schema: Mapping[str, Any], data: object, what: str) -> None:
        based = {"$id": _DOCUMENT + "/part", **json.loads(json.dumps(schema).replace('"#/', f'"{_DOCUMENT}#/'))}
        errors = [
            error.message[:300] for error in Draft202012Validator(based, registry=self._registry).iter_errors(data)
        ]
        assert not errors, f"{what}: {errors}"


def _with_null(part: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "null"}, part]} if part.pop("nullable", None) is True else part


Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GraphQL:
    """GitHub's schema, run over issues that a test makes up, by repository and number."""

    schema: GraphQLSchema

    @classmethod
    def fetched(cls) -> "GraphQL":
        """Return that of github.com."""
        return cls(build_schema(fetched(GRAPHQL_SCHEMA, "schema.graphql").read_text("utf-8"), assume_valid=True))

    def answer(self, asked: Mapping[str, Any], repositories: Mapping[str, Mapping[int, Node]]) -> Mapping[str, Any]:
        """Return what GitHub would answer. What it does not know it says in an error with a `type`, beside `data`."""

        def repository(_: object, *, owner: str, name: str, **__: object) -> Mapping[str, object]:
            issues = repositories.get(f"{owner}/{name}")
            if issues is None:
                raise _not_found(name)

            def issue(_: object, *, number: int) -> Node:
                if number not in issues:
                    raise _not_found(str(number))
                return issues[number]

            return {"nameWithOwner": f"{owner}/{name}", "hasIssuesEnabled": True, "issueOrPullRequest": issue}

        result = graphql_sync(self.schema, asked["query"], {"repository": repository}, None, asked["variables"])
        errors = [{**error.formatted, "type": _type(error)} for error in result.errors or ()]
        assert not [error for error in errors if error["type"] is None], f"not as in the schema: {errors}"
        return {"data": result.data} | ({"errors": errors} if errors else {})


def _not_found(what: str) -> GraphQLError:
    return GraphQLError(f"Could not resolve to a known {what}.", extensions={"type": "NOT_FOUND"})


def _type(error: GraphQLError) -> object:
    return (error.extensions or {}).get("type")
