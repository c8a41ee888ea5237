"""Evidence about the commit itself is judged from git, and only where the candidate is just that commit."""

import json
from pathlib import Path
from typing import Any

from readiness.gather.artefacts import just_commit
from readiness.tree.opening import open_tree
from tests.cli.program import run
from tests.repository import RepositoryBuilder
from tests.ssh import key_pair

MESSAGE = "Charge once\n\nReviewed-by: Second Reader <second@example.com>\n"


def outcome(repository: RepositoryBuilder, *words: str) -> dict[str, Any]:
    """Return the verdict on the piece of evidence, of the program as it is."""
    report = json.loads(run("check", "--format", "json", *words, folder=repository.path).out)
    assert report["problems"] == []
    [item] = report["scopes"][0]["items"]
    return dict(next(one for one in item["verdicts"] if one["requirement"] == "commit"))


def test_a_signed_and_reviewed_commit_passes_until_something_changes(tmp_path: Path) -> None:
    pair = key_pair(tmp_path / "keys")
    evidence = {"kind": "commit", "signed_by": pair.line, "trailers": ["Reviewed-by"]}
    item = {"id": "reviewed", "title": "Reviewed", "class": "launch-critical", "evidence": evidence}
    scope = {"kind": "scope", "id": "shop", "title": "The shop opens", "items": [item]}
    repository = RepositoryBuilder(tmp_path / "repository").start()
    files = {".gitignore": "/.cache-of-the-test/\n", "src/pay.py": "PAID = True\n"}
    repository.commit({**files, "scopes/shop.yaml": json.dumps(scope)})
    unsigned = outcome(repository)
    assert (unsigned["outcome"], "is not signed" in json.dumps(unsigned)) == ("failed", True)
    settings = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={pair.path}.pub")
    repository.git(*settings, "commit", "--quiet", "--amend", "-S", "--message", MESSAGE)
    assert [outcome(repository, *words)["outcome"] for words in ((), ("--index",), ("--at", "HEAD"))] == ["passed"] * 3
    repository.write("src/pay.py", "PAID = False\n")
    assert [outcome(repository, *words)["outcome"] for words in ((), ("--index",), ("--at", "HEAD"))] == [
        "missing",
        "passed",
        "passed",
    ]


def test_what_is_said_of_a_commit_is_not_said_of_changes_to_it(tmp_path: Path) -> None:
    repository = RepositoryBuilder(tmp_path / "repository").start()
    commit = repository.commit({"a": "a\n"})
    assert just_commit(open_tree(repository.path)) == commit
    repository.write("a", "b\n")
    assert just_commit(open_tree(repository.path)) is None
    assert just_commit(open_tree(repository.path, at="HEAD")) == commit
    repository.git("add", "a")
    assert just_commit(open_tree(repository.path, index=True)) is None
