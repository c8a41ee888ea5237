"""Facts that the names of files show: what is built, deployed, configured and documented.

A file counts where it is part of what ships: not among tests, examples, documentation, development containers or CI.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from readiness.scaffold.seen import Ships, Wiring

_ASIDE: Final = frozenset(
    {"test", "tests", "testing", "testdata", "fixtures", "fixture", "__tests__", "__fixtures__", "spec", "specs", "e2e"}
    | {"example", "examples", "sample", "samples", "demo", "demos", "playground", "template", "templates", "benchmarks"}
    | {"doc", "docs", "vendor", "node_modules", "third_party", "thirdparty", "ci", "hack", "utilities"}
)
_YAML: Final = r"\.ya?ml"
_BY_NAME: Final[Mapping[str, re.Pattern[str]]] = {
    fact: re.compile(pattern, re.DOTALL)
    for fact, pattern in {
        "docker": r"(?:.*/)?(?:Dockerfile|Containerfile|[^/]+\.[Dd]ockerfile)",
        "kubernetes": rf"(?:.*/)?(?:Chart\.yaml|kustomization{_YAML}|skaffold{_YAML})"
        rf"|(?:.*/)?(?:k8s|kubernetes|kubernetes-manifests|manifests)/(?:.*/)?[^/]+{_YAML}",
        "hosted": rf"(?:Procfile|fly\.toml|render{_YAML}|serverless{_YAML}|app\.yaml)",
        "terraform": r"(?:.*/)?[^/]+\.tf",
        "dbt": r"(?:.*/)?dbt_project\.yml",
        "migrations": r"(?:.*/)?(?:alembic\.ini|migrations/(?:.*/)?[^/]*\d[^/]*\.(?:py|sql|js|ts|rb|php)"
        r"|db/migrate/[^/]+\.rb|db/migration/[^/]+\.sql)",
        "dependencies": r"(?:.*/)?(?:pyproject\.toml|requirements[^/]*\.txt|Pipfile\.lock|package-lock\.json|yarn\.lock"
        r"|pnpm-lock\.yaml|package\.json|go\.mod|Cargo\.lock|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|Gemfile"
        r"|composer\.json|mix\.exs|packages\.yml)",
    }.items()
}
"""What counts only where it is no part of tests and the like."""
_ANYWHERE: Final[Mapping[str, re.Pattern[str]]] = {
    fact: re.compile(pattern, re.DOTALL)
    for fact, pattern in {
        "security-policy": r"(?:\.github/|\.gitlab/|docs/)?SECURITY\.(?:md|rst|txt|adoc)",
        "changelog": r"(?i:changelog|changes|history|news|release[-_]?notes)(?:\.(?:md|rst|txt|adoc))?",
        "pre-commit": rf"\.pre-commit-config{_YAML}",
    }.items()
}
_CI: Final[Mapping[Wiring, re.Pattern[str]]] = {
    "github": re.compile(rf"\.github/workflows/[^/]+{_YAML}"),
    "gitlab": re.compile(r"\.gitlab-ci\.yml"),
    "other": re.compile(
        rf"Jenkinsfile|\.circleci/config{_YAML}|azure-pipelines{_YAML}|\.azure-pipelines/[^/]+{_YAML}|\.travis\.yml"
        rf"|bitbucket-pipelines\.yml|\.buildkite/[^/]+{_YAML}|cloudbuild{_YAML}|\.drone\.yml|\.woodpecker{_YAML}"
        rf"|\.woodpecker/[^/]+{_YAML}|appveyor\.yml|\.appveyor\.yml|\.cirrus\.yml"
    ),
}
_TELLING: Final = re.compile(r"ci|test|build|main", re.IGNORECASE)
_MODULE: Final = ("variables.tf", "outputs.tf")


def ships_with(path: str) -> bool:
    """Return whether `path` can be part of what ships."""
    folders = path.lower().split("/")[:-1]
    return not any(folder in _ASIDE or folder.startswith(".") for folder in folders)


def facts_of(paths: Iterable[str]) -> Mapping[str, str]:
    """Return the facts that the names of `paths` show, each with the file nearest to the root that shows it."""
    found: dict[str, str] = {}
    images = 0
    for path in sorted(paths, key=_nearness):
        for fact in _shown_by(path):
            found.setdefault(fact, path)
            images += fact == "docker"
    if images:
        found["one-image" if images == 1 else "many-images"] = found["docker"]
    return found


def _shown_by(path: str) -> Iterator[str]:
    yield from (fact for fact, pattern in _ANYWHERE.items() if pattern.fullmatch(path))
    if ships_with(path):
        yield from (fact for fact, pattern in _BY_NAME.items() if pattern.fullmatch(path))


def shows_something(path: str) -> bool:
    """Return whether the name of `path` would show a fact."""
    return any(True for _ in _shown_by(path))


def ci_of(paths: Iterable[str]) -> Mapping[Wiring, str]:
    """Return the systems of CI in use, each with the file that shows it."""
    found: dict[Wiring, str] = {}
    # The job that runs the tests says more than one that closes old issues.
    for path in sorted(paths, key=lambda path: (_TELLING.search(path.rpartition("/")[2]) is None, path)):
        for name, pattern in _CI.items():
            if pattern.fullmatch(path):
                found.setdefault(name, path)
    return found


def shipping(paths: frozenset[str], facts: Mapping[str, str]) -> Ships:
    """Return what a launch most likely puts into the world; it is asked about, because files only hint at it."""
    if facts.get("dbt") == "dbt_project.yml":
        return Ships.DATA
    if {"docker", "kubernetes", "hosted"} & facts.keys():
        return Ships.SERVICE
    if "dbt" in facts:
        return Ships.DATA
    # What is made to be called by others (variables, outputs, examples of use) is a module, which is published.
    is_module = all(name in paths for name in _MODULE) and any(path.startswith("examples/") for path in paths)
    if "terraform" in facts and not is_module and "dependencies" not in facts:
        return Ships.INFRASTRUCTURE
    return Ships.PACKAGE


def _nearness(path: str) -> tuple[int, str]:
    return path.count("/"), path
