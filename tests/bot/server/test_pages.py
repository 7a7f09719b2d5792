"""The pages show the notices word for word, anchored by clause, and nothing that runs."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from bot.server.pages import STARTERS
from knowledge.model import Erratum, Unit
from tests.bot.server.client import AppClient
from tests.bot.server.sample import SERVICE_2022, SampleAssistant, SampleCorpus, clause

PAGES = [
    "/",
    "/notices",
    "/notices/kxyb-2022-3",
    "/notices/kzbf-2020-39?version=1",
    "/about",
    "/privacy",
    "/docs",
    "/nope",
]
VOID = {"meta", "link", "img", "input", "br", "path"}


class Outline(HTMLParser):
    """Elements of a page, in order, and whether they nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def ids(self) -> list[str]:
        return [a["id"] or "" for _, a in self.elements if "id" in a]

    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.elements if re.fullmatch("h[1-6]", tag)]


def outline(client: AppClient, path: str) -> Outline:
    return Outline(client.get(path).text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound_chinese_html(client: AppClient, path: str) -> None:
    response = client.get(path)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = Outline(response.text)
    assert page.open == []
    assert page.elements[0] == ("html", {"lang": "zh-CN"})
    assert len(page.ids()) == len(set(page.ids()))
    assert page.headings().count(1) == 1
    targets = [a["href"] or "" for tag, a in page.elements if tag == "a"]
    assert targets[0].removeprefix("#") in page.ids()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_inline_code_and_no_outside_asset(client: AppClient, path: str) -> None:
    for tag, attributes in outline(client, path).elements:
        assert tag != "style"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        if tag == "script":
            assert (attributes["src"] or "").startswith("/static/")
        if tag in ("script", "link", "img"):
            address = attributes.get("src") or attributes.get("href") or ""
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("path", PAGES[2:4])
def test_headings_never_skip_a_level(client: AppClient, path: str) -> None:
    levels = outline(client, path).headings()
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_chat_page_offers_starters_notices_people_and_a_privacy_notice(client: AppClient) -> None:
    html = client.get("/").text
    for words in (*STARTERS, "昆信用办〔2022〕3号", "部分被取代", "12345", "转人工", "请勿输入"):
        assert words in html
    assert 'role="log"' in html
    assert 'aria-live="polite"' in html


def test_the_list_shows_each_notice_with_its_badge_and_note(client: AppClient) -> None:
    page = outline(client, "/notices")
    for words in ("部分被取代", "待核实", "年度要点已过期", "发改委令第36号"):
        assert words in page.text


@pytest.mark.parametrize(
    ("slug", "anchors"),
    [
        ("kxyb-2022-3", ["clause-前言", "clause-5", "clause-6", "clause-7", "clause-附则"]),
        ("kzbf-2020-39", ["clause-13", "clause-三(一)"]),
        ("sfb-2022-91", ["clause-附件-9"]),
    ],
)
def test_every_clause_is_an_anchor_of_its_number(client: AppClient, slug: str, anchors: list[str]) -> None:
    page = outline(client, f"/notices/{slug}")
    assert [name for name in page.ids() if name.startswith("clause-")] == anchors
    linked = {a["href"] for tag, a in page.elements if tag == "a"}
    assert {f"#{anchor}" for anchor in anchors} <= linked


def test_every_citation_leads_to_an_anchor(client: AppClient) -> None:
    reply = client.post("/api/v1/ask", json={"question": "信用修复", "sender": "a"}).json()
    assert reply["citations"]
    for citation in reply["citations"]:
        path, _, anchor = citation["url"].partition("#")
        assert anchor in outline(client, path).ids()


def test_a_clause_is_shown_word_for_word_with_its_units(client: AppClient) -> None:
    page = outline(client, "/notices/kxyb-2022-3")
    for cited in SERVICE_2022.clauses:
        assert cited.text in page.text.replace("\n", "").replace("  ", "")
    units = [a for tag, a in page.elements if tag == "span" and a.get("class") == "unit"]
    assert len(units) == 1


def test_a_title_that_opens_the_text_stands_in_the_heading_once() -> None:
    text = "加强信用修复指导。\n推进线上培训。（市信用办牵头）"
    unit = Unit("市信用办牵头", text.index("市"), 0, len(text))
    titled = clause("甲", "1", "加强信用修复指导", text, label="1.", units=(unit,))
    notice = replace(SERVICE_2022, doc_no="甲", slug="jia", clauses=(titled,))
    html = AppClient(SampleAssistant(SampleCorpus((notice,), ()))).get("/notices/jia").text
    assert "1.</a> 加强信用修复指导。</h2>" in html
    assert '<p>推进线上培训。（<span class="unit">市信用办牵头</span>）</p>' in html
    assert "<strong>责任单位</strong> 市信用办牵头" in html


def test_errata_are_marked_with_what_was_printed(client: AppClient) -> None:
    html = client.get("/notices/kzbf-2020-39").text
    assert '<ins class="erratum" title="原文为“Service”">服务</ins>' in html
    assert "原文夹有未译的英文单词" in html


def test_hidden_words_are_not_given_away() -> None:
    text = "对张某某予以表扬。"
    hidden = clause("甲", "1", "表扬", text, errata=(Erratum(1, 4, "", "隐去姓名"),), label="1.")
    notice = replace(SERVICE_2022, doc_no="甲", slug="jia", clauses=(hidden,))
    html = AppClient(SampleAssistant(SampleCorpus((notice,), ()))).get("/notices/jia").text
    assert 'title="原文此处有内容隐去"' in html


def test_the_banner_tells_status_note_basis_and_successor(client: AppClient) -> None:
    page = outline(client, "/notices/kxyb-2022-3")
    for words in ("部分被取代", "核对于 2026-11-21", "请以信用中国网站和主管部门答复为准", "取代它的规定"):
        assert words in page.text


def test_an_old_version_says_so_and_leads_to_the_new(client: AppClient) -> None:
    page = outline(client, "/notices/kzbf-2020-39?version=1")
    assert "您看的是第 1 版，不是现在使用的文本" in page.text
    assert "您看的是" not in outline(client, "/notices/kzbf-2020-39").text
    linked = [a["href"] for tag, a in outline(client, "/notices/kzbf-2020-39").elements if tag == "a"]
    assert "/notices/kzbf-2020-39?version=1" in linked


def test_a_document_number_leads_to_the_page(client: AppClient) -> None:
    response = client.get("/notices/昆信用办〔2022〕3号")
    assert response.status_code == 307
    assert response.headers["location"] == "/notices/kxyb-2022-3"


@pytest.mark.parametrize("path", ["/nope", "/notices/nope", "/notices/kxyb-2022-3?version=9", "/static/x.js"])
def test_an_unknown_page_is_a_404_in_chinese(client: AppClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "没有" in response.text
    assert "/notices" in response.text


@pytest.mark.parametrize(
    "path", ["/notices/%3Cscript%3Ealert(1)", "/notices/kxyb-2022-3?version=%3Cscript%3E"]
)
def test_markup_in_an_address_is_shown_as_text(client: AppClient, path: str) -> None:
    html = client.get(path).text
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_markup_in_a_notice_is_shown_as_text() -> None:
    evil = '<img src=x onerror="alert(1)"></p><script>alert(1)</script>'
    hostile = clause(
        evil,
        '"><script>',
        evil,
        evil,
        evil,
        label=evil,
        errata=(Erratum(0, 4, evil, evil),),
    )
    notice = replace(
        SERVICE_2022,
        doc_no=evil,
        slug="evil",
        title=evil,
        issuer=evil,
        clauses=(hostile,),
        cites=(evil,),
    )
    client = AppClient(SampleAssistant(SampleCorpus((notice,), ())))
    for path in ("/", "/notices", "/notices/evil"):
        page = outline(client, path)
        assert page.open == []
        assert evil in page.text
        assert not [a for tag, a in page.elements if "onerror" in a or (tag == "script" and "src" not in a)]


def test_static_files_stay_inside_their_folder(client: AppClient) -> None:
    for path in ("/static/../templates/base.html", "/static/%2e%2e/templates/base.html", "/static/"):
        assert client.get(path).status_code in (404, 405)


def test_scripts_never_write_markup() -> None:
    scripts = sorted(Path("bot/web/static").glob("*.js"))
    assert len(scripts) >= 5
    for script in scripts:
        code = script.read_text(encoding="utf-8")
        for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert forbidden not in code
