"""The API of the contract: questions, notices, health."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.message import Message
from bot.server.bodies import AskBody, json_body, read_body
from bot.server.errors import ErrorBody, TooManyRequestsError
from bot.server.limits import SenderBuckets
from bot.server.service import Service
from bot.server.shapes import AskReply, NoticeFull, NoticeSummary, ask_reply, notice_full, notice_summary
from knowledge.errors import UnknownNoticeError
from knowledge.model import Notice
from knowledge.validity import today_in_china

__all__ = ["Desk", "Shown", "api_router", "find_version", "json_response"]

_WRONG_REQUEST: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorBody, "description": "正文不是 JSON"},
    413: {"model": ErrorBody, "description": "正文超过上限"},
    422: {"model": ErrorBody, "description": "字段缺少或有误，error.field 指明哪一个"},
    429: {"model": ErrorBody, "description": "同一 sender 过于频繁，Retry-After 给出秒数"},
    503: {"model": ErrorBody, "description": "暂时无法回答"},
}


class Desk:
    """Where messages are answered, for every endpoint alike: within the rate, one at a time.

    The assistant is called on the event loop: it takes about a millisecond, which is less than a
    worker thread costs, and so messages are answered in the order in which they arrive.

    Args:
        service: Answers.
        rate_per_minute: Messages one sender may send in a minute.
    """

    def __init__(self, service: Service, rate_per_minute: int) -> None:
        self._service = service
        self._buckets = SenderBuckets(rate_per_minute)

    def ask(self, sender: str, text: str, channel: str) -> AskReply:
        """Answer one message.

        Args:
            sender: Names the conversation.
            text: What was said.
            channel: Where it was said.

        Returns:
            The reply in the shape of the contract.

        Raises:
            TooManyRequestsError: The sender has no token left.
        """
        wait_s = self._buckets.take(sender)
        if wait_s:
            raise TooManyRequestsError(wait_s)
        return ask_reply(self._service.ask(Message(sender, text, channel)))


def api_router(service: Service, desk: Desk) -> APIRouter:
    """Make the routes of the API.

    Args:
        service: Holds the notices.
        desk: Answers the questions.

    Returns:
        The routes.
    """
    router = APIRouter()

    @router.post(
        "/api/v1/ask",
        summary="问一句",
        description="一轮对话；同一 sender 接着同一段对话。",
        response_model=AskReply,
        responses=_WRONG_REQUEST,
        openapi_extra=json_body(AskBody),
    )
    async def ask(request: Request) -> Response:
        body = await read_body(request, AskBody)
        return json_response(desk.ask(body.sender, body.question, body.channel))

    @router.get("/api/v1/notices", summary="已收录的文件", response_model=list[NoticeSummary])
    async def notices() -> Response:
        today = today_in_china()
        return json_response(
            [notice_summary(n, service.validity.on(n.doc_no, today)) for n in service.corpus.notices()]
        )

    @router.get(
        "/api/v1/notices/{slug}",
        summary="一份文件的全部条款",
        description="version 给出旧版本的序号，默认为最新版。",
        response_model=NoticeFull,
        responses={404: {"model": ErrorBody, "description": "没有收录这份文件，或没有这个版本"}},
    )
    async def notice(slug: str, version: str | None = None) -> Response:
        shown = find_version(service, slug, version)
        validity = service.validity.on(shown.notice.doc_no, today_in_china())
        return json_response(notice_full(shown.notice, validity, shown.versions, shown.current))

    @router.get("/healthz", summary="是否在运行", response_class=PlainTextResponse)
    async def healthz() -> Response:
        return PlainTextResponse("ok", headers={"cache-control": "no-store"})

    return router


@dataclass(frozen=True, slots=True)
class Shown:
    """A version of a notice, among the others.

    Attributes:
        notice: The version shown.
        current: Whether it is the one that answers are taken from.
        versions: Numbers of all versions, oldest first.
    """

    notice: Notice
    current: bool
    versions: list[int]


def find_version(service: Service, slug: str, version: str | None) -> Shown:
    """Find one version of a notice.

    Args:
        service: Holds the notices.
        slug: Slug or document number.
        version: Number of the version; None for the current one.

    Returns:
        The version, and which others there are.

    Raises:
        UnknownNoticeError: There is no such notice, or no such version of it.
    """
    current = service.corpus.notice(slug)
    versions = [entry.version for entry in service.corpus.versions(current.doc_no)]
    if version is None:
        return Shown(current, True, versions)
    # Compared as text: int() would also take other scripts' digits, blanks and signs.
    if version not in map(str, versions):
        raise UnknownNoticeError(f"{current.doc_no} 第 {version[:10]} 版")
    chosen = service.corpus.notice(slug, version=int(version))
    return Shown(chosen, chosen.version == current.version, versions)


def json_response(content: object) -> Response:
    """Answer in UTF-8 JSON that no cache keeps."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, media_type="application/json", headers={"cache-control": "no-store"})
