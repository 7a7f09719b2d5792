"""Claims about intents.interpreter."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents import DefaultInterpreter, Interpreter
from intents.model import INTENTS


def test_the_default_is_an_interpreter(interpreter: DefaultInterpreter) -> None:
    as_protocol: Interpreter = interpreter
    assert as_protocol.parse("你好").intent.name == "greet"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("行政处罚怎么才能做信用修复", "repair_howto"),
        ("上个月提交的修复批了没有", "repair_progress"),
        ("企业信用报告在哪里打印", "report_query"),
        ("91329999MAT0000189有没有失信记录", "record_lookup"),
        ("因为疫情合同逾期了能不能豁免", "exemption_check"),
        ("信用修复培训班怎么报名", "training"),
        ("记录弄错了不是我们公司，想提异议", "objection"),
        ("守信企业有什么优惠政策", "incentive"),
        ("进了失信名单会有什么后果", "punishment"),
        ("想申请一笔信易贷", "credit_loan"),
        ("信用承诺书怎么签", "credit_commitment"),
        ("双随机检查多久一次", "supervision"),
        ("这条措施由哪个单位负责", "responsible_unit"),
        ("有五十家企业要批量做信用审查", "batch_review"),
        ("给我转人工客服", "handover"),
        ("谢谢你啊", "thanks"),
        ("再见啦", "goodbye"),
        ("算了不办了", "cancel"),
        ("今天会下雨吗", "out_of_scope"),
    ],
)
def test_plain_questions_are_understood(interpreter: DefaultInterpreter, text: str, intent: str) -> None:
    assert interpreter.parse(text).intent.name == intent


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_parsed(interpreter: DefaultInterpreter, text: str) -> None:
    parse = interpreter.parse(text)
    assert parse.text == text
    assert parse.intent == parse.ranking[0]
    assert {score.name for score in parse.ranking} == set(INTENTS)


def test_threads_share_one_interpreter() -> None:
    interpreter = DefaultInterpreter()
    texts = [f"昆山澄漪包装有限公司上个月被罚了{n}元，怎么修复" for n in range(100, 160)]
    with ThreadPoolExecutor(8) as pool:
        parses = list(pool.map(interpreter.parse, texts))
    assert [p.text for p in parses] == texts
    assert {tuple(e.type for e in p.entities) for p in parses} == {("org_name", "date", "amount")}


def test_a_message_takes_less_than_a_hundredth_of_a_second(interpreter: DefaultInterpreter) -> None:
    """The target is 2 ms; ten allow for a busy machine."""
    interpreter.parse("你好")
    began = time.process_time()
    for _ in range(50):
        interpreter.parse("昆山澄漪包装有限公司上个月因为店外堆货被城管局罚了500元，整改好了能不能不公示")
    assert (time.process_time() - began) / 50 < 0.01


def test_importing_and_constructing_load_nothing() -> None:
    code = (
        "import sys, intents; intents.DefaultInterpreter(); "
        "assert not {'spacy', 'jieba', 'sklearn', 'torch'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
