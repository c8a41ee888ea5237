"""What the surroundings can get wrong: configuration, files, git, the command line: RDY040, and RDY050 to RDY059."""

from typing import Final

from readiness.model.problems.base import ProblemKind

SURROUNDINGS: Final = (
    ProblemKind(
        "RDY040",
        "config-invalid",
        "The configuration is not valid.",
        "A setting that is not understood could be the one that switches a rule off.",
        "Correct the setting that the message names.",
    ),
    ProblemKind(
        "RDY050",
        "io",
        "A file cannot be read or written.",
        "A result that could not be read or kept must not look like one that was.",
        "Look at the permissions of the path and the space on the disk.",
    ),
    ProblemKind(
        "RDY051",
        "unknown-revision",
        "Git knows no commit of that name, or more than one.",
        "Judging another commit than the one that is meant is worse than judging none.",
        "Check the spelling, and fetch the commit if the clone is shallow. Of several, write the whole name.",
    ),
    ProblemKind(
        "RDY052",
        "not-a-repository",
        "The folder is no git repository.",
        "Commits and the index exist in a repository only.",
        "Go to the repository, name it with --root, or judge the work tree.",
    ),
    ProblemKind(
        "RDY053",
        "git-missing",
        "The program git cannot be started.",
        "The files of a commit can be read through git only.",
        "Install git and put it on the PATH.",
    ),
    ProblemKind(
        "RDY054",
        "nothing-to-judge",
        "There is no scope to judge.",
        "No demands is not the same as all demands met.",
        "Name the draft to judge, set `state: active`, or begin a launch: `readiness init` writes one that fits the "
        "repository. To write it yourself, save the example as `scopes/public-launch.yaml`, put your own words in, and "
        "ask again. It is a no-go at first, and says why.",
        """\
kind: scope
id: public-launch
title: Public launch
owner: release-manager
launch: 2026-12-15
items:
  - id: suite
    title: The whole suite is green
    class: launch-critical
    rollback: docs/ops.md#rollback
    evidence: reports/tests.xml
  - id: terms
    title: Terms approved
    class: launch-critical
    rollback: {plan: none, because: no code, accepted_by: general-counsel}
    evidence: {signoff: general-counsel}
  - id: dashboards
    title: Usage dashboards
    class: deferred
    follow_up: {ref: "github:acme/platform#812", risk: Support answers by hand, due: 2027-02-01}""",
    ),
    ProblemKind(
        "RDY055",
        "unknown-name",
        "The scope or item that was named does not exist.",
        "A mistyped name must not turn a gate off.",
        "Take the name that the message suggests, or one that it lists.",
    ),
    ProblemKind(
        "RDY056",
        "usage",
        "The command line cannot be understood.",
        "Doing something else than was asked is worse than doing nothing.",
        "See `readiness --help`.",
    ),
    ProblemKind(
        "RDY057",
        "template-failed",
        "A template cannot be rendered.",
        "Half a document would be taken for a whole one.",
        "Correct the template at the place that is named, or remove it to use the shipped one.",
    ),
    ProblemKind(
        "RDY058",
        "plugin-failed",
        "A plugin cannot be used.",
        "Requirements of a kind that is silently absent, or silently another, would be judged by nobody.",
        "Correct the package that is named, or uninstall it.",
    ),
    ProblemKind(
        "RDY059",
        "key-unusable",
        "A key cannot be used for signing.",
        "A record that was to be signed, and is not, would count for nothing where signatures are asked for.",
        "Name the file of an OpenSSH private key, ed25519 or ECDSA over P-256 or P-384; `ssh-keygen -t ed25519` makes "
        "one.",
    ),
    ProblemKind(
        "RDY067",
        "baseline-unreadable",
        "A baseline is not there, or cannot be understood.",
        "What a broken baseline knows, nobody can tell; to take it for empty would fail everybody, to take it for "
        "everything would pass everybody.",
        "Correct the file, or write it anew: `readiness check --baseline .readiness/baseline.json --write-baseline`.",
    ),
)
