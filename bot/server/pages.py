"""The web pages: chat, notices, about, privacy, API."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.server.api import find_version
from bot.server.bodies import MAX_QUESTION
from bot.server.notice_view import ClauseBlock, Heading, blocks
from bot.server.rasa_api import RASA_VERSION
from bot.server.service import Service
from bot.server.shapes import notice_summary, notice_url
from knowledge.validity import STATUS_WORDS, today_in_china

__all__ = ["STARTERS", "Pages"]

STARTERS = (
    "信用修复怎么办理？",
    "信用报告在哪里查？",
    "第一次被罚又改好了，能不公示吗？",
    "退出失信被执行人名单后，法院几天出证明？",
    "疫情期间贷款逾期，能申请豁免吗？",
    "信用修复培训怎么参加？",
)
"""Questions offered to a person who has asked none yet."""

_WEB = Path(__file__).parent.parent / "web"


class Pages:
    """Renders the pages of one assistant; templates are read and compiled when first shown.

    Args:
        service: Holds the notices.
        openapi: Makes the OpenAPI document, for the page that explains the API.
    """

    def __init__(self, service: Service, openapi: Callable[[], dict[str, Any]]) -> None:
        self._service = service
        self._openapi = openapi

    def routes(self) -> list[BaseRoute]:
        """Make the routes of all pages and of their static files."""
        return [
            Route("/", self._chat),
            Route("/notices", self._notices),
            Route("/notices/{slug}", self._notice),
            Route("/about", self._plain("about.html")),
            Route("/privacy", self._plain("privacy.html")),
            Route("/docs", self._docs),
            Route("/favicon.ico", self._icon),
            Mount("/static", _Static(directory=_WEB / "static")),
        ]

    def error(self, status: int, message: str) -> Response:
        """Render the page of an error.

        Args:
            status: HTTP status.
            message: What is wrong, in Chinese.

        Returns:
            The page.
        """
        return self._render("error.html", status, number=status, message=message)

    async def _chat(self, request: Request) -> Response:
        accepted = request.headers.get("accept", "")
        if "text/plain" in accepted and "text/html" not in accepted:
            return PlainTextResponse(f"Hello from Rasa: {RASA_VERSION} (信答 Xinda)")
        return self._render(
            "chat.html",
            notices=self._summaries(),
            starters=STARTERS,
            status_words=STATUS_WORDS,
            max_question=MAX_QUESTION,
        )

    async def _notices(self, request: Request) -> Response:
        return self._render("notices.html", notices=self._summaries())

    async def _notice(self, request: Request) -> Response:
        slug = request.path_params["slug"]
        shown = find_version(self._service, slug, request.query_params.get("version"))
        notice = shown.notice
        if slug != notice.slug:
            return RedirectResponse(notice_url(notice, shown.current))
        return self._render(
            "notice.html",
            notice=notice,
            validity=self._service.validity.on(notice.doc_no, today_in_china()),
            blocks=list(blocks(notice)),
            versions=shown.versions,
            current=shown.current,
        )

    def _plain(self, template: str) -> Callable[[Request], Any]:
        async def page(request: Request) -> Response:
            return self._render(template)

        return page

    async def _docs(self, request: Request) -> Response:
        return self._render("docs.html", paths=self._openapi()["paths"])

    async def _icon(self, request: Request) -> Response:
        return FileResponse(_WEB / "static" / "seal.svg", headers={"cache-control": "max-age=86400"})

    def _summaries(self) -> list[Any]:
        today = today_in_china()
        register = self._service.validity
        return [notice_summary(n, register.on(n.doc_no, today)) for n in self._service.corpus.notices()]

    def _render(self, template: str, status: int = 200, **values: object) -> Response:
        html = self._templates.get_template(template).render(values)
        return HTMLResponse(html, status, headers={"cache-control": "no-cache"})

    @cached_property
    def _templates(self) -> Environment:
        templates = Environment(
            loader=FileSystemLoader(_WEB / "templates"),
            autoescape=True,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        templates.tests["heading"] = lambda block: isinstance(block, Heading)
        templates.tests["clause"] = lambda block: isinstance(block, ClauseBlock)
        return templates


class _Static(StaticFiles):
    """Static files; a browser asks about scripts and styles before each use, images it just keeps."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "max-age=86400" if path.endswith(".svg") else "no-cache"
        return response
