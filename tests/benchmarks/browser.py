"""`python -m tests.benchmarks.browser`: how long the page of many items takes to load and to filter, in Chromium.

What is measured is what a reader waits for: from a key in the field to the next frame that was drawn.
"""

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from readiness.render.base import Style
from readiness.render.html.page import render
from tests.render.large import launch

ITEMS: Final = 10_000
BUDGET_MS: Final = 100.0
BUDGET_BYTES: Final = 10_000_000
RUNS: Final = 7
FILTERS: Final = {
    "words": {"q": "webhooks eu"},
    "a word that nothing has": {"q": "zzz"},
    "an owner": {"owner": "billing"},
    "a class": {"class": "launch-adjacent"},
    "an outcome": {"outcome": "missing"},
    "all of them": {"q": "works", "owner": "platform", "class": "launch-critical", "outcome": "passed"},
    "nothing, which shows all again": {},
}
_FILTER: Final = """(asked) => new Promise((resolve) => {
    const form = document.getElementById("filter");
    const began = performance.now();
    for (const name of ["q", "owner", "class", "outcome"]) form.elements[name].value = asked[name] ?? "";
    form.dispatchEvent(new Event("input", { bubbles: true }));
    document.body.offsetHeight;  // the layout that a frame would need
    const worked = performance.now() - began;
    requestAnimationFrame(() => setTimeout(() => resolve([worked, performance.now() - began]), 0));
})"""


def main() -> int:
    """Measure, print, and return how many budgets were overspent."""
    found = shutil.which("chromium")
    if found is None:
        sys.exit("chromium is not installed")
    report = launch(ITEMS, 12)
    began = time.perf_counter()
    page = render(report, Style()).encode()
    print(f"rendered in {time.perf_counter() - began:.1f} s: {len(page) / 1e6:.1f} MB of {BUDGET_BYTES / 1e6:.0f} MB")
    over = int(len(page) > BUDGET_BYTES)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        path.write_bytes(page)
        browser = playwright.chromium.launch(executable_path=found)
        view = browser.new_page(viewport={"width": 1280, "height": 900})
        began = time.perf_counter()
        view.goto(path.as_uri())
        print(f"loaded in {time.perf_counter() - began:.1f} s")
        for says, asked in FILTERS.items():
            over += _measured(view, says, asked)
        browser.close()
    return over


def _measured(view: Page, says: str, asked: dict[str, str]) -> bool:
    taken: list[tuple[float, float]] = []
    for _ in range(RUNS):
        view.evaluate(_FILTER, {"q": "deploy"})
        taken.append(view.evaluate(_FILTER, asked))
    first, median = taken[0][0], statistics.median(worked for worked, _ in taken)
    drawn = statistics.median(drawn for _, drawn in taken)
    print(f"{says}: {median:.0f} ms of {BUDGET_MS:.0f} ms, the first time {first:.0f} ms, {drawn:.0f} ms until drawn")
    return median > BUDGET_MS


if __name__ == "__main__":
    sys.exit(main())
