"""The pages can be read and used by everybody: size, colours, width, motion, screen readers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits

Say = Callable[[Page, str], None]
PAGES = [
    "/",
    "/notices",
    "/notices/kxyb-2022-3",
    "/notices/kzbf-2020-39?version=1",
    "/about",
    "/privacy",
    "/docs",
]
TEXT_SIZE = "() => parseFloat(getComputedStyle(document.body).fontSize)"
OVERFLOW = """() => [document.documentElement, ...document.querySelectorAll(".log, .composer, .sheet")]
  .filter(e => e.scrollWidth > e.clientWidth).map(e => e.className || e.tagName)"""


def busy_conversation(page: Page, say: Say) -> None:
    """Every kind of turn on one page, the citation unfolded to its place in the notice."""
    for words in ("今天天气", "转人工", "能不能豁免", "信用修复怎么办理"):
        say(page, words)
    page.locator(".citation > summary").first.click()
    page.get_by_role("button", name="在原文中查看").first.click()
    expect(page.locator(".in-place mark")).to_be_visible()


def violations(page: Page, axe: str) -> list[str]:
    page.wait_for_timeout(400)  # entries fade in; faded text has less contrast
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert len(found["passes"]) > 10
    return [
        f"{v['id']} ({v['impact']}): {v['help']}: {[n['html'][:160] for n in v['nodes'][:3]]}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_violation(visit: Visits, axe: str, path: str, scheme: str) -> None:
    assert violations(visit(path, color_scheme=scheme), axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_none_in_a_conversation(visit: Visits, axe: str, say: Say, scheme: str, width: int) -> None:
    page = visit(width=width, color_scheme=scheme)
    busy_conversation(page, say)
    assert violations(page, axe) == []


def test_large_type_enlarges_everything_and_is_remembered(visit: Visits) -> None:
    page = visit()
    normal = page.evaluate(TEXT_SIZE)
    switch = page.get_by_role("button", name="大字")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(TEXT_SIZE) >= normal * 1.25
    page.goto("/notices/kxyb-2022-3")
    assert page.evaluate(TEXT_SIZE) >= normal * 1.25
    page.get_by_role("button", name="大字").click()
    page.reload()
    assert page.evaluate(TEXT_SIZE) == normal


def test_dark_follows_the_device_until_the_person_chooses(visit: Visits) -> None:
    page = visit(color_scheme="dark")
    switch = page.get_by_role("button", name="深色")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(242, 245, 244)"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("large", [False, True])
def test_nothing_scrolls_sideways_at_320_pixels(visit: Visits, path: str, large: bool) -> None:
    page = visit(path, width=320, height=568)
    if large:
        page.get_by_role("button", name="大字").click()
    assert page.evaluate(OVERFLOW) == []


@pytest.mark.parametrize("large", [False, True])
def test_a_conversation_fits_320_pixels(visit: Visits, say: Say, large: bool) -> None:
    page = visit(width=320, height=568)
    if large:
        page.get_by_role("button", name="大字").click()
    busy_conversation(page, say)
    say(page, "w" * 300)
    assert page.evaluate(OVERFLOW) == []
    expect(page.get_by_label("您的问题")).to_be_in_viewport()


def test_reduced_motion_moves_nothing(visit: Visits, say: Say) -> None:
    page = visit(reduced_motion="reduce")
    say(page, "信用修复")
    moving = "() => document.getAnimations().length"
    assert page.evaluate(moving) == 0
    assert page.evaluate("getComputedStyle(document.getElementById('log')).scrollBehavior") == "auto"


def test_touch_targets_are_large_enough(visit: Visits, say: Say) -> None:
    page = visit(width=390, height=844, has_touch=True, is_mobile=True, reduced_motion="reduce")
    say(page, "能不能豁免")
    for button in page.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert round(box["height"]) >= 32
        assert round(box["width"]) >= 32


def test_a_notice_prints_without_the_page_around_it(visit: Visits) -> None:
    page = visit("/notices/kxyb-2022-3")
    page.emulate_media(media="print")
    for hidden in (".site", ".toc"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("[id='clause-6']")).to_be_visible()
    expect(page.locator(".banner .badge")).to_have_text("部分被取代")


@pytest.mark.parametrize("anchor", ["clause-三(一)", "clause-%E4%B8%89(%E4%B8%80)"])
def test_an_anchor_is_found_as_written_and_percent_encoded(visit: Visits, anchor: str) -> None:
    page = visit(f"/notices/kzbf-2020-39#{anchor}")
    assert page.locator(":target").get_attribute("id") == "clause-三(一)"
