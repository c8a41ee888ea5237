"""`kind: directory`: who owners are. Where one exists, every owner of every scope has to be in it."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from readiness.model.documents.base import Id, Many, Model, Text, expand


class OwnerType(StrEnum):
    """What stands behind an owner's id."""

    PERSON = "person"
    TEAM = "team"
    ROLE = "role"


class Owner(Model):
    """Somebody who can be asked to act. Short form: the title alone."""

    title: Text
    type: OwnerType = OwnerType.ROLE
    members: Many[Id] = ()
    contact: Text | None = None
    deputies: Many[Id] = ()


class Directory(Model):
    """All owners by id."""

    kind: Literal["directory"]
    owners: Annotated[dict[Id, Annotated[Owner, expand("title", Owner)]], Field(min_length=1)]
