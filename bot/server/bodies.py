"""Request bodies: their fields, and what a wrong one is told."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from starlette.requests import Request

from bot.server.errors import MalformedBodyError
from knowledge.errors import RequestError, XindaError

__all__ = ["MAX_QUESTION", "AskBody", "ParseBody", "WebhookBody", "json_body", "read_body"]

MAX_QUESTION = 500
"""Longest message, in characters (Unicode code points)."""


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "blank")
    return text


_Text = Annotated[str, Field(min_length=1, max_length=MAX_QUESTION), AfterValidator(_not_blank)]
_Sender = Annotated[
    str,
    Field(min_length=1, max_length=200, description="对话的名称；同一名称接着同一段对话"),
    AfterValidator(_not_blank),
]


class AskBody(BaseModel):
    """Body of ``POST /api/v1/ask``."""

    question: Annotated[_Text, Field(description="问题，1 到 500 个字")]
    sender: _Sender
    channel: Annotated[str, Field(min_length=1, max_length=40, description="从哪里来")] = "api"


class WebhookBody(BaseModel):
    """Body of ``POST /webhooks/rest/webhook``."""

    sender: _Sender
    message: _Text
    input_channel: Annotated[str, Field(min_length=1, max_length=40)] | None = None


class ParseBody(BaseModel):
    """Body of ``POST /model/parse``."""

    text: _Text
    message_id: str | None = None


Body = TypeVar("Body", bound=BaseModel)


async def read_body(request: Request, model: type[Body]) -> Body:
    """Read a body, whatever content type it declares, as Rasa does.

    Args:
        request: The request.
        model: The fields expected.

    Returns:
        The fields.

    Raises:
        MalformedBodyError: The body is not UTF-8 JSON.
        RequestError: A field is missing or wrong; the first of them is named.
    """
    try:
        return model.model_validate_json(await request.body())
    except ValidationError as wrong:
        raise _in_chinese(wrong.errors(include_url=False)[0]) from wrong


def json_body(model: type[BaseModel]) -> dict[str, Any]:
    """Describe a body for the OpenAPI document."""
    content = {"application/json": {"schema": model.model_json_schema()}}
    return {"requestBody": {"required": True, "content": content}}


def _in_chinese(wrong: ErrorDetails) -> XindaError:
    kind, limits = wrong["type"], wrong.get("ctx", {})
    if kind == "json_invalid":
        return MalformedBodyError()
    if kind == "model_type":
        return RequestError("body", '须是 JSON 对象，如 {"question": "…", "sender": "…"}')
    field = str(wrong["loc"][0])
    if kind == "missing":
        return RequestError(field, "缺少这个字段，请补上")
    if kind == "string_too_long":
        return RequestError(field, f"最多 {limits['max_length']} 个字，请缩短")
    if kind in ("blank", "string_too_short"):
        return RequestError(field, "不能为空")
    if kind == "string_type":
        return RequestError(field, "须是文字（字符串）")
    return RequestError(field, "格式不对，请检查")
