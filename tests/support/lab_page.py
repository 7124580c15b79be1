"""JupyterLab in a browser, worked by keyboard wherever it can be."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from running_lab import TOKEN, Server

with contextlib.suppress(ImportError):  # the tests that need it say so
    from playwright.sync_api import Locator, Page, TimeoutError, expect


@dataclass(frozen=True)
class LabPage:
    """JupyterLab on a page."""

    page: Page
    server: Server

    def open(self, path: str = "") -> None:
        """Go to JupyterLab, with a file open if one is named."""
        self.page.goto(f"{self.server.address}/lab{path and '/tree/' + path}?token={TOKEN}")
        self.page.get_by_role("menuitem", name="Nbgrader").wait_for()
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")

    def open_path(self, path: str) -> None:
        """Open a file beside those that are open."""
        self.command("Open from Path")
        asked = self.page.locator(".jp-Dialog input")
        asked.fill(path)
        asked.press("Enter")
        self.page.locator(".lm-TabBar-tab.jp-mod-current", has_text=path.rpartition("/")[2]).wait_for()

    def command(self, name: str) -> None:
        """Find a command in the palette and carry it out."""
        search = self.page.locator(".lm-CommandPalette-input")
        chosen = self.page.locator(".lm-CommandPalette-item.lm-mod-active", has_text=name)
        for _ in range(
            20
        ):  # while JupyterLab still starts it takes no keys, and a notebook that opens shuts the palette
            with contextlib.suppress(TimeoutError):
                self.page.keyboard.press("Control+Shift+C")
                search.fill(name, timeout=4000)
                chosen.wait_for(timeout=4000)
                search.press("Enter", timeout=4000)
                return
        raise AssertionError(f"the command {name!r} could not be given")

    @property
    def notebook(self) -> Locator:
        """The notebook in front."""
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook")

    @property
    def current(self) -> Locator:
        """The cell that the keyboard is at."""
        return self.notebook.locator(".jp-Cell.jp-mod-active")

    @property
    def panel(self) -> Locator:
        """The progress in the notebook in front."""
        return self.notebook.get_by_role("region", name="Your progress")

    def wait_for_kernel(self) -> None:
        """Until nothing runs any more."""
        self.page.locator("#jp-main-statusbar", has_text="| Idle").wait_for()
        expect(self.notebook.locator(".jp-InputPrompt", has_text="[*]")).to_have_count(0)

    def to_top(self) -> None:
        """Put the keyboard at the first cell."""
        self.notebook.focus()
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Control+Home")

    def go_to(self, text: str) -> Locator:
        """Run cell after cell down to the next one with this text. (Arrow keys skip folded cells.)"""
        for _ in range(200):
            if text in self.current.inner_text():
                return self.current
            self.page.keyboard.press("Shift+Enter")
        raise AssertionError(f"no cell below says {text!r}")

    def go_back_to(self, text: str) -> Locator:
        """Walk up to the cell with this text."""
        self.page.keyboard.press("Escape")
        self.notebook.focus()
        for _ in range(60):
            if text in self.current.inner_text():
                return self.current
            self.page.keyboard.press("ArrowUp")
        raise AssertionError(f"no cell above says {text!r}; the first says {self.current.inner_text()!r}")

    def run(self) -> Locator:
        """Run the cell that the keyboard is at, and stay there."""
        cell = self.current
        self.page.keyboard.press("Control+Enter")
        self.wait_for_kernel()
        return cell

    def type_last_line(self, line: str) -> None:
        """Replace the last line of the cell that the keyboard is at, but for its indentation."""
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Control+End")
        self.page.keyboard.press("Shift+Home")
        self.page.keyboard.insert_text(line)
        self.page.keyboard.press("Escape")
        expect(self.current).to_contain_text(line)

    def save(self) -> None:
        self.page.keyboard.press("Control+S")
        expect(self.page.locator(".lm-TabBar-tab.jp-mod-current.jp-mod-dirty")).to_have_count(0)
