import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from readiness.errors import EvidenceMissingError, EvidenceUnreadableError
from readiness.evidence import coverage
from readiness.evidence.coverage import CoverageCondition
from readiness.model.evidence import Reading, Source
from tests.evidence.reading import ARTEFACTS, artefact, read, reasons, source

PYTHON = ("shop/__init__.py", "shop/billing/__init__.py", "shop/billing/tax.py", "shop/search.py")
C = ("main.c", "src/price.c")
JS = ("src/cart.js",)
STORED: dict[str, tuple[tuple[str, ...], list[int], list[int] | None]] = {
    "coverage-py/branches.json": (PYTHON, [12, 18], [6, 10]),
    "coverage-py/branches.xml": (PYTHON, [12, 18], [6, 10]),
    "coverage-py/branches.info": (PYTHON, [12, 18], [6, 10]),
    "coverage-py/lines.json": (PYTHON, [12, 18], None),
    "coverage-py/lines.xml": (PYTHON, [12, 18], None),
    "coverage-py/lines.info": (PYTHON, [12, 18], None),
    "gcovr/gcovr.xml": (C, [5, 8], [2, 6]),
    "gcovr/gcovr.info": (C, [5, 8], [2, 6]),
    "c8/cobertura-coverage.xml": (JS, [10, 14], [3, 4]),
    "c8/lcov.info": (JS, [10, 14], [3, 4]),
}
BRANCHES = [name for name, (_, _, branches) in STORED.items() if branches]
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def stored(name: str) -> Source:
    return artefact(f"coverage/{name}")


def lcov(*files: tuple[str, str], end: str = "end_of_record\n") -> Source:
    return source("".join(f"SF:{name}\n{records}\n{end}" for name, records in files), "reports/lcov.info")


def cobertura(*classes: tuple[str, str], attributes: str = "", roots: tuple[str, ...] = ()) -> Source:
    inside = "".join(f'<class filename="{name}"><lines>{lines}</lines></class>' for name, lines in classes)
    sources = "".join(f"<source>{root}</source>" for root in roots)
    return source(
        f"<coverage {attributes}><sources>{sources}</sources><packages><package><classes>{inside}</classes></package>"
        "</packages></coverage>",
        "reports/coverage.xml",
    )


def rows(*sources: Source, files: Iterable[str] = (), **fields: Any) -> dict[str, list[int]]:  # noqa: ANN401 - as YAML
    """Return what was measured of each file."""
    measured: Any = read("coverage", *sources, files=files, **{"lines": 1, **fields}).measured
    return dict(measured["files"])


