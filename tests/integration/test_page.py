"""The page in a real browser: filter, links, paper, keyboard, what it may do, and who can read it."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from readiness.render.base import Style
from readiness.render.html.page import render
from tests.integration.chromium import ChromiumUnavailableError, running_chromium, shown
from tests.integration.npm import Package, fetched
from tests.render.large import launch
from tests.render.reports import ALL

pytestmark = pytest.mark.integration

AXE: Final = Package(
    "axe-core",
    "4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
)
DESKTOP: Final[dict[str, Any]] = {"viewport": {"width": 1280, "height": 900}}
PHONE: Final[dict[str, Any]] = {"viewport": {"width": 375, "height": 812}, "is_mobile": True, "has_touch": True}
ITEMS = 60
ROWS: Final = ".entries > li"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    try:
        with running_chromium() as browser:
            yield browser
    except ChromiumUnavailableError as error:
        missing = str(error)
    else:
        return
    pytest.fail(missing, pytrace=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a page of each report, of sixty items, and of ten thousand."""
    folder = tmp_path_factory.mktemp("pages")
    made = {name: make() for name, make in ALL.items()} | {"sixty": launch(ITEMS), "many": launch(10_000, 12)}
    for name, report in made.items():
        (folder / f"{name}.html").write_text(render(report, Style()), encoding="utf-8")
    return folder


@pytest.fixture
def sixty(browser: Browser, folder: Path) -> Iterator[Page]:
    with shown(browser, folder / "sixty.html", **DESKTOP) as (page, seen):
        yield page
        assert (seen.console, seen.errors) == ([], [])


def rows(page: Page) -> int:
    return page.locator(f"{ROWS}:visible").count()


def told(page: Page) -> str:
    return page.locator("#told").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", ["no-go", "go", "several", "undecided", "enforced", "hostile", "sixty"])
