"""Rasa's clients get the shapes of Rasa 3.6, and a reason where Rasa says nothing."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.bot.server.client import AppClient, SmallLimits
from tests.bot.server.sample import SampleAssistant

WEBHOOK = "/webhooks/rest/webhook"


def say(client: AppClient, text: str, sender: str = "u1", **more: Any) -> httpx.Response:
    return client.post(WEBHOOK, json={"sender": sender, "message": text, **more})


def test_the_webhook_gives_text_with_buttons_then_the_structured_reply(client: AppClient) -> None:
    said, structured = say(client, "信用修复").json()
    assert said.keys() == {"recipient_id", "text", "buttons"}
    assert said["recipient_id"] == "u1"
    assert said["buttons"][0] == {"title": "归哪个部门管？", "payload": "归哪个部门管"}
    assert structured.keys() == {"recipient_id", "custom"}
    assert structured["custom"]["text"] == said["text"]
    assert structured["custom"]["citations"][0]["clause"] == "6"


def test_a_reply_without_buttons_has_no_buttons_key(client: AppClient) -> None:
    assert say(client, "转人工").json()[0].keys() == {"recipient_id", "text"}


def test_the_webhook_streams_json_lines(client: AppClient) -> None:
    response = client.post(f"{WEBHOOK}?stream=true", json={"sender": "u1", "message": "信用修复"})
    assert response.headers["content-type"].startswith("text/event-stream")
    assert [next(iter(json.loads(line))) for line in response.text.splitlines()] == ["recipient_id"] * 2


def test_the_channel_is_that_of_the_message(client: AppClient, assistant: SampleAssistant) -> None:
    say(client, "你好")
    say(client, "你好", input_channel="hall", metadata={"any": [1]})
    assert [m.channel for m, _, _ in assistant.turns] == ["rest", "hall"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"message": "你好"}, "sender"),
        ({"sender": "u1"}, "message"),
        ({"sender": "u1", "message": ""}, "message"),
        ({"sender": "", "message": "你好"}, "sender"),
        ({"sender": "u1", "message": "问" * 501}, "message"),
    ],
)
def test_a_wrong_message_is_never_an_empty_list(client: AppClient, body: object, field: str) -> None:
    response = client.post(WEBHOOK, json=body)
    assert response.status_code == 422
    assert response.json()["error"]["field"] == field
    assert response.json()["status"] == "failure"
    assert response.json()["reason"] == "BadRequest"
    assert field in response.json()["message"]


def test_bad_json_and_too_many_messages_are_refused(assistant: SampleAssistant) -> None:
    client = AppClient(assistant, SmallLimits(rate_per_minute=1))
    assert client.post(WEBHOOK, content=b"{").status_code == 400
    assert say(client, "你好").status_code == 200
    refused = say(client, "你好")
    assert refused.status_code == 429
    assert refused.json()["reason"] == "TooManyRequests"
    assert int(refused.headers["retry-after"]) >= 1


def test_model_parse_gives_intent_ranking_and_entities(client: AppClient) -> None:
    parse = client.post("/model/parse", json={"text": "办 ABC 修复", "message_id": "m1"}).json()
    assert parse == {
        "text": "办 ABC 修复",
        "message_id": "m1",
        "intent": {"name": "repair_howto", "confidence": 0.9},
        "entities": [
            {
                "entity": "behaviour",
                "start": 6,
                "end": 8,
                "value": "信用修复",
                "text": "修复",
                "extractor": "xinda",
            }
        ],
        "text_tokens": [[0, 1], [2, 5], [6, 7], [7, 8]],
        "intent_ranking": [
            {"name": "repair_howto", "confidence": 0.9},
            {"name": "out_of_scope", "confidence": 0.1},
        ],
    }


def test_model_parse_without_text_says_so(client: AppClient) -> None:
    response = client.post("/model/parse", json={})
    assert response.status_code == 422
    assert response.json()["details"] == {"parameter": "text", "in": "body"}


def test_the_tracker_of_a_new_sender_is_a_fresh_session(client: AppClient) -> None:
    tracker = client.get("/conversations/nobody/tracker").json()
    assert tracker.keys() == {
        "sender_id",
        "slots",
        "latest_message",
        "latest_event_time",
        "followup_action",
        "paused",
        "events",
        "latest_input_channel",
        "active_loop",
        "latest_action",
        "latest_action_name",
    }
    assert [e.get("name", e["event"]) for e in tracker["events"]] == [
        "action_session_start",
        "session_started",
        "action_listen",
    ]
    assert tracker["active_loop"] == {}


def test_the_tracker_tells_the_conversation_of_one_sender(client: AppClient) -> None:
    say(client, "信用修复", sender="微信/甲")
    say(client, "别人的话", sender="乙")
    say(client, "能豁免吗", sender="微信/甲")
    tracker = client.get("/conversations/微信/甲/tracker").json()
    users = [e for e in tracker["events"] if e["event"] == "user"]
    bots = [e for e in tracker["events"] if e["event"] == "bot"]
    assert [e["text"] for e in users] == ["信用修复", "能豁免吗"]
    assert [bool(e["data"]["custom"]) for e in bots] == [False, True] * 2
    assert bots[0]["data"].keys() == {"elements", "quick_replies", "buttons", "attachment", "image", "custom"}
    assert tracker["latest_message"]["intent"]["name"] == "exemption_check"
    assert tracker["slots"] == {"requested_slot": "cause"}
    assert tracker["active_loop"]["name"] == "exemption_check"
    assert tracker["latest_input_channel"] == "rest"


def test_the_tracker_honours_include_events_and_until(client: AppClient) -> None:
    say(client, "信用修复")
    assert client.get("/conversations/u1/tracker?include_events=none").json()["events"] is None
    early = client.get("/conversations/u1/tracker?until=1").json()
    assert not [e for e in early["events"] if e["event"] == "user"]
    for wrong in ("include_events=some", "until=later"):
        response = client.get(f"/conversations/u1/tracker?{wrong}")
        assert response.status_code == 422
        assert response.json()["error"]["field"] == wrong.split("=")[0]


def test_health_version_and_status_are_rasas(client: AppClient) -> None:
    assert client.get("/webhooks/rest/").json() == {"status": "ok"}
    assert client.get("/version").json()["version"].startswith("3.6.")
    assert client.get("/version").json().keys() == {"version", "minimum_compatible_version"}
    assert client.get("/status").json().keys() == {"model_file", "model_id", "num_active_training_jobs"}
    assert client.get("/", headers={"accept": "text/plain"}).text.startswith("Hello from Rasa: 3.6.")
