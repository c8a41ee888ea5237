"""A forge in small: a bare remote, people with clones, and jobs that run what `docs/ci.md` says on fresh checkouts."""

import os
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Final

from tests.cli.inside import typed
from tests.cli.program import Ended
from tests.repository import RepositoryBuilder
from tests.topologies.page import sections

GREEN: Final = '<testsuite name="s" tests="1"><testcase classname="c" name="n" time="0.1"/></testsuite>\n'
RED: Final = GREEN.replace("/></testsuite>", "><failure>no</failure></testcase></testsuite>")
SUITE: Final = """\
mkdir -p out
if test "$(cat src/pay/price)" -gt "$(cat src/tax/rate)"; then cp tests/green.xml out/all.xml; else
cp tests/red.xml out/all.xml; fi
"""
HEAD: Final = "kind: scope\nid: {0}\ntitle: Launch\nowner: release-manager\nlaunch: 2099-12-15\n"
ROLLBACK: Final = "rollback: {plan: none, because: Nothing is sold yet, accepted_by: general-counsel}"
PAY: Final = f"""\
  - id: pay
    title: Payments work
    class: launch-critical
    surface: payments
    {ROLLBACK}
    evidence: {{path: out/pay.xml, run: mkdir -p out && cp tests/green.xml out/pay.xml}}
"""
WHOLE: Final = f"""\
  - id: whole
    title: The whole works
    class: launch-critical
    {ROLLBACK}
    evidence: {{path: out/all.xml, run: sh tests/suite.sh}}
"""
SCOPE: Final = f"{HEAD.format('shop')}surfaces:\n  payments: {{paths: [src/pay/**]}}\nitems:\n{PAY}{WHOLE}"
FILES: Final = {
    ".gitignore": "/out/\n",
    "scopes/shop.yaml": SCOPE,
    "src/pay/price": "100\n",
    "src/tax/rate": "20\n",
    "tests/green.xml": GREEN,
    "tests/red.xml": RED,
    "tests/suite.sh": SUITE,
}


class Forge:
    """What a team shares: the remote, and in `folder` what its jobs and people have."""

    def __init__(self, folder: Path, files: Mapping[str, str]) -> None:
        self.folder = folder
        self.remote = RepositoryBuilder(folder / "remote.git")
        self.remote.git("init", "--quiet", "--bare", "--initial-branch=main")
        self.team = self.person("team", at=None)
        self.team.commit(files, "Begin")
        self.team.git("push", "--quiet", "origin", "main")
        self._jobs = 0

    def person(self, name: str, at: str | None = "origin/main") -> RepositoryBuilder:
        """Return the clone of somebody, who may push branches."""
        clone = self.remote.clone(self.folder / name)
        if at is not None:
            clone.git("switch", "--quiet", "--create", name, at)
        return clone

    def change(self, branch: str, files: Mapping[str, str], message: str = "Change", of: str = "main") -> str:
        """Push a commit with `files` to `branch`, which begins at `of`; return its id."""
        self.team.git("fetch", "--quiet", "origin")
        self.team.git("switch", "--quiet", "--force-create", branch, f"origin/{of}")
        commit = self.team.commit(files, message)
        self.team.git("push", "--quiet", "origin", branch)
        return commit

    def land(self, branch: str, *how: str) -> None:
        """Merge `branch` into main as `git merge` with `how` does, and push it."""
        self.team.git("fetch", "--quiet", "origin")
        self.team.git("switch", "--quiet", "--force-create", "main", "origin/main")
        self.team.git("merge", "--quiet", *how, f"origin/{branch}")
        if "--squash" in how:
            self.team.commit(message="Squashed")
        self.team.git("push", "--quiet", "origin", "main")

    def job(self, ref: str = "main", *options: str) -> "Job":
        """Return a job on a fresh checkout of a branch or a tag, as CI makes it."""
        self._jobs += 1
        path = self.folder / f"job-{self._jobs}" / "checkout"
        path.parent.mkdir()
        return Job(self.remote.clone(path, "--branch", ref, *options))

    def ledger(self) -> str:
        """Return the commit of the ledger at the remote; empty where there is none."""
        return self.remote.git("for-each-ref", "--format=%(objectname)", "refs/heads/readiness-ledger")


class Job:
    """One job. `checkout` is its clone."""

    def __init__(self, checkout: RepositoryBuilder) -> None:
        self.checkout = checkout

    def run(self, section: str, name: str, **environment: Path) -> Ended:
        """Run a block of `docs/ci.md`; return how its last command ended. All before it have to succeed."""
        *first, last = sections()[section][name]
        for command in first:
            ended = self.shell(command, **environment)
            assert ended.code == 0, f"{command}\n{ended.out}{ended.err}"
        return self.shell(last, **environment)

    def shell(self, command: str, **environment: Path) -> Ended:
        """Run one command; `git` and `readiness` are all that jobs here need."""
        program, *words = shlex.split(Template(command).substitute(environment))
        if program == "readiness":
            return typed(*words, folder=self.checkout.path)
        assert program == "git", command
        return Ended(0, self.checkout.git(*words), "")

    def hand_over(self, other: "Job", name: str = "proofs") -> None:
        """Put this job's folder of records beside the checkout of another, as artefacts are: without hidden files."""
        hidden = shutil.ignore_patterns(".*")
        shutil.copytree(self.checkout.path / "proofs", other.checkout.path.parent / name, ignore=hidden)


def executed(ended: Ended) -> set[str]:
    """Return what `prove` says that it has executed."""
    return {line.split()[1] for line in ended.out.splitlines() if line.startswith("run ")}


def trust_line(key: str, identity: str, *more: str) -> str:
    """Return the table of a trusted key."""
    return os.linesep.join(["[[trust.keys]]", f'key = "{key}"', f'identity = "{identity}"', *more, ""])
