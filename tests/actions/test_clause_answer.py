"""Claims about actions.clause_answer, on the shipped notices."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from actions.clause_answer import ClauseAnswer
from actions.interface import Answer, Turn
from actions.small_talk import STARTERS
from actions.verify import verify
from bot.assistant import Assistant
from bot.message import Message
from intents.interpreter import DefaultInterpreter
from intents.model import IntentScore, Parse
from knowledge.citation import Quoter
from knowledge.corpus import Corpus
from knowledge.desks import Desks
from knowledge.guides import load_guides
from knowledge.model import ClauseId
from knowledge.questions import load_questions
from knowledge.retriever import Retriever
from knowledge.silent import load_silent_topics
from knowledge.validity import ValidityRegister

TODAY = date(2026, 11, 21)
COURT = "昆信用办〔2022〕3号#6"
REPORT = "昆信用办〔2022〕3号#5"

Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def action(corpus: Corpus, retriever: Retriever) -> ClauseAnswer:
    quoter = Quoter(retriever.idf, load_questions())
    guides = load_guides(corpus.clause)
    return ClauseAnswer(corpus, retriever, quoter, ValidityRegister(), Desks(), guides)


@pytest.fixture(scope="module")
def ask(action: ClauseAnswer, corpus: Corpus) -> Ask:
    """Ask on a day, and check what is answered."""
    interpreter = DefaultInterpreter(today=lambda: TODAY)
    kept = [text for topic in load_silent_topics().values() for text in (topic.say, topic.route)]
    kept += [
        text
        for guide in load_guides(corpus.clause).values()
        for text in (guide.lead, guide.caution, guide.next)
    ]
    kept += Desks().sentences()

    def asked(text: str, day: date = TODAY, context: str = "", intent: str = "") -> Answer:
        parse = interpreter.parse(text)
        if intent:
            score = IntentScore(intent, 1.0)
            parse = Parse(text, score, (score,), parse.entities)
        answer = action.run(Turn(parse, day, context))
        verify(answer, corpus, kept)
        return answer

    return asked


def cited(answer: Answer) -> list[str]:
    return [str(citation.clause.id) for citation in answer.citations]


def shown(answer: Answer) -> set[int]:
    """Numbers of the citations that are quoted, not only named."""
    return {int(n) for n in re.findall(r"」\[(\d+)\]", answer.text)}


def test_an_answer_quotes_its_best_clause_names_it_warns_of_it_and_says_what_next(ask: Ask) -> None:
    answer = ask("法院几个工作日出具修复证明")
    best = answer.citations[0]
    assert (answer.kind, cited(answer)[0]) == ("answer", COURT)
    assert f"「{best.quote}」[1]" in answer.text
    assert "[1] 昆信用办〔2022〕3号，2022年4月29日，第6条“加强信用修复指导”〔部分被取代〕" in answer.text
    assert f"时效提示：{best.validity.note}" in answer.text
    assert answer.text.split("\n\n")[-1].startswith("下一步：")


def test_a_question_for_a_figure_is_led_by_that_figure_verbatim(ask: Ask) -> None:
    answer = ask("法院几个工作日出具修复证明")
    assert answer.text.startswith("原文写的是「3个工作日」[1]")
    assert shown(answer) == {1}


def test_a_question_for_a_figure_with_several_figures_is_not_led_by_one(ask: Ask) -> None:
    answer = ask("苏州2022年要培训多少家企业")
    assert not answer.text.startswith("原文写的是")
    assert "家" in answer.citations[0].quote


def test_a_question_with_two_parts_quotes_a_clause_for_each(ask: Ask) -> None:
    answer = ask("信用修复证明法院几天能开？信用报告在哪里查？")
    assert {COURT, REPORT} <= set(cited(answer))
    for id in (COURT, REPORT):
        assert cited(answer).index(id) + 1 in shown(answer)


def test_a_part_that_is_not_supported_is_left_out(ask: Ask) -> None:
    answer = ask("信用修复证明法院几天能开？你们食堂的红烧肉咋卖")
    assert answer.kind in ("answer", "decline")
    assert answer.kind == "decline" or cited(answer)[0] == COURT


def test_a_question_for_who_lists_the_units_verbatim(ask: Ask) -> None:
    answer = ask("信用报告查询归哪个部门管")
    first = answer.citations[0]
    assert answer.text.startswith(f"关于“{first.clause.title}”，文件写明的责任单位如下。")
    printed = [unit.text for unit in first.clause.units]
    assert printed
    assert any(f"责任单位：「{unit}」[1]" in answer.text or f"{unit}" in first.quote for unit in printed)


def test_who_asked_as_a_second_part_lists_the_units_of_the_clause_of_the_first(ask: Ask) -> None:
    answer = ask("双公示是几天，归哪个部门管？")
    assert cited(answer)[0] == "昆信用办〔2020〕2号#17"
    assert "「市信用办、市社会信用体系建设领导小组成员单位」[1]" in answer.text


def test_an_annex_row_names_the_units_of_the_item_asked_about(ask: Ask) -> None:
    answer = ask("附件里市级部门网站的双公示专栏归谁负责")
    assert cited(answer)[0] == "苏府办〔2022〕91号#附件-5"
    assert "责任单位：「各成员单位，各县级市（区）信用主管部门」[1]" in answer.text
    assert len(answer.citations[0].units) < len(answer.citations[0].clause.units)


def test_units_whose_names_may_have_changed_are_remarked_on(ask: Ask) -> None:
    renamed = ValidityRegister().renamed_bodies
    answer = ask("双公示是几天，归哪个部门管？")
    assert f"机构名称：“市信用办”，{renamed['市信用办']}" in answer.text
    assert "机构名称" not in ask("法院几个工作日出具修复证明").text


def test_a_list_is_quoted_with_all_its_items(ask: Ask) -> None:
    answer = ask("苏州2022年诚信教育六进是进哪六个地方")
    assert all(place in answer.text for place in ("进商圈", "进农村"))


@pytest.mark.parametrize("text", ["2020年和2022年的豁免有什么区别", "两份通知的信用报告查询有什么不同"])
def test_a_comparison_quotes_both_notices(ask: Ask, text: str) -> None:
    answer = ask(text)
    quoted = {citation.notice.doc_no for n, citation in enumerate(answer.citations, 1) if n in shown(answer)}
    assert {"昆信用办〔2022〕3号", "昆信用办〔2020〕2号"} <= quoted
    assert all(citation.notice.doc_no in answer.text for citation in answer.citations)


def test_several_notices_are_warned_of_by_name(ask: Ask) -> None:
    answer = ask("两份通知的信用报告查询有什么不同")
    for n, citation in enumerate(answer.citations, 1):
        if n in shown(answer):
            assert f"时效提示（{citation.notice.doc_no}）：{citation.validity.note}" in answer.text


@pytest.mark.parametrize(
    "text",
    ["工作信息里应急管理局发布了什么通报", "2020年3月工作信息里党建重点项目怎么说", "开发区考核怎么扣分"],
)
def test_a_newsletter_is_labelled_as_no_rule(ask: Ask, text: str) -> None:
    answer = ask(text)
    assert cited(answer)[0].startswith("工作信息2020-3#")
    assert not answer.citations[0].validity.normative
    assert answer.text.startswith("没有找到办事依据，但当时的工作刊物报道过")
    assert "〔刊物·非依据〕" in answer.text
    assert "不是政策依据" in answer.text


@pytest.mark.parametrize(
    ("day", "status", "badge"),
    [
        (date(2022, 5, 1), "in_force", "现行"),
        (date(2024, 5, 1), "superseded", "已被取代"),
        (TODAY, "superseded", "部分被取代"),
    ],
)
def test_validity_is_that_of_the_day_of_the_question(ask: Ask, day: date, status: str, badge: str) -> None:
    answer = ask("法院几个工作日出具修复证明", day)
    assert answer.citations[0].validity.status == status
    assert f"〔{badge}〕" in answer.text
    assert ("时效提示" in answer.text) == (status != "in_force")


def test_every_answer_of_today_has_a_warning_as_no_shipped_notice_is_in_force(ask: Ask) -> None:
    for texts in load_questions().values():
        answer = ask(texts[0])
        if answer.kind == "answer":
            assert "时效提示" in answer.text or "提醒：" in answer.text, texts[0]


@pytest.mark.parametrize(
    "text", ["行政处罚最长公示几年", "今天天气怎么样", "北京的信用修复在哪办", "昆信用办〔2019〕7号说什么"]
)
def test_a_decline_names_a_next_step_and_states_nothing(ask: Ask, text: str) -> None:
    answer = ask(text)
    assert (answer.kind, answer.citations) == ("decline", ())
    assert "\n下一步：" in answer.text


def test_a_subject_on_which_the_notices_are_silent_is_said_to_be_so(ask: Ask) -> None:
    topic = load_silent_topics()["publicity_period"]
    assert ask("行政处罚最长要公示几年").text == f"{topic.say}\n下一步：{topic.route}"


def test_a_decline_without_a_subject_offers_what_comes_near(ask: Ask) -> None:
    answer = ask("昆信用办〔2019〕7号里分级分类监管怎么说")
    assert answer.text.startswith(Desks().decline)
    assert 1 <= len(answer.buttons) <= 2
    assert all(ask(button.payload).kind == "answer" for button in answer.buttons[:1])


@pytest.mark.parametrize(
    "text", ["信用修复", "信易贷", "查信用报告", "怎么修复", "豁免", "守信激励", "修复进度"]
)
def test_a_bare_subject_gets_a_guide(ask: Ask, corpus: Corpus, text: str) -> None:
    answer = ask(text)
    assert answer.kind == "answer"
    assert answer.text.split("\n\n")[0] in {guide.lead for guide in load_guides(corpus.clause).values()}


def test_a_guide_quotes_every_step_under_the_mark_of_its_clause(ask: Ask, corpus: Corpus) -> None:
    guide = load_guides(corpus.clause)["repair_penalty"]
    answer = ask(guide.triggers[0])
    ids = [citation.clause.id for citation in answer.citations]
    assert len(ids) == len(set(ids))
    for step in guide.steps:
        assert f"· {step.say}\n「{step.quote}」[{ids.index(step.clause) + 1}]" in answer.text
    assert f"提醒：{guide.caution}" in answer.text
    assert answer.text.endswith(f"下一步：{guide.next}")


def test_small_talk_with_a_familiar_ring_is_not_answered(ask: Ask) -> None:
    assert ask("会不会下雪", intent="exemption_check").kind != "answer"


def test_a_message_that_points_back_is_read_after_the_question_before_it(ask: Ask) -> None:
    before = "信用修复证明法院怎么开"
    assert ask("那要多久").kind == "decline"
    later = ask("那要多久", context=before)
    assert (later.kind, later.about) == ("answer", before)
    assert cited(later)[0] == COURT


@pytest.mark.parametrize("text", ["13800000000", "？？", "ok"])
def test_a_message_without_words_points_back_to_nothing(ask: Ask, text: str) -> None:
    assert ask(text, context="信用修复证明法院怎么开").kind == "decline"


def test_a_clause_number_that_the_notice_does_not_have_is_declined(ask: Ask) -> None:
    assert ask("昆信用办〔2020〕2号第99条是什么").kind == "decline"
    assert cited(ask("昆信用办〔2020〕2号第15条是什么"))[0] == "昆信用办〔2020〕2号#15"


def test_a_message_that_stands_alone_is_not_read_with_the_one_before(ask: Ask) -> None:
    alone = ask("信用报告在哪里查")
    assert ask("信用报告在哪里查", context="信用修复证明法院怎么开") == alone
    assert alone.about == "信用报告在哪里查"


@pytest.mark.parametrize(
    "text", ["", " ", "😀", '"AND (', "第十十条", "昆信用办〔2022〕3号第９９条", "？" * 50, "修复" * 200]
)
def test_odd_messages_get_a_reply_that_passes_the_check(ask: Ask, text: str) -> None:
    assert ask(text).text


def test_follow_ups_are_questions_that_are_answered(ask: Ask) -> None:
    pressed = 0
    for text in ("信用报告在哪里查", "法院几个工作日出具修复证明", "信用承诺有哪些类型", "怎样提异议"):
        for button in ask(text).buttons:
            pressed += 1
            assert ask(button.payload).kind == "answer", button
    assert pressed > 3


def test_a_clause_named_by_its_number_is_quoted_first(ask: Ask, corpus: Corpus) -> None:
    for notice in corpus.notices():
        for clause in notice.clauses:
            if clause.id.clause.isdigit():
                answer = ask(f"{notice.doc_no}第{clause.id.clause}条说什么")
                assert answer.citations[0].clause.id == ClauseId(notice.doc_no, clause.id.clause)


def kind_of(assistant: Assistant, text: str) -> str:
    return assistant.ask(Message(f"clause-answer {text}", text)).kind


@pytest.mark.parametrize("payload", [b.payload for b in STARTERS if b.payload != "转人工"])
def test_every_starter_gets_an_answer_that_passes_the_check(assistant: Assistant, payload: str) -> None:
    assert kind_of(assistant, payload) == "answer"


def test_every_trigger_of_a_guide_gets_an_answer_that_passes_the_check(
    assistant: Assistant, corpus: Corpus
) -> None:
    triggers = [text for guide in load_guides(corpus.clause).values() for text in guide.triggers]
    assert len(triggers) > 100
    assert [text for text in triggers if kind_of(assistant, text) != "answer"] == []


def test_hardly_any_question_on_a_silent_subject_is_answered(assistant: Assistant) -> None:
    asked = [q for t in load_silent_topics().values() if t.action == "decline" for q in t.questions]
    assert len(asked) > 1000
    answered = [text for text in asked if kind_of(assistant, text) == "answer"]
    assert len(answered) <= 0.03 * len(asked), answered