def test_nobody_is_kept_from_reading_it(
    browser: Browser, folder: Path, name: str, size: dict[str, Any], scheme: str
) -> None:
    with shown(browser, folder / f"{name}.html", color_scheme=scheme, **size) as (page, seen):
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.evaluate(fetched(AXE, "axe.min.js").read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        tags = {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"}
        bad = [
            (one["id"], one["impact"], [node["html"][:200] for node in one["nodes"][:3]])
            for one in found["violations"]
            if one["impact"] in {"serious", "critical"} or tags & set(one["tags"])
        ]
        assert bad == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert seen.errors == []


@pytest.mark.parametrize("name", [*ALL, "sixty", "many"])
def test_it_asks_nobody_for_anything_and_the_console_stays_empty(browser: Browser, folder: Path, name: str) -> None:
    path = folder / f"{name}.html"
    with shown(browser, path, **DESKTOP) as (page, seen):
        page.wait_for_load_state("networkidle")
        assert {url for url in seen.requests if not url.startswith("data:")} == {path.as_uri()}
        assert (seen.console, seen.errors) == ([], [])


def test_the_policy_keeps_out_whatever_got_in(browser: Browser, folder: Path) -> None:
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it overrides
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with shown(browser, folder / "go.html") as (page, _):
            refused = page.evaluate(
                """async (address) => {
                    const refused = new Set();
                    const hear = (event) => refused.add(event.effectiveDirective);
                    document.addEventListener("securitypolicyviolation", hear);
                    new Image().src = address + "/image";
                    await fetch(address + "/fetch").catch(() => {});
                    const script = document.createElement("script");
                    try { script.append("window.acted = true"); document.body.append(script); } catch { }
                    try { document.body.innerHTML += "<b>in</b>"; } catch (error) { refused.add(error.name); }
                    document.body.setAttribute("style", "outline: 9px solid red");
                    await new Promise((resolve) => setTimeout(resolve, 300));
                    return [...refused];
                }""",
                f"http://127.0.0.1:{server.server_address[1]}",
            )
            assert {"img-src", "connect-src", "style-src-attr", "TypeError"} <= set(refused)
            assert page.evaluate("window.acted") is None
            assert page.evaluate("getComputedStyle(document.body).outlineStyle") == "none"
        server.shutdown()
    assert asked == []


def test_hostile_text_is_read_and_not_obeyed(browser: Browser, folder: Path) -> None:
    with shown(browser, folder / "hostile.html", **DESKTOP) as (page, seen):
        assert "<script>alert(1)</script>" in page.locator("h1").inner_text()
        assert page.locator("img").count() == 0
        assert page.locator("script").count() == 1
        assert (seen.console, seen.errors) == ([], [])


def test_words_narrow_the_rows_and_the_count_is_read_out(sixty: Page) -> None:
    total = rows(sixty)
    assert told(sixty) == f"{total} shown"
    assert sixty.locator("#told").get_attribute("aria-live") == "polite"
    sixty.get_by_label("Find").fill("old-api answers BY HAND")
    assert rows(sixty) == 1
    assert told(sixty) == f"1 of {total} shown"
    assert sixty.locator(f"{ROWS} details:visible").get_attribute("id") == "item-old-api"
    sixty.get_by_role("button", name="Clear").click()
    assert rows(sixty) == total


def test_owner_class_and_outcome_narrow_together(sixty: Page) -> None:
    sixty.get_by_label("Owner").select_option("platform")
    sixty.get_by_label("Class").select_option("launch-critical")
    sixty.get_by_label("Outcome").select_option("missing")
    found = sixty.locator(f"{ROWS}:visible")
    assert found.count() > 0
    for number in range(found.count()):
        row = found.nth(number)
        assert row.get_attribute("data-c") == "launch-critical"
        assert row.get_attribute("data-s") == "missing"
        assert "platform" in (row.get_attribute("data-o") or "").split("\n")


def test_a_filtered_view_can_be_shared(browser: Browser, folder: Path, sixty: Page) -> None:
    sixty.get_by_label("Find").fill("works as")
    sixty.get_by_label("Outcome").select_option("stale")
    count, fragment = rows(sixty), sixty.evaluate("location.hash")
    assert 0 < count < ITEMS
    for address in (fragment, f"?{fragment[1:]}"):
        with shown(browser, folder / "sixty.html", address, **DESKTOP) as (other, _):
            assert rows(other) == count
            assert other.get_by_label("Find").input_value() == "works as"
            assert other.get_by_label("Outcome").input_value() == "stale"


def test_where_nothing_matches_the_page_says_so_and_shows_everything_again(sixty: Page) -> None:
    sixty.get_by_label("Find").fill("there is no such thing")
    assert rows(sixty) == 0
    assert not sixty.locator(".group h2:visible").count()
    sixty.get_by_role("button", name="Show everything").click()
    assert rows(sixty) > ITEMS


def test_launches_without_a_row_that_fits_are_left_out(browser: Browser, folder: Path) -> None:
    with shown(browser, folder / "several.html", **DESKTOP) as (page, _):
        assert page.locator(".part:visible").count() == 3
        page.get_by_label("Outcome").select_option("waived")
        assert page.locator(".part:visible").get_attribute("id") == "scope-edge-launch"


@pytest.mark.parametrize("name", ["sixty", "many"])
def test_a_link_to_an_item_opens_it_wherever_it_stands(browser: Browser, folder: Path, name: str) -> None:
    with shown(browser, folder / f"{name}.html", "#item-old-api", **DESKTOP) as (page, seen):
        item = page.locator("details[id='item-old-api']")
        assert item.get_attribute("open") is not None
        expect(item.locator("summary")).to_be_focused(timeout=30_000)
        expect(item.locator("summary")).to_be_in_viewport()
        assert item.get_by_text("Support answers by hand.").is_visible()
        assert seen.errors == []


def test_a_box_of_the_picture_leads_to_its_item_even_when_the_filter_hid_it(sixty: Page) -> None:
    sixty.get_by_label("Find").fill("old-api")
    box = sixty.locator("svg.needs a").first
    target = (box.get_attribute("href") or "")[1:]
    box.click()
    expect(sixty.locator(f"details[id='{target}'] > summary")).to_be_focused()
    assert sixty.locator(f"details[id='{target}']").is_visible()


def test_everything_can_be_done_with_the_keyboard_and_the_focus_is_always_seen(sixty: Page) -> None:
    sixty.keyboard.press("Tab")
    assert sixty.evaluate("document.activeElement.textContent") == "Skip to the items"
    assert sixty.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    sixty.keyboard.press("Enter")
    sixty.keyboard.press("Tab")
    assert sixty.evaluate("document.activeElement.id") == "f-q"
    sixty.keyboard.type("login-core")
    for expected in ("f-owner", "f-class", "f-outcome"):
        sixty.keyboard.press("Tab")
        assert sixty.evaluate("document.activeElement.id") == expected
        assert seen_focus(sixty)
    sixty.keyboard.press("Tab")
    sixty.keyboard.press("Tab")
    summary = "document.activeElement.matches('summary')"
    assert sixty.evaluate(summary)
    assert seen_focus(sixty)
    before = sixty.evaluate("document.activeElement.parentElement.open")
    sixty.keyboard.press("Enter")
    assert sixty.evaluate("document.activeElement.parentElement.open") is not before


def seen_focus(page: Page) -> bool:
    found = page.evaluate(
        "(({outlineStyle, outlineWidth}) => [outlineStyle, outlineWidth])(getComputedStyle(document.activeElement))"
    )
    return found[0] == "solid" and float(found[1].removesuffix("px")) >= 2


@pytest.mark.parametrize(("paper", "box"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_it_prints_on_paper_with_all_that_is_not_met(
    browser: Browser, folder: Path, paper: str, box: tuple[int, int]
) -> None:
    with shown(browser, folder / "sixty.html", color_scheme="dark", **DESKTOP) as (page, _):
        printed = page.pdf(format=paper, prefer_css_page_size=False)
        assert printed.startswith(b"%PDF")
        boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
        assert boxes
        assert all(
            float(side) == pytest.approx(wanted, abs=1)
            for found in boxes
            for side, wanted in zip(found, box, strict=True)
        )
        assert 2 <= len(re.findall(rb"/Type /Page\b", printed)) <= 20
        assert page.locator("details[open] .unmet").count() < page.locator(".unmet").count()
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 690, "height": 900})
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator(".unmet:visible").count() == page.locator(".unmet").count()
        assert not page.locator("#filter").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") in {
            "rgba(0, 0, 0, 0)",
            "rgb(255, 255, 255)",
        }
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_everything_is_there_and_nothing_that_needs_one(browser: Browser, folder: Path) -> None:
    with shown(browser, folder / "sixty.html", java_script_enabled=False, **DESKTOP) as (page, _):
        assert not page.locator("#filter").is_visible()
        assert page.locator("button:visible").count() == 0
        assert rows(page) == ITEMS + 3
        item = page.locator("details[id='item-old-api']")
        item.locator("summary").click()
        assert item.get_by_text("Support answers by hand.").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_as_light_or_as_dark_as_the_reader_wants(browser: Browser, folder: Path, scheme: str) -> None:
    with shown(browser, folder / "go.html", color_scheme=scheme) as (page, _):
        found = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        [red, *_] = [int(number) for number in re.findall(r"\d+", found)]
        assert (red > 200) is (scheme == "light")


def test_ten_thousand_items_fit_and_none_of_them_is_lost(browser: Browser, folder: Path) -> None:
    path = folder / "many.html"
    assert path.stat().st_size <= 10_000_000
    with shown(browser, path, **DESKTOP) as (page, seen):
        assert told(page) == "10003 found, the first 100 shown"
        assert rows(page) == 100
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert rows(page) == 10003
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert rows(page) == 100
        page.get_by_label("Find").fill("old-api answers")
        assert rows(page) == 1
        page.get_by_label("Find").fill("")
        page.get_by_label("Outcome").select_option("waived")
        waived = int(told(page).partition(" ")[0])
        assert waived == len(re.findall('data-s="waived"', path.read_text(encoding="utf-8")))
        page.get_by_role("button", name="Show all").click()
        assert rows(page) == waived
        assert page.locator(f"{ROWS}:not([data-s='waived'])").count() == 0
        assert seen.errors == []
