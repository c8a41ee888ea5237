"""Ways to have evidence made that says more than is true: by `capture`, by `prove`, by what reports leave out."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final
from zipfile import ZipFile, ZipInfo

import pytest

from readiness import evidence, pipeline
from readiness.errors import ReadinessError
from readiness.evidence import KINDS, with_plugins
from readiness.load.cache import Cache, Row, key_of, user_cache
from readiness.model.report import Report
from readiness.prove.archive import Archive
from readiness.prove.capture import Captured, capture
from tests.cli.program import Ended, clean, run
from tests.link.launches import GREEN, NOW, RED, item, scope
from tests.threats.register import Answer, Stopped, Tried, threat
from tests.threats.shop import HOUR, REPORT, Shop

FAMILY: Final = "Making evidence"
BROKEN: Final = {"src/pay.py": "def pay():\n    return 0\n"}
ROLLBACK: Final = "rollback: {steps: docs/ops.md#rollback, within: 15m}"


def lying(shop: Shop, archive: Path | None = None, *, elsewhere: bool = False) -> Captured:
    """Return what `readiness capture` makes of what lies there, and put it on file."""
    opened = Archive(archive) if archive else None
    found = capture(shop.ground(), (), NOW + HOUR / 2, archive=opened, elsewhere=elsewhere)
    shop.keep(*found.records)
    return found


def running(shop: Shop, command: str, evidence: str = "") -> Answer:
    """Return the answer after `readiness prove` has executed `command`, which makes the report."""
    text = scope().replace("evidence: proof/tests.xml", f"evidence: {{path: {REPORT}, run: '{command}'{evidence}}}")
    shop.committed({"scopes/shop.yaml": text, "green.xml": GREEN.replace("2026-11-30", "2026-05-05")})
    run("prove", folder=shop.root)
    # The program has its own clock, and puts its cache below the folder that it runs in.
    return shop.check(now=None)


@threat(
    FAMILY,
    "An old report beside new code",
    how="A green report from before the change lies around, and is captured for the code that lies there now.",
    stops="A report that is older than what it covers is refused.",
    codes=("RDY203",),
)
def test_old_report(shop: Shop) -> Tried:
    shop.report()
    shop.committed(BROKEN)
    os.utime(shop.root / REPORT, (1.8e9 - 1e7, 1.7e9))
    assert lying(shop).refused
    return shop.check()


@threat(
    FAMILY,
    "An old report beside code with old times",
    how="The code is put there by something that keeps times: `mv`, `cp -p`, an archive, a restored backup.",
    stops="When a file came to be where it is counts, not only when it was written.",
    codes=("RDY203",),
)
def test_code_with_old_times(shop: Shop) -> Tried:
    shop.committed(BROKEN)
    os.utime(shop.root / "src/pay.py", (1.6e9, 1.6e9))
    shop.report()
    os.utime(shop.root / REPORT, (1.7e9, 1.7e9))
    assert lying(shop).refused
    return shop.check()


@threat(
    FAMILY,
    "An old report that is made to look new",
    how="`touch`, or a copy, gives an old green report a time after the change.",
    stops="Nothing, where captured reports count. Let only executed ones count, with keys.",
    stopped=Stopped.EXECUTED,
    codes=("RDY204",),
)
def test_touched_report(shop: Shop) -> Tried:
    shop.committed(BROKEN)
    shop.report()
    assert lying(shop).records
    return shop.check(), shop.check(trust=shop.only_executed())


@threat(
    FAMILY,
    "A report of another branch",
    how="The tests run, then a branch is checked out that lacks a file, or a file is deleted, and the report is "
    "captured there: no file that is left is newer than it.",
    stops="As with one that is made to look new. Capture in the job that ran the tests, right after them.",
    stopped=Stopped.EXECUTED,
    codes=("RDY204",),
)
def test_report_of_another_branch(shop: Shop) -> Tried:
    shop.repository.git("checkout", "--quiet", "-b", "without")
    shop.repository.git("rm", "--quiet", "src/tax.py")
    shop.committed()
    shop.repository.git("checkout", "--quiet", "main")
    shop.report()
    shop.repository.git("checkout", "--quiet", "without")
    assert lying(shop).records
    return shop.check(), shop.check(trust=shop.only_executed())


@threat(
    FAMILY,
    "A report of an earlier commit, from another job",
    how="A job downloads the artefacts of an older run, and captures them for its commit.",
    stops="What says of itself that it is older than the commit is refused.",
    codes=("RDY203",),
)
def test_older_than_the_commit(shop: Shop) -> Tried:
    shop.report(GREEN.replace("2026-11-30", "2026-05-01"))
    shop.committed(BROKEN)
    assert lying(shop, elsewhere=True).refused
    return shop.check()


@threat(
    FAMILY,
    "A commit that is dated back",
    how="Who commits chooses the date of the commit, so that an old report seems to come after it.",
    stops="As with a report that is made to look new.",
    stopped=Stopped.EXECUTED,
    codes=("RDY204",),
)
def test_commit_dated_back(shop: Shop) -> Tried:
    shop.committed(BROKEN)
    date = "2020-01-01T00:00:00Z"
    shop.repository.git("commit", "--quiet", "--amend", "-m", "Old", environment={"GIT_COMMITTER_DATE": date})
    assert lying(shop, elsewhere=True).records
    return shop.check(), shop.check(trust=shop.only_executed())


@threat(
    FAMILY,
    "An archive that leads elsewhere",
    how="A file in an archive of artefacts is called `../..`, is a link, is there twice, or is a bomb.",
    stops="Archives are read without unpacking, and such a one is refused as a whole.",
    codes=("RDY064",),
)
def test_archive_leads_out(shop: Shop, tmp_path: Path) -> Tried:
    shop.committed(BROKEN)
    with ZipFile(tmp_path / "artefacts.zip", "w") as archive:
        archive.writestr(REPORT, GREEN)
        archive.writestr(ZipInfo("../../proof/tests.xml"), GREEN)
    assert isinstance(shop.check(), Report)
    try:
        lying(shop, tmp_path / "artefacts.zip")
    except ReadinessError as error:
        return error
    return shop.check()


@threat(
    FAMILY,
    "A left-over report",
    how="The command does nothing, and a green report of an earlier run lies where it would be.",
    stops="`prove` removes old reports before it executes; a command that leaves none has failed.",
    codes=("RDY202",),
)
def test_left_over_report(shop: Shop) -> Tried:
    return running(shop, "true")


@threat(
    FAMILY,
    "A command that fails beside a green report",
    how="The suite crashes after its report was written, or something else writes it.",
    stops="An exit code other than 0 is a failure, whatever the report says.",
    codes=("RDY202",),
)
def test_exit_code(shop: Shop) -> Tried:
    return running(shop, "mkdir -p proof && cp green.xml proof/tests.xml; exit 3")


@threat(
    FAMILY,
    "Code that changes while it is proven",
    how="The command, or somebody meanwhile, edits what it covers, so that the record would be about other code.",
    stops="The fingerprint is worked out before and after; where they differ, there is no record.",
    codes=("RDY203",),
)
def test_changed_meanwhile(shop: Shop) -> Tried:
    return running(shop, "mkdir -p proof && cp green.xml proof/tests.xml; echo x > src/pay.py")


@threat(
    FAMILY,
    "Tests that write their own report",
    how="The command, or a test, or a library that it loads, writes a green report and exits with 0.",
    stops="Nothing: whoever writes the code that runs decides what comes of it, and signing does not change that. The "
    "command and the tests have to be reviewed by somebody else than who writes the code.",
    stopped=Stopped.NO,
)
def test_lying_run(shop: Shop) -> Tried:
    return running(shop, "mkdir -p proof && cp green.xml proof/tests.xml", ", max_age: 400d")


@threat(
    FAMILY,
    "Run until green",
    how="A test fails by chance, and the run is repeated until it passes.",
    stops="Nothing blocks: the newest run counts. It is said, with the counts, by `evidence-flaky` (RDY206), which "
    "warns; set it to `block` in the configuration.",
    stopped=Stopped.NO,
)
def test_run_until_green(shop: Shop) -> Tried:
    for minute in range(3):
        shop.keep(shop.executed(RED, NOW + timedelta(minutes=minute), code=1))
    shop.keep(shop.executed(at=NOW + timedelta(minutes=5)))
    found = shop.check()
    assert isinstance(found, Report)
    assert "RDY206" in {one.code for one in found.scopes[0].items[0].verdicts if one.outcome.value == "failed"}
    return found


@threat(
    FAMILY,
    "A red file taken out of many",
    how="The reports of a run are `proof/*.xml`, and the red one is removed before they are captured.",
    stops="Nothing in what is left says that there was another. Name the reports one by one, or let `prove` execute "
    "the run: its exit code counts.",
    stopped=Stopped.EXECUTED,
    codes=("RDY204",),
)
def test_red_file_removed(shop: Shop) -> Tried:
    shop.committed({"scopes/shop.yaml": scope().replace(REPORT, "proof/*.xml")})
    shop.report(RED, "proof/other.xml")
    (shop.root / "proof/other.xml").unlink()
    shop.prove()
    return shop.check(), shop.check(trust=shop.only_executed())


@threat(
    FAMILY,
    "A report of no tests",
    how="A filter, a crash or a wrong folder lets the runner find no test, and the report is green.",
    stops="A run in which no test passed proves nothing.",
    codes=("RDY202",),
)
def test_no_tests(shop: Shop) -> Tried:
    shop.keep(shop.executed('<testsuites><testsuite name="shop" tests="0"/></testsuites>\n'))
    return shop.check()


@threat(
    FAMILY,
    "A report in which all is skipped",
    how="A missing service lets every test be skipped, and nothing is red.",
    stops="As with no tests.",
    codes=("RDY202",),
)
def test_all_skipped(shop: Shop) -> Tried:
    shop.keep(shop.executed(GREEN.replace("/></testsuite>", "><skipped/></testcase></testsuite>")))
    return shop.check()


@threat(
    FAMILY,
    "A report that says less than its totals",
    how="The totals of a report count failures that none of its tests shows.",
    stops="The worse of the totals and the tests counts.",
    codes=("RDY202",),
)
def test_totals_disagree(shop: Shop) -> Tried:
    shop.keep(shop.executed(GREEN.replace('tests="1"', 'tests="3" failures="2"')))
    return shop.check()


@threat(
    FAMILY,
    "A report with totals alone",
    how="A report says that all tests passed, and shows none of them.",
    stops="Tests are counted, not claims about them.",
    codes=("RDY202",),
)
def test_totals_alone(shop: Shop) -> Tried:
    text = '<testsuite name="shop" tests="40" failures="0" timestamp="2026-11-30T09:00:00+00:00"/>\n'
    shop.keep(shop.executed(text))
    return shop.check()


@threat(
    FAMILY,
    "An empty or hostile report",
    how="The report is empty, cut off, or XML that names entities.",
    stops="What cannot be read says nothing, and is recorded as just that.",
    codes=("RDY204",),
)
def test_unreadable_report(shop: Shop) -> Tried:
    entity = '<!DOCTYPE t [<!ENTITY a "b">]><testsuite tests="1"><testcase name="&a;"/></testsuite>'
    answers = []
    for number, text in enumerate(("", "<testsuite", entity)):
        shop.keep(shop.captured(text, NOW + timedelta(minutes=number)))
        answers.append(shop.check())
    assert all(isinstance(one, Report) and one.decision.value == "undecided" for one in answers)
    return answers[-1]


@threat(
    FAMILY,
    "Evidence that is too old",
    how="The content has not changed for months, and the world around it has.",
    stops="`max_age`; for launch-critical reports, 30 days unless the configuration says otherwise.",
    codes=("RDY203",),
)
def test_too_old(shop: Shop) -> Tried:
    return shop.check(now=NOW + 31 * 24 * HOUR)


@threat(
    FAMILY,
    "A clock that is set back",
    how="The clock of the machine that judges is wrong: old evidence is new again, lapsed waivers hold.",
    stops="Nothing: the clock of the gate is believed. A report says by which moment it judged, and what was made "
    "after that moment is unknown.",
    stopped=Stopped.NO,
)
def test_clock_set_back(shop: Shop) -> Tried:
    shop.committed(BROKEN)
    shop.keep(shop.executed(GREEN.replace("2026-11-30", "2026-10-01"), NOW - 60 * 24 * HOUR))
    return shop.check(now=NOW - 59 * 24 * HOUR)


@threat(
    FAMILY,
    "A gate by the clock of another day",
    how="A gate is called with `--as-of` a day on which all was well.",
    stops="`--as-of` and `--policy-from` are refused together; without a base, every report says `enforcing: false`.",
    codes=("RDY056",),
)
def test_as_of(shop: Shop) -> Tried:
    from readiness.cli.check import command  # noqa: PLC0415 - the command line, for this test alone

    with pytest.raises(ReadinessError) as caught:
        command(root=shop.root, as_of="2026-11-30", policy_from="HEAD")
    return caught.value


@threat(
    FAMILY,
    "Evidence of another environment",
    how="Evidence that covers no code says `environment: production`, and was made anywhere.",
    stops="Nothing: an environment is a name that the document gives. Let the key that signs be one that only jobs "
    "there have, and bind it to the kind or the surface.",
    stopped=Stopped.NO,
)
def test_environment_claimed(shop: Shop) -> Tried:
    live = "evidence: {path: proof/live.xml, covers: none, environment: production, max_age: 7d}"
    shop.committed({"scopes/shop.yaml": scope(items=item("live", ROLLBACK, live))})
    shop.report(path="proof/live.xml")
    shop.prove()
    return shop.check()


@threat(
    FAMILY,
    "Tests of code that cover nothing",
    how="Evidence about code says `covers: none`, so that it holds for any code until `max_age`.",
    stops="The launch still needs evidence that covers the whole tree, and of a high-risk surface all its files.",
    codes=("RDY320",),
)
def test_covers_none(shop: Shop) -> Tried:
    live = "evidence: {path: proof/tests.xml, covers: none, environment: ci, max_age: 30d}"
    shop.committed({"scopes/shop.yaml": scope().replace("evidence: proof/tests.xml", live)})
    shop.prove()
    return shop.check()


@threat(
    FAMILY,
    "A cache that was forged",
    how="The cache of parsed documents, in the folder of the user or restored by CI, holds a looser document.",
    stops="A checksum finds damage, not forgery. `--final`, `--no-cache` and CI do without the cache.",
    stopped=Stopped.CAREFUL,
    codes=("RDY201",),
)
def test_cache_forged(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tried:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert user_cache()._path.is_relative_to(tmp_path)
    strict = scope(items=item("more", ROLLBACK, "evidence: {path: proof/more.xml}"))
    shop.check(cache=True)
    known = user_cache().get([key := key_of(scope().encode())])
    assert isinstance(known[key], Row)
    Cache(user_cache()._path).put({key_of(strict.encode()): known[key]})
    shop.committed({"scopes/shop.yaml": strict})
    return shop.check(cache=True), shop.check(cache=True, final=True)


@threat(
    FAMILY,
    "A plugin that takes the place of a kind",
    how="An installed package offers its own `junit`.",
    stops="A name that is taken is refused, and then nothing is judged.",
    codes=("RDY058",),
)
def test_plugin_in_place_of_a_kind() -> Tried:
    from importlib.metadata import EntryPoint  # noqa: PLC0415 - for this test alone

    with pytest.raises(ReadinessError) as caught:
        with_plugins([EntryPoint("junit", "readiness.evidence.junit:KIND", "readiness.evidence")])
    return caught.value


@threat(
    FAMILY,
    "A plugin that says yes to all",
    how="A package in the environment of the gate offers a kind for which all is enough.",
    stops="Nothing: what is installed beside readiness is believed. Install it apart from the code that it judges, "
    "with plugins that you chose, and never from the change.",
    stopped=Stopped.NO,
)
def test_plugin_says_yes(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Tried:
    gullible = replace(KINDS["junit"], name="gullible", meets=lambda *_: (), recognises=lambda _: False)
    known = {**KINDS, "gullible": gullible}
    for module in (evidence, pipeline):
        monkeypatch.setattr(module, "kinds", lambda: known)
    monkeypatch.setattr("readiness.prove.ground.kinds", lambda: known)
    text = scope().replace("evidence: proof/tests.xml", f"evidence: {{kind: gullible, path: {REPORT}}}")
    shop.committed({"scopes/shop.yaml": text})
    shop.prove(RED)
    return shop.check()


@threat(
    FAMILY,
    "A module of the change that is taken for readiness",
    how="The change adds a folder `readiness/`, or one that is called as a library, and the job starts `python -m "
    "readiness` in the checkout, where Python looks first.",
    stops="Start it as `readiness`, which does not look there, or as `python -P -m readiness`.",
    stopped=Stopped.CAREFUL,
    codes=("RDY203",),
)
def test_module_shadowed(shop: Shop) -> Tried:
    fake = {"readiness/__init__.py": "", "readiness/__main__.py": "print('GO')\n"}
    shop.committed({**BROKEN, **fake})
    command = [sys.executable, "-P", "-m", "readiness", "check"]
    done = subprocess.run(command, cwd=shop.root, env=clean(shop.root), capture_output=True, check=False, text=True)
    return run("check", folder=shop.root), Ended(done.returncode, done.stdout, done.stderr)


@threat(
    FAMILY,
    "A report from the future",
    how="A wrong clock, or a forged date, keeps a report from ever getting old.",
    stops="A report may not be dated later than now, give or take a time zone.",
    codes=("RDY204",),
)
def test_report_from_the_future(shop: Shop) -> Tried:
    shop.keep(shop.executed(GREEN.replace("2026-11-30", "2027-11-30"), NOW + timedelta(minutes=1)))
    return shop.check()


@threat(
    FAMILY,
    "A report out of a cache",
    how="The command executes nothing and restores an earlier report, as build tools with a cache of results do.",
    stops="Nothing: the run took place now, and left that report. Let the command run without such a cache, or be sure "
    "that the cache knows all that the tests depend on.",
    stopped=Stopped.NO,
)
def test_report_out_of_a_cache(shop: Shop) -> Tried:
    shop.committed(BROKEN)
    shop.keep(shop.executed(GREEN.replace("2026-11-30", "2026-05-05"), NOW + timedelta(minutes=1)))
    return shop.check()


@threat(
    FAMILY,
    "A scan that did not finish",
    how="A scanner crashes, finds nothing, and leaves a clean SARIF file.",
    stops="A run that does not say that it succeeded proves nothing.",
    codes=("RDY202",),
)
def test_scan_not_finished(shop: Shop) -> Tried:
    driver = {"tool": {"driver": {"name": "scan"}}, "results": []}
    log = {"version": "2.1.0", "runs": [{**driver, "invocations": [{"executionSuccessful": False}]}]}
    shop.committed({"scopes/shop.yaml": scope().replace("proof/tests.xml", "proof/scan.sarif")})
    shop.report(json.dumps(log), "proof/scan.sarif")
    shop.prove()
    return shop.check()


@threat(
    FAMILY,
    "Coverage of nothing",
    how="Measuring was switched off, or looked at another folder, and 0 of 0 lines are all lines.",
    stops="Coverage of no line at all is no coverage.",
    codes=("RDY202",),
)
def test_coverage_of_nothing(shop: Shop) -> Tried:
    evidence = "evidence: {kind: coverage, path: proof/lcov.info, lines: 80}"
    shop.committed({"scopes/shop.yaml": scope().replace("evidence: proof/tests.xml", evidence)})
    shop.report("TN:\nSF:src/pay.py\nLF:0\nLH:0\nend_of_record\n", "proof/lcov.info")
    shop.prove()
    return shop.check()


@threat(
    FAMILY,
    "A key within reach of the code that is proven",
    how="A job executes the tests of a change where the signing key lies, and they read it.",
    stops="Nothing: a file that the job can read, its code can read. Sign in another job, which gets the records and "
    "runs none of that code; see [CI](ci.md).",
    stopped=Stopped.NO,
)
def test_key_within_reach(shop: Shop) -> Tried:
    trust = shop.trust()
    running(shop, f"cp {shop.key().path} stolen; exit 1")
    stolen = shop.root / "stolen"
    assert stolen.read_bytes() == shop.key().path.read_bytes()
    shop.keys["thief"] = replace(shop.key(), path=stolen.rename(shop.keyring / "stolen"))
    shop.keep(shop.executed(at=NOW + timedelta(minutes=1)), sign="thief")
    return shop.check(trust=trust)
