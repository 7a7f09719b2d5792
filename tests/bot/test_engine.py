"""Claims about bot.engine: one turn, whatever is asked and whoever asks at the same time."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from actions.clause_answer import ClauseAnswer
from actions.handover import Handover
from actions.interface import Action, Answer, Turn
from actions.small_talk import SmallTalk
from bot.assistant import Assistant
from bot.engine import TRIES_BEFORE_HANDOVER, Engine
from bot.message import Message, Reply
from bot.tracker import Trackers
from intents.interpreter import DefaultInterpreter
from intents.model import MOVES
from knowledge.citation import Quoter
from knowledge.corpus import Corpus, publish
from knowledge.desks import Desks
from knowledge.guides import load_guides
from knowledge.questions import load_questions
from knowledge.retriever import Retriever
from knowledge.silent import load_silent_topics
from knowledge.validity import ValidityRegister

TODAY = date(2026, 11, 21)
NOT_HELD = "昆信用办〔2019〕7号说什么"
HELD = "法院几个工作日出具修复证明"


@pytest.fixture(scope="module")
def interpreter() -> DefaultInterpreter:
    return DefaultInterpreter(today=lambda: TODAY)


@pytest.fixture(scope="module")
def clause_answer(corpus: Corpus, retriever: Retriever) -> ClauseAnswer:
    quoter, guides = Quoter(retriever.idf, load_questions()), load_guides(corpus.clause)
    return ClauseAnswer(corpus, retriever, quoter, ValidityRegister(), Desks(), guides)


def made(
    interpreter: DefaultInterpreter, action: Action, corpus: Corpus, trackers: Trackers | None = None
) -> Engine:
    actions: dict[str, Action] = {"": action, "handover": Handover(Desks())}
    actions |= {move: SmallTalk() for move in MOVES if move != "handover"}
    said = [text for topic in load_silent_topics().values() for text in (topic.say, topic.route)]
    return Engine(interpreter, actions, corpus, Desks(), said, trackers or Trackers(100), lambda: TODAY)


@pytest.fixture
def trackers() -> Trackers:
    return Trackers(100)


@pytest.fixture
def engine(
    interpreter: DefaultInterpreter, clause_answer: ClauseAnswer, corpus: Corpus, trackers: Trackers
) -> Engine:
    return made(interpreter, clause_answer, corpus, trackers)


def kinds(engine: Engine, *texts: str) -> list[str]:
    return [engine.ask(Message("甲", text)).kind for text in texts]


def test_a_reply_says_what_was_understood_and_how_long_it_took(engine: Engine) -> None:
    reply = engine.ask(Message("甲", "昆信用办〔2022〕3号第6条是什么"))
    assert reply.kind == "answer"
    assert [(e.type, e.value) for e in reply.entities] == [("doc_no", "昆信用办〔2022〕3号")]
    assert set(reply.timing_ms) == {"nlu", "retrieve", "total"}
    assert reply.timing_ms["total"] >= reply.timing_ms["retrieve"] > 0


def test_every_reply_has_an_id_of_its_own(engine: Engine) -> None:
    assert len({engine.ask(Message("甲", "你好")).reply_id for _ in range(5)}) == 5


def test_moves_go_to_their_action_and_questions_to_the_notices(engine: Engine) -> None:
    assert kinds(engine, "你好", "谢谢", "转人工", HELD) == ["chitchat", "chitchat", "handover", "answer"]
    reply = engine.ask(Message("甲", "我要找人工"))
    assert (reply.intent.name, reply.intent.confidence) == ("handover", 1.0)


def test_the_third_failed_try_in_a_row_calls_a_person(engine: Engine) -> None:
    assert TRIES_BEFORE_HANDOVER == 3
    assert kinds(engine, NOT_HELD, NOT_HELD, NOT_HELD) == ["decline", "decline", "handover"]


def test_after_the_handover_the_count_begins_again(engine: Engine) -> None:
    assert kinds(engine, *[NOT_HELD] * 6) == ["decline", "decline", "handover"] * 2


def test_an_answer_begins_the_count_again(engine: Engine) -> None:
    assert kinds(engine, NOT_HELD, NOT_HELD, HELD, NOT_HELD, NOT_HELD, NOT_HELD)[2:] == [
        "answer",
        "decline",
        "decline",
        "handover",
    ]


def test_the_tries_of_one_sender_are_not_those_of_another(engine: Engine) -> None:
    asked = [engine.ask(Message(sender, NOT_HELD)).kind for sender in "甲乙甲乙"]
    assert asked == ["decline"] * 4


def test_a_short_message_points_back_to_the_last_answered_question_of_its_sender(engine: Engine) -> None:
    engine.ask(Message("甲", "信用修复证明法院怎么开"))
    back = engine.ask(Message("甲", "那要多久"))
    assert back.kind == "answer"
    assert str(back.citations[0].clause.id) == "昆信用办〔2022〕3号#6"
    assert engine.ask(Message("乙", "那要多久")).kind == "decline"


def test_pointing_back_goes_on_after_a_decline(engine: Engine) -> None:
    assert kinds(engine, "信用修复证明法院怎么开", "行政处罚最长要公示几年", "那要多久") == [
        "answer",
        "decline",
        "answer",
    ]


@pytest.fixture(scope="module")
def altered(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The same notices with another figure in each clause, as if published after the index was built."""
    root: Path = tmp_path_factory.mktemp("altered")
    notices = []
    for notice in corpus.notices():
        clauses = [
            replace(c, text=c.text.replace("3个", "9个").replace("信用", "信誉")) for c in notice.clauses
        ]
        notices.append(replace(notice, clauses=tuple(clauses)))
    publish(root, notices)
    return Corpus.open(root)


