"""Every error of the HTTP edge as a status and one JSON shape, in Chinese."""

from __future__ import annotations

import math

from starlette.responses import JSONResponse
from typing_extensions import TypedDict

from knowledge.errors import RequestError, UnknownNoticeError, XindaError

__all__ = [
    "STATUSES",
    "BodyTooLargeError",
    "ErrorBody",
    "ErrorFacts",
    "MalformedBodyError",
    "TooManyRequestsError",
    "error_response",
    "http_error_response",
    "internal_error_response",
]


class MalformedBodyError(XindaError):
    """The request body is not JSON."""

    def __init__(self) -> None:
        super().__init__("请求正文不是合法的 JSON（须为 UTF-8 编码），请检查后重试")
        self.field = "body"


class BodyTooLargeError(XindaError):
    """The request body is larger than the server takes.

    Args:
        max_bytes: The most it takes.
    """

    def __init__(self, max_bytes: int) -> None:
        super().__init__(f"请求正文超过上限（{max_bytes // 1024} KiB），请缩短后重试")
        self.field = "body"
        self.max_bytes = max_bytes


class TooManyRequestsError(XindaError):
    """One sender asks too often.

    Args:
        retry_after_s: Seconds until the next message may pass.
    """

    def __init__(self, retry_after_s: float) -> None:
        self.retry_after_s = max(1, math.ceil(retry_after_s))
        super().__init__(f"提问过于频繁，请 {self.retry_after_s} 秒后再试")
        self.field = "sender"


class ErrorFacts(TypedDict):
    """What went wrong: a code for programs, the field at fault, a sentence for people."""

    code: str
    field: str | None
    message: str


class ErrorBody(TypedDict):
    """Body of every response that is an error."""

    error: ErrorFacts


STATUSES: dict[type[XindaError], tuple[int, str]] = {
    MalformedBodyError: (400, "malformed_body"),
    UnknownNoticeError: (404, "unknown_notice"),
    BodyTooLargeError: (413, "body_too_large"),
    RequestError: (422, "invalid_request"),
    TooManyRequestsError: (429, "too_many_requests"),
    XindaError: (503, "unavailable"),
}
"""HTTP status and code of each error; a class not named here has those of its nearest parent."""

_HTTP_ERRORS = {
    404: ("not_found", "没有这个地址，请检查链接"),
    405: ("method_not_allowed", "这个地址不支持该请求方法"),
}
_RASA_PATHS = ("/webhooks/", "/model/", "/conversations/")
_RASA_REASONS = {
    400: "BadRequest",
    404: "NotFound",
    413: "TooLarge",
    422: "BadRequest",
    429: "TooManyRequests",
}


def error_response(error: XindaError, path: str) -> JSONResponse:
    """Translate an error of the tree in ``knowledge/errors.py``.

    Args:
        error: What was raised.
        path: Path of the request: Rasa's endpoints also carry the keys of Rasa's own errors.

    Returns:
        The response, with ``Retry-After`` where waiting helps.
    """
    status, code = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    # Errors about settings and data hold paths of files: they belong in the log, not in a reply.
    message = "服务暂时不可用，请稍后再试，或拨打 12345" if status >= 500 else str(error)
    facts = ErrorFacts(code=code, field=getattr(error, "field", None), message=message)
    headers = {}
    if isinstance(error, TooManyRequestsError):
        headers["retry-after"] = str(error.retry_after_s)
    return _response(status, facts, path, headers)


def http_error_response(status: int, path: str, headers: dict[str, str]) -> JSONResponse:
    """Translate an error of the framework, such as a path that does not exist."""
    code, message = _HTTP_ERRORS.get(status, ("http_error", f"请求未能处理（HTTP {status}）"))
    return _response(status, ErrorFacts(code=code, field=None, message=message), path, headers)


def internal_error_response(path: str, headers: dict[str, str]) -> JSONResponse:
    """Say that there is a bug, and nothing about it: the details are in the log."""
    message = "服务内部出错，请稍后再试，或拨打 12345"
    return _response(500, ErrorFacts(code="internal_error", field=None, message=message), path, headers)


def _response(status: int, facts: ErrorFacts, path: str, headers: dict[str, str]) -> JSONResponse:
    body: dict[str, object] = {"error": facts}
    if path.startswith(_RASA_PATHS):
        body |= {
            "status": "failure",
            "code": status,
            "reason": _RASA_REASONS.get(status, "ServerError"),
            "message": facts["message"],
            "details": {"parameter": facts["field"], "in": "body"} if facts["field"] else {},
        }
    return JSONResponse(body, status, {"cache-control": "no-store"} | headers)
