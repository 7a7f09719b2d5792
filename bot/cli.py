"""The command xinda: each command parses, calls a function, and prints."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot import evaluate as evaluation
from bot.assistant import Assistant, build_assistant
from bot.message import Message
from bot.server.shapes import ask_reply
from bot.settings import Settings, load_settings
from knowledge.corpus import Corpus, rollback
from knowledge.errors import XindaError
from knowledge.validity import ValidityRegister, today_in_china

__all__ = ["main"]

_out = Console(highlight=False)
_err = Console(stderr=True, highlight=False)
_FILE = click.Path(path_type=Path, dir_okay=False)
_EXISTING_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


class _Group(click.Group):
    """Prints the errors that a person may meet, and nothing of the traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a XindaError ends it with status 1."""
        try:
            return super().invoke(ctx)
        except XindaError as error:
            click.secho("错误　", fg="red", bold=True, nl=False, err=True)
            click.echo(str(error), err=True)
            sys.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    type=_FILE,
    help="配置文件，默认为当前目录的 config.yml。",
)
@click.version_option(package_name="xinda")
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """信答：引用到条款、标明时效的信用政策问答助手。"""
    ctx.obj = load_settings(config)


def _published(settings: Settings) -> Corpus:
    """The published notices; on a machine's first run the shipped ones are published first."""
    if not Corpus.exists(settings.knowledge.data_dir):
        from knowledge.ingest.load import ingest, shipped_sources  # its readers take time to import

        _err.print("首次运行，正在整理随附的文件……")
        ingest(shipped_sources(), settings.knowledge.data_dir)
    return Corpus.open(settings.knowledge.data_dir)


def _ready(settings: Settings) -> Assistant:
    return build_assistant(settings, _published(settings))


@contextmanager
def _bar(label: str, total: int) -> Iterator[Callable[[], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err, transient=True) as progress:
        task = progress.add_task(label, total=total)
        yield lambda: progress.advance(task)


@main.command()
@click.option("--host", help="监听地址，默认取配置。")
@click.option("--port", type=click.IntRange(1, 65535), help="监听端口，默认取配置。")
@click.pass_obj
def serve(settings: Settings, host: str | None, port: int | None) -> None:
    """启动网页和接口服务。"""
    from bot.server.run import run  # the other commands need no web server

    # Nearly all that is made while starting stays; collecting it again and again costs half a second.
    gc.disable()
    assistant = _ready(settings)
    assistant.warm()
    gc.freeze()
    gc.enable()
    run(assistant, settings.server, host or settings.server.host, port or settings.server.port)


@main.command()
@click.pass_obj
def chat(settings: Settings) -> None:
    """在终端里对话；空行或 Ctrl-D 结束。"""
    assistant, sender = _ready(settings), f"cli-{uuid4().hex}"
    _out.print("您好，请直接输入问题（空行结束）。")
    while text := _prompt():
        reply = assistant.ask(Message(sender, text, "cli"))
        click.echo(f"\n{reply.text}\n")


def _prompt() -> str:
    try:
        return input("您：").strip()
    except (EOFError, KeyboardInterrupt):
        return ""


@main.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="按接口格式输出 JSON。")
@click.pass_obj
def ask(settings: Settings, question: str, as_json: bool) -> None:
    """问一个问题。"""
    reply = _ready(settings).ask(Message(f"cli-{uuid4().hex}", question, "cli"))
    if as_json:
        click.echo(json.dumps(ask_reply(reply), ensure_ascii=False, indent=2))
    else:
        click.echo(reply.text)


@main.command("ingest")
@click.argument("files", nargs=-1, type=_EXISTING_FILE)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.pass_obj
def ingest_command(settings: Settings, files: tuple[Path, ...], as_json: bool) -> None:
    """收录文件（txt、md、html、docx、带文字层的 pdf）；不给文件则收录随附的五份。

    全部成功才发布；有一份不能收录，就保持原样并逐一说明原因。
    """
    from knowledge.ingest.load import ingest, shipped_sources  # its readers take time to import

    sources = list(files) or shipped_sources()
    with _bar("收录", len(sources)) as step:
        outcome = ingest(sources, settings.knowledge.data_dir, progress=step)
    if as_json:
        click.echo(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
        return
    for line in outcome.lines():
        click.echo(line)


@main.command("rollback")
@click.argument("generation", required=False, type=click.IntRange(1))
@click.pass_obj
def rollback_command(settings: Settings, generation: int | None) -> None:
    """退回到以前发布的一代文件；不给编号则退回上一代。"""
    click.echo(f"已退回，当前为第 {rollback(settings.knowledge.data_dir, generation)} 代。")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.pass_obj
def notices(settings: Settings, as_json: bool) -> None:
    """列出已收录的文件、条款数和时效。"""
    corpus, register = _published(settings), ValidityRegister(settings.knowledge.curated_dir)
    today = today_in_china()
    rows = [
        {
            "doc_no": n.doc_no,
            "title": n.title,
            "issued_on": n.issued_on.isoformat() if n.issued_on else None,
            "clauses": len(n.clauses),
            "version": n.version,
            "status": register.on(n.doc_no, today).status,
            "badge": register.on(n.doc_no, today).badge,
        }
        for n in corpus.notices()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("文号", "标题", "日期", "条款", "版本", "时效")
    table.columns[0].no_wrap = table.columns[2].no_wrap = True
    table.columns[1].overflow = "fold"
    for row in rows:
        shown = ("doc_no", "title", "issued_on", "clauses", "version", "badge")
        table.add_row(*(escape(str(row[key] or "")) for key in shown))
    _out.print(table)


@main.command("eval")
@click.argument("files", nargs=-1, required=True, type=_EXISTING_FILE)
@click.option("--json", "json_out", type=_FILE, help="把数字和每个失败的用例写进这个文件。")
@click.option("--gate", type=_EXISTING_FILE, help="及格线文件；低于它就以状态 1 结束。")
@click.option("--failures/--no-failures", default=True, help="是否逐条列出失败的用例。")
@click.pass_obj
def eval_command(
    settings: Settings, files: tuple[Path, ...], json_out: Path | None, gate: Path | None, failures: bool
) -> None:
    """用用例文件评测，与接口走同一条路。"""
    cases = [evaluation.read_cases(path) for path in files]
    assistant = _ready(settings)
    all_scores = []
    with _bar("评测", sum(len(f.cases) for f in cases)) as step:
        for file in cases:
            all_scores.append(evaluation.evaluate(assistant, file, step))
    for scores in all_scores:
        _print_scores(scores, failures)
    if json_out:
        json_out.write_text(
            json.dumps([asdict(s) for s in all_scores], ensure_ascii=False, indent=2), encoding="utf-8"
        )
    if gate:
        below = evaluation.below_gate(all_scores, gate)
        for line in below:
            _err.print(f"[bold red]低于及格线[/]　{escape(line)}")
        sys.exit(1 if below else 0)


def _print_scores(scores: evaluation.Scores, failures: bool) -> None:
    measures = list(scores.figures)
    table = Table("", *measures, title=escape(f"{scores.file}（{scores.kind}）"))
    for name, figures in [("全部", scores.figures), *sorted(scores.groups.items())]:
        table.add_row(escape(name), *(f"{figures[m]:.3f}" if m in figures else "" for m in measures))
    _out.print(table)
    for failure in scores.failures if failures else ():
        click.echo(f"✗ {failure.case} {failure.measure}：{failure.said}")
        click.echo(f"    应为 {failure.expected}\n    实为 {failure.got}")
