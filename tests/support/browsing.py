"""A real browser for the tests, what it complained of, and pictures of what it showed."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

try:
    from playwright.sync_api import ConsoleMessage, Locator, Page, expect, sync_playwright
except ImportError:
    sync_playwright = None

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATIENCE = 120_000  #: milliseconds that a busy machine may take for one step
LAPTOP = (1280, 800)  #: the smallest screen that everything has to fit on
ARTEFACTS = "GRADSCHOOL_ARTEFACTS"  #: the variable that names a folder for pictures

#: Complaints that are no fault of the course → why. A part of the message is enough.
ALLOWED: dict[str, str] = {}


@dataclass
class Noise:
    """What a page complained of: errors of its scripts and console, and addresses elsewhere that it asked for."""

    heard: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self._hear(str(error)))
        page.on("console", self._console)
        page.on("request", lambda request: None if is_local(request.url) else self._hear(f"asked for {request.url}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._hear(f"{message.text} ({message.location.get('url', '')})")

    def _hear(self, text: str) -> None:
        if not any(part in text for part in ALLOWED):
            self.heard.append(text)


def is_local(address: str) -> bool:
    return address.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "file:", "about:"))


@cache
def axe_program() -> str:
    """The program of axe-core. Where it is missing, CI fails and another machine skips."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("axe-playwright-python is not installed")
    return Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")


def no_browser() -> None:
    """Where there is no browser, CI fails and another machine skips."""
    lacks = (
        "playwright is not installed" if sync_playwright is None else "chromium is not on PATH" if not CHROMIUM else ""
    )
    if lacks:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(lacks)


@contextmanager
def browser_page(size: tuple[int, int] = LAPTOP, noise: Noise | None = None) -> Iterator[Page]:
    """A page of a real browser, until the block ends."""
    no_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        if noise is not None:
            noise.listen(page)
        yield page
        browser.close()


def picture(shown: Page | Locator, name: str) -> None:
    """Keep a picture of what is shown, where somebody wants pictures."""
    if folder := os.environ.get(ARTEFACTS):
        Path(folder).mkdir(parents=True, exist_ok=True)
        shown.screenshot(path=Path(folder) / f"{name}.png")
