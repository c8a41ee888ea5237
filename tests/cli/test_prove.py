"""`readiness prove` as somebody would type it: the real program in real repositories, with real commands."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.program import Ended, clean, run
from tests.repository import RepositoryBuilder, content_of
from tests.test_reading_only import ordinary_user

GREEN = '<testsuite name="s" tests="1"><testcase classname="c" name="n" time="0.1"/></testsuite>\n'
RED = GREEN.replace("/></testsuite>", "><failure>no</failure></testcase></testsuite>")
IGNORED = "/.cache-of-the-test/\n/out/\n"


def scope(*items: str) -> str:
    head = "kind: scope\nid: shop\ntitle: Shop\nowner: release-manager\nlaunch: 2099-12-15\nitems:\n"
    return head + "".join(items)


def item(name: str, command: str, *, covers: str = "", fields: str = "", kind: str = "") -> str:
    """Return an item whose report is made by `command`, or another kind of evidence that is."""
    what = f"kind: {kind}" if kind else f"path: out/{name}.xml"
    about = f", covers: {covers}" if covers else ""
    return (
        f"  - id: {name}\n    title: {name}\n    class: launch-critical\n"
        "    rollback: {plan: none, because: It is words, accepted_by: general-counsel}\n"
        f"    evidence: {{{what}, run: {json.dumps(command)}{about}{fields}}}\n"
    )


def copying(name: str, source: str = "") -> str:
    return f"mkdir -p out; echo {name} >> out/executed; cp {source or 'green.xml'} out/{name}.xml"


ALL = item("all", copying("all"))
PAY = item("pay", copying("pay"), covers="src/pay/**")
TAX = item("tax", copying("tax"), covers="src/tax/**")
CODE = {"src/pay/a.py": "1\n", "src/tax/a.py": "1\n", "green.xml": GREEN, "red.xml": RED, ".gitignore": IGNORED}


@pytest.fixture
def shop(tmp_path: Path) -> RepositoryBuilder:
    """Return a repository with three pieces of evidence, none of them proven."""
    repository = RepositoryBuilder(tmp_path / "shop").start()
    repository.commit({**CODE, "scopes/shop.yaml": scope(ALL, PAY, TAX)})
    return repository


def prove(repository: RepositoryBuilder, *arguments: str, environment: Mapping[str, str] | None = None) -> Ended:
    return run("prove", *arguments, folder=repository.path, environment={**beside(repository), **(environment or {})})


def beside(repository: RepositoryBuilder) -> dict[str, str]:
    """Return what makes the program keep output beside the repository, where pytest clears it away."""
    return {"TMPDIR": os.fspath(repository.path.parent)}


def executed(repository: RepositoryBuilder) -> set[str]:
    """Return the commands that were executed since this was last asked."""
    log = repository.path / "out/executed"
    names = set(log.read_text().split()) if log.exists() else set()
    log.unlink(missing_ok=True)
    return names


def test_what_is_proven_is_not_executed_again(shop: RepositoryBuilder) -> None:
    first = prove(shop)
    assert (first.code, first.err) == (0, "")
    assert "\n3 proven." in first.out
    assert executed(shop) == {"all", "pay", "tax"}
    second = prove(shop)
    assert (second.code, second.out) == (0, "Nothing to prove: all 3 are proven for this content.\n")
    assert executed(shop) == set()
    assert run("check", folder=shop.path).code == 0


def test_a_change_proves_again_exactly_what_covers_it(shop: RepositoryBuilder) -> None:
    prove(shop)
    executed(shop)
    shop.write("src/tax/a.py", "2\n")
    again = prove(shop)
    assert (again.code, executed(shop)) == (0, {"all", "tax"})
    assert run("check", folder=shop.path).code == 0
    shop.write("src/tax/a.py", "1\n")
    assert prove(shop).out.startswith("Nothing to prove"), "what was proven once is proven for that content"


def test_a_failure_is_recorded_and_shown_with_what_it_said(shop: RepositoryBuilder) -> None:
    loud = r"printf 'caf\351 \033[31mred\033[0m ::error::x\n'; " + copying("pay", "red.xml")
    shop.commit({"scopes/shop.yaml": scope(ALL, item("pay", loud, covers="src/pay/**"))})
    ended = prove(shop)
    assert ended.code == 1
    assert "1 of 1 tests failed: c.n" in ended.out
    assert r"| caf� red \x3a:error::x" in ended.out
    [log] = [line.split("output: ")[1] for line in ended.out.splitlines() if "output: /" in line]
    assert Path(log).read_bytes() == b"caf\xe9 \x1b[31mred\x1b[0m ::error::x\n"
    checked = run("check", folder=shop.path)
    assert (checked.code, "1 of 1 tests failed" in checked.out) == (1, True)
    executed(shop)
    assert "failed: 1 of 1 tests failed" in prove(shop, "--dry-run").out
    assert (prove(shop).code, executed(shop)) == (1, {"pay"})


def test_a_dry_run_says_what_and_why_and_does_nothing(shop: RepositoryBuilder) -> None:
    shop.commit({"scopes/shop.yaml": scope(ALL, item("pay", copying("pay"), fields=", covers: src/pay/**, cwd: src"))})
    before = content_of(shop.path)
    ended = prove(shop, "--dry-run")
    assert (ended.code, ended.err) == (0, "")
    assert content_of(shop.path) == before
    assert ended.out.splitlines() == [
        "  1  mkdir -p out; echo all >> out/executed; cp green.xml out/all.xml",
        "     shop/all/junit  missing: it was never proven",
        "",
        "  2  mkdir -p out; echo pay >> out/executed; cp green.xml out/pay.xml",
        "     in src",
        "     shop/pay/junit  missing: it was never proven",
        "",
    ]


def test_names_choose_and_a_wrong_one_is_refused(shop: RepositoryBuilder) -> None:
    assert (prove(shop, "pay", "shop/tax/junit").code, executed(shop)) == (0, {"pay", "tax"})
    wrong = prove(shop, "paj")
    assert (wrong.code, wrong.out, executed(shop)) == (2, "", set())
    assert "RDY055" in wrong.err
    assert "did you mean `pay`?" in wrong.err


def test_all_means_also_what_is_proven(shop: RepositoryBuilder) -> None:
    prove(shop)
    executed(shop)
    assert (prove(shop, "--all", "pay").code, executed(shop)) == (0, {"pay"})


def test_only_what_has_changed_since_a_revision(shop: RepositoryBuilder) -> None:
    shop.write("src/tax/a.py", "2\n")
    ended = prove(shop, "--changed-since", "HEAD", "--dry-run")
    assert "since HEAD, src/tax/a.py changed" in " ".join(ended.out.split())
    assert "shop/pay/junit  nothing that it covers has changed since" in ended.out
    assert (prove(shop, "--changed-since", "HEAD").code, executed(shop)) == (0, {"all", "tax"})
    other = item("pay", copying("pay") + "; true", covers="src/pay/**")
    shop.write("scopes/shop.yaml", scope(ALL, other, TAX))
    assert (prove(shop, "--changed-since", "HEAD").code, executed(shop)) == (0, {"pay"})
    assert prove(shop, "--changed-since", "nowhere").code == 2


def test_a_secret_is_seen_only_by_who_names_it(shop: RepositoryBuilder) -> None:
    looking = 'test -z "$API_TOKEN" && test -z "$GITHUB_ENV" && test -n "$PATH"'
    seeing = 'test "$API_TOKEN" = secret'
    one = item("all", looking, kind="command")
    other = item("pay", seeing, kind="command", covers="src/pay/**", fields=", env: API_TOKEN")
    shop.commit({"scopes/shop.yaml": scope(one, other)})
    environment = {"API_TOKEN": "secret", "GITHUB_ENV": "/somewhere"}
    ended = prove(shop, environment=environment)
    assert (ended.code, ended.err) == (0, ""), ended.out
    assert "secret" not in shop.git("log", "-p", "readiness-ledger")


def test_what_has_no_command_is_counted_and_named_ones_are_no_success(shop: RepositoryBuilder) -> None:
    bare = item("bare", "true").replace(', run: "true"', "").replace('run: "true"', "")
    shop.commit({"scopes/shop.yaml": scope(ALL, bare)})
    ended = prove(shop)
    assert (ended.code, "Left out: 1 without a `run:`" in ended.out) == (0, True)
    assert prove(shop, "bare").code == 3
    assert "readiness capture bare/junit" in " ".join(prove(shop, "bare", "--dry-run").out.split())


def test_a_broken_document_stops_nobody_else_and_is_told(shop: RepositoryBuilder) -> None:
    shop.commit({"scopes/other.yaml": "kind: scope\nid: other\ntitel: x\n"})
    ended = prove(shop)
    assert (ended.code, executed(shop)) == (2, {"all", "pay", "tax"})
    assert "scopes/other.yaml:3:1: error RDY010" in ended.err


def test_a_clean_checkout_has_no_leftovers(shop: RepositoryBuilder, tmp_path: Path) -> None:
    helped = item("all", "test -e out/leftover && cp green.xml out/all.xml")
    shop.commit({"scopes/shop.yaml": scope(helped, PAY)})
    shop.write("out/leftover")
    place = tmp_path / "temporary"
    place.mkdir()
    environment = {"TMPDIR": os.fspath(place)}
    ended = prove(shop, "--clean", environment=environment)
    assert ended.code == 1
    assert "out/all.xml does not exist" in " ".join(ended.out.split())
    # The other was proven there, for the commit, whose content lies here too.
    assert prove(shop, "pay").out.startswith("Nothing to prove")
    assert (prove(shop).code, executed(shop)) == (0, set())
    assert [path.name for path in place.iterdir() if "clean" in path.name] == []
    assert shop.git("worktree", "list").count("\n") == 0


def test_a_clean_checkout_is_of_the_commit(shop: RepositoryBuilder) -> None:
    shop.write("src/tax/a.py", "2\n")
    assert prove(shop, "--clean").code == 0
    stale = prove(shop, "--dry-run")
    assert "shop/tax/junit  stale: src/tax/a.py changed" in stale.out
    assert "shop/pay" not in stale.out
    shop.git("checkout", "--quiet", "src/tax/a.py")
    assert prove(shop).out.startswith("Nothing to prove")


def test_a_folder_of_records_takes_them_instead(shop: RepositoryBuilder, tmp_path: Path) -> None:
    before = shop.git("for-each-ref")
    folder = os.fspath(tmp_path / "records")
    assert prove(shop, "--ledger", folder).code == 0
    assert shop.git("for-each-ref") == before
    assert prove(shop, "--ledger", folder).out.startswith("Nothing to prove")
    assert run("check", "--ledger", folder, folder=shop.path).code == 0
    assert run("check", folder=shop.path).code == 1


def test_a_ledger_that_cannot_be_written_is_found_out_before_anything_runs(
    shop: RepositoryBuilder, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    ended = prove(shop, "--ledger", os.fspath(tmp_path / "file" / "records"))
    assert (ended.code, executed(shop)) == (2, set())
    assert "RDY050" in ended.err


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files mean something else there")
@pytest.mark.parametrize("elsewhere", [True, False], ids=["records-elsewhere", "records-here"])
def test_a_checkout_that_cannot_be_written(shop: RepositoryBuilder, tmp_path: Path, *, elsewhere: bool) -> None:
    shop.commit({"scopes/shop.yaml": scope(item("all", "echo fine", kind="command"))})
    before = content_of(shop.path)
    places = [shop.path, *(path for path in shop.path.rglob("*") if not path.is_symlink())]
    modes = {path: path.stat().st_mode for path in places}
    records = tmp_path / "records"
    records.mkdir()
    try:
        for path, mode in modes.items():
            path.chmod(mode & ~0o222)
        user = ordinary_user(shop.path)
        done = subprocess.run(
            [*user, sys.executable, "-m", "readiness", "prove", *(("--ledger", records) if elsewhere else ())],
            cwd=shop.path,
            env=clean(tmp_path, beside(shop)),
            capture_output=True,
            check=False,
            timeout=60,
        )
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
    assert done.returncode == (0 if elsewhere else 2), done.stdout + done.stderr
    assert content_of(shop.path) == before
    assert any(records.rglob("*.json")) is elsewhere


def test_records_are_signed_with_the_key_that_is_given(shop: RepositoryBuilder, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ci", "-f", key], check=True)
    public = (tmp_path / "key.pub").read_text().strip()
    trust = f'[[trust.keys]]\nkey = "{public}"\nidentity = "ci"\n'
    shop.commit({"readiness.toml": trust})
    unsigned = prove(shop)
    assert (unsigned.code, "The records are not signed" in unsigned.out) == (0, True)
    assert run("check", folder=shop.path).code == 3
    assert prove(shop).code == 3
    assert prove(shop, "--sign", os.fspath(key)).code == 0
    assert run("check", folder=shop.path).code == 0
    executed(shop)
    assert (prove(shop, "--sign", os.fspath(key)).code, executed(shop)) == (0, set())
    assert prove(shop, "--sign", os.fspath(tmp_path / "none")).code == 2


def test_the_policy_of_the_base_is_proven_too(shop: RepositoryBuilder) -> None:
    lax = item("pay", "mkdir -p out; echo lax >> out/executed; cp green.xml out/pay.xml", covers="src/pay/**")
    shop.git("switch", "--quiet", "--create", "change")
    shop.commit({"scopes/shop.yaml": scope(ALL, lax, TAX)})
    assert (prove(shop).code, executed(shop)) == (0, {"all", "lax", "tax"})
    assert run("check", "--policy-from", "main", folder=shop.path).code == 1
    both = prove(shop, "--policy-from", "main")
    assert (both.code, executed(shop)) == (0, {"pay"})
    assert run("check", "--policy-from", "main", folder=shop.path).code == 0


def test_a_disk_that_takes_no_more_output_costs_the_output_and_not_the_proof(shop: RepositoryBuilder) -> None:
    # `ulimit -f` stands in for a full disk; records are smaller than that.
    loud = "head -c 300000 /dev/zero | tr '\\0' x; " + copying("pay")
    shop.commit({"scopes/shop.yaml": scope(ALL, item("pay", loud, covers="src/pay/**"))})
    done = subprocess.run(
        ["sh", "-c", 'ulimit -f 128; exec "$@"', "sh", sys.executable, "-m", "readiness", "prove", "pay"],
        cwd=shop.path,
        # What measures coverage would write at the very end, and say that it cannot.
        env={name: value for name, value in clean(shop.path, beside(shop)).items() if "COVERAGE" not in name},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    folder = Path(done.stdout.decode().rpartition("is in ")[2].strip())
    assert [path.stat().st_size < 300_000 for path in folder.iterdir()] == [True]


def started(repository: RepositoryBuilder, *arguments: str, stdout: int = subprocess.PIPE) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "readiness", "prove", *arguments],
        cwd=repository.path,
        env=clean(repository.path, beside(repository)),
        stdout=stdout,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # Below `nohup` it is ignored, and what is ignored is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # noqa: PLW1509 - nothing runs beside it
    )


def until(path: Path) -> None:
    for _ in range(3000):
        if path.exists():
            return
        time.sleep(0.01)
    pytest.fail(f"{path.name} never came")


WAITING = "mkdir -p out; echo $$ > out/pid; touch out/begun; sleep 1000"


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_keeps_what_is_finished_and_leaves_nothing_running(
    shop: RepositoryBuilder, sent: signal.Signals
) -> None:
    waiting = item("pay", WAITING, covers="src/pay/**", fields=", timeout: 50s").replace(
        "    evidence", "    needs: all\n    evidence"
    )
    shop.commit({"scopes/shop.yaml": scope(ALL, waiting)})
    process = started(shop)
    until(shop.path / "out/begun")
    # As a terminal does it: to the whole group, git and all.
    os.killpg(process.pid, sent)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b""), out
    assert b"Stopped before the end; what had ended is on record." in out
    assert b"skipped  shop/pay/junit" in out
    pid = (shop.path / "out/pid").read_text().strip()
    state = Path(f"/proc/{pid}/stat")
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"
    assert not (shop.path / ".git/index.lock").exists()
    left = prove(shop, "--dry-run").out
    assert "shop/pay/junit  missing" in left
    assert "shop/all" not in left


def test_a_stop_takes_a_clean_checkout_away(shop: RepositoryBuilder, tmp_path: Path) -> None:
    flag = tmp_path / "begun"
    shop.commit({"scopes/shop.yaml": scope(item("all", f"touch {flag}; sleep 1000"))})
    process = started(shop, "--clean")
    until(flag)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert shop.git("worktree", "list").count("\n") == 0


def test_at_the_time_limit_it_has_failed(shop: RepositoryBuilder) -> None:
    shop.commit({"scopes/shop.yaml": scope(item("all", "sleep 1000 & sleep 1000", fields=", timeout: 1s"))})
    ended = prove(shop)
    assert (ended.code, "ended at its time limit" in ended.out) == (1, True)
    assert "ended at its time limit" in run("check", folder=shop.path).out


def on_a_terminal(repository: RepositoryBuilder, **environment: str) -> bytes:
    """Return what a terminal is shown."""
    reader, writer = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "readiness", "prove", "pay"],
        cwd=repository.path,
        env=clean(repository.path, {"TERM": "xterm-256color", "COLUMNS": "100", **beside(repository), **environment}),
        stdout=writer,
        stderr=writer,
        stdin=subprocess.DEVNULL,
    )
    os.close(writer)
    shown = b""
    while True:
        try:
            data = os.read(reader, 4096)
        except OSError:
            break
        if not data:
            break
        shown += data
    os.close(reader)
    assert process.wait(timeout=60) == 0, shown
    return shown


def test_a_terminal_shows_what_runs_and_for_how_long(shop: RepositoryBuilder) -> None:
    shop.commit({"scopes/shop.yaml": scope(ALL, item("pay", "sleep 1; " + copying("pay"), covers="src/pay/**"))})
    shown = on_a_terminal(shop)
    assert re.search(rb"shop/pay/junit\S*  \d+\.\d s  \S*sleep 1; mkdir", shown)
    assert b"\x1b[1;32mproven" in shown
    assert b"1 of 1 tests passed" in shown


def test_without_colour_it_says_the_same_words(shop: RepositoryBuilder) -> None:
    shown = on_a_terminal(shop, NO_COLOR="1")
    assert b"proven   " in shown
    assert b"\x1b[1;32m" not in shown
    assert b"\x1b[32m" not in shown


def test_why_there_is_no_record_is_said_once_and_with_what_to_do(shop: RepositoryBuilder) -> None:
    shop.write("out/pay.xml", GREEN)
    shop.git("add", "--force", "out/pay.xml")
    ended = prove(shop, "pay")
    assert ended.code == 3
    out = " ".join(ended.out.split())
    assert out.count("is tracked by git") == 1
    assert "fix: take it out with `git rm --cached out/pay.xml`" in out
