"""Rasa's HTTP surface, in the shapes of Rasa 3.6."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from bot.message import Message, Reply
from bot.server.api import Desk, json_response
from bot.server.bodies import ParseBody, WebhookBody, json_body, read_body
from bot.server.errors import ErrorBody
from bot.server.service import Service
from bot.server.shapes import AskReply, ask_reply
from intents.model import Entity
from knowledge.errors import RequestError

__all__ = ["RASA_VERSION", "rasa_router", "tracker_state"]

RASA_VERSION = "3.6.21"
"""The Rasa whose shapes these are; clients compare it with what they support."""

_MINIMUM_COMPATIBLE_VERSION = "3.5.0"
_MAX_RANKING = 10
_VERBOSITIES = ("NONE", "APPLIED", "AFTER_RESTART", "ALL")
_TOKEN = re.compile(r"[A-Za-z0-9]+|[^\sA-Za-z0-9]")
_WRONG_REQUEST: dict[int | str, dict[str, Any]] = {422: {"model": ErrorBody, "description": "字段缺少或有误"}}


def rasa_router(service: Service, desk: Desk) -> APIRouter:
    """Make the routes that Rasa's clients call.

    Args:
        service: Parses texts and remembers conversations.
        desk: Answers messages.

    Returns:
        The routes.
    """
    router = APIRouter(tags=["Rasa 3.6"])

    @router.get("/webhooks/rest/", summary="REST 通道是否在运行")
    async def rest_health() -> Response:
        return json_response({"status": "ok"})

    @router.post(
        "/webhooks/rest/webhook",
        summary="Rasa REST 通道",
        description="返回消息列表，最后一项的 custom 是结构化的回答。stream=true 时逐行返回。",
        responses=_WRONG_REQUEST,
        openapi_extra=json_body(WebhookBody),
    )
    async def webhook(request: Request, stream: str = "") -> Response:
        body = await read_body(request, WebhookBody)
        reply = desk.ask(body.sender, body.message, body.input_channel or "rest")
        messages = _messages(body.sender, reply)
        if stream.lower() in ("true", "1"):
            lines = "".join(json.dumps(message, ensure_ascii=False) + "\n" for message in messages)
            return Response(lines, media_type="text/event-stream")
        return json_response(messages)

    @router.post(
        "/model/parse",
        summary="只理解一句话，不回答",
        responses=_WRONG_REQUEST,
        openapi_extra=json_body(ParseBody),
    )
    async def model_parse(request: Request) -> Response:
        body = await read_body(request, ParseBody)
        parse = service.parse(body.text)
        ranking = [{"name": i.name, "confidence": i.confidence} for i in parse.ranking[:_MAX_RANKING]]
        return json_response(
            {
                "text": body.text,
                "message_id": body.message_id,
                "intent": {"name": parse.intent.name, "confidence": parse.intent.confidence},
                "entities": [_entity(entity) for entity in parse.entities],
                "text_tokens": _token_spans(body.text),
                "intent_ranking": ranking,
            }
        )

    @router.get("/conversations/{sender:path}/tracker", summary="一段对话的经过", responses=_WRONG_REQUEST)
    async def tracker(sender: str, include_events: str = "AFTER_RESTART", until: str = "") -> Response:
        verbosity = include_events.upper()
        if verbosity not in _VERBOSITIES:
            raise RequestError("include_events", f"须是 {'、'.join(_VERBOSITIES)} 之一")
        history = service.history(sender)
        if until:
            history = [turn for turn in history if turn[2] <= _epoch_seconds(until)]
        state = tracker_state(sender, history, now=time.time())
        if verbosity == "NONE":
            state["events"] = None
        return json_response(state)

    @router.get("/version", summary="所遵循的 Rasa 版本")
    async def version() -> Response:
        return json_response(
            {"version": RASA_VERSION, "minimum_compatible_version": _MINIMUM_COMPATIBLE_VERSION}
        )

    @router.get("/status", summary="模型状态")
    async def status() -> Response:
        return json_response({"model_file": "xinda", "model_id": "xinda", "num_active_training_jobs": 0})

    return router


def tracker_state(sender: str, history: Sequence[tuple[Message, Reply, float]], now: float) -> dict[str, Any]:
    """Tell a conversation as Rasa's tracker does.

    Args:
        sender: Names the conversation.
        history: Its turns, oldest first, each with its time in epoch seconds.
        now: Start of the session of a sender who has said nothing yet, in epoch seconds.

    Returns:
        The state, with all events.
    """
    events = _session_start(history[0][2] if history else now)
    for message, reply, at in history:
        events += _turn_events(message, reply, at)
    last = history[-1] if history else None
    asks_for = last[1].asks_for if last else None
    return {
        "sender_id": sender,
        "slots": {"requested_slot": asks_for},
        "latest_message": _parse_data(last[0], last[1]) if last else _no_message(),
        "latest_event_time": events[-1]["timestamp"],
        "followup_action": None,
        "paused": False,
        "events": events,
        "latest_input_channel": last[0].channel if last else None,
        "active_loop": _active_loop(last[0], last[1]) if last and asks_for else {},
        "latest_action": {"action_name": "action_listen"},
        "latest_action_name": "action_listen",
    }


def _messages(sender: str, reply: AskReply) -> list[dict[str, Any]]:
    said: dict[str, Any] = {"recipient_id": sender, "text": reply["text"]}
    if reply["buttons"]:
        said["buttons"] = reply["buttons"]
    return [said, {"recipient_id": sender, "custom": reply}]


def _session_start(at: float) -> list[dict[str, Any]]:
    return [
        _action("action_session_start", at),
        {"event": "session_started", "timestamp": at},
        _action("action_listen", at),
    ]


def _turn_events(message: Message, reply: Reply, at: float) -> list[dict[str, Any]]:
    parse_data = _parse_data(message, reply)
    shape = ask_reply(reply)
    data = dict.fromkeys(("elements", "quick_replies", "attachment", "image"))
    return [
        {
            "event": "user",
            "timestamp": at,
            "metadata": {},
            "text": message.text,
            "parse_data": parse_data,
            "input_channel": message.channel,
            "message_id": reply.reply_id,
        },
        _action("action_answer", at),
        {
            "event": "bot",
            "timestamp": at,
            "metadata": {},
            "text": reply.text,
            "data": data | {"buttons": shape["buttons"] or None, "custom": None},
        },
        {
            "event": "bot",
            "timestamp": at,
            "metadata": {},
            "text": None,
            "data": data | {"buttons": None, "custom": shape},
        },
        _action("action_listen", at),
    ]


def _action(name: str, at: float) -> dict[str, Any]:
    return {
        "event": "action",
        "timestamp": at,
        "name": name,
        "policy": None,
        "confidence": 1.0,
        "action_text": None,
        "hide_rule_turn": False,
    }


def _parse_data(message: Message, reply: Reply) -> dict[str, Any]:
    intent = {"name": reply.intent.name, "confidence": reply.intent.confidence}
    return {
        "text": message.text,
        "message_id": reply.reply_id,
        "metadata": {},
        "intent": intent,
        "entities": [_entity(entity) for entity in reply.entities],
        "text_tokens": _token_spans(message.text),
        "intent_ranking": [intent],
    }


def _no_message() -> dict[str, Any]:
    return {"text": None, "message_id": None, "metadata": {}, "intent": {}, "entities": []}


def _active_loop(message: Message, reply: Reply) -> dict[str, Any]:
    return {
        "name": reply.intent.name,
        "is_interrupted": False,
        "rejected": False,
        "trigger_message": _parse_data(message, reply),
    }


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "entity": entity.type,
        "start": entity.start,
        "end": entity.end,
        "value": entity.value,
        "text": entity.text,
        "extractor": "xinda",
    }


def _token_spans(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _TOKEN.finditer(text)]


def _epoch_seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError as wrong:
        raise RequestError("until", "须是秒数（Unix 时间）") from wrong
