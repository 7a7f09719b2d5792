"""The ASGI application: routes, limits, headers and error handlers put together."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from bot.server.api import Desk, api_router
from bot.server.errors import error_response, http_error_response, internal_error_response
from bot.server.middleware import SECURITY_HEADERS, BodyLimit, SecurityHeaders
from bot.server.pages import Pages
from bot.server.rasa_api import rasa_router
from bot.server.service import Limits, Service
from knowledge.errors import UnknownNoticeError, XindaError

__all__ = ["create_app"]

_MACHINE_PATHS = (
    "/api/",
    "/conversations/",
    "/healthz",
    "/model/",
    "/openapi.json",
    "/status",
    "/version",
    "/webhooks/",
)


def create_app(assistant: Service, settings: Limits) -> FastAPI:
    """Put the server together.

    Args:
        assistant: Answers.
        settings: The server's limits.

    Returns:
        An ASGI application; nothing is loaded until it is asked for.
    """
    app = FastAPI(
        title="信答 Xinda",
        summary="引用到条款、标明时效的信用政策问答助手",
        version="1",
        docs_url=None,
        redoc_url=None,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(BodyLimit, max_bytes=settings.max_body_bytes),
        ],
    )
    desk = Desk(assistant, settings.rate_per_minute)
    pages = Pages(assistant, app.openapi)
    app.include_router(api_router(assistant, desk))
    app.include_router(rasa_router(assistant, desk))
    app.router.routes.extend(pages.routes())

    @app.exception_handler(XindaError)
    async def known_error(request: Request, error: XindaError) -> Response:
        if _is_page(request) and isinstance(error, UnknownNoticeError):
            return pages.error(404, f"没有收录“{error.doc_no}”这份文件")
        return error_response(error, request.url.path)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        if _is_page(request) and error.status_code == 404:
            return pages.error(404, "没有这个页面")
        return http_error_response(error.status_code, request.url.path, dict(error.headers or {}))

    @app.exception_handler(Exception)
    async def bug(request: Request, error: Exception) -> Response:
        # This response does not pass through the middleware, so it brings the headers itself.
        if _is_page(request):
            page = pages.error(500, "页面出错了，请稍后再试")
            page.headers.update(SECURITY_HEADERS)
            return page
        return internal_error_response(request.url.path, SECURITY_HEADERS)

    return app


def _is_page(request: Request) -> bool:
    return request.method in ("GET", "HEAD") and not request.url.path.startswith(_MACHINE_PATHS)
