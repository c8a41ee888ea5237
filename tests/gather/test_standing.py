"""How evidence stands in a tree: everything that is not clearly met ends as something else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from readiness.config import Config
from readiness.errors import EvidenceMissingError
from readiness.evidence import KINDS
from readiness.gather import gather
from readiness.gather.artefacts import reading_of
from readiness.gather.coverage import Coverage
from readiness.link import link
from readiness.load import load
from readiness.model.dossier import Absent, Aged, Dossier, Met, Standing, Unmet, Unreadable
from readiness.model.evidence import Claim, EvidenceKind, Reading
from readiness.model.plan import Plan
from readiness.tree.opening import open_tree
from tests.link.launches import GREEN, NOW, RED, SURROUNDINGS, item, item_of, scope, write
from tests.proofs import ledger_of

KILOBYTE = 1024


def gathered(  # noqa: PLR0913 - each has a default
    root: Path,
    items: str,
    files: Mapping[str, str | bytes] | None = None,
    *,
    kinds: Mapping[str, EvidenceKind] = KINDS,
    config: Config | None = None,
    now: datetime = NOW,
    head: str = "",
) -> tuple[Plan, Dossier]:
    """Return the plan for a launch with `items` among `files`, and what gathering finds out about it."""
    write(root, {**SURROUNDINGS, "scopes/a.yaml": scope(items=items, head=head), **(files or {})})
    tree, config = open_tree(root), config or Config()
    plan = link(load(tree, config, kinds))
    assert not plan.problems
    return plan, gather(plan, tree, config, kinds, ledger_of(plan, tree, config, kinds, now, root), now)


def standing(root: Path, evidence: str, files: Mapping[str, str | bytes] | None = None, **options: Any) -> Standing:  # noqa: ANN401 - passed on
    """Return how `evidence` of a launch-critical item `x` stands."""
    plan, dossier = gathered(root, item("x", f"evidence: {evidence}"), files, **options)
    [requirement] = item_of(plan, "x").evidence
    return dossier.standing(requirement)


def test_a_green_report_is_met_and_says_what_it_counted(tmp_path: Path) -> None:
    found = standing(tmp_path, "proof/tests.xml")
    assert isinstance(found, Met)
    assert found.claim.summary == "1 of 1 tests passed"


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        pytest.param("proof/none.xml", "it was never proven", id="no-file"),
        pytest.param('"proof/*-none.xml"', "it was never proven", id="no-match"),
        pytest.param("[proof/tests.xml]", None, id="one-in-a-list"),
        pytest.param("{kind: junit, path: [proof/tests.xml, proof/none.xml]}", "it was never proven", id="one-of-two"),
        pytest.param("{kind: junit, path: proof}", None, id="a-folder-of-reports"),
        pytest.param(
            "{path: proof/tests.xml, covers: gone/**}", "it covers gone/**, which matches no file", id="covers-nothing"
        ),
        pytest.param(
            "{path: proof/tests.xml, covers: scopes/**}",
            "it covers scopes/**, which matches no file",
            id="covers-policy",
        ),
        pytest.param(
            "{path: proof/tests.xml, covers: proof/tests.xml}",
            "it covers proof/tests.xml, which matches no file",
            id="covers-itself",
        ),
        pytest.param("{signoff: counsel}", "counsel has not signed off: no date", id="undated"),
    ],
)
def test_what_is_not_there_is_absent(tmp_path: Path, evidence: str, reason: str | None) -> None:
    found = standing(tmp_path, evidence)
    if reason is None:
        assert isinstance(found, Met)
    else:
        assert isinstance(found, Absent)
        assert found.reason == reason
        assert found.action


def test_evidence_about_everything_is_about_nothing_where_there_are_only_documents(tmp_path: Path) -> None:
    write(tmp_path, {"scopes/a.yaml": scope(), "proof/tests.xml": GREEN})
    tree, config = open_tree(tmp_path), Config()
    plan = link(load(tree, config, KINDS))
    [requirement] = item_of(plan, "suite").evidence
    dossier = gather(plan, tree, config, KINDS, ledger_of(plan, tree, config, KINDS, NOW, tmp_path), NOW)
    found = dossier.standing(requirement)
    assert isinstance(found, Absent)
    assert found.reason == "there is no file yet that it could prove anything about"
    assert requirement.key not in dossier.whole_tree


def test_a_link_to_nothing_is_absent(tmp_path: Path) -> None:
    (tmp_path / "proof").mkdir()
    (tmp_path / "proof" / "x.xml").symlink_to("gone.xml")
    found = standing(tmp_path, "proof/x.xml")
    assert isinstance(found, Absent)
    assert found.reason == "proof/x.xml is there, but no record says which content it is about"


def test_a_report_of_the_same_name_in_another_folder_is_another_report(tmp_path: Path) -> None:
    found = standing(tmp_path, "report.xml", {"vendor/lib/report.xml": GREEN})
    assert isinstance(found, Absent)


def test_every_file_of_a_run_counts(tmp_path: Path) -> None:
    found = standing(tmp_path, '"proof/*.xml"', {"proof/red.xml": RED})
    assert isinstance(found, Unmet)


@pytest.mark.parametrize("data", [b"", b"<", b"\xff\xfe", GREEN[:90].encode()], ids=["empty", "torn", "bytes", "cut"])
def test_what_cannot_be_understood_is_unreadable(tmp_path: Path, data: bytes) -> None:
    assert isinstance(standing(tmp_path, "proof/x.xml", {"proof/x.xml": data}), Unreadable)


def test_what_is_too_large_is_unreadable(tmp_path: Path) -> None:
    found = standing(
        tmp_path, "proof/x.xml", {"proof/x.xml": GREEN + " " * 4 * KILOBYTE}, config=Config(max_bytes=2 * KILOBYTE)
    )
    assert isinstance(found, Unreadable)
    assert found.reason == "proof/x.xml cannot be used: it is larger than is read"


def test_a_link_out_of_the_tree_is_no_evidence(tmp_path: Path) -> None:
    (tmp_path / "outside.xml").write_text(GREEN)
    root = tmp_path / "launch"
    (root / "proof").mkdir(parents=True)
    (root / "proof" / "x.xml").symlink_to(tmp_path / "outside.xml")
    assert isinstance(standing(root, "proof/x.xml"), Unreadable | Absent)


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        pytest.param(timedelta(days=30), Met, id="on-the-limit"),
        pytest.param(timedelta(days=30, seconds=1), Aged, id="past-the-limit"),
        pytest.param(-timedelta(hours=14), Met, id="a-clock-ahead-by-a-zone"),
    ],
)
def test_critical_evidence_ages_by_default(tmp_path: Path, age: timedelta, expected: type[Standing]) -> None:
    made = datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert isinstance(standing(tmp_path, "proof/tests.xml", now=made + age), expected)


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2026-12-01", Met), ("2026-12-02", Unreadable), ("2026-11-02", Met), ("2026-10-31", Aged)],
)
def test_a_word_is_neither_from_the_future_nor_old(tmp_path: Path, date: str, expected: type[Standing]) -> None:
    assert isinstance(standing(tmp_path, f"{{signoff: counsel, date: {date}}}"), expected)


@pytest.mark.parametrize(("expires", "expected"), [("2026-12-01", Met), ("2026-11-30", Aged)])
def test_a_word_holds_until_its_last_day_whatever_the_default(
    tmp_path: Path, expires: str, expected: type[Standing]
) -> None:
    assert isinstance(standing(tmp_path, f"{{signoff: counsel, date: 2026-01-01, expires: {expires}}}"), expected)


def test_a_limit_on_what_does_not_say_its_age_leaves_it_unknown(tmp_path: Path) -> None:
    found = standing(tmp_path, "{path: docs/ops.md, max_age: 1d}")
    assert found == Unreadable("it does not say when it was made, and may not be older than 24 hours")


def test_the_configuration_sets_the_default_age(tmp_path: Path) -> None:
    found = standing(tmp_path, "proof/tests.xml", config=Config(max_age=timedelta(hours=23)))
    assert isinstance(found, Aged)
    assert found.reason == "it was made 24 hours ago; 23 hours are allowed"


def crash(*_: object) -> Any:  # noqa: ANN401 - whatever a reader would return
    message = "out of range"
    raise IndexError(message)


def nothing(_measured: Mapping[str, Any], _condition: object) -> Sequence[str]:
    return ()


def claimed(_: Reading) -> Claim:
    return Claim({})


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(replace(KINDS["junit"], read=crash), id="in-reading"),
        pytest.param(replace(KINDS["junit"], meets=crash), id="in-judging"),
        pytest.param(replace(KINDS["junit"], others=crash), id="in-asking-for-more"),
    ],
)
def test_a_reader_that_crashes_is_never_a_pass(tmp_path: Path, kind: EvidenceKind) -> None:
    found = standing(tmp_path, "proof/tests.xml", kinds={**KINDS, "junit": kind})
    assert isinstance(found, Unreadable)
    assert found.reason == "reading it as junit failed (IndexError)"


def test_what_claims_no_time_is_as_old_as_its_record(tmp_path: Path) -> None:
    kind = replace(KINDS["junit"], read=claimed, meets=nothing)
    found = standing(tmp_path, "proof/tests.xml", kinds={**KINDS, "junit": kind})
    assert isinstance(found, Met)
    assert found.claim.made_at == NOW


def test_a_document_that_claims_no_time_is_not_met_where_age_matters(tmp_path: Path) -> None:
    kind = replace(KINDS["file"], read=claimed, meets=nothing)
    evidence = "{kind: file, path: docs/ops.md, max_age: 7d}"
    assert isinstance(standing(tmp_path, evidence, kinds={**KINDS, "file": kind}), Unreadable)


def test_one_report_is_judged_for_each_condition(tmp_path: Path) -> None:
    items = item("a", "evidence: proof/tests.xml") + item("b", 'evidence: {path: proof/tests.xml, tests: "*none"}')
    plan, dossier = gathered(tmp_path, items)
    found = {name: type(dossier.standing(item_of(plan, name).evidence[0])) for name in ("suite", "a", "b")}
    assert found == {"suite": Met, "a": Met, "b": Unmet}


def test_a_requirement_that_holds_no_evidence_is_unreadable(tmp_path: Path) -> None:
    plan, dossier = gathered(tmp_path, "")
    assert dossier.standing(item_of(plan, "suite").requirements[0]) == Unreadable("nothing was gathered about it")


def test_evidence_of_a_kind_that_needs_a_path_and_has_none_is_missing(tmp_path: Path) -> None:
    plan, _ = gathered(tmp_path, "")
    [requirement] = item_of(plan, "suite").evidence
    assert requirement.evidence is not None
    bare = requirement.evidence.model_copy(update={"path": ()})
    tree, config = open_tree(tmp_path), Config()
    coverage = Coverage.of(tree, config, (), lambda _: True)
    with pytest.raises(EvidenceMissingError, match="it has no `path:`"):
        reading_of(bare, requirement.condition, KINDS["junit"], tree=tree, config=config, coverage=coverage)


HEAD = "surfaces: {web: {paths: src/**, risk: high}, text: {paths: docs/**}, gone: {paths: gone/**, risk: high}}\n"


@pytest.mark.parametrize(
    ("evidence", "whole", "covered"),
    [
        pytest.param("proof/tests.xml", True, {"web"}, id="everything"),
        pytest.param("{path: proof/tests.xml, covers: [src/**, docs/**]}", True, {"web"}, id="everything-by-parts"),
        pytest.param("{path: proof/tests.xml, covers: src/pay.go}", False, {"web"}, id="all-files-of-a-surface"),
        pytest.param("{path: proof/tests.xml, covers: docs/**}", False, set(), id="something-else"),
        pytest.param(
            "{path: proof/tests.xml, covers: none, max_age: 1d, environment: live}", False, set(), id="nothing"
        ),
        pytest.param("{kind: file, path: docs/ops.md, covers: '**'}", False, set(), id="a-document"),
        pytest.param("{signoff: counsel, date: 2026-11-20, covers: '**'}", False, set(), id="a-word"),
    ],
)
def test_what_evidence_covers(tmp_path: Path, evidence: str, *, whole: bool, covered: set[str]) -> None:
    plan, dossier = gathered(tmp_path, item("x", f"evidence: {evidence}"), head=HEAD)
    [requirement] = item_of(plan, "x").evidence
    assert (requirement.key in dossier.whole_tree) == whole
    assert {surface for key, surface in dossier.covered if key == requirement.key} == covered


def test_surfaces_count_their_files_without_documents_and_artefacts(tmp_path: Path) -> None:
    head = "surfaces: {all: {paths: '**'}, plans: {paths: scopes/**}, proof: {paths: proof/**}, src: {paths: src}}\n"
    files = {"docs/launch/status.md": "# Status\n", ".readiness/x": "x\n", "src/tax.go": "package tax\n"}
    _, dossier = gathered(tmp_path, "", files, head=head)
    assert {surface: count for (_, surface), count in dossier.matched.items()} == {
        "all": 3,
        "plans": 0,
        "proof": 0,
        "src": 2,
    }


def test_a_document_that_is_evidence_is_still_code_that_others_have_to_prove(tmp_path: Path) -> None:
    items = item("x", "evidence: {path: proof/tests.xml, covers: src/**}") + item("y", "evidence: docs/ops.md")
    plan, dossier = gathered(tmp_path, items)
    assert item_of(plan, "x").evidence[0].key not in dossier.whole_tree
    assert item_of(plan, "suite").evidence[0].key in dossier.whole_tree


def test_evidence_that_points_at_code_does_not_take_it_out_of_what_is_proven(tmp_path: Path) -> None:
    items = item("x", "evidence: {path: proof/tests.xml, covers: docs/**}") + item(
        "y", "evidence: {kind: junit, path: src/**}"
    )
    plan, dossier = gathered(tmp_path, items)
    assert item_of(plan, "x").evidence[0].key not in dossier.whole_tree
