"""Ways to a green light that nobody has earned: each was a go once."""

from pathlib import Path

import pytest

from readiness.errors import ReadinessError
from readiness.model.outcome import Decision, Outcome
from readiness.pipeline import Request
from readiness.tree.disk import Disk
from readiness.tree.finding import find_on_disk
from tests.link.launches import GREEN, NOW, RED, SURROUNDINGS, item, judged, said, scope, write
from tests.proofs import check
from tests.repository import RepositoryBuilder

BAD = scope("pro").replace("proof/tests.xml", "proof/absent.xml")
PARTIAL = scope().replace("evidence: proof/tests.xml", 'evidence: {path: proof/tests.xml, covers: ["docs/**"]}')
SWALLOW = item("rest", 'evidence: {kind: junit, path: ["src/**"]}', item_class="launch-adjacent")


@pytest.mark.parametrize("ignore", ["scopes/pro.yaml", "pro*", "scopes/", "*.yaml"])
def test_ignoring_a_scope_does_not_take_it_out_of_the_run(ignore: str, tmp_path: Path) -> None:
    files = {"scopes/shop.yaml": scope(), "scopes/pro.yaml": BAD, "readiness.toml": f'ignore = ["{ignore}"]\n'}
    report = judged(tmp_path, files)
    assert [one.id for one in report.scopes] == ["pro", "shop"]
    assert report.decision is Decision.NO_GO


def test_ignoring_the_directory_does_not_make_every_owner_known(tmp_path: Path) -> None:
    files = {
        "scopes/shop.yaml": scope(),
        "scopes/who.yaml": "kind: directory\nowners: {somebody: Somebody}\n",
        "readiness.toml": 'ignore = ["who.yaml"]\n',
    }
    assert said(judged(tmp_path, files))


@pytest.mark.parametrize("other", [scope(items=SWALLOW), scope("pro", items=SWALLOW, head="state: draft\n")])
def test_an_artefact_pattern_over_the_code_leaves_the_code_to_be_proven(other: str, tmp_path: Path) -> None:
    whole = 'evidence: {path: proof/tests.xml, covers: ["docs/**"]}'
    files = {"scopes/shop.yaml": PARTIAL, "scopes/x.yaml": other.replace("evidence: proof/tests.xml", whole)}
    if "id: shop" in other:
        del files["scopes/shop.yaml"]
    report = judged(tmp_path, files)
    shop = next(one for one in report.scopes if one.id == "shop")
    assert {verdict.requirement: verdict.outcome for verdict in shop.verdicts}["whole-candidate"] is Outcome.MISSING
    assert report.decision is Decision.NO_GO


def test_a_report_that_is_committed_need_not_be_covered(tmp_path: Path) -> None:
    covering = 'evidence: {path: proof/tests.xml, covers: ["docs/**", "src/**"]}'
    report = judged(tmp_path, {"scopes/shop.yaml": scope().replace("evidence: proof/tests.xml", covering)})
    assert report.decision is Decision.GO


@pytest.mark.parametrize(("ends", "decision"), [("2027-01-15", Decision.NO_GO), ("2026-12-14", Decision.ON_TRACK)])
def test_proof_of_the_whole_that_is_due_after_the_launch_proves_nothing(
    ends: str, decision: Decision, tmp_path: Path
) -> None:
    late = item("late", "phase: care", "evidence: {path: proof/never.xml, level: block}", item_class="launch-adjacent")
    text = PARTIAL.replace("items:", f"launch: 2026-12-15\nphases: [{{id: care, ends: {ends}}}]\nitems:") + late
    assert judged(tmp_path, {"scopes/shop.yaml": text}).decision is decision


@pytest.mark.parametrize(
    "word", ["{signoff: legal, date: 2026-11-30, path: proof/red.xml}", "{link: 'https://x.org', path: proof/red.xml}"]
)
def test_a_word_does_not_stand_in_for_a_report_beside_it(word: str, tmp_path: Path) -> None:
    text = scope().replace("evidence: proof/tests.xml", f"evidence: [proof/tests.xml, {word}]")
    report = judged(tmp_path, {"scopes/shop.yaml": text, "proof/red.xml": RED})
    assert [line.split()[0] for line in said(report)] == ["RDY026"]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + BAD.encode(),
        BAD.replace("kind:", '"kind":').replace("items:", "'items' :").encode(),
        BAD.replace("\n", "\r").encode(),
        BAD.replace("\n", "\r\n").encode(),
    ],
)
def test_a_scope_in_the_wrong_folder_is_found_as_editors_save_it(data: bytes, tmp_path: Path) -> None:
    report = judged(tmp_path, {"scopes/shop.yaml": scope(), "launches/pro.yaml": data})
    assert [line.split()[:2] for line in said(report)] == [["RDY019", "launches/pro.yaml:1:1"]]


