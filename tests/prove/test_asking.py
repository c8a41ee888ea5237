"""What only the engine may measure: a command's own word, and a server's answer, from `prove` to `check`."""

import json
from pathlib import Path

from tests.cli.program import run
from tests.evidence.server import answer, serving
from tests.repository import RepositoryBuilder


def outcomes(repository: RepositoryBuilder) -> dict[str, str]:
    report = json.loads(run("check", "--format", "json", folder=repository.path).out)
    [item] = report["scopes"][0]["items"]
    found = {one["requirement"]: one["outcome"] for one in item["verdicts"]}
    return {name: found[name] for name in ("command", "http")}


def test_answers_are_put_on_file_and_no_answer_is_unknown(tmp_path: Path) -> None:
    repository = RepositoryBuilder(tmp_path / "repository").start()
    with serving({"/health": answer('{"status": "ok"}')}) as server:
        evidence = [
            {"kind": "command", "run": "echo all good; exit 2", "exit": 2, "output": "all good"},
            {"kind": "http", "url": f"{server}/health", "holds": '"ok"', "covers": "none"}
            | {"max_age": "1d", "environment": "test"},
        ]
        item = {"id": "thing", "title": "A thing", "class": "launch-critical", "evidence": evidence}
        scope = {"kind": "scope", "id": "shop", "title": "The shop opens", "owner": "release-manager", "items": [item]}
        files = {".gitignore": "/.cache-of-the-test/\n", "src/pay.py": "PAID = True\n"}
        repository.commit({**files, "scopes/shop.yaml": json.dumps(scope)})
        assert outcomes(repository) == {"command": "missing", "http": "missing"}
        assert run("prove", folder=repository.path).code == 0
    assert outcomes(repository) == {"command": "passed", "http": "passed"}
    assert run("prove", "--all", folder=repository.path).code == 3
    assert outcomes(repository) == {"command": "passed", "http": "unknown"}
