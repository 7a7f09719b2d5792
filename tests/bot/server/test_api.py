"""The API answers as the contract says, and says what is wrong with a request."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from bot.server.errors import STATUSES, ErrorBody
from bot.server.middleware import SECURITY_HEADERS
from bot.server.shapes import AskReply, NoticeFull, NoticeSummary
from knowledge import errors
from tests.bot.server.client import AppClient, SmallLimits, live_server
from tests.bot.server.sample import SampleAssistant

ASK = "/api/v1/ask"


def ask(client: AppClient, question: str = "信用修复怎么办理", sender: str = "a") -> httpx.Response:
    return client.post(ASK, json={"question": question, "sender": sender})


def error_of(response: httpx.Response) -> dict[str, Any]:
    body = response.json()
    TypeAdapter(ErrorBody).validate_python(body)
    error: dict[str, Any] = body["error"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in error["message"])
    assert "\n" not in error["message"]
    return error


def test_a_reply_has_exactly_the_shape_of_the_contract(client: AppClient) -> None:
    response = ask(client)
    body = response.json()
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    TypeAdapter(AskReply).validate_python(body, strict=True, extra="forbid")
    assert list(body) == [
        "reply_id",
        "text",
        "kind",
        "intent",
        "entities",
        "asks_for",
        "citations",
        "buttons",
        "timing_ms",
    ]
    assert body["kind"] == "answer"
    assert body["entities"] == [{"type": "list_type", "text": "名单", "value": "失信被执行人名单"}]
    assert body["citations"][0] == {
        "n": 1,
        "doc_no": "昆信用办〔2022〕3号",
        "clause": "6",
        "title": "关于进一步做好昆山市疫情防控期间信用服务工作的通知",
        "issued_on": "2022-04-29",
        "quote": "帮助符合条件的企业通过“信用中国”网站及时完成信用修复",
        "status": "superseded",
        "status_note": body["citations"][0]["status_note"],
        "url": "/notices/kxyb-2022-3#clause-6",
    }
    assert [citation["n"] for citation in body["citations"]] == [1, 2]


def test_an_asking_reply_names_its_slot(client: AppClient) -> None:
    body = ask(client, "能不能豁免").json()
    assert (body["kind"], body["asks_for"], body["citations"]) == ("ask", "cause", [])
    assert body["buttons"][1] == {"title": "不可抗力", "payload": "因为不可抗力"}


def test_sender_and_channel_reach_the_assistant(client: AppClient, assistant: SampleAssistant) -> None:
    client.post(ASK, json={"question": "你好", "sender": "甲", "channel": "hall"})
    ask(client, sender="乙")
    assert [(m.sender, m.channel) for m, _, _ in assistant.turns] == [("甲", "hall"), ("乙", "api")]


def test_a_body_without_content_type_is_read_as_json(client: AppClient) -> None:
    assert client.post(ASK, content=json.dumps({"question": "你好", "sender": "a"})).status_code == 200


@pytest.mark.parametrize("question", ["问", "问" * 500, "😀" * 500, "一\n二", "<script>alert(1)</script>"])
def test_questions_of_1_to_500_characters_are_answered(client: AppClient, question: str) -> None:
    assert ask(client, question).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"sender": "a"}, "question"),
        ({"question": "你好"}, "sender"),
        ({"question": "", "sender": "a"}, "question"),
        ({"question": " \n", "sender": "a"}, "question"),
        ({"question": "问" * 501, "sender": "a"}, "question"),
        ({"question": 5, "sender": "a"}, "question"),
        ({"question": None, "sender": "a"}, "question"),
        ({"question": ["你好"], "sender": "a"}, "question"),
        ({"question": "你好", "sender": ""}, "sender"),
        ({"question": "你好", "sender": 7}, "sender"),
        ({"question": "你好", "sender": "a" * 201}, "sender"),
        ({"question": "你好", "sender": "a", "channel": 1}, "channel"),
        ({"question": "你好", "sender": "a", "channel": ""}, "channel"),
        ([], "body"),
        ("你好", "body"),
        (None, "body"),
    ],
)
def test_a_wrong_field_gets_422_and_is_named(client: AppClient, body: object, field: str) -> None:
    response = client.post(ASK, content=json.dumps(body))
    assert response.status_code == 422
    assert error_of(response)["field"] == field


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"question=1",
        b"\xff\xfe",
        "{“question”: 1}".encode(),
        '{"question": "信用", "sender": "a"}'.encode("gb18030"),
        b'{"question": "\\ud800", "sender": "a"}',
        b"[" * 60_000,
    ],
)
def test_a_body_that_is_not_json_gets_400(client: AppClient, body: bytes) -> None:
    response = client.post(ASK, content=body)
    assert response.status_code == 400
    assert error_of(response) == {
        "code": "malformed_body",
        "field": "body",
        "message": "请求正文不是合法的 JSON（须为 UTF-8 编码），请检查后重试",
    }


def padded(size: int) -> bytes:
    body = b'{"question": "hello", "sender": "a", "more": "'
    return body + b"x" * (size - len(body) - 2) + b'"}'


async def in_chunks(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 1000):
        yield body[start : start + 1000]


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_over_64_kib_gets_413(client: AppClient, chunked: bool) -> None:
    for size, status in ((65536, 200), (65537, 413), (200_000, 413)):
        body = in_chunks(padded(size)) if chunked else padded(size)
        response = client.post(ASK, content=body)
        assert response.status_code == status, size
    assert error_of(response)["code"] == "body_too_large"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_413_reaches_a_client_that_is_still_sending(assistant: SampleAssistant) -> None:
    with live_server(assistant) as address, httpx.Client() as http:
        for body in (padded(5_000_000), iter([b"x" * 100_000] * 50)):
            assert http.post(address + ASK, content=body).status_code == 413
        assert http.post(address + ASK, json={"question": "你好", "sender": "a"}).status_code == 200


def test_a_sender_over_the_rate_gets_429_and_others_do_not(assistant: SampleAssistant) -> None:
    client = AppClient(assistant, SmallLimits(rate_per_minute=3))
    assert [ask(client).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = ask(client)
    assert 1 <= int(refused.headers["retry-after"]) <= 20
    assert error_of(refused)["field"] == "sender"
    assert ask(client, sender="b").status_code == 200
    assert len(assistant.turns) == 4


@dataclass
class Secretive(errors.XindaError):
    """An error of a kind that is not in the table, whose text must stay in the log."""

    def __str__(self) -> str:
        return "/srv/xinda/validity.yml 内容有误"


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (errors.UnverifiedAnswerError(["引文不在原文中"]), 503),
        (Secretive(), 503),
        (RuntimeError("/srv/secret"), 500),
    ],
)
@pytest.mark.parametrize("path", [ASK, "/webhooks/rest/webhook"])
def test_a_fault_is_reported_without_details(
    client: AppClient, assistant: SampleAssistant, fault: Exception, status: int, path: str
) -> None:
    assistant.fault = fault
    response = client.post(path, json={"question": "你好", "message": "你好", "sender": "a"})
    assert response.status_code == status
    assert "srv" not in response.text
    assert "引文" not in response.text
    assert "12345" in error_of(response)["message"]
    for name, value in SECURITY_HEADERS.items():
        assert response.headers.get_list(name) == [value]


def test_every_error_a_person_may_meet_has_a_status() -> None:
    found = [value for value in vars(errors).values() if isinstance(value, type)]
    tree = [kind for kind in found if issubclass(kind, errors.XindaError)]
    assert len(tree) > 5
    for kind in tree:
        assert any(parent in STATUSES for parent in kind.__mro__)


def test_notices_are_listed_with_their_status(client: AppClient) -> None:
    body = client.get("/api/v1/notices").json()
    TypeAdapter(list[NoticeSummary]).validate_python(body, extra="forbid")
    assert [(n["slug"], n["badge"]) for n in body] == [
        ("kxyb-2022-3", "部分被取代"),
        ("kzbf-2020-39", "待核实"),
        ("sfb-2022-91", "年度要点已过期"),
    ]


def test_a_notice_has_its_clauses_in_order(client: AppClient) -> None:
    body = client.get("/api/v1/notices/kzbf-2020-39").json()
    TypeAdapter(NoticeFull).validate_python(body, extra="forbid")
    assert [c["url"] for c in body["clauses"]] == [
        "/notices/kzbf-2020-39#clause-13",
        "/notices/kzbf-2020-39#clause-三(一)",
    ]
    assert (body["version"], body["versions"]) == (2, [1, 2])
    first = body["clauses"][0]
    erratum = first["errata"][0]
    assert first["text"][erratum["start"] : erratum["end"]] == "服务"


def test_a_notice_is_found_by_document_number_too(client: AppClient) -> None:
    assert client.get("/api/v1/notices/昆信用办〔2022〕3号").json()["slug"] == "kxyb-2022-3"


def test_an_old_version_keeps_its_address(client: AppClient) -> None:
    body = client.get("/api/v1/notices/kzbf-2020-39?version=1").json()
    assert body["version"] == 1
    assert body["clauses"][0]["url"] == "/notices/kzbf-2020-39?version=1#clause-13"


@pytest.mark.parametrize("path", ["nope", "kzbf-2020-39?version=3", "kzbf-2020-39?version=x", "%00"])
def test_an_unknown_notice_or_version_gets_404(client: AppClient, path: str) -> None:
    response = client.get(f"/api/v1/notices/{path}")
    assert response.status_code == 404
    error_of(response)


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", ASK, 405), ("DELETE", "/healthz", 405), ("GET", "/api/v2", 404)]
)
def test_a_wrong_address_or_method_is_told_in_the_same_shape(
    client: AppClient, method: str, path: str, status: int
) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    error_of(response)


def test_health_and_openapi_are_served(client: AppClient) -> None:
    assert client.get("/healthz").text == "ok"
    document = client.get("/openapi.json").json()
    operation = document["paths"][ASK]["post"]
    assert {"200", "400", "413", "422", "429"} <= operation["responses"].keys()
    fields = operation["requestBody"]["content"]["application/json"]["schema"]
    assert fields["required"] == ["question", "sender"]
    assert fields["properties"]["question"]["maxLength"] == 500
    assert "HTTPValidationError" not in json.dumps(operation)


@pytest.mark.parametrize(
    "path", ["/", ASK, "/api/v1/notices", "/healthz", "/nope", "/static/chat.js", "/status"]
)
def test_every_response_has_the_security_headers_once(client: AppClient, path: str) -> None:
    response = client.get(path)
    for name, value in SECURITY_HEADERS.items():
        assert response.headers.get_list(name) == [value]
    assert "unsafe" not in response.headers["content-security-policy"]