def document(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as JSON
    """Return a report of coverage.py on one file, of which two lines of three and one branch of two are covered."""
    summary = {"num_statements": 3, "covered_lines": 2, "num_branches": 2, "covered_branches": 1}
    file = {
        "executed_lines": [1, 2],
        "missing_lines": [4],
        "executed_branches": [[2, 1]],
        "missing_branches": [[2, 4]],
        "summary": summary,
    }
    meta = {"branch_coverage": True, "timestamp": "2026-11-20T12:00:00"}
    return {"meta": meta, "files": {"a.py": {**file, **changes}}, "totals": summary}


def saved(value: object) -> Source:
    return source(json.dumps(value), "reports/coverage.json")


class TestRealReports:
    def test_every_stored_report_has_an_expectation(self) -> None:
        folder = ARTEFACTS / "coverage"
        assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")} == set(STORED)

    @pytest.mark.parametrize("name", STORED)
    def test_it_is_counted_by_file_from_the_root(self, name: str) -> None:
        files, lines, branches = STORED[name]
        measured = read("coverage", stored(name), files=files, lines=1).measured
        found = rows(stored(name), files=files)
        assert tuple(found) == files
        assert (measured["lines"], measured["branches"], measured["unshown"]) == (lines, branches, [0, 0])
        assert [sum(row[at] for row in found.values()) for at in (0, 1)] == lines

    @pytest.mark.parametrize("name", STORED)
    def test_thresholds_are_held_against_it(self, name: str) -> None:
        files, (covered, total), _ = STORED[name]
        exact = 100 * covered / total
        assert reasons("coverage", stored(name), files=files, lines=exact - 0.01) == []
        [reason] = reasons("coverage", stored(name), files=files, lines=exact + 0.01)
        assert f"({covered} of {total})" in reason

    @pytest.mark.parametrize("name", STORED)
    def test_a_report_without_branches_is_not_enough_where_branches_are_asked_for(self, name: str) -> None:
        branches = STORED[name][2]
        found = reasons("coverage", stored(name), files=STORED[name][0], branches=1)
        assert found == ([] if branches else ["the report has no data about branches"])

    @pytest.mark.parametrize("name", [name for name in STORED if name.startswith("coverage-py/")])
    def test_paths_can_be_chosen(self, name: str) -> None:
        of = "shop/billing/**"
        assert reasons("coverage", stored(name), files=PYTHON, lines=61.5, of=of) == []
        assert reasons("coverage", stored(name), files=PYTHON, lines=70, of=of) == [
            "61.53 % of lines are covered (8 of 13), 70 % are asked for; least in shop/billing/tax.py (8 of 13)"
        ]

    def test_the_formats_of_one_run_say_the_same(self) -> None:
        names = [name for name in STORED if name.startswith("coverage-py/branches")]
        measured = [read("coverage", stored(name), files=PYTHON, lines=1).measured for name in names]
        assert measured[0] == measured[1] == measured[2]

    def test_a_run_of_today_is_read_in_all_formats(self, tmp_path: Path) -> None:
        (tmp_path / "shop").mkdir()
        (tmp_path / "shop/tax.py").write_text("def tax(net):\n    if net < 0:\n        return 0\n    return net // 5\n")
        (tmp_path / "run.py").write_text("from shop.tax import tax\nassert tax(100) == 20\n")
        for words in (["run", "--branch", "--source=shop", "run.py"], ["json"], ["xml"], ["lcov"]):
            # Its own settings: the suite may be measured itself while this runs.
            command = [sys.executable, "-m", "coverage", words[0], "--rcfile=none", "--data-file=data", *words[1:]]
            (tmp_path / "none").touch()
            subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
        for name in ("coverage.json", "coverage.xml", "coverage.lcov"):
            report = source((tmp_path / name).read_bytes(), name)
            assert rows(report, files=["shop/tax.py"]) == {"shop/tax.py": [3, 4, 1, 2]}


class TestThresholds:
    def test_what_is_written_counts_and_not_the_nearest_fraction(self) -> None:
        report = lcov(("a.c", "\n".join(f"DA:{number},{int(number <= 851)}" for number in range(1, 1001))))
        assert reasons("coverage", report, lines=85.1) == []
        assert reasons("coverage", report, lines=85.11)

    def test_what_is_below_never_reads_like_the_threshold(self) -> None:
        report = lcov(("a.c", "\n".join(f"DA:{number},{int(number > 1)}" for number in range(1, 100_001))))
        assert reasons("coverage", report, lines=100) == [
            "99.99 % of lines are covered (99999 of 100000), 100 % are asked for; least in a.c (99999 of 100000)"
        ]

    @pytest.mark.parametrize("report", [lcov(("a.c", "")), cobertura(("a.c", "")), cobertura()])
    def test_nothing_to_cover_is_no_pass(self, report: Source) -> None:
        assert reasons("coverage", report, lines=1) == ["there are no lines to cover"]

    def test_no_branch_to_cover_is_no_pass(self) -> None:
        assert reasons("coverage", lcov(("a.c", "DA:1,1\nBRF:0\nBRH:0")), branches=1) == [
            "there are no branches to cover"
        ]

    @pytest.mark.parametrize("of", ["src/billing/**", ["a.c", "src/billing/**"], "empty.c", ["*.c", "!*.c", "*.h"]])
    def test_a_pattern_without_a_measured_line_is_no_pass(self, of: str | list[str]) -> None:
        report = lcov(("a.c", "DA:1,1"), ("empty.c", ""))
        assert "matches no file with lines among those measured: a.c" in reasons("coverage", report, lines=1, of=of)[0]

    def test_a_pattern_can_take_out_again_and_what_is_left_counts(self) -> None:
        report = lcov(("a.c", "DA:1,1"), ("made/b.c", "DA:1,0"))
        assert reasons("coverage", report, lines=100, of=["*.c", "!made/b.c"]) == []
        assert reasons("coverage", report, lines=100, of=["**", "!made/**"]) == []
        assert reasons("coverage", report, lines=100, of=["**", "!made/**", "made/*.c"])
        assert reasons("coverage", report, lines=100, of=["*.c", "!*.c"]) == ["there are no lines to cover"]
        assert reasons("coverage", report, lines=100, of="!made/**") == ["there are no lines to cover"]

    def test_branches_of_chosen_files_alone_have_to_be_known(self) -> None:
        both = lcov(("a.c", "DA:1,1\nBRDA:1,0,0,1")), cobertura(("b.py", '<line number="1" hits="1"/>'))
        assert reasons("coverage", *both, branches=100) == ["the report has no data about branches"]
        assert reasons("coverage", *both, branches=100, of="a.c") == []

    @pytest.mark.parametrize(
        "fields",
        [
            pytest.param({}, id="nothing"),
            pytest.param({"of": "a"}, id="only-files"),
            pytest.param({"lines": 0}, id="zero"),
            pytest.param({"lines": -1}, id="negative"),
            pytest.param({"lines": 100.1}, id="more-than-all"),
            pytest.param({"lines": "85"}, id="text"),
            pytest.param({"lines": True}, id="truth"),
            pytest.param({"lines": float("nan")}, id="nan"),
            pytest.param({"lines": 1, "of": "../a"}, id="outside"),
            pytest.param({"lines": 1, "root": "../a"}, id="root-outside"),
        ],
    )
    def test_a_condition_that_asks_for_nothing_or_too_much_is_refused(self, fields: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            CoverageCondition.model_validate(fields)

    def test_the_root_alone_decides_what_is_measured(self) -> None:
        low, high = CoverageCondition(lines=1), CoverageCondition(lines=99, branches=5, of=("a",))
        assert coverage.KIND.measures(low) == coverage.KIND.measures(high) == {}
        assert coverage.KIND.measures(CoverageCondition(lines=1, root="web")) == {"root": "web"}


class TestPaths:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            pytest.param("/home/ci/shop/src/a.c", "src/a.c", id="absolute"),
            pytest.param("/home/ci/shop/build/made.c", "build/made.c", id="not-known-below-the-root"),
            pytest.param("/usr/include/src.h", "/usr/include/src.h", id="elsewhere"),
            pytest.param("/home/ci/shop-old/x.c", "/home/ci/shop-old/x.c", id="a-neighbour"),
            pytest.param("./src/b.c", "src/b.c", id="dot"),
            pytest.param("lib/../src/b.c", "src/b.c", id="dots"),
            pytest.param("../other/b.c", "../other/b.c", id="outside"),
        ],
    )
    def test_a_name_is_turned_into_a_path_from_the_root(self, name: str, expected: str) -> None:
        report = lcov(("/home/ci/shop/src/anchor.c", "DA:1,1"), (name, "DA:1,1"))
        files = ["src/anchor.c", "src/a.c", "src/b.c", "x.c"]
        assert set(rows(report, files=files)) == {"src/anchor.c", expected}

    def test_a_name_of_another_system_is_read(self) -> None:
        report = lcov((r"C:\work\shop\src\a.c", "DA:1,1"), (r"src\b.c", "DA:1,1"))
        assert set(rows(report, files=["src/a.c"])) == {"src/a.c", "src/b.c"}

    def test_without_files_that_are_known_absolute_names_stay(self) -> None:
        assert list(rows(lcov(("/srv/a.c", "DA:1,1")))) == ["/srv/a.c"]

    def test_a_library_beside_is_not_taken_for_a_file_of_the_candidate(self) -> None:
        report = lcov(
            ("/srv/shop/src/a.js", "DA:1,0"), ("/srv/shop/src/b.js", "DA:1,0"), ("/opt/lib/index.js", "DA:1,1")
        )
        files = ["src/a.js", "src/b.js", "index.js"]
        assert reasons("coverage", report, files=files, lines=50, of="/index.js")

    def test_relative_names_start_from_the_root_that_is_said(self) -> None:
        assert list(rows(stored("c8/lcov.info"), files=["web/src/cart.js"], root="web")) == ["web/src/cart.js"]

    def test_a_name_below_one_of_several_sources_is_found(self) -> None:
        report = cobertura(("tax.py", '<line number="1" hits="1"/>'), roots=("/srv/shop/web", "/srv/shop/src"))
        files = ["src/tax.py", "tax.py"]
        assert list(rows(report, files=files)) == ["src/tax.py"]

    def test_a_name_that_may_be_either_of_two_files_is_unreadable(self) -> None:
        report = cobertura(("tax.py", '<line number="1" hits="1"/>'), roots=("/srv/shop/web", "/srv/shop/src"))
        with pytest.raises(EvidenceUnreadableError, match=r"tax\.py may be any of web/tax\.py, src/tax\.py"):
            read("coverage", report, files=["src/tax.py", "web/tax.py"], lines=1)

    def test_the_same_file_in_two_reports_is_unreadable(self) -> None:
        one, other = lcov(("src/index.js", "DA:1,1")), lcov(("src/index.js", "DA:1,0"))
        with pytest.raises(EvidenceUnreadableError, match=r"shows src/index\.js once more: merge reports"):
            read("coverage", one, other, lines=1)

    def test_a_name_that_no_system_allows_is_unreadable(self) -> None:
        with pytest.raises(EvidenceUnreadableError, match="names a file with 5002 characters"):
            read("coverage", lcov((f"{'x' * 5000}.c", "DA:1,1")), lines=1)

    def test_one_file_under_two_names_is_unreadable(self) -> None:
        with pytest.raises(EvidenceUnreadableError, match="once more"):
            read("coverage", lcov(("a.c", "DA:1,1"), ("./a.c", "DA:1,0")), lines=1)


