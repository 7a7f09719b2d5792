"""Clients of the server under test: in the same process, or over a loopback port."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn

from bot.server.app import create_app
from bot.server.service import Service


@dataclass(frozen=True)
class SmallLimits:
    """Limits of a server under test."""

    max_body_bytes: int = 65536
    rate_per_minute: int = 600


class AppClient:
    """Calls the application without a socket; an exception in it becomes its own 500."""

    def __init__(self, assistant: Service, limits: SmallLimits | None = None) -> None:
        self.app = create_app(assistant, limits or SmallLimits())

    def request(self, method: str, url: str, **options: Any) -> httpx.Response:
        return asyncio.run(self._request(method, url, options))

    def get(self, url: str, **options: Any) -> httpx.Response:
        return self.request("GET", url, **options)

    def post(self, url: str, **options: Any) -> httpx.Response:
        return self.request("POST", url, **options)

    async def _request(self, method: str, url: str, options: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://xinda.test") as client:
            return await client.request(method, url, **options)


@contextmanager
def live_server(assistant: Service, limits: SmallLimits | None = None) -> Iterator[str]:
    """Serve on a free loopback port; gives the address."""
    config = uvicorn.Config(
        create_app(assistant, limits or SmallLimits()), port=0, log_level="error", ws="none", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
