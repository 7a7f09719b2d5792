"""How fast the assistant is: ingest, start of the server, and one answer in-process.

python bench/speed.py            all three
python bench/speed.py answer     one of them
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from bot.assistant import build_assistant
from bot.message import Message
from bot.settings import KnowledgeSettings, Settings
from knowledge.ingest.load import ingest, shipped_sources
from knowledge.questions import load_questions

ASKED = 400
"""Questions timed, after as many to warm up."""


def percentile(seconds: Sequence[float], share: float) -> float:
    """A percentile in milliseconds."""
    ordered = sorted(seconds)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def time_ingest() -> None:
    """Ingest the shipped notices into an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        ingest(shipped_sources(), Path(folder))
        print(f"收录五份文件：{time.perf_counter() - start:.2f} 秒")


def time_answer() -> None:
    """Ask known questions, each once to warm up and once for the clock."""
    with tempfile.TemporaryDirectory() as folder:
        ingest(shipped_sources(), Path(folder))
        assistant = build_assistant(Settings(KnowledgeSettings(Path(folder))))
        questions = [texts[0] for texts in load_questions().values()]
        questions += [texts[-1] for texts in load_questions().values()]
        seconds = []
        for turn, question in enumerate((questions * 8)[: 2 * ASKED]):
            start = time.perf_counter()
            assistant.ask(Message(f"bench-{turn}", question))
            if turn >= ASKED:
                seconds.append(time.perf_counter() - start)
    print(
        f"进程内一次回答：p50 {percentile(seconds, 0.5):.2f} 毫秒，p95 {percentile(seconds, 0.95):.2f} 毫秒"
    )


def time_serve(port: int) -> None:
    """Start the server as a person does; time until it answers a question, and read its memory."""
    command = [str(Path(sys.executable).with_name("xinda")), "serve", "--port", str(port)]
    start = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while not _is_healthy(port):
            if server.poll() is not None or time.perf_counter() - start > 60:
                sys.exit("服务没有启动，请先手动运行 xinda serve 查看原因")
            time.sleep(0.02)
        ready = time.perf_counter() - start
        _ask(port)
        first = time.perf_counter() - start
        print(
            f"xinda serve：{ready:.2f} 秒就绪，{first:.2f} 秒答出第一问，"
            f"常驻内存 {_resident_mb(server.pid):.0f} MB"
        )
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def _is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def _ask(port: int) -> None:
    body = '{"question": "信用修复怎么办", "sender": "bench"}'.encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/ask", body, headers)
    with urllib.request.urlopen(request, timeout=10) as reply:
        reply.read()


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(description="测速：收录、启动、回答。")
    parser.add_argument("what", nargs="?", choices=("all", "ingest", "answer", "serve"), default="all")
    parser.add_argument("--port", type=int, default=8765, help="启动测试用的端口")
    chosen = parser.parse_args()
    if chosen.what in ("all", "ingest"):
        time_ingest()
    if chosen.what in ("all", "answer"):
        time_answer()
    if chosen.what in ("all", "serve"):
        time_serve(chosen.port)


if __name__ == "__main__":
    main()