class TestLcov:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            pytest.param("SF:a.c\nDA:1,1\n", "cut short", id="no-end"),
            pytest.param("SF:a.c\nDA:1,1\nSF:b.c\n", "line 3.*begins within another", id="no-end-between"),
            pytest.param("DA:1,1\n", "line 1.*DA stands outside of a file", id="outside"),
            pytest.param("end_of_record\n", "ends that has not begun", id="end-alone"),
            pytest.param("SF:\nend_of_record\n", "has no name", id="no-name"),
            pytest.param("SF:a.c\nDA:x,1\n", "'x' is no number", id="no-line"),
            pytest.param("SF:a.c\nDA:1\n", "'' is no number", id="no-hits"),
            pytest.param("SF:a.c\nDA:1,many\n", "'many' is no number", id="no-count"),
            pytest.param("SF:a.c\nBRDA:1,0,0\n", "is no branch", id="short-branch"),
            pytest.param("SF:a.c\nBRDA:1,0,0,yes\n", "no number", id="branch-word"),
            pytest.param("SF:a.c\nLF:all\n", "no number", id="total-word"),
            pytest.param("hello", "'hello' is no record", id="prose"),
            pytest.param("SF:a.c\nDA:1,1\nend_of_record\n" * 2, "shows a.c twice; merge", id="put-after-each-other"),
            pytest.param(b"SF:\xff\nend_of_record\n", "is not UTF-8", id="not-utf-8"),
            pytest.param(" \n", "is empty", id="blank"),
        ],
    )
    def test_what_is_no_tracefile_is_unreadable(self, text: str | bytes, message: str) -> None:
        with pytest.raises(EvidenceUnreadableError, match=message):
            read("coverage", source(text, "reports/lcov.info"), lines=1)

    def test_several_tests_of_a_file_count_together(self) -> None:
        text = "".join(
            f"TN:{test}\nSF:a.c\nDA:1,{one}\nDA:2,{two}\nBRDA:1,0,0,{one}\nend_of_record\n"
            for test, one, two in (("first", 1, 0), ("second", 0, 1))
        )
        assert rows(source(text, "a.info")) == {"a.c": [2, 2, 1, 1]}

    def test_of_a_line_that_is_shown_twice_the_worse_counts(self) -> None:
        for first, second in ((1, 0), (0, 1)):
            report = lcov(("a.c", f"DA:1,{first}\nDA:1,{second}\nBRDA:1,0,0,{first}\nBRDA:1,0,0,{second}"))
            assert rows(report) == {"a.c": [0, 1, 0, 1]}

    @pytest.mark.parametrize("hits", ["0", "-1", "-"])
    def test_what_did_not_happen_is_not_covered(self, hits: str) -> None:
        report = lcov(("a.c", f"DA:1,{hits.replace('-', '-1') if hits == '-' else hits}\nBRDA:1,0,0,{hits}"))
        assert rows(report) == {"a.c": [0, 1, 0, 1]}

    def test_what_only_totals_claim_is_not_covered(self) -> None:
        report = lcov(("a.c", "DA:1,1\nLF:10\nLH:10\nBRDA:1,0,0,1\nBRF:4\nBRH:4"))
        lacking = "are asked for; least in what it does not show"
        assert reasons("coverage", report, lines=11, branches=26) == [
            f"10 % of lines are covered (1 of 10, 9 of them only in its totals), 11 % {lacking}",
            f"25 % of branches are covered (1 of 4, 3 of them only in its totals), 26 % {lacking}",
        ]

    def test_a_branch_may_be_called_anything(self) -> None:
        report = lcov(("a.py", "BRDA:9,0,jump to line 10, or not,1\nBRDA:9,e0,x,0"))
        assert rows(report) == {"a.py": [0, 0, 1, 2]}


