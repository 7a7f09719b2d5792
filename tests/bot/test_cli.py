"""Claims about bot.cli: the commands as a person or a program runs them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from knowledge.corpus import Corpus
from knowledge.desks import Desks

COMMANDS = ["ask", "chat", "eval", "ingest", "notices", "rollback", "serve"]
CHINESE = re.compile(r"[\u4e00-\u9fff]")

Run = Callable[..., Result]


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def config(folder: Path, data_dir: Path) -> Path:
    path = folder / "config.yml"
    path.write_text(f"xinda: {{knowledge: {{data_dir: '{data_dir}'}}}}\n", encoding="utf-8")
    return path


@pytest.fixture
def run(tmp_path: Path, data_dir: Path) -> Run:
    """Run a command over the published notices."""
    path = config(tmp_path, data_dir)
    return lambda *words, **more: CliRunner().invoke(main, ["--config", str(path), *words], **more)


@pytest.fixture
def fresh(tmp_path: Path) -> Run:
    """Run a command over a data directory of its own, empty at first."""
    path = config(tmp_path, tmp_path / "data")
    return lambda *words: CliRunner().invoke(main, ["--config", str(path), *words])


def test_the_commands_are_those_that_are_tested_here() -> None:
    assert sorted(main.commands) == COMMANDS


@pytest.mark.parametrize("command", [[], *[[name] for name in COMMANDS]], ids=["xinda", *COMMANDS])
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_in_chinese_for_the_command_and_each_of_its_options(command: list[str], flag: str) -> None:
    result = CliRunner().invoke(main, [*command, flag])
    assert result.exit_code == 0
    _, about, *_ = result.output.split("\n\n")
    assert CHINESE.search(about)
    # click itself explains only these two.
    options = re.split(r"\n  (?=-)", result.output.split("Options:")[1].split("\n\n")[0])[1:]
    assert options
    for option in options:
        assert CHINESE.search(option) or option.startswith(("-h, --help", "--version")), option


def test_the_version_is_told() -> None:
    assert re.search(r"\d+\.\d+", CliRunner().invoke(main, ["--version"]).output)


@pytest.mark.parametrize(
    "words", [[], ["nothing"], ["ask"], ["eval"], ["serve", "--port", "0"], ["ingest", "none.txt"]]
)
def test_wrong_usage_ends_with_status_2(words: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--config", str(config(tmp_path, tmp_path)), *words])
    assert result.exit_code == 2


def test_ask_prints_the_answer_and_nothing_else(run: Run) -> None:
    result = run("ask", "法院几个工作日出具修复证明")
    assert result.exit_code == 0
    assert result.stdout.startswith("原文写的是「3个工作日」[1]")
    assert result.stderr == ""


def test_ask_json_has_the_shape_of_the_contract(run: Run) -> None:
    result = run("ask", "昆信用办〔2022〕3号第6条是什么", "--json")
    assert result.exit_code == 0
    reply = json.loads(result.stdout)
    assert {key: type(value) for key, value in reply.items()} == {
        "reply_id": str,
        "text": str,
        "kind": str,
        "intent": dict,
        "entities": list,
        "asks_for": type(None),
        "citations": list,
        "buttons": list,
        "timing_ms": dict,
    }
    assert reply["kind"] == "answer"
    assert set(reply["intent"]) == {"name", "confidence"}
    assert [set(entity) for entity in reply["entities"]] == [{"type", "text", "value"}]
    assert all(set(button) == {"title", "payload"} for button in reply["buttons"])
    assert set(reply["timing_ms"]) == {"nlu", "retrieve", "total"}
    first = reply["citations"][0]
    assert set(first) == {
        "n", "doc_no", "clause", "title", "issued_on", "quote", "status", "status_note", "url",
    }  # fmt: skip
    assert (first["n"], first["doc_no"], first["clause"]) == (1, "昆信用办〔2022〕3号", "6")
    assert first["issued_on"] == "2022-04-29"
    assert first["url"].endswith("#clause-6")


def test_ask_declines_with_status_0(run: Run) -> None:
    result = run("ask", "行政处罚最长公示几年", "--json")
    assert result.exit_code == 0
    assert (json.loads(result.stdout)["kind"], json.loads(result.stdout)["citations"]) == ("decline", [])


def test_chat_is_one_conversation_until_an_empty_line(run: Run) -> None:
    result = run("chat", input="信用修复证明法院怎么开\n那要多久\n\n不再听\n")
    assert result.exit_code == 0
    assert result.output.count("3个工作日") >= 2
    assert Desks().decline not in result.output


def test_chat_ends_where_the_input_ends(run: Run) -> None:
    result = run("chat", input="")
    assert result.exit_code == 0
    assert "您好" in result.output


def test_notices_are_listed_with_their_status(run: Run, corpus: Corpus) -> None:
    result = run("notices")
    assert result.exit_code == 0
    for notice in corpus.notices():
        assert notice.doc_no in result.stdout


def test_notices_json_has_a_row_for_each(run: Run, corpus: Corpus) -> None:
    rows = json.loads(run("notices", "--json").stdout)
    assert [row["doc_no"] for row in rows] == [notice.doc_no for notice in corpus.notices()]
    for row, notice in zip(rows, corpus.notices(), strict=True):
        assert set(row) == {"doc_no", "title", "issued_on", "clauses", "version", "status", "badge"}
        assert (row["clauses"], row["version"]) == (len(notice.clauses), 1)


def test_the_first_command_publishes_the_shipped_notices_and_says_so_aside(fresh: Run) -> None:
    first, second = fresh("notices", "--json"), fresh("notices", "--json")
    assert "首次运行" in first.stderr
    assert len(json.loads(first.stdout)) == 5
    assert (second.stdout, second.stderr) == (first.stdout, "")


GOOD = """某办〔2024〕1号

