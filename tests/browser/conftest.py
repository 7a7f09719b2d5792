"""Chromium on a real server, for the tests of the web pages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.bot.server.client import SmallLimits, live_server
from tests.bot.server.sample import SampleAssistant

CHROMIUM = Path(os.environ.get("XINDA_CHROMIUM") or "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(os.environ.get("XINDA_AXE") or Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: install the chromium package or set XINDA_CHROMIUM")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def axe() -> str:
    if not AXE.exists():
        pytest.skip(f"no axe-core at {AXE}: run npm ci in tests/browser or set XINDA_AXE")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def assistant() -> SampleAssistant:
    return SampleAssistant()


@pytest.fixture
def limits() -> SmallLimits:
    return SmallLimits()


@pytest.fixture
def address(assistant: SampleAssistant, limits: SmallLimits) -> Iterator[str]:
    with live_server(assistant, limits) as served:
        yield served


@dataclass
class Visits:
    """Opens pages as different people's browsers would, and hears their complaints.

    Attributes:
        complaints: Errors on the console (violations of the CSP among them) and uncaught exceptions.
    """

    browser: Browser
    address: str
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(self, path: str = "/", width: int = 1280, height: int = 800, **options: Any) -> Page:
        """Open a page in a browser of its own."""
        context = self.browser.new_context(
            base_url=self.address, viewport={"width": width, "height": height}, **options
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visits]:
    visits = Visits(browser, address)
    yield visits
    for context in visits.contexts:
        context.close()
    assert visits.complaints == []


@pytest.fixture
def say() -> Callable[[Page, str], None]:
    """Type a question, send it and wait for the reply."""

    def typed(page: Page, words: str) -> None:
        replies = page.locator(".turn-foot").count()
        page.get_by_label("您的问题").fill(words)
        page.keyboard.press("Enter")
        page.locator(".turn-foot").nth(replies).wait_for()

    return typed