class TestCobertura:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            pytest.param("<coverage", "no XML, or cut short", id="cut-short"),
            pytest.param("<report name='jacoco'/>", "its root is <report>", id="jacoco"),
            pytest.param(
                "<coverage clover='4'><project/></coverage>", "expected <coverage> with <packages>", id="clover"
            ),
            pytest.param(
                '<!DOCTYPE coverage [<!ENTITY a "ha">]><coverage><packages/></coverage>', "has entities", id="entities"
            ),
            pytest.param("<coverage>" * 500, "nested more than 200", id="deep"),
            pytest.param("<coverage lines-valid='9e9'><packages/></coverage>", "is no number", id="total"),
        ],
    )
    def test_what_is_no_cobertura_report_is_unreadable(self, text: str, message: str) -> None:
        with pytest.raises(EvidenceUnreadableError, match=message):
            read("coverage", source(text, "reports/coverage.xml"), lines=1)

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            pytest.param("<line hits='1'/>", "number='' is no number", id="no-number"),
            pytest.param("<line number='1'/>", "hits='' is no number", id="no-hits"),
            pytest.param("<line number='1' hits='-1'/>", "hits='-1' is no number", id="negative"),
            pytest.param(
                "<line number='1' hits='1' branch='true' condition-coverage='50%'/>", "no coverage of", id="no-counts"
            ),
            pytest.param(
                "<line number='1' hits='1' branch='true' condition-coverage='1% (3/2)'/>", "no coverage of", id="more"
            ),
        ],
    )
    def test_a_line_that_makes_no_sense_is_unreadable(self, line: str, message: str) -> None:
        with pytest.raises(EvidenceUnreadableError, match=message):
            read("coverage", cobertura(("a.py", line)), lines=1)

    def test_a_class_without_a_file_is_unreadable(self) -> None:
        with pytest.raises(EvidenceUnreadableError, match="names no file"):
            read("coverage", cobertura(("", "<line number='1' hits='1'/>")), lines=1)

    def test_a_line_of_several_classes_is_covered_if_all_cover_it(self) -> None:
        hit, missed = ("a.cs", '<line number="1" hits="1"/>'), ("a.cs", '<line number="1" hits="0"/>')
        for classes in ((hit, missed), (missed, hit)):
            assert rows(cobertura(*classes)) == {"a.cs": [0, 1]}

    def test_a_branch_that_nothing_is_said_of_is_not_covered(self) -> None:
        report = cobertura(("a.py", '<line number="1" hits="1" branch="true"/>'))
        assert rows(report) == {"a.py": [1, 1, 0, 1]}

    def test_lines_of_methods_count_where_the_class_has_none(self) -> None:
        text = (
            "<coverage><packages><package><classes><class filename='a.py'><methods><method><lines>"
            "<line number='1' hits='1'/></lines></method></methods></class></classes></package></packages></coverage>"
        )
        assert rows(source(text, "a.xml")) == {"a.py": [1, 1]}

    def test_what_only_totals_claim_is_not_covered_unless_files_are_chosen(self) -> None:
        report = cobertura(("a.py", '<line number="1" hits="1"/>'), attributes='lines-valid="2" line-rate="1"')
        assert reasons("coverage", report, lines=51)
        assert reasons("coverage", report, lines=50) == reasons("coverage", report, lines=100, of="a.py") == []

    @pytest.mark.parametrize(
        ("stamp", "expected"),
        [
            pytest.param("1795176000000", datetime(2026, 11, 20, 12, tzinfo=UTC), id="milliseconds"),
            pytest.param("1795176000", datetime(2026, 11, 20, 12, tzinfo=UTC), id="seconds"),
            pytest.param("0", None, id="never"),
            pytest.param("9" * 20, None, id="too-late"),
            pytest.param("soon", None, id="a-word"),
        ],
    )
    def test_it_was_made_when_it_says(self, stamp: str, expected: datetime | None) -> None:
        assert read("coverage", cobertura(attributes=f'timestamp="{stamp}"'), lines=1).made_at == expected


