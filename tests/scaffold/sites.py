"""Repositories of several kinds for the tests of `readiness init`, in a few files each."""

from collections.abc import Mapping
from typing import Final

PYTHON: Final[Mapping[str, str]] = {
    "pyproject.toml": '[build-system]\nrequires = ["hatchling"]\n[project]\nname = "tea"\n[tool.pytest.ini_options]\n',
    "src/tea.py": "TEA = 1\n",
    "tests/test_tea.py": "def test_tea() -> None: ...\n",
    ".github/workflows/ci.yml": "on: push\n",
    ".github/CODEOWNERS": "* @acme/tea-team @somebody\n/docs/ @acme/writers\n",
    ".pre-commit-config.yaml": "repos: []\n",
}
SERVICE: Final[Mapping[str, str]] = {
    "package.json": '{"name": "shop", "private": true, "scripts": {"test": "vitest run"}}',
    "pnpm-lock.yaml": "lockfileVersion: 9\n",
    "Dockerfile": "FROM scratch\n",
    "k8s/shop.yaml": "kind: Deployment\n",
    "config/flags.json": '{"version": 2, "checkout": false}',
    "db/migrate/001_orders.rb": "x\n",
    "terraform/main.tf": "x\n",
    ".gitlab-ci.yml": "stages:\n  - build  # first\n  - qa\ntest:\n  script: !reference [.x, script]\n",
    "CODEOWNERS": "[Shop][2] @everybody\n* @acme/group/shop-team\n",
    "docs/runbooks/deploy.md": "# Deploy\n\n## Rolling back\n\nTurn the key.\n",
}
DBT: Final[Mapping[str, str]] = {"dbt_project.yml": "name: jaffle\n", "models/orders.sql": "select 1\n"}
TERRAFORM: Final[Mapping[str, str]] = {"main.tf": "x\n", "Jenkinsfile": "pipeline {}\n"}
EMPTY: Final[Mapping[str, str]] = {"README": "x\n"}
MANY: Final[Mapping[str, str]] = {
    "pyproject.toml": "[tool.pytest.ini_options]\n",
    "package.json": '{"scripts": {"test": "mocha"}, "private": true}',
    "go.mod": "module x\n",
    "x_test.go": "package x\n",
}
KINDS: Final[Mapping[str, Mapping[str, str]]] = {
    "python": PYTHON,
    "service": SERVICE,
    "dbt": DBT,
    "terraform": TERRAFORM,
    "empty": EMPTY,
    "many": MANY,
}
