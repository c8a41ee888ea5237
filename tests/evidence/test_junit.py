from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from readiness.errors import EvidenceMissingError, EvidenceUnreadableError
from readiness.evidence import junit
from readiness.model.evidence import Source
from tests.evidence.reading import ARTEFACTS, artefact, read, reasons, source

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PASSING = {
    "catch2/green.xml": (1, 1, 0),
    "go-junit-report/green.xml": (3, 2, 1),
    "googletest/green.xml": (5, 3, 2),
    "gotestsum/green.xml": (5, 4, 1),
    "gradle/green.xml": (3, 2, 1),
    "jest-junit/green.xml": (5, 3, 1),
    "pytest/green.xml": (6, 4, 2),
    "pytest/subtests.xml": (1, 1, 0),
    "surefire/TEST-acme.FlakyTest.xml": (2, 2, 0),
    "surefire/TEST-acme.RolloutTest.xml": (4, 3, 1),
    "unittest-xml-reporting/green.xml": (3, 2, 1),
}
FAILING = {
    "catch2/may-fail.xml": "1 of 2 tests failed: green.global.a known limit",
    "go-junit-report/red.xml": "1 of 1 tests failed: acme/rollout.[build failed]",
    "googletest/disabled-only.xml": "no test ran and passed: of 1, 1 were skipped",
    "googletest/red.xml": "2 of 3 tests failed: Rollout.Fails, Rollout.Crashes",
    "gotestsum/broken.xml": "its totals claim 1 failures or errors that no test shows",
    "gotestsum/red.xml": "2 of 3 tests failed: acme/rollout/red.TestFails, acme/rollout/red.TestPanics",
    "gradle/red.xml": "1 of 1 tests failed: acme.BrokenSetupTest.initializationError",
    "jest-junit/red.xml": "2 of 3 tests failed:  fails. fails,  crashes. crashes",
    "jest-junit/suite-did-not-start-reported.xml": "2 of 2 tests failed: Test suite failed to run.broken.test.js, "
    "Test suite failed to run.broken.test.js",
    "jest-junit/suite-did-not-start.xml": "no test ran",
    "jest-junit/todo-only.xml": "no test ran and passed: of 1, 0 were skipped",
    "pytest/all-skipped.xml": "no test ran and passed: of 1, 1 were skipped",
    "pytest/collection-error.xml": "1 of 1 tests failed: test_broken",
    "pytest/nothing-ran.xml": "no test ran",
    "pytest/red.xml": "5 of 6 tests failed: test_red.test_fails, test_red.test_setup_error, "
    "test_red.test_teardown_error, test_red.test_fails_twice, test_red.test_fails_twice",
    "pytest/subtests-red.xml": "1 of 1 tests failed: test_subtests_red.test_regions",
    "surefire/TEST-acme.BrokenSetupTest.xml": "1 of 1 tests failed: acme.BrokenSetupTest.",
    "surefire/TEST-acme.RedTest.xml": "2 of 3 tests failed: acme.RedTest.fails, acme.RedTest.crashes",
    "unittest-xml-reporting/red.xml": "4 of 4 tests failed: red.Rollout.test_fails, red.Rollout.test_crashes, "
    "red.Rollout.test_passes_against_expectation, setUpClass (red.Broken)",
}


def suite(*cases: str, attributes: str = "") -> str:
    return f"<testsuites><testsuite {attributes}>{''.join(cases)}</testsuite></testsuites>"


def case(name: str, inside: str = "", classname: str = "shop", more: str = "") -> str:
    return f"<testcase classname={quoteattr(classname)} name={quoteattr(name)} {more}>{inside}</testcase>"


def test_every_stored_report_has_an_expectation() -> None:
    stored = {path.relative_to(ARTEFACTS).as_posix() for path in ARTEFACTS.rglob("*.xml")}
    assert {name for name in stored if not name.startswith("coverage/")} == {*PASSING, *FAILING}


@pytest.mark.parametrize("name", PASSING)
def test_a_good_report_of_each_tool_passes(name: str) -> None:
    measured = read("junit", artefact(name)).measured
    assert (measured["tests"], measured["passed"], measured["skipped"]) == PASSING[name]
    assert reasons("junit", artefact(name)) == []


