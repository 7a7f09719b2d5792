"""Runs the server until it is told to stop."""

from __future__ import annotations

import uvicorn

from bot.server.app import create_app
from bot.server.service import Limits, Service

__all__ = ["run"]


def run(assistant: Service, settings: Limits, host: str, port: int) -> None:
    """Serve on one address; returns after SIGINT or SIGTERM, when open requests are answered.

    Args:
        assistant: Answers.
        settings: The server's limits.
        host: Address to listen on.
        port: Port to listen on.
    """
    print(f"信答已启动，请在浏览器打开 http://{host}:{port} （按 Ctrl-C 停止）", flush=True)
    uvicorn.run(
        create_app(assistant, settings),
        host=host,
        port=port,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=10,
    )