class TestJson:
    @pytest.mark.parametrize(
        ("value", "message"),
        [
            pytest.param({}, "no JSON report of coverage.py: meta", id="another-mapping"),
            pytest.param({"a.js": {"s": {}}}, "no JSON report of coverage.py", id="istanbul"),
            pytest.param(document(missing_lines=[]), "contradicts itself", id="missed-line-gone"),
            pytest.param(document(executed_lines=[1]), "contradicts itself", id="executed-line-gone"),
            pytest.param(document(missing_branches=[]), "contradicts itself", id="missed-branch-gone"),
            pytest.param(
                document(missing_lines=[1, 2, 3, 4, 5]), "contradicts itself", id="more-missed-than-there-are"
            ),
            pytest.param(document(missing_lines=["4"]), "missing_lines.0", id="text-for-a-line"),
            pytest.param(
                document(summary={"num_statements": 3, "covered_lines": 3}), "contradicts itself", id="summary-alone"
            ),
            pytest.param(document(summary={"num_statements": 10**30, "covered_lines": 1}), "num_statements", id="huge"),
        ],
    )
    def test_what_contradicts_itself_or_is_something_else_is_unreadable(self, value: object, message: str) -> None:
        with pytest.raises(EvidenceUnreadableError, match=message):
            read("coverage", saved(value), lines=1)

    @pytest.mark.parametrize("text", ['{"meta": ', '{"meta": 1, "meta": 2}', "{" * 5000, '{"files": {"\\ud800": 1}}'])
    def test_what_is_no_json_is_unreadable(self, text: str) -> None:
        with pytest.raises(EvidenceUnreadableError, match=r"coverage\.json cannot be read"):
            read("coverage", source(text, "reports/coverage.json"), lines=1)

    def test_what_only_totals_claim_is_not_covered(self) -> None:
        value = document()
        value["totals"] = {**value["totals"], "num_statements": 10, "num_branches": 8}
        claim = read("coverage", saved(value), lines=1)
        assert claim.measured["unshown"] == [7, 6]
        assert reasons("coverage", saved(value), lines=20, branches=12.5) == []
        assert len(reasons("coverage", saved(value), lines=21, branches=13)) == 2

    def test_without_lists_of_branches_there_are_none(self) -> None:
        value = document()
        del value["files"]["a.py"]["executed_branches"], value["files"]["a.py"]["missing_branches"]
        assert reasons("coverage", saved(value), lines=66, branches=1) == ["the report has no data about branches"]

    def test_it_was_made_when_it_says_and_no_later_than_it_was_written(self) -> None:
        assert read("coverage", saved(document()), lines=1).made_at == NOON
        early = Source("a.json", saved(document()).data, NOON - timedelta(hours=2))
        assert read("coverage", early, lines=1).made_at == NOON - timedelta(hours=2)


