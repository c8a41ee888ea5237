"""GitHub's runner in small: the steps of the composite action, with its expressions, on a checkout of a real remote."""

import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from tests.cli.program import CHECKOUT, clean

ACTION: Final[dict[str, Any]] = YAML(typ="safe").load((CHECKOUT / "action.yml").read_text(encoding="utf-8"))
WORKFLOW: Final[dict[str, Any]] = YAML(typ="safe").load(
    (CHECKOUT / ".github/workflows/readiness.yml").read_text(encoding="utf-8")
)
_EXPRESSION: Final = re.compile(r"\$\{\{ (.+?) \}\}")


@dataclass(frozen=True, slots=True)
class Step:
    """What a step of the action left behind."""

    code: int
    log: str
    outputs: Mapping[str, str]


def step(name: str) -> dict[str, Any]:
    """Return the step of the action called `name`."""
    (found,) = (one for one in ACTION["runs"]["steps"] if one["name"] == name)
    return dict(found)


class Runner:
    """One job on the checkout `folder`, of the event that `variables` tell; `event` is what expressions see of it."""

    def __init__(self, folder: Path, temporary: Path, variables: Mapping[str, str], **event: str) -> None:
        self.folder = folder
        self.temporary = temporary
        self._variables = variables
        self._event = event
        program = temporary / "readiness" / "bin" / "readiness"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m readiness "$@"\n')
        program.chmod(0o755)

    def run(self, name: str, **inputs: str) -> Step:
        """Run the step called `name` as the runner does, where `inputs` say other than their defaults."""
        wanted = step(name)
        return self.shell(wanted["run"], {key: self._filled(value, inputs) for key, value in wanted["env"].items()})

    def shell(self, script: str, variables: Mapping[str, str]) -> Step:
        """Run `script` with `variables` as the runner does."""
        output = self.temporary / "output"
        output.write_text("")
        environment = clean(
            self.temporary,
            {**self._variables, "RUNNER_TEMP": str(self.temporary), "GITHUB_OUTPUT": str(output), **variables},
        )
        environment["PATH"] = f"{self.temporary / 'readiness/bin'}:{environment['PATH']}"
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=120,
        )
        pairs = (line.partition("=") for line in output.read_text().splitlines())
        return Step(done.returncode, done.stdout.decode(), {key: value for key, _, value in pairs})

    def _filled(self, text: str, inputs: Mapping[str, str]) -> str:
        return _EXPRESSION.sub(lambda found: self._value(found[1], inputs), text)

    def _value(self, expression: str, inputs: Mapping[str, str]) -> str:
        match expression.split("."):
            case ["inputs", name]:
                return inputs.get(name.replace("-", "_"), str(ACTION["inputs"][name]["default"]))
            case ["github", "action_path"]:
                return str(CHECKOUT)
            case ["github", "event", *rest]:
                return self._event.get("_".join(rest), "")
        raise KeyError(expression)