@pytest.mark.parametrize("name", FAILING)
def test_a_bad_report_of_each_tool_says_what_failed(name: str) -> None:
    assert reasons("junit", artefact(name))[0] == FAILING[name]


@pytest.mark.parametrize("name", [*PASSING, *FAILING])
def test_no_stored_report_passes_beside_a_bad_one(name: str) -> None:
    assert reasons("junit", artefact(name), artefact("pytest/red.xml"))


def test_several_files_are_one_run() -> None:
    names = sorted(f"surefire/{path.name}" for path in (ARTEFACTS / "surefire").glob("*.xml"))
    claim = read("junit", *(artefact(name) for name in names))
    assert {key: claim.measured[key] for key in ("tests", "passed", "failures", "errors", "skipped", "flaky")} == {
        "tests": 10,
        "passed": 6,
        "failures": 1,
        "errors": 2,
        "skipped": 1,
        "flaky": 1,
    }
    assert claim.measured["files"] == [f"reports/{name}" for name in names]


def test_no_file_is_missing() -> None:
    with pytest.raises(EvidenceMissingError, match="there is no test report"):
        read("junit")


ENTITIES = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><testsuites>&b;</testsuites>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]><testsuites>&a;</testsuites>'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "is empty", id="empty"),
        pytest.param(" \n\t", "is empty", id="blank"),
        pytest.param("1 passed", "is no XML, or cut short", id="no-xml"),
        pytest.param(suite(case("pays"))[:-20], "is no XML, or cut short", id="cut-short"),
        pytest.param("<!DOCTYPE html><html><p>404</html>", "is a web page, no JUnit report", id="page"),
        pytest.param("<html><body/></html>", "no JUnit report, but a web page", id="tidy-page"),
        pytest.param("<coverage tests='1'/>", "its root is <coverage>", id="another-root"),
        pytest.param("<testcase name='a'/>", "its root is <testcase>", id="a-lone-case"),
        pytest.param(ENTITIES, "has a document type, which is refused", id="entity-bomb"),
        pytest.param(OUTSIDE, "has a document type, which is refused", id="external-entity"),
        pytest.param('<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><testsuite/>', "document type", id="external-dtd"),
        pytest.param("<testsuite>" * 5000, "nested more than 200 levels", id="deep"),
        pytest.param('<?xml version="1.0" encoding="utf-7"?><testsuite/>', "no XML", id="utf-7"),
        pytest.param('<?xml version="1.0" encoding="nonsense"?><testsuite/>', "no XML", id="no-encoding"),
        pytest.param(b"<testsuite><testcase name='\xff'/></testsuite>", "no XML", id="not-utf-8"),
        pytest.param(
            suite(case("pays"), attributes='tests="1000000000"'), "claim 1000000000 tests, it shows 1", id="1e9"
        ),
        pytest.param(suite(case("pays"), attributes=f'tests="{"9" * 5000}"'), "is no number of tests", id="huge"),
        pytest.param(suite(case("pays"), attributes='failures="-1"'), "is no number of tests", id="negative"),
        pytest.param(suite(case("pays"), attributes='errors="one"'), "is no number of tests", id="a-word"),
        pytest.param(suite(case("pays"), attributes='tests="2"'), "cut short", id="one-is-not-shown"),
        pytest.param(suite(case("pays", more='status="perhaps"')), "status='perhaps'.*not understood", id="status"),
    ],
)
def test_what_cannot_be_understood_is_unreadable(text: str | bytes, message: str) -> None:
    with pytest.raises(EvidenceUnreadableError, match=message) as caught:
        read("junit", source(text))
    assert str(caught.value).startswith("reports/run.xml ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_an_encoding_that_xml_declares_is_read(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + suite(case("zahlt für öl"))
    assert reasons("junit", source(text.encode(encoding)), tests="zahlt für öl") == []


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param("<failure/>", id="failure"),
        pytest.param("<error/>", id="error"),
        pytest.param("<system-out/><properties><failure/></properties>", id="failure-further-in"),
        pytest.param("<rerunFailure/>", id="rerun-without-a-result"),
        pytest.param("<skipped/><failure/>", id="skipped-and-failed"),
        pytest.param("<Failure/>", id="capital-failure"),
        pytest.param("<ERROR/>", id="capital-error"),
        pytest.param("<RerunFailure/>", id="capital-rerun"),
    ],
)
def test_a_test_that_failed_in_any_way_fails_the_run(inside: str) -> None:
    assert reasons("junit", source(suite(case("pays", inside), case("ships")))) == ["1 of 2 tests failed: shop.pays"]