def test_an_answer_that_is_not_in_the_corpus_is_withheld_with_an_apology(
    interpreter: DefaultInterpreter,
    clause_answer: ClauseAnswer,
    altered: Corpus,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        reply = made(interpreter, clause_answer, altered).ask(Message("甲", HELD))
    assert (reply.kind, reply.citations) == ("decline", ())
    assert reply.text == f"{Desks().withheld}\n下一步：{Desks().default}"
    assert "抱歉" in reply.text
    assert "引文不在原文中" in caplog.text


def test_withheld_answers_are_failed_tries(
    interpreter: DefaultInterpreter, clause_answer: ClauseAnswer, altered: Corpus
) -> None:
    engine = made(interpreter, clause_answer, altered)
    assert kinds(engine, HELD, HELD, NOT_HELD) == ["decline", "decline", "handover"]


class Says:
    """Says one thing, whatever is asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def run(self, turn: Turn) -> Answer:
        return self.answer


@pytest.mark.parametrize(
    "wrong",
    [
        Answer("可以修复。", "answer"),
        Answer("大约要5天。", "decline"),
        Answer("大约要五天。", "chitchat"),
        Answer("请看[1]。", "decline"),
    ],
)
def test_whatever_an_action_says_wrongly_is_withheld(
    interpreter: DefaultInterpreter, corpus: Corpus, wrong: Answer
) -> None:
    reply = made(interpreter, Says(wrong), corpus).ask(Message("甲", "怎么修复"))
    assert reply.text.startswith(Desks().withheld)


PERSONAL = "我叫张三，手机13812345678，身份证320583199001011234，邮箱zhang@example.com，能修复信用吗"


def test_personal_numbers_are_masked_before_anything_is_kept(engine: Engine, trackers: Trackers) -> None:
    engine.ask(Message("甲", PERSONAL))
    (kept,) = trackers.exchanges("甲")
    written = repr(kept)
    for secret in ("13812345678", "320583199001011234", "zhang@"):
        assert secret not in written
    assert "138****5678" in kept.message.text


def test_the_question_that_is_pointed_back_to_is_masked_too(engine: Engine, trackers: Trackers) -> None:
    reply = engine.ask(Message("甲", "我手机13812345678，信用修复证明法院几天能开"))
    assert reply.kind == "answer"
    with trackers.conversation("甲") as tracker:
        assert "138****5678" in tracker.question
        assert "13812345678" not in tracker.question


class Records:
    """Notes when a turn begins and ends; slow enough for turns to overlap if they could."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def run(self, turn: Turn) -> Answer:
        self.events.append(f"begin {turn.parse.text}")
        time.sleep(0.005)
        self.events.append(f"end {turn.parse.text}")
        return Answer("没有找到。", "decline")


def test_messages_of_one_sender_are_answered_one_after_the_other(
    interpreter: DefaultInterpreter, corpus: Corpus, trackers: Trackers
) -> None:
    action = Records()
    engine = made(interpreter, action, corpus, trackers)
    texts = [f"昆信用办〔2019〕{n}号" for n in range(1, 13)]
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda text: engine.ask(Message("甲", text)), texts))
    assert [e.split()[0] for e in action.events] == ["begin", "end"] * 12
    turns = zip(action.events[::2], action.events[1::2], strict=True)
    assert all(begun.split()[1] == ended.split()[1] for begun, ended in turns)
    kept = trackers.exchanges("甲")
    assert sorted(e.message.text for e in kept) == sorted(texts)
    assert [e.reply.kind for e in kept] == ["decline", "decline", "handover"] * 4
    by_text = dict(zip(texts, replies, strict=True))
    assert all(by_text[e.message.text] == e.reply for e in kept)


