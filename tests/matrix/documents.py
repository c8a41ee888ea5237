"""Rows about the documents of a launch: what is asked for stays, weighs differently, or becomes something else."""

from typing import Final

from tests.matrix.row import FAILED, MISSING, PASSED, SPEED, STALE, SUITE, TESTS, Chapter, Look
from tests.matrix.shop import SCOPE, Shop

DOCUMENTS: Final = Chapter("The documents change")


@DOCUMENTS.row(
    "A comment is written into the scope", SUITE, PASSED, "Documents are policy, guarded as such, not content."
)
def comment(shop: Shop) -> None:
    shop.document("items:\n", "items:  # to be discussed\n")


@DOCUMENTS.row(
    "The scope is written in another style, with its keys in another order", TESTS, PASSED, "It says the same."
)
def style(shop: Shop) -> None:
    shop.document("    surface: payments\n", "")
    shop.document("    title: Payments work\n", "    surface: \"payments\"\n\n    title: 'Payments work'\n")


@DOCUMENTS.row("Titles, owners and dates are changed", TESTS, PASSED, "Nothing else is asked for.")
def title(shop: Shop) -> None:
    shop.document("title: Payments work", "title: Every payment arrives")
    shop.document("launch: 2099-12-15", "launch: 2099-12-16")


@DOCUMENTS.row("The file of the scope is moved", SUITE, PASSED, "Ids name things, paths do not.")
def moved(shop: Shop) -> None:
    (shop.path / "scopes/open").mkdir()
    shop.git("mv", "scopes/shop.yaml", "scopes/open/launch.yaml")


@DOCUMENTS.row(
    "The command of the evidence is changed",
    TESTS,
    STALE,
    "`true` could stand there now.",
    says="what is asked for was changed (run)",
)
def command(shop: Shop) -> None:
    shop.document("cp results/pay.xml out", "cp results/all.xml out/pay.xml")


@DOCUMENTS.row("Its time limit is changed", TESTS, PASSED, "A longer limit asks for nothing else.")
def timeout(shop: Shop) -> None:
    shop.document("inputs: [tests/pay/**]", "inputs: [tests/pay/**]\n        timeout: 2h")


@DOCUMENTS.row(
    "The threshold is tightened beyond what was measured",
    SPEED,
    FAILED,
    "A record keeps the number, not the verdict; no new run is needed to fail.",
    says="250",
)
def threshold_tightened(shop: Shop) -> None:
    shop.document("at_most: 300", "at_most: 200")


@DOCUMENTS.row(
    "The threshold is tightened, and what was measured still meets it", SPEED, PASSED, "250 is less than 260."
)
def threshold_still_met(shop: Shop) -> None:
    shop.document("at_most: 300", "at_most: 260")


@DOCUMENTS.row(
    "The measurement failed, and then the threshold is loosened",
    SPEED,
    PASSED,
    "The number is enough now. Whether it may be is policy: `--policy-from` holds it against the base.",
)
def threshold_loosened(shop: Shop) -> None:
    shop.document("at_most: 300", "at_most: 200")
    shop.prove("--all", "whole")
    assert shop.proved("pay/speed").code == 1
    shop.document("at_most: 200", "at_most: 260")


@DOCUMENTS.row(
    "The same, with `--policy-from` the base",
    SPEED,
    FAILED,
    "Of base and candidate the stricter threshold counts, until the looser one is in the base.",
    says="250",
)
def threshold_loosened_against_base(shop: Shop) -> Look:
    shop.document("at_most: 300", "at_most: 200")
    shop.commit(message="Demand more")
    shop.document("at_most: 200", "at_most: 260")
    shop.commit(message="Demand less")
    return Look(shop, ("--policy-from", "HEAD~1"))


@DOCUMENTS.row(
    "A test is required by name that the record does not have",
    TESTS,
    FAILED,
    "The record keeps every test, so what did not run shows at once.",
    says="gives_change",
)
def test_required(shop: Shop) -> None:
    shop.document("path: out/pay.xml", "path: out/pay.xml\n        tests: [pay.gives_change]")


@DOCUMENTS.row("A test is required by name that has run", TESTS, PASSED, "It is in the record, and passed.")
def test_required_that_ran(shop: Shop) -> None:
    shop.document("path: out/pay.xml", "path: out/pay.xml\n        tests: [pay.takes_money]")


@DOCUMENTS.row(
    "`covers` is narrowed",
    TESTS,
    STALE,
    "The record is about other content, and another definition.",
    says="what is asked for was changed (covers), and of what is covered src/pay/run.sh is gone",
)
def covers_narrowed(shop: Shop) -> None:
    shop.document("inputs: [tests/pay/**]", "covers: src/pay/*.py\n        inputs: [tests/pay/**]")


@DOCUMENTS.row(
    "`covers` is written differently, and matches the same files",
    TESTS,
    STALE,
    "Tomorrow the two may differ; the definition is what was asked for, to the letter.",
    says="what is asked for was changed (covers)",
)
def covers_reworded(shop: Shop) -> None:
    shop.document("inputs: [tests/pay/**]", "covers: [/src/pay]\n        inputs: [tests/pay/**]")