@pytest.mark.parametrize("word", ["fail", "FAILED", "error", "timeout"])
def test_a_status_that_says_failed_is_believed_without_an_element(word: str) -> None:
    for attribute in ("status", "result"):
        text = suite(case("pays", more=f'{attribute}="{word}"'), case("ships"))
        assert reasons("junit", source(text)) == ["1 of 2 tests failed: shop.pays"]


@pytest.mark.parametrize(
    "flag", ['failed="1"', 'failed="true"', 'Failures="2"', 'errors="perhaps"', 'success="false"', 'passed="0"']
)
def test_a_flag_that_says_failed_is_believed_without_an_element(flag: str) -> None:
    assert reasons("junit", source(suite(case("pays", more=flag), case("ships")))) == ["1 of 2 tests failed: shop.pays"]


@pytest.mark.parametrize("flag", ['failed="0"', 'failed="false"', 'failed=""', 'errors="0"', 'success="true"'])
def test_a_flag_that_says_passed_fails_nothing(flag: str) -> None:
    assert reasons("junit", source(suite(case("pays", more=flag)))) == []


def test_elements_in_capitals_are_read_like_others() -> None:
    text = "<TestSuites><TestSuite><TestCase name='pays'/><Error/></TestSuite></TestSuites>"
    assert reasons("junit", source(text)) == ["1 errors outside of any test"]


@pytest.mark.parametrize("total", ['failures="1"', 'errors="1"', 'failed="1"', 'errored="1"'])
def test_an_attempt_before_a_pass_hides_no_failure_that_only_the_totals_know(total: str) -> None:
    for interim in ("<flakyFailure/>", "<flakyError/>"):
        text = suite(case("pays", interim), attributes=f'tests="1" {total}')
        assert reasons("junit", source(text)) == ["its totals claim 1 failures or errors that no test shows"]
        fewer = suite(case("pays", interim), attributes='tests="2"')
        with pytest.raises(EvidenceUnreadableError, match="claim 2 tests, it shows 1"):
            read("junit", source(fewer))


@pytest.mark.parametrize("where", ["<testsuites>{}<testsuite>", "<testsuites><testsuite>{}", "<testsuites><testsuite>"])
def test_an_error_outside_of_tests_fails_the_run(where: str) -> None:
    broken = where.format("<error message='no database'/>")
    text = f"{broken}{case('pays')}</testsuite></testsuites>"
    expected = ["1 errors outside of any test"] if "{}" in where else []
    assert reasons("junit", source(text)) == expected


def test_totals_that_claim_more_failures_than_are_shown_fail_the_run() -> None:
    text = suite(case("pays"), attributes='tests="1" failures="2"')
    assert reasons("junit", source(text)) == ["its totals claim 2 failures or errors that no test shows"]


def test_totals_are_never_counted() -> None:
    assert reasons("junit", source('<testsuite tests="0" failures="0"/>')) == ["no test ran"]


def test_nested_suites_count_once_though_their_parents_total_them() -> None:
    inner = f'<testsuite tests="1">{case("pays")}</testsuite><testsuite tests="1">{case("ships")}</testsuite>'
    text = f'<testsuites tests="2"><testsuite tests="2">{inner}</testsuite></testsuites>'
    assert read("junit", source(text)).measured["tests"] == 2
    assert reasons("junit", source(text)) == []


def test_namespaces_hide_no_failure() -> None:
    text = f'<testsuites xmlns="urn:junit"><testsuite>{case("pays", "<failure/>")}</testsuite></testsuites>'
    assert reasons("junit", source(text)) == ["1 of 1 tests failed: shop.pays"]


