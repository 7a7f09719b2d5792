"""Measures ``POST /api/v1/ask`` on a real server with the sample assistant.

Run: python -m tests.bot.server.measure_latency [--work-ms 1] [--connections 16]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import socket
import statistics
import time
from types import SimpleNamespace

import uvicorn

from bot.message import Message, Reply
from bot.server.app import create_app
from tests.bot.server.sample import SampleAssistant


class BusyAssistant(SampleAssistant):
    """The sample assistant, after some milliseconds of computing."""

    def __init__(self, work_ms: float) -> None:
        super().__init__()
        self.work_s = work_ms / 1000

    def ask(self, message: Message) -> Reply:
        until = time.perf_counter() + self.work_s
        while time.perf_counter() < until:
            pass
        self.turns.clear()
        return super().ask(message)


def serve(port: int, work_ms: float) -> None:
    limits = SimpleNamespace(max_body_bytes=65536, rate_per_minute=10**9)
    uvicorn.run(create_app(BusyAssistant(work_ms), limits), port=port, log_level="error", access_log=False)


async def client(port: int, number: int, requests: int) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = json.dumps({"question": "信用修复怎么办理", "sender": f"s{number}"}).encode()
    head = f"POST /api/v1/ask HTTP/1.1\r\nhost: t\r\ncontent-length: {len(body)}\r\n\r\n".encode()
    took = []
    for _ in range(requests):
        start = time.perf_counter()
        writer.write(head + body)
        headers = await reader.readuntil(b"\r\n\r\n")
        assert headers.startswith(b"HTTP/1.1 200"), headers
        length = int(headers.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        took.append((time.perf_counter() - start) * 1000)
    writer.close()
    return took


async def measure(port: int, connections: int, requests: int) -> None:
    while True:
        try:
            await client(port, 0, 50)
            break
        except ConnectionRefusedError:
            await asyncio.sleep(0.1)
    for count in (1, connections):
        start = time.perf_counter()
        each = await asyncio.gather(*(client(port, n, requests // count) for n in range(count)))
        took = sorted(ms for one in each for ms in one)
        rate = len(took) / (time.perf_counter() - start)
        p50, p95 = statistics.median(took), took[int(len(took) * 0.95)]
        print(f"{count:3} connections: p50 {p50:.2f} ms, p95 {p95:.2f} ms, {rate:.0f} req/s")


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--work-ms", type=float, default=0)
    options.add_argument("--connections", type=int, default=16)
    options.add_argument("--requests", type=int, default=5000)
    given = options.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        chosen = free.getsockname()[1]
    server = multiprocessing.Process(target=serve, args=(chosen, given.work_ms), daemon=True)
    server.start()
    asyncio.run(measure(chosen, given.connections, given.requests))
    server.terminate()