关于做好工作的通知

一、加强领导。

二、加强宣传。

某市办公室

2024年1月2日
"""


def test_ingest_publishes_a_file_and_says_what_it_took(fresh: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    result = fresh("ingest", str(tmp_path / "a.txt"))
    assert result.exit_code == 0
    assert "某办〔2024〕1号 关于做好工作的通知：2 条" in result.stdout
    assert "已发布第 1 代" in result.stdout
    again = json.loads(fresh("ingest", str(tmp_path / "a.txt"), "--json").stdout)
    assert (again["generation"], again["changed"]) == (1, False)
    assert [notice["doc_no"] for notice in again["notices"]] == ["某办〔2024〕1号"]


def test_rollback_serves_an_earlier_generation(fresh: Run, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        (tmp_path / "a.txt").write_text(GOOD.replace("加强宣传", f"加强宣传{number}"), encoding="utf-8")
        fresh("ingest", str(tmp_path / "a.txt"))
    assert "当前为第 2 代" in fresh("rollback").stdout
    assert "当前为第 1 代" in fresh("rollback", "1").stdout
    assert Corpus.open(tmp_path / "data").generation == 1
    gone = fresh("rollback", "9")
    assert gone.exit_code == 1
    assert "没有第 9 代数据" in gone.stderr


def test_ingest_without_files_takes_the_shipped_ones(fresh: Run) -> None:
    outcome = json.loads(fresh("ingest", "--json").stdout)
    assert (outcome["generation"], len(outcome["notices"])) == (1, 5)


@pytest.mark.parametrize("name", ["bad.txt", "坏[b]文件[bold red].txt"])
def test_a_bad_file_ends_with_status_1_the_reason_and_an_untouched_corpus(
    fresh: Run, tmp_path: Path, name: str
) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    fresh("ingest", str(tmp_path / "a.txt"))
    before = Corpus.open(tmp_path / "data").digest
    bad = tmp_path / name
    bad.write_text("没有条款的文字。", encoding="utf-8")
    (tmp_path / "b.txt").write_text(GOOD.replace("1号", "2号"), encoding="utf-8")
    result = fresh("ingest", str(tmp_path / "b.txt"), str(bad))
    assert result.exit_code == 1
    assert squeeze(f"{bad.name}：没有识别出条款") in squeeze(result.stderr)
    assert "Traceback" not in result.output
    assert result.stdout == ""
    assert Corpus.open(tmp_path / "data").digest == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("xinda: {bot: {colour: red}}", "xinda.bot.colour：没有这个设置"),
        ("xinda: {knowledge: {encoder: 3}}", "应为文字，现为 3"),
        ("xinda: {bot: {port: '[/red]'}}", "应为整数，现为 '[/red]'"),
        ("x: [", "不是有效的 YAML"),
    ],
)
def test_a_wrong_config_ends_with_status_1_and_its_problems(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "config.yml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["--config", str(tmp_path / "config.yml"), "notices"])
    assert result.exit_code == 1
    assert squeeze(said) in squeeze(result.stderr)
    assert squeeze("配置有误，请改正后重试") in squeeze(result.stderr)


def test_a_config_that_is_not_there_ends_with_status_1(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--config", str(tmp_path / "none.yml"), "notices"])
    assert result.exit_code == 1
    assert "文件不存在" in result.stderr


def test_an_unknown_encoder_ends_with_status_1_and_advice(tmp_path: Path, data_dir: Path) -> None:
    path = tmp_path / "config.yml"
    path.write_text(
        f"xinda: {{knowledge: {{data_dir: '{data_dir}', encoder: /没有/这个}}}}", encoding="utf-8"
    )
    result = CliRunner().invoke(main, ["--config", str(path), "ask", "怎么修复"])
    assert result.exit_code == 1
    assert CHINESE.search(result.stderr)


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "小[b]例.jsonl"
    gold = [{"doc_no": "昆信用办〔2022〕3号", "clause": "6"}]
    rows = [
        {"id": "1", "question": "法院几个工作日出具修复证明", "gold": gold, "must": [["3个工作日"]]},
        {"id": "2", "question": "法院几个工作日出具修复证明", "gold": gold, "must": [["[/b]9个工作日"]]},
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_eval_prints_every_measure_and_each_failure(run: Run, cases: Path, tmp_path: Path) -> None:
    result = run("eval", str(cases), "--json", str(tmp_path / "out.json"))
    assert result.exit_code == 0
    assert "✗ 2 fact_recall：法院几个工作日出具修复证明" in result.stdout
    assert "应为 must=[['[/b]9个工作日']]" in result.stdout
    assert "小[b]例.jsonl（qa）" in result.stdout
    (scores,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert (scores["figures"]["hit@1"], scores["figures"]["fact_recall"]) == (1.0, 0.5)
    assert [failure["case"] for failure in scores["failures"]] == ["2"]


@pytest.mark.parametrize(("least", "status"), [(0.5, 0), (0.51, 1)])
def test_a_gate_decides_the_status(run: Run, cases: Path, tmp_path: Path, least: float, status: int) -> None:
    gate = tmp_path / "gate.json"
    gate.write_text(json.dumps({cases.name: {"fact_recall": least}}), encoding="utf-8")
    result = run("eval", str(cases), "--gate", str(gate), "--no-failures")
    assert result.exit_code == status
    assert "✗" not in result.stdout
    assert (squeeze(f"{cases.name} fact_recall：0.500，应不低于 0.510") in squeeze(result.stderr)) == bool(
        status
    )


def test_a_gate_for_a_measure_that_was_not_taken_ends_with_status_1(
    run: Run, cases: Path, tmp_path: Path
) -> None:
    gate = tmp_path / "gate.json"
    gate.write_text(json.dumps({cases.name: {"entity_f1": 1}}), encoding="utf-8")
    result = run("eval", str(cases), "--gate", str(gate))
    assert result.exit_code == 1
    assert "没有 entity_f1 这项" in result.stderr


def test_a_broken_case_file_ends_with_status_1_and_the_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text('{"id": 1}\n{', encoding="utf-8")
    result = run("eval", str(tmp_path / "cases.jsonl"))
    assert result.exit_code == 1
    assert "第 2 行不是 JSON" in result.stderr