class TestRequiredTests:
    @pytest.mark.parametrize("pattern", ["test_region_drains[eu-1]", "test_deploy.*", "*dropped", "test_*[??-?]"])
    def test_a_pattern_finds_a_test_by_name_or_with_its_class(self, pattern: str) -> None:
        found = reasons("junit", artefact("pytest/green.xml"), tests=pattern)
        assert found == [] or (pattern == "test_deploy.*" and "skipped" in found[0])

    def test_a_pattern_that_matches_nothing_is_a_reason(self) -> None:
        assert reasons("junit", artefact("pytest/green.xml"), tests=["*dropped", "test_restores"]) == [
            "no test is named test_restores"
        ]

    def test_all_that_match_have_to_pass(self) -> None:
        text = suite(case("pays[eur]"), case("pays[usd]", "<skipped/>"))
        assert reasons("junit", source(text), tests="pays*") == [
            "required tests did not pass: shop.pays[usd] (skipped)"
        ]

    def test_the_worst_result_of_a_name_counts(self) -> None:
        for order in ((case("pays"), case("pays", "<skipped/>")), (case("pays", "<skipped/>"), case("pays"))):
            assert reasons("junit", source(suite(*order)), tests="pays") == [
                "required tests did not pass: shop.pays (skipped)"
            ]

    def test_a_todo_of_jest_is_no_pass(self) -> None:
        found = reasons("junit", artefact("jest-junit/green.xml"), tests="rollout drains two clusters")
        assert found == [
            "required tests did not pass: rollout drains two clusters.rollout drains two clusters (unclear)"
        ]
        assert reasons("junit", artefact("jest-junit/green.xml"), tests="rollout drops no request") == []

    def test_brackets_are_no_character_class(self) -> None:
        assert reasons("junit", source(suite(case("pays-e"))), tests="pays-[e]") == ["no test is named pays-[e]"]

    def test_a_later_condition_is_judged_from_what_was_measured(self) -> None:
        measured = read("junit", artefact("pytest/green.xml")).measured
        assert list(junit.meets(measured, junit.JUnitCondition(tests=("test_restores",)))) == [
            "no test is named test_restores"
        ]


class TestMaxSkipped:
    def test_skipped_tests_are_counted_and_allowed_unless_said(self) -> None:
        assert reasons("junit", artefact("pytest/green.xml"), max_skipped=2) == []
        assert reasons("junit", artefact("pytest/green.xml"), max_skipped=1) == ["2 tests were skipped, 1 are allowed"]

    @pytest.mark.parametrize("value", [-1, "2", 1.5, True])
    def test_it_is_a_number_of_tests(self, value: object) -> None:
        with pytest.raises(ValidationError):
            junit.JUnitCondition.model_validate({"max_skipped": value})


class TestMadeAt:
    def dated(self, *stamps: str) -> Source:
        return source("<testsuites>" + "".join(f'<testsuite timestamp="{one}"/>' for one in stamps) + "</testsuites>")

    @pytest.mark.parametrize(
        ("stamps", "expected"),
        [
            pytest.param(["2026-11-20T12:00:00", "2026-11-20T13:00:00"], NOON, id="the-oldest-naive-is-utc"),
            pytest.param(["2026-11-20T14:00:00+02:00"], NOON, id="an-offset-counts"),
            pytest.param(["2026-11-20T12:00:00Z"], NOON, id="zulu"),
            pytest.param(["1970-01-01T00:00:00", "2026-11-20T12:00:00"], NOON, id="epoch-is-no-moment"),
            pytest.param(["0001-01-01T00:00:00+14:00", "2026-11-20T12:00:00"], NOON, id="year-one-is-no-moment"),
            pytest.param(["yesterday", "2026-11-20T12:00:00"], None, id="one-that-nobody-can-read"),
            pytest.param([], None, id="none"),
        ],
    )
    def test_it_is_the_oldest_moment(self, stamps: list[str], expected: datetime | None) -> None:
        assert read("junit", self.dated(*stamps)).made_at == expected

    def test_a_file_without_a_stamp_counts_with_when_it_was_written(self) -> None:
        early = source("<testsuite/>", written_at=NOON - timedelta(days=30))
        assert read("junit", self.dated("2026-11-20T12:00:00"), early).made_at == NOON - timedelta(days=30)

    def test_a_file_of_unknown_age_leaves_the_run_without_one(self) -> None:
        assert read("junit", self.dated("2026-11-20T12:00:00"), source("<testsuite/>")).made_at is None

    def test_nothing_is_made_after_it_was_written(self) -> None:
        local = Source("reports/run.xml", self.dated("2026-11-20T22:00:00").data, NOON)
        assert read("junit", local).made_at == NOON