def test_messages_sent_in_order_are_answered_in_order(engine: Engine, trackers: Trackers) -> None:
    texts = [HELD, NOT_HELD, "你好", "信用报告在哪里查"] * 3
    for text in texts:
        engine.ask(Message("甲", text))
    assert [e.message.text for e in trackers.exchanges("甲")] == texts


class Meets:
    """Waits until as many turns are under way as the barrier wants."""

    def __init__(self, senders: int) -> None:
        self.barrier = threading.Barrier(senders, timeout=10)

    def run(self, turn: Turn) -> Answer:
        self.barrier.wait()
        return Answer("没有找到。", "decline")


def test_different_senders_are_answered_at_the_same_time(
    interpreter: DefaultInterpreter, corpus: Corpus
) -> None:
    engine = made(interpreter, Meets(4), corpus)
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda sender: engine.ask(Message(sender, NOT_HELD)), "甲乙丙丁"))
    assert [reply.kind for reply in replies] == ["decline"] * 4


def test_threads_get_the_answers_that_a_single_one_gets(assistant: Assistant) -> None:
    texts = [texts[0] for texts in load_questions().values()][::4]
    alone = [assistant.ask(Message(f"alone {text}", text)).text for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = pool.map(lambda text: assistant.ask(Message(f"together {text}", text)).text, texts)
    assert list(together) == alone


@hypothesis_settings(deadline=None)
@given(
    text=st.text(max_size=500)
    | st.text(alphabet="第十百条昆信用办〔〕0２修复公示几天谁？，\n😀\x00", max_size=60)
)
def test_any_message_gets_a_reply(assistant: Assistant, text: str) -> None:
    reply = assistant.ask(Message("hypothesis", text))
    assert reply.text
    assert (reply.kind == "answer") == bool(reply.citations)


SAMPLE = [
    "行政处罚信息怎么修复",
    HELD,
    "双公示是几天，归哪个部门管？",
    "2020年和2022年的豁免有什么区别",
    "桂花分有什么用",
    "信易贷有哪些优惠",
    "老赖不能干啥",
    NOT_HELD,
    "今天天气怎么样",
    "附件里培训是谁负责",
    "工作信息里应急管理局发布了什么通报",
    "",
]
FRESH = """
import json, sys
from pathlib import Path
from bot.assistant import build_assistant
from bot.message import Message
from bot.settings import KnowledgeSettings, Settings
assistant = build_assistant(Settings(KnowledgeSettings(Path(sys.argv[1]))))
replies = [assistant.ask(Message(text, text)) for text in json.loads(sys.argv[2])]
print(json.dumps([[r.kind, r.text, [[str(c.clause.id), c.quote] for c in r.citations]] for r in replies]))
"""


def outcome(reply: Reply) -> list[object]:
    return [reply.kind, reply.text, [[str(c.clause.id), c.quote] for c in reply.citations]]


def test_the_same_question_gets_the_same_answer_in_this_process_and_in_another(
    assistant: Assistant, data_dir: Path
) -> None:
    first, second = (
        [outcome(assistant.ask(Message(f"{turn} {text}", text))) for text in SAMPLE]
        for turn in ("once", "again")
    )
    assert first == second
    seed = "4242" if os.environ.get("PYTHONHASHSEED") != "4242" else "2424"
    done = subprocess.run(
        [sys.executable, "-c", FRESH, str(data_dir), json.dumps(SAMPLE)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == first
