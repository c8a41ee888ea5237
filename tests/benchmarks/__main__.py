"""`python -m tests.benchmarks`: measure, print, and where asked write the page, the JUnit file, and measure others."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.budgets import Row, spend, write_junit
from tests.benchmarks.diff import write_change
from tests.benchmarks.generate import generate
from tests.benchmarks.measure import measure
from tests.benchmarks.page import peer_table, table, write_page
from tests.benchmarks.peers import PeerRow, measure_peers
from tests.benchmarks.tracker import LATENCY_S, slow_server, write_follow_ups

ITEMS, FILES = 10_000, 1_000
OTHER_FILES = 90_000
"""With the code, the runbooks and the documents of the launch, these make 100,000."""
RECORDS = "7,000 signed records"
"""Of ten items, seven are proven by a run."""
GO, NO_GO = 0, 1


def main(argv: Sequence[str]) -> None:
    """Measure everything that has a budget."""
    options = _options(argv)
    with tempfile.TemporaryDirectory(prefix="readiness-bench-") as name:
        folder = Path(name)
        env = _environment(folder)
        rows = _measure(folder, env)
        ours = next(row for row in rows if row.name == "check-10000-cold")
        print(table(rows))
        peers: list[PeerRow] = []
        if options.peers:
            peers = measure_peers(folder, ITEMS, FILES, env)
            print(f"\n{peer_table(peers, ours)}")
    spent = list(spend(rows))
    for each in spent:
        if each.over:
            print(f"over budget: {each.name}, {each.spent:.2f} {each.unit} of {each.budget:g} {each.unit}")
    if options.junit:
        write_junit(options.junit, spent)
    if options.write:
        write_page(rows, peers, ours)


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--junit", type=Path, help="write one test for each budget into this file")
    parser.add_argument("--write", action="store_true", help="renew docs/benchmarks.md")
    parser.add_argument("--peers", action="store_true", help="measure doorstop and sphinx-needs too (minutes, network)")
    return parser.parse_args(argv)


def _environment(folder: Path) -> dict[str, str]:
    """Return the surroundings of a measured run: no git settings of this user, no terminal, a cache of its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHON", "COV"))}
    kept.pop("CI", None)  # there no cache is believed
    return kept | {"XDG_CACHE_HOME": str(folder / "cache"), "NO_COLOR": "1", "GIT_CONFIG_GLOBAL": os.devnull}


def _measure(folder: Path, env: Mapping[str, str]) -> list[Row]:
    small, large, words = (folder / name for name in ("small", "large", "words"))
    for each in (small, large, words):
        each.mkdir()
    generate(small, 30, 1)
    generate(large, ITEMS, FILES)
    generate(words, ITEMS, FILES, reports=False)
    program = str(Path(sys.executable).with_name("readiness"))
    check = [program, "check"]
    key, ledger = folder / "key", folder / "ledger"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    public = " ".join(key.with_suffix(".pub").read_text().split()[:2])
    (folder / "trust.toml").write_text(f'[[trust.keys]]\nkey = "{public}"\nidentity = "ci"\n')
    for root, options in ((small, ()), (large, ("--sign", str(key), "--ledger", str(ledger)))):
        subprocess.run([program, "capture", *options], cwd=root, env=dict(env), check=True, stdout=subprocess.DEVNULL)
    cold = [*check, "--no-cache"]
    signed = ["--ledger", str(ledger), "--trust", str(folder / "trust.toml")]
    many = f"`check`, {ITEMS:,} items in {FILES:,} files"
    return [
        Row("version", "`readiness --version`", measure([program, "--version"], small, env, runs=11, ends=GO)),
        Row("check-30", "`check`, one scope of 30 items", measure(check, small, env, ends=NO_GO)),
        Row("check-10000-cold", f"{many}, cold, documents only", measure(cold, words, env, ends=NO_GO)),
        Row("check-10000-signed", f"{many}, warm, {RECORDS}", measure([*check, *signed], large, env, ends=NO_GO)),
        Row("check-10000-words", f"{many}, warm, documents only", measure(check, words, env, ends=NO_GO)),
        *_diff(program, folder / "changed", env),
        _verify(program, folder / "put-off", env),
    ]


def _diff(program: str, root: Path, env: Mapping[str, str]) -> list[Row]:
    """Return what a change costs among 100,000 files, after what judging its commit alone does."""
    root.mkdir()
    write_change(root, ITEMS, FILES, OTHER_FILES)
    says = f"{ITEMS:,} items, 100,000 files, cold"
    alone = measure([program, "check", "--no-cache", "--at", "HEAD"], root, env, ends=NO_GO)
    both = measure([program, "diff", "HEAD~1", "HEAD", "--no-cache"], root, env, ends=GO)
    return [Row("check-100000", f"`check --at HEAD`, {says}", alone), Row("diff-100000", f"`diff`, {says}", both)]


def _verify(program: str, root: Path, env: Mapping[str, str]) -> Row:
    """Return what it costs to ask a tracker about as many follow-ups; the run that does not count writes the lock."""
    says = f"`followups verify`, {ITEMS:,} issues, a server that takes {LATENCY_S * 1000:.0f} ms to answer"
    with slow_server() as url:
        write_follow_ups(root, ITEMS, FILES // 10, url)
        asking = [program, "followups", "verify", "--refresh"]
        return Row("verify-10000", says, measure(asking, root, {**env, "GITHUB_TOKEN": "a-token-of-nobody"}, ends=GO))


if __name__ == "__main__":
    main(sys.argv[1:])