class TestDuration:
    def test_it_is_the_sum_of_all_tests_in_seconds(self) -> None:
        run = source(suite(case("a", more='time="1,000.5"'), case("b", more='time="0.25"'), case("c")))
        assert read("junit", run).measured["duration_s"] == 1000.75

    @pytest.mark.parametrize("raw", ["1e999", "nan", "-1", "soon", "1e300"])
    def test_what_is_no_time_is_left_out(self, raw: str) -> None:
        assert read("junit", source(suite(case("a", more=f'time="{raw}"')))).measured["duration_s"] is None


def test_names_from_a_report_cannot_reach_the_terminal_raw() -> None:
    [reason] = reasons("junit", source(suite(case("pays\u202e\u009b" + "x" * 500, "<failure/>"))))
    assert "\u202e" not in reason
    assert "\u009b" not in reason
    assert len(reason) < 200


STATUSES = st.sampled_from(["", "<failure/>", "<Failure/>", "<error/>", "<skipped/>", "<flakyFailure/>"])
RUNS = st.lists(st.tuples(st.sampled_from("abcd"), STATUSES), max_size=6)


@given(RUNS, st.integers(0, 5), st.sampled_from([(), ("a",), ("a", "b*")]), st.sampled_from(["<failure/>", "<Error/>"]))
def test_failing_or_removing_a_test_never_turns_a_bad_run_good(
    run: list[tuple[str, str]], index: int, tests: tuple[str, ...], how: str
) -> None:
    def is_enough(cases: list[tuple[str, str]]) -> bool:
        text = suite(*(case(*one) for one in cases), attributes=f'tests="{len(run)}" failures="{failures}"')
        try:
            return not reasons("junit", source(text), tests=tests)
        except EvidenceUnreadableError:
            return False

    failures = sum(inside.lower() in {"<failure/>", "<error/>"} for _, inside in run)
    before = is_enough(run)
    failed = [(name, how if at == index else inside) for at, (name, inside) in enumerate(run)]
    assert before or not is_enough(failed)
    assert before or not is_enough(run[:index] + run[index + 1 :])
    if index < len(run):
        assert not is_enough(failed)


@given(st.text("ab*?[.", min_size=1, max_size=8), st.text("ab[.", max_size=8))
def test_patterns_of_test_names_match_as_the_shells_do_with_literal_brackets(pattern: str, name: str) -> None:
    measured = {**read("junit", artefact("pytest/green.xml")).measured, "cases": {"": {name: "passed"}}}
    expected = fnmatchcase(name, pattern.replace("[", "[[]"))
    assert (not junit.meets(measured, junit.JUnitCondition(tests=(pattern,)))) == expected


def test_a_stamp_that_no_time_zone_explains_stays_visible_beside_the_time_of_the_file() -> None:
    ahead = source(suite(case("a"), attributes='timestamp="2027-11-20T12:00:00Z"'))
    claim = read("junit", Source(ahead.path, ahead.data, NOON))
    assert claim.made_at == datetime(2027, 11, 20, 12, tzinfo=UTC)


def test_the_newest_of_several_files_is_told_too() -> None:
    old, new = (source(suite(case("a"), attributes=f'timestamp="20{year}-11-20T12:00:00Z"')) for year in (25, 27))
    claim = read("junit", Source("a.xml", old.data), Source("b.xml", new.data))
    assert (claim.made_at, claim.newest_at) == tuple(datetime(year, 11, 20, 12, tzinfo=UTC) for year in (2025, 2027))
