"""The chat page, used as people use it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.bot.server.client import SmallLimits
from tests.bot.server.sample import SERVICE_2022, SampleAssistant
from tests.browser.conftest import Visits

Say = Callable[[Page, str], None]
QUOTE = "帮助符合条件的企业通过“信用中国”网站及时完成信用修复"


def sent(assistant: SampleAssistant) -> list[str]:
    return [message.text for message, _, _ in assistant.turns]


def test_a_question_is_answered_in_the_conversation(visit: Visits, say: Say) -> None:
    page = visit()
    expect(page.get_by_role("log")).to_contain_text("请勿输入身份证号")
    say(page, "信用修复怎么办理？")
    log = page.get_by_role("log")
    expect(log.get_by_text("信用修复怎么办理？", exact=True)).to_be_visible()
    answer = page.locator(".turn--answer .text")
    expect(answer).to_contain_text("请通过“信用中国”网站申请信用修复。")
    assert "证明。[1]\n修复方式" in answer.inner_text()
    expect(page.get_by_label("您的问题")).to_have_value("")
    expect(page.get_by_role("group", name="常见问题")).to_have_count(0)
    expect(page.locator(".turn-foot")).to_contain_text("自动回复，仅供参考")


def test_a_starter_question_is_sent(visit: Visits, assistant: SampleAssistant) -> None:
    page = visit()
    page.get_by_role("button", name="信用修复怎么办理？").click()
    expect(page.locator(".turn--answer")).to_be_visible()
    assert sent(assistant) == ["信用修复怎么办理？"]
    assert assistant.turns[0][0].channel == "web"
    assert re.fullmatch("web-[0-9a-f]{32}", assistant.turns[0][0].sender)


def test_a_mark_unfolds_its_citation(visit: Visits, say: Say) -> None:
    page = visit()
    say(page, "信用修复")
    citation = page.locator(".citation").first
    expect(citation.get_by_text(QUOTE)).to_be_hidden()
    expect(citation).to_contain_text("昆信用办〔2022〕3号 第6条")
    expect(citation.locator(".badge")).to_have_text("部分被取代")
    page.get_by_role("link", name="出处 1").first.click()
    expect(citation.locator("blockquote")).to_have_text(QUOTE)
    expect(citation).to_contain_text("时效：这是2022年疫情防控期间的通知")
    expect(page.locator(".citation").nth(1).locator("blockquote")).to_be_hidden()


def test_the_clause_unfolds_in_its_place_with_the_quote_marked(visit: Visits, say: Say) -> None:
    page = visit()
    say(page, "信用修复")
    page.locator(".citation > summary").first.click()
    page.get_by_role("button", name="在原文中查看").first.click()
    place = page.locator(".in-place").first
    expect(place.locator("mark")).to_have_text(QUOTE)
    clause = next(c for c in SERVICE_2022.clauses if c.id.clause == "6")
    expect(place.get_by_role("heading")).to_have_text("6. 加强信用修复指导")
    assert place.locator(".in-place-clause p").first.inner_text() == clause.text
    expect(place.locator("summary")).to_have_text(["5. 畅通信用查询渠道", "7. 加大信用宣传力度"])
    place.locator("summary").last.click()
    expect(place).to_contain_text("引导群众积极参与联防联控")
    page.get_by_role("button", name="收起原文").click()
    expect(place).to_be_hidden()


def test_errata_are_marked_in_place_too(visit: Visits, say: Say) -> None:
    page = visit()
    say(page, "信用修复")
    page.locator(".citation > summary").nth(1).click()
    page.get_by_role("button", name="在原文中查看").click()
    erratum = page.locator(".in-place ins")
    expect(erratum).to_have_text("服务")
    expect(erratum).to_have_attribute("title", "原文为“Service”")


def test_the_notice_opens_at_the_clause(visit: Visits, say: Say) -> None:
    page = visit()
    say(page, "信用修复")
    page.locator(".citation > summary").first.click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="打开全文").first.click()
    expect(opened.value.locator("[id='clause-6']")).to_be_in_viewport()
    assert opened.value.locator(":target").get_attribute("id") == "clause-6"


def test_quick_replies_send_their_payload_once(visit: Visits, say: Say, assistant: SampleAssistant) -> None:
    page = visit()
    say(page, "能不能豁免")
    page.get_by_role("group", name="快捷回复").get_by_role("button", name="不可抗力").click()
    expect(page.locator(".turn--mine")).to_have_count(2)
    expect(page.locator(".turn--mine").last).to_contain_text("不可抗力")
    expect(page.locator(".turn--answer")).to_be_visible()
    assert sent(assistant) == ["能不能豁免", "因为不可抗力"]
    expect(page.get_by_role("button", name="参与疫情防控")).to_have_count(0)


def test_people_are_one_press_away(visit: Visits, assistant: SampleAssistant) -> None:
    page = visit(width=390, height=844)
    page.get_by_role("button", name="转人工").click()
    handover = page.locator(".turn--handover")
    expect(handover.get_by_role("link", name="12345")).to_have_attribute("href", "tel:12345")
    assert sent(assistant) == ["转人工"]


def test_everything_works_from_the_keyboard(visit: Visits, assistant: SampleAssistant) -> None:
    page = visit()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到输入框")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.type("第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    expect(page.get_by_label("您的问题")).to_have_value("第一行\n第二行")
    page.keyboard.press("Enter")
    expect(page.locator(".turn--answer")).to_be_visible()
    assert sent(assistant) == ["第一行\n第二行"]
    expect(page.get_by_label("您的问题")).to_be_focused()
    summary = page.locator(".citation > summary").first
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if summary.evaluate("element => element === document.activeElement"):
            break
    expect(summary).to_be_focused()
    assert summary.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="在原文中查看").first).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator(".in-place mark")).to_be_visible()


def test_enter_while_choosing_a_word_does_not_send(visit: Visits, assistant: SampleAssistant) -> None:
    page = visit()
    field = page.get_by_label("您的问题")
    field.fill("xinyong")
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(field).to_have_value("xinyong")
    assert sent(assistant) == []


def test_500_characters_are_counted_and_more_are_not_sent(visit: Visits, assistant: SampleAssistant) -> None:
    page = visit()
    field = page.get_by_label("您的问题")
    field.fill("😀" * 501)
    expect(page.locator("#counter")).to_contain_text("501/500")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("最多 500 个字，现在有 501 个字")
    expect(field).to_have_value("😀" * 501)
    assert sent(assistant) == []
    field.fill("😀" * 500)
    page.keyboard.press("Enter")
    expect(page.locator(".turn--answer")).to_be_visible()


def test_markup_is_shown_as_typed(visit: Visits, say: Say) -> None:
    page = visit()
    markup = "<img src=x onerror=\"document.title='hit'\"><script>document.title='hit'</script>"
    say(page, markup)
    expect(page.locator(".turn--mine")).to_contain_text(markup)
    expect(page.locator(".turn--chitchat .text")).to_have_text(f"您说的是：{markup}")
    expect(page.locator(".log img[src='x']")).to_have_count(0)
    assert page.title() != "hit"


def test_an_address_outside_the_site_is_not_linked(visit: Visits, say: Say) -> None:
    page = visit()

    def tamper(route: Route) -> None:
        response = route.fetch()
        body = response.json()
        body["citations"][0]["url"] = "javascript:alert(1)"
        route.fulfill(response=response, json=body)

    page.route("**/api/v1/ask", tamper)
    say(page, "信用修复")
    page.locator(".citation > summary").first.click()
    expect(page.locator(".citation").first.get_by_role("link")).to_have_count(0)


def test_a_conversation_outlives_a_reload_until_it_is_started_anew(
    visit: Visits, say: Say, assistant: SampleAssistant
) -> None:
    page = visit()
    say(page, "信用修复")
    page.reload()
    expect(page.locator(".turn--answer")).to_be_visible()
    say(page, "再问一句")
    assert len({message.sender for message, _, _ in assistant.turns}) == 1
    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".turn--answer")).to_have_count(0)
    expect(page.get_by_role("group", name="常见问题")).to_be_visible()
    say(page, "又问一句")
    assert len({message.sender for message, _, _ in assistant.turns}) == 2


def test_a_reply_can_be_copied(visit: Visits, say: Say) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    say(page, "信用修复")
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("请通过“信用中国”网站")


class TestFailures:
    """What goes wrong is told in words; the browser logs each failure, which is then no complaint."""

    @pytest.fixture
    def limits(self) -> SmallLimits:
        return SmallLimits(rate_per_minute=30)

    @pytest.fixture(autouse=True)
    def _expected(self, visit: Visits) -> object:
        yield
        assert all("Failed to load resource" in complaint for complaint in visit.complaints)
        visit.complaints.clear()

    def test_too_many_questions_wait_and_can_then_be_sent(self, visit: Visits, say: Say) -> None:
        page = visit()
        page.evaluate(
            """async () => {
              const sender = sessionStorage.getItem("xinda.sender");
              const body = JSON.stringify({ question: "快", sender });
              while ((await fetch("/api/v1/ask", { method: "POST", body })).ok);
            }"""
        )
        page.get_by_label("您的问题").fill("信用修复")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_have_text(re.compile(r"提问太快了，请 \d+ 秒后再发送。"))
        expect(page.get_by_label("您的问题")).to_have_value("信用修复")
        expect(page.get_by_role("alert")).to_be_hidden()
        page.keyboard.press("Enter")
        expect(page.locator(".turn--answer")).to_be_visible()

    def test_a_fault_of_the_server_names_the_hotline(self, visit: Visits, assistant: SampleAssistant) -> None:
        assistant.fault = RuntimeError("a bug, on purpose")
        page = visit()
        page.get_by_label("您的问题").fill("信用修复")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("服务暂时出错，请稍后再试。也可以拨打 12345")
        expect(page.get_by_label("您的问题")).to_have_value("信用修复")

    @pytest.mark.parametrize(("status", "words"), [(413, "内容太长了"), (422, "1 到 500 个字")])
    def test_a_refused_question_is_explained(self, visit: Visits, status: int, words: str) -> None:
        page = visit()
        page.route("**/api/v1/ask", lambda route: route.fulfill(status=status, json={}))
        page.get_by_label("您的问题").fill("信用修复")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text(words)
        expect(page.get_by_label("您的问题")).to_have_value("信用修复")

    def test_without_network_the_words_are_kept(self, visit: Visits, assistant: SampleAssistant) -> None:
        page = visit()
        page.context.set_offline(True)
        page.get_by_label("您的问题").fill("信用修复怎么办")
        page.get_by_role("button", name="发送").click()
        expect(page.get_by_role("alert")).to_contain_text("网络没有连上")
        expect(page.get_by_label("您的问题")).to_have_value("信用修复怎么办")
        expect(page.locator(".turn--mine")).to_have_count(0)
        page.context.set_offline(False)
        page.get_by_role("button", name="发送").click()
        expect(page.locator(".turn--answer")).to_be_visible()
        expect(page.get_by_role("alert")).to_be_hidden()
        assert sent(assistant) == ["信用修复怎么办"]
