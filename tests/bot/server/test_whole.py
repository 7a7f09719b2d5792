"""The server over the real assistant and the shipped notices."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.assistant import Assistant, build_assistant
from bot.server.pages import STARTERS
from bot.settings import KnowledgeSettings, Settings
from knowledge.ingest.load import ingest, shipped_sources
from tests.bot.server.client import AppClient
from tests.bot.server.test_pages import outline


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    data_dir: Path = tmp_path_factory.mktemp("data")
    ingest(shipped_sources(), data_dir)
    return build_assistant(Settings(KnowledgeSettings(data_dir)))


@pytest.fixture
def client(whole: Assistant) -> AppClient:
    return AppClient(whole)


@pytest.mark.parametrize("question", STARTERS)
def test_a_starter_question_is_answered_from_clauses_that_its_links_open(
    client: AppClient, question: str
) -> None:
    reply = client.post("/api/v1/ask", json={"question": question, "sender": question}).json()
    assert reply["kind"] in ("answer", "ask")
    assert reply["kind"] == "ask" or reply["citations"]
    for citation in reply["citations"]:
        path, _, anchor = citation["url"].partition("#")
        assert anchor == f"clause-{citation['clause']}"
        assert anchor in outline(client, path).ids()
        notice = client.get(f"/api/v1{path}").json()
        (cited,) = [c for c in notice["clauses"] if c["clause"] == citation["clause"]]
        assert citation["quote"] in cited["text"]


def test_every_shipped_clause_has_its_anchor_and_its_words(client: AppClient, whole: Assistant) -> None:
    assert len(whole.corpus.notices()) >= 5
    for notice in whole.corpus.notices():
        page = outline(client, f"/notices/{notice.slug}")
        assert page.open == []
        assert len(page.ids()) == len(set(page.ids()))
        shown = "".join(page.text.split())
        for clause in notice.clauses:
            assert f"clause-{clause.id.clause}" in page.ids()
            assert "".join(clause.text.split()) in shown


def test_rasas_clients_get_the_same_answer(client: AppClient) -> None:
    said, structured = client.post(
        "/webhooks/rest/webhook", json={"sender": "rasa", "message": "信用报告在哪里查"}
    ).json()
    assert structured["custom"]["text"] == said["text"]
    parse = client.post("/model/parse", json={"text": "信用报告在哪里查"}).json()
    assert parse["intent"] == parse["intent_ranking"][0]
    tracker = client.get("/conversations/rasa/tracker").json()
    assert [e["text"] for e in tracker["events"] if e["event"] == "user"] == ["信用报告在哪里查"]