@pytest.mark.parametrize("switch", ["flags.json", "flags.json #selling"])
def test_a_file_without_a_key_is_no_kill_switch(switch: str, tmp_path: Path) -> None:
    rollback = f"rollback:\n      steps: docs/ops.md#rollback\n      within: 15m\n      kill_switch: {switch}"
    text = scope().replace("rollback: {steps: docs/ops.md#rollback, within: 15m}", rollback)
    report = judged(tmp_path, {"scopes/shop.yaml": text, "flags.json": '{"selling": true}'})
    messages = [verdict.message for verdict in report.scopes[0].items[0].verdicts if verdict.code == "RDY114"]
    assert messages == ["kill switch: no key of flags.json is named"]
    assert report.decision is Decision.NO_GO


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a red report in a folder that may not be listed, for root too."""
    launch = scope().replace("evidence: proof/tests.xml", 'evidence: {path: "reports/**/*.xml"}')
    builder = RepositoryBuilder(tmp_path / "shop").start()
    write(builder.path, {**SURROUNDINGS, "scopes/shop.yaml": launch, ".gitignore": "reports/\n"})
    builder.commit()
    write(builder.path, {"reports/one/r.xml": GREEN, "reports/two/r.xml": RED})
    real = __import__("os").scandir

    def refusing(path: str) -> object:
        if path.endswith("reports/two"):
            raise PermissionError(path)
        return real(path)

    monkeypatch.setattr("readiness.tree.disk.os.scandir", refusing)
    return builder.path


def test_reports_in_a_folder_that_may_not_be_listed_are_unknown(locked: Path) -> None:
    report = check(Request(root=locked, now=NOW, cache=False))
    found = [one for one in report.scopes[0].items[0].verdicts if one.requirement == "junit"]
    assert [(one.outcome, one.message) for one in found] == [
        (Outcome.UNKNOWN, "the folder 'reports/two' may not be looked into")
    ]
    assert report.decision is Decision.UNDECIDED


@pytest.mark.parametrize("pattern", ["/reports/**", "/reports/*/r.xml", "/reports", "/reports/t*/", "*.xml"])
def test_a_pattern_that_may_match_in_there_is_refused(pattern: str, locked: Path) -> None:
    with pytest.raises(ReadinessError, match="may not be looked into"):
        find_on_disk(Disk(locked), (pattern,))


@pytest.mark.parametrize("pattern", ["/reports/one/**", "/reports/*.xml", "/reports/o*/*.xml"])
def test_a_pattern_that_cannot_match_in_there_is_answered(pattern: str, locked: Path) -> None:
    find_on_disk(Disk(locked), (pattern,))


@pytest.fixture
def shop(tmp_path: Path) -> RepositoryBuilder:
    """A repository with a launch that is ready, and beside it another one with a launch that is not."""
    other = RepositoryBuilder(tmp_path / "other").start()
    other.commit({"pro.yaml": BAD})
    builder = RepositoryBuilder(tmp_path / "shop").start()
    write(builder.path, {**SURROUNDINGS, "scopes/shop.yaml": scope(), "scopes/README.md": "Launches.\n"})
    builder.commit()
    return builder


@pytest.mark.parametrize("at", [None, "HEAD"])
def test_scopes_in_a_submodule_are_not_passed_over(at: str | None, shop: RepositoryBuilder) -> None:
    shop.git("submodule", "--quiet", "add", "../other", "scopes/pro")
    shop.commit()
    report = check(Request(root=shop.path, now=NOW, cache=False, at=at))
    assert [line.split()[:2] for line in said(report)] == [["RDY019", "scopes/pro"]]


@pytest.mark.parametrize("target", ["../../other", "../launches"])
@pytest.mark.parametrize("at", [None, "HEAD"])
def test_scopes_behind_a_link_are_not_passed_over(target: str, at: str | None, shop: RepositoryBuilder) -> None:
    shop.write("launches/pro.txt")
    (shop.path / "scopes" / "pro").symlink_to(target)
    shop.commit()
    report = check(Request(root=shop.path, now=NOW, cache=False, at=at))
    assert [line.split()[:2] for line in said(report)] == [["RDY019", "scopes/pro"]]


@pytest.mark.parametrize("at", [None, "HEAD"])
def test_a_folder_of_scopes_that_is_a_link_is_not_passed_over(at: str | None, shop: RepositoryBuilder) -> None:
    shop.write("readiness.toml", 'scopes = ["scopes", "launches"]\n')
    (shop.path / "launches").symlink_to("../other")
    shop.commit()
    report = check(Request(root=shop.path, now=NOW, cache=False, at=at))
    assert [line.split()[:2] for line in said(report)] == [["RDY019", "launches"]]


@pytest.mark.parametrize("at", [None, "HEAD"])
def test_files_beside_scopes_are_nobody_s_business(at: str | None, shop: RepositoryBuilder) -> None:
    shop.write("scopes/empty.txt", "")
    (shop.path / "scopes" / "NOTES.md").symlink_to("README.md")
    shop.commit()
    assert not said(check(Request(root=shop.path, now=NOW, cache=False, at=at)))


def test_the_default_owner_does_not_excuse_a_surface_of_their_own(tmp_path: Path) -> None:
    head = (
        "defaults: {owner: platform}\nsurfaces: {pay: {paths: [src/**], risk: high}}\nwaivers:\n"
        "  - {id: w, of: {surface: pay, requirement: guarded}, reason: r, granted_by: platform, granted: 2026-11-01, "
        "expires: 2027-01-01}\n"
    )
    whole = item("whole", "evidence: {path: proof/tests.xml, level: block}", item_class="launch-adjacent")
    text = PARTIAL.replace("owner: release-manager\n", head) + whole
    report = judged(tmp_path, {"scopes/shop.yaml": text})
    guarded = next(one for one in report.scopes[0].verdicts if one.requirement == "guarded")
    assert (guarded.outcome, guarded.who) == (Outcome.MISSING, "platform")
    assert report.decision is Decision.NO_GO


def test_a_digit_of_another_script_is_no_digit_of_a_duration(tmp_path: Path) -> None:
    text = scope().replace("evidence: proof/tests.xml", "evidence: {path: proof/tests.xml, max_age: 1\u0669d}")
    assert [line.split()[0] for line in said(judged(tmp_path, {"scopes/shop.yaml": text}))] == ["RDY018"]


@pytest.mark.parametrize(
    ("covers", "decision"),
    [
        ('["**", "!/src/pay/**"]', Decision.NO_GO),
        ('["*", "!src/"]', Decision.NO_GO),
        ('["/**", "!/src/**", "src/web/**"]', Decision.NO_GO),
        ('["**", "!/src/pay/**", "/src/**"]', Decision.GO),
        ('["!src/**", "**"]', Decision.GO),
        ('["**", "!nothing/**"]', Decision.GO),
    ],
)
def test_what_covers_takes_out_is_not_covered(covers: str, decision: Decision, tmp_path: Path) -> None:
    head = 'surfaces: {pay: {paths: ["src/pay/**"], risk: high}}\n'
    text = scope(head=head).replace(
        "evidence: proof/tests.xml", f"evidence: {{path: proof/tests.xml, covers: {covers}}}"
    )
    assert judged(tmp_path, {"scopes/shop.yaml": text, "src/pay/b.go": "package b\n"}).decision is decision


@pytest.mark.parametrize("nothing", ["\u200b", "\u00ad \ufe0f", "\u2060"])
def test_a_reason_that_nobody_can_see_is_none(nothing: str, tmp_path: Path) -> None:
    none = f'rollback: {{plan: none, because: "{nothing}", accepted_by: general-counsel}}'
    text = scope().replace("rollback: {steps: docs/ops.md#rollback, within: 15m}", none)
    assert [line.split()[0] for line in said(judged(tmp_path, {"scopes/shop.yaml": text}))] == ["RDY020"]
