"""What is written besides the documents: the configuration, the jobs of CI, the hook, the folder of reports."""

from collections.abc import Iterator, Mapping
from typing import Final

from readiness import __version__
from readiness.edit.scalars import inline
from readiness.render.templates import catalogue_file
from readiness.scaffold.catalogue import filled
from readiness.scaffold.seen import Seen

CONFIGURATION: Final = "readiness.toml"
WORKFLOW: Final = ".github/workflows/readiness.yml"
GITLAB_JOB: Final = ".gitlab/readiness.yml"
GITLAB: Final = ".gitlab-ci.yml"
HOOKS: Final = ".pre-commit-config.yaml"
_TEST: Final = "test"
COMMANDS: Final = (
    f'pip install "readiness=={__version__}"',
    "readiness ledger fetch",
    "readiness check",
)


def configuration(documents: str) -> Mapping[str, str]:
    """Return the configuration, whose documents lie in the folder `documents`."""
    return {CONFIGURATION: filled(catalogue_file("readiness.toml"), {"documents": documents})}


def jobs(seen: Seen) -> Iterator[tuple[str, str]]:
    """Yield the files of the jobs for each system of CI that one can be written for."""
    if "github" in seen.ci:
        yield WORKFLOW, filled(catalogue_file("github.yml"), {"version": __version__})
    if "gitlab" in seen.ci:
        words = {"version": __version__, "stage": inline(_stage(seen.stages), flow=False)}
        yield GITLAB_JOB, filled(catalogue_file("gitlab.yml"), words)


def hook() -> str:
    """Return the hook, as it stands under `repos:` of a configuration of pre-commit."""
    return filled(catalogue_file("hook.yaml"), {"version": __version__})


def hooks() -> str:
    """Return a configuration of pre-commit that has nothing but the hook."""
    return catalogue_file("pre-commit.yaml").replace("{hooks}\n", hook())


def reports(folder: str) -> Mapping[str, str]:
    """Return what keeps the reports in `folder` out of git, and the folder there."""
    return {f"{folder}/.gitignore": catalogue_file("reports.gitignore")}


def _stage(stages: tuple[str, ...]) -> str:
    """Return a stage that the pipeline has; one that names none has GitLab's own, among them `test`."""
    return _TEST if not stages or _TEST in stages else stages[0]