@DOCUMENTS.row(
    "The paths of the surface are widened",
    TESTS,
    STALE,
    "What covers the surface covers more now.",
    says="what is asked for was changed (covers), and of what is covered src/tax/tax.py is new",
)
def surface_widened(shop: Shop) -> None:
    shop.document("paths: [src/pay/**]", "paths: [src/pay/**, src/tax/**]")


@DOCUMENTS.row("`inputs` get another pattern", TESTS, STALE, "More counts now.", says="results/all.xml is new")
def inputs_added(shop: Shop) -> None:
    shop.document("inputs: [tests/pay/**]", "inputs: [tests/pay/**, results/**]")


@DOCUMENTS.row(
    "The configuration gives all evidence of the kind further inputs",
    TESTS,
    STALE,
    "They are asked for as if every scope had said so.",
    says="results/all.xml is new",
)
def inputs_of_the_kind(shop: Shop) -> None:
    shop.write("readiness.toml", '[inputs]\njunit = ["results/**"]\n')


@DOCUMENTS.row(
    "The command gets to see an environment variable more",
    TESTS,
    STALE,
    "With it the command may do something else.",
    says="what is asked for was changed (env)",
)
def environment(shop: Shop) -> None:
    shop.document("inputs: [tests/pay/**]", "inputs: [tests/pay/**]\n        env: [FAST]")


@DOCUMENTS.row(
    "Another artefact is named",
    TESTS,
    STALE,
    "What another file says was never read.",
    says="what is asked for was changed (path)",
)
def path(shop: Shop) -> None:
    shop.document("path: out/pay.xml", "path: out/payments.xml")


@DOCUMENTS.row(
    "The kind of the evidence is changed",
    SPEED,
    STALE,
    "What another kind would have measured is not on file.",
    says="what is asked for was changed (kind",
)
def kind(shop: Shop) -> None:
    shop.document(
        "score: out/speed.json\n        pointer: /p95\n        at_most: 300",
        "kind: junit\n        path: out/speed.json",
    )


def _live(shop: Shop) -> None:
    """Prove something about an environment, and no file."""
    shop.document(
        "        inputs: [tests/pay/**]\n", "        covers: none\n        environment: staging\n        max_age: 7d\n"
    )
    shop.prove()


@DOCUMENTS.row(
    "What is proven is a live environment (`covers: none`), and every file changes",
    TESTS,
    PASSED,
    "It is about no file. So it has to have a `max_age`, and to name its environment.",
)
def live(shop: Shop) -> None:
    _live(shop)
    shop.edit("src/pay/pay.py", "1", "2")


@DOCUMENTS.row(
    "Another environment is named",
    TESTS,
    STALE,
    "What holds in one says nothing about another.",
    says="what is asked for was changed (environment)",
)
def live_elsewhere(shop: Shop) -> None:
    _live(shop)
    shop.document("environment: staging", "environment: production")


@DOCUMENTS.row("Another piece of evidence is asked for beside it", TESTS, PASSED, "It asks for the same as before.")
def another(shop: Shop) -> None:
    shop.document("      - id: speed\n", "      - {id: more, path: out/more.xml, run: make more}\n      - id: speed\n")


@DOCUMENTS.row(
    "The id of the evidence is changed",
    "pay/unit-tests",
    MISSING,
    "Records are on file under the ids of what they prove.",
    says="no record says which content it is about",
)
def evidence_renamed(shop: Shop) -> None:
    shop.document("id: tests", "id: unit-tests")


@DOCUMENTS.row("The id of the item is changed", "payments/tests", MISSING, "The same.", says="no record says")
def item_renamed(shop: Shop) -> None:
    shop.document("- id: pay\n", "- id: payments\n")


@DOCUMENTS.row(
    "The item is moved to another scope",
    SUITE,
    MISSING,
    "Another launch asks, and has a proof of its own; what was proven for one is not borrowed by another.",
    says="no record says",
)
def item_moved(shop: Shop) -> Look:
    whole = SCOPE[SCOPE.index("  - id: whole") :]
    shop.document(whole, "")
    head = "kind: scope\nid: market\ntitle: The market opens\nowner: release-manager\nlaunch: 2099-12-15\nitems:\n"
    shop.write("scopes/market.yaml", head + whole)
    return Look(shop, scope="market")


@DOCUMENTS.row(
    "The configuration tells to ignore a covered file",
    TESTS,
    STALE,
    "Less is covered than was proven, and a broken file is not hidden by not looking.",
    says="src/pay/run.sh is gone",
)
def ignored_by_configuration(shop: Shop) -> None:
    shop.write("readiness.toml", 'ignore = ["src/pay/run.sh"]\n')


@DOCUMENTS.row("A runbook is edited", SUITE, STALE, "What covers everything covers it too.", says="docs/ops.md is new")
def runbook(shop: Shop) -> None:
    shop.write("docs/ops.md", "# Operations\n")


@DOCUMENTS.row("The same, for what covers a surface", TESTS, PASSED, "It is no file of the surface.")
def runbook_and_surface(shop: Shop) -> None:
    runbook(shop)


@DOCUMENTS.row("The generated checklist is written anew", SUITE, PASSED, "What readiness writes itself is no content.")
def rendered(shop: Shop) -> None:
    shop.write("docs/launch/shop.md", "# Shop\n")
