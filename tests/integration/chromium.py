"""Debian's Chromium, driven from tests: no browser is downloaded. A page is opened from a file, as a reader would."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright


class ChromiumUnavailableError(Exception):
    """There is no Chromium on this machine."""


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Run a browser without a window.

    Raises:
        ChromiumUnavailableError: it is not installed.
    """
    found = shutil.which("chromium")
    if found is None:
        message = "chromium is not installed: apt-get install chromium"
        raise ChromiumUnavailableError(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        yield browser
        browser.close()


@dataclass(slots=True)
class Seen:
    """What a page did that nobody sees: messages on the console, errors, addresses that it asked for."""

    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@contextmanager
def shown(browser: Browser, path: Path, fragment: str = "", **context: Any) -> Iterator[tuple[Page, Seen]]:  # noqa: ANN401 - options of a context
    """Open the file `path` at `fragment`, in a context of its own with the options `context`."""
    held = browser.new_context(**context)
    page = held.new_page()
    seen = Seen()

    def heard(message: ConsoleMessage) -> None:
        seen.console.append(f"{message.type}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("request", lambda request: seen.requests.append(request.url))
    page.goto(path.as_uri() + fragment)
    yield page, seen
    held.close()