def test_no_file_is_missing() -> None:
    with pytest.raises(EvidenceMissingError, match="there is no coverage report"):
        read("coverage", lines=1)


def test_several_reports_are_one_run() -> None:
    both = stored("c8/lcov.info"), stored("gcovr/gcovr.info")
    claim = read("coverage", *both, files=[*C, *JS], lines=1)
    assert (claim.measured["lines"], claim.measured["branches"]) == ([15, 22], [5, 10])
    assert claim.summary == "68.18 % of lines and 50 % of branches covered"


def test_a_reader_without_a_condition_measures_the_same() -> None:
    claim = coverage.read(Reading(None, (stored("c8/lcov.info"),)))
    assert claim.measured == read("coverage", stored("c8/lcov.info"), lines=1).measured


def test_names_from_a_report_cannot_reach_the_terminal_raw() -> None:
    [reason] = reasons("coverage", lcov((f"\u202e\u009b{'x' * 500}.c", "DA:1,0")), lines=1)
    assert "\u202e" not in reason
    assert "\u009b" not in reason
    assert len(reason) < 300


@pytest.mark.parametrize("name", STORED)
def test_what_was_measured_survives_being_stored_as_json(name: str) -> None:
    measured = read("coverage", stored(name), lines=1).measured
    assert json.loads(json.dumps(measured, allow_nan=False)) == measured


