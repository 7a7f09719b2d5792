"""Draws the screenshots of the README with the real assistant.

Run: python -m tests.browser.screenshots [FOLDER]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bot.assistant import build_assistant
from bot.settings import KnowledgeSettings, Settings
from knowledge.ingest.load import ingest, shipped_sources
from tests.bot.server.client import live_server
from tests.browser.conftest import ARGUMENTS, CHROMIUM

QUESTION = "修复完了，企查查上的处罚记录还挂着怎么办？"


def draw(browser: Browser, address: str, path: Path, width: int, height: int, scale: int, top: str) -> None:
    """One question answered, its citation unfolded to its place in the notice; ``top`` is scrolled to."""
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale)
    page.goto(address)
    page.get_by_label("您的问题").fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".citation > summary").first.click()
    page.get_by_role("button", name="在原文中查看").click()
    page.locator(".in-place mark").wait_for()
    page.locator(top).first.evaluate("shown => shown.scrollIntoView({ behavior: 'instant' })")
    page.wait_for_timeout(1000)
    page.screenshot(path=path)
    page.close()


def main(folder: Path) -> None:
    """Draw all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        ingest(shipped_sources(), Path(data))
        assistant = build_assistant(Settings(KnowledgeSettings(Path(data))))
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        with live_server(assistant) as address:
            draw(browser, address, folder / "chat-desktop.png", 1280, 800, 1, ".turn--mine")
            draw(browser, address, folder / "chat-phone.png", 390, 844, 2, ".citations-title")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/images"))
