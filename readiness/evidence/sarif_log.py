"""SARIF 2.1.0 as far as it matters here: runs, their results, what suppresses them, how the tool itself fared.

Source: OASIS SARIF 2.1.0, sections 3.14 (run), 3.20 (invocation), 3.27 (result), 3.35 (suppression), 3.50
(configuration). Words that the standard does not know are refused, what it leaves open stays None.
"""

from collections.abc import Sequence
from typing import Literal

from readiness.evidence.json_artefact import Foreign

Level = Literal["none", "note", "warning", "error"]
Kind = Literal["fail", "pass", "open", "review", "informational", "notApplicable"]
Status = Literal["accepted", "underReview", "rejected"]
State = Literal["new", "unchanged", "updated", "absent"]


class ComponentRef(Foreign):
    """Which part of the tool a rule is from; `index` is that in the tool's extensions."""

    index: int = -1


class RuleRef(Foreign):
    """Which rule a result is about."""

    id: str | None = None
    index: int = -1
    toolComponent: ComponentRef | None = None  # noqa: N815 - as the standard writes it


class Configuration(Foreign):
    """How a rule reports."""

    level: Level | None = None


class Override(Foreign):
    """What one execution changed in the configuration of a rule."""

    configuration: Configuration
    descriptor: RuleRef


class Rule(Foreign):
    """What a tool says about one of its rules."""

    id: str
    defaultConfiguration: Configuration | None = None  # noqa: N815


class Component(Foreign):
    """A tool, or an extension of one."""

    name: str
    version: str | None = None
    semanticVersion: str | None = None  # noqa: N815
    rules: list[Rule] | None = None


class Tool(Foreign):
    """What analysed."""

    driver: Component
    extensions: list[Component] | None = None


class Notification(Foreign):
    """What a tool says about its own execution."""

    level: Level | None = None


class Invocation(Foreign):
    """One execution of a tool."""

    executionSuccessful: bool  # noqa: N815
    startTimeUtc: str | None = None  # noqa: N815
    endTimeUtc: str | None = None  # noqa: N815
    ruleConfigurationOverrides: list[Override] | None = None  # noqa: N815
    toolExecutionNotifications: list[Notification] | None = None  # noqa: N815
    toolConfigurationNotifications: list[Notification] | None = None  # noqa: N815


class Message(Foreign):
    """What a result says."""

    text: str | None = None


class ArtifactLocation(Foreign):
    """Which file."""

    uri: str | None = None


class Region(Foreign):
    """Which lines."""

    startLine: int | None = None  # noqa: N815


class PhysicalLocation(Foreign):
    """Where in a file."""

    artifactLocation: ArtifactLocation | None = None  # noqa: N815
    region: Region | None = None


class PlaceOf(Foreign):
    """Where a result is."""

    physicalLocation: PhysicalLocation | None = None  # noqa: N815


class Suppression(Foreign):
    """Why a result is not to be shown; without a status it is accepted. Early schemas of 2.1.0 call it `state`."""

    status: Status | None = None
    state: Status | None = None


class Provenance(Foreign):
    """Which execution a result is from."""

    invocationIndex: int = -1  # noqa: N815


class Result(Foreign):
    """One thing that a tool has found, or has found not to be so."""

    ruleId: str | None = None  # noqa: N815
    ruleIndex: int = -1  # noqa: N815
    rule: RuleRef | None = None
    kind: Kind | None = None
    level: Level | None = None
    message: Message
    locations: list[PlaceOf] | None = None
    baselineState: State | None = None  # noqa: N815
    suppressions: list[Suppression] | None = None
    provenance: Provenance | None = None


class External(Foreign):
    """Which parts of a run lie in other files."""

    results: Sequence[object] | None = None
    invocations: Sequence[object] | None = None


class Run(Foreign):
    """What one tool has found. `results` is None where it has not looked."""

    tool: Tool
    invocations: list[Invocation] | None = None
    results: list[Result] | None = None
    externalPropertyFileReferences: External | None = None  # noqa: N815


class Log(Foreign):
    """A SARIF file."""

    version: Literal["2.1.0"]
    runs: list[Run]