LINES = st.lists(st.tuples(st.sampled_from(["a.c", "src/b.c"]), st.integers(1, 5), st.integers(0, 1)), max_size=8)
ASKED = st.fixed_dictionaries({"lines": st.sampled_from([1, 50, 100]), "of": st.sampled_from([(), ("*.c",)])})


def _reports(lines: list[tuple[str, int, int]]) -> list[Source]:
    """Return an LCOV and a Cobertura report of `lines`."""
    names = sorted({name for name, _, _ in lines})
    own = {name: [(number, hits) for other, number, hits in lines if other == name] for name in names}
    return [
        lcov(*((name, "\n".join(f"DA:{n},{hits}" for n, hits in own[name])) for name in names), ("z.c", "")),
        cobertura(*((name, "".join(f'<line number="{n}" hits="{h}"/>' for n, h in own[name])) for name in names)),
    ]


@given(LINES, st.sampled_from(["a.c", "src/b.c"]), st.integers(1, 6), st.integers(0, 10), ASKED)
def test_a_line_more_that_is_not_covered_never_makes_it_enough(
    lines: list[tuple[str, int, int]], name: str, number: int, at: int, asked: dict[str, Any]
) -> None:
    worse = [*lines[:at], (name, number, 0), *lines[at:]]
    for before, after in zip(_reports(lines), _reports(worse), strict=True):
        assert reasons("coverage", after, **asked) or not reasons("coverage", before, **asked)


RECORDS = st.lists(
    st.sampled_from(
        ["TN:a", "TN:", "SF:a.c", "SF:b.c", "DA:1,1", "DA:2,0", "DA:x", "BRDA:1,0,0,1", "BRDA:1,0,0,-", "LF:9", "BRF:2"]
        + ["end_of_record"] * 4
    ),
    max_size=14,
)
TAGS = st.recursive(
    st.sampled_from(["<line number='1' hits='1'/>", "<line number='2' hits='0' branch='true'/>", "<line/>", "x"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag} filename='a.c'>{''.join(parts)}</{tag}>",
        st.sampled_from(["coverage", "packages", "class", "lines", "methods"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)
FILES = st.fixed_dictionaries(
    {
        "executed_lines": st.lists(st.integers(1, 3), max_size=3),
        "missing_lines": st.lists(st.integers(1, 3), max_size=3),
        "summary": st.fixed_dictionaries({"num_statements": st.integers(-1, 4), "covered_lines": st.integers(0, 4)}),
    }
).map(lambda changes: json.dumps(document(**changes)))


@given(RECORDS.map("\n".join) | TAGS | FILES | st.text(max_size=30) | st.binary(max_size=30))
def test_reading_ends_in_counts_or_in_an_error_that_is_expected(text: str | bytes) -> None:
    try:
        data = source(text, "reports/coverage")
    except UnicodeEncodeError:
        return
    try:
        claim = read("coverage", data, lines=1)
    except EvidenceUnreadableError:
        return
    assert json.loads(json.dumps(claim.measured, allow_nan=False)) == claim.measured
    assert all(0 <= row[0] <= row[1] for row in rows(data).values())
