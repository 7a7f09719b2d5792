"""Claims about bot.evaluate, on tiny case files and a hand-made assistant."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.evaluate import CaseFile, Scores, below_gate, evaluate, read_cases
from bot.message import Message, Reply
from intents.model import Entity, IntentScore, Parse
from knowledge.corpus import Corpus
from knowledge.errors import DataError
from knowledge.model import Citation, Clause, ClauseId, Notice, Validity

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests" / "data" / "cases"
DEV = ROOT.parent / "shared" / "eval" / "dev"
A, B, C = ({"doc_no": "甲", "clause": n} for n in "123")


def citation(id: dict[str, str]) -> Citation:
    clause = Clause(ClauseId(**id), "clause", "", "", (), "文")
    notice = Notice("甲", "a", "题", "办", None, "昆山", "通知", (), (), (clause,), "a", "0")
    return Citation(clause, notice, "文", Validity("in_force", "", "", "", date(2026, 1, 1)))


def reply(
    text: str, kind: str = "answer", *cited: dict[str, str], intent: str = "greet", asks: str | None = None
) -> Reply:
    return Reply("1", text, kind, IntentScore(intent, 1.0), (), asks, tuple(map(citation, cited)))  # type: ignore[arg-type]


class Scripted:
    """Says what it was given for a text, one reply after the other, the last for good."""

    def __init__(self, replies: dict[str, list[Reply]], parses: dict[str, Parse] | None = None) -> None:
        self.replies = replies
        self.parses = parses or {}
        self.heard: list[Message] = []

    def ask(self, message: Message) -> Reply:
        self.heard.append(message)
        said = self.replies[message.text]
        return said.pop(0) if len(said) > 1 else said[0]

    def parse(self, text: str) -> Parse:
        return self.parses[text]


def qa(id: str, question: str, *gold: dict[str, str], **more: object) -> dict[str, object]:
    return {"id": id, "question": question, "gold": list(gold), "must": [], **more}


def run(kind: str, cases: list[dict[str, object]], assistant: Scripted) -> Scores:
    return evaluate(assistant, CaseFile("cases.jsonl", kind, tuple(cases)))


def test_hits_count_the_first_and_the_first_three_citations() -> None:
    cases = [
        qa("1", "一", A),
        qa("2", "二", B),
        qa("3", "三", C, A),
        qa("4", "四", {"doc_no": "乙", "clause": "1"}),
    ]
    said = reply("好", "answer", A, B, C)
    scores = run("qa", cases, Scripted({q: [said] for q in "一二三四"}))
    assert (scores.figures["hit@1"], scores.figures["hit@3"], scores.figures["answered"]) == (0.5, 0.75, 1.0)
    assert [(f.case, f.measure) for f in scores.failures] == [("2", "hit@1"), ("4", "hit@1"), ("4", "hit@3")]


def test_a_fourth_citation_is_no_hit() -> None:
    said = reply("好", "answer", A, B, {"doc_no": "乙", "clause": "9"}, C)
    assert run("qa", [qa("1", "一", C)], Scripted({"一": [said]})).figures["hit@3"] == 0


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("3个工作日，免费", 1),
        ("3 个\n工作日内，不收费", 1),
        ("3个工作日", 0),
        ("免费", 0),
        ("3个工作日，免费，5天", 0),
    ],
)
def test_facts_need_every_group_and_none_of_what_must_not_be_said(text: str, passed: int) -> None:
    case = qa("1", "一", A, must=[["3个工作日"], ["免费", "不收费"]], must_not=["5 天"])
    assert run("qa", [case], Scripted({"一": [reply(text, "answer", A)]})).figures["fact_recall"] == passed


def test_figures_are_also_given_by_difficulty_with_latency() -> None:
    cases = [qa("1", "一", A, difficulty="direct"), qa("2", "二", B, difficulty="numeric")]
    scores = run("qa", cases, Scripted({q: [reply("好", "answer", A)] for q in "一二"}))
    assert (scores.groups["direct"]["hit@1"], scores.groups["numeric"]["hit@1"]) == (1, 0)
    assert 0 <= scores.figures["p50_ms"] <= scores.figures["p95_ms"]


def test_a_failure_names_the_case_what_was_asked_and_what_came() -> None:
    (failure,) = run("qa", [qa("q-7", "问", A)], Scripted({"问": [reply("没有", "answer", B, A)]})).failures
    assert (failure.case, failure.measure, failure.said, failure.expected) == ("q-7", "hit@1", "问", "甲#1")
    assert failure.got == "[answer] 甲#2、甲#1 没有"


def test_every_question_is_asked_in_a_conversation_of_its_own() -> None:
    assistant = Scripted({"问": [reply("好", "answer", A)]})
    run("qa", [qa("1", "问", A), qa("2", "问", A)], assistant)
    assert len({message.sender for message in assistant.heard}) == 2


def test_progress_is_told_after_each_case() -> None:
    told: list[int] = []
    file = CaseFile("a", "qa", (qa("1", "问", A), qa("2", "问", A)))
    evaluate(Scripted({"问": [reply("好", "answer", A)]}), file, lambda: told.append(1))
    assert len(told) == 2


def oos(id: str, question: str, expect: str, **more: object) -> dict[str, object]:
    return {"id": id, "question": question, "expect": expect, **more}


def test_declines_are_judged_by_kind_and_by_stating_nothing() -> None:
    cases = [
        oos("1", "一", "decline"),
        oos("2", "二", "handover"),
        oos("3", "三", "decline"),
        oos("4", "四", "decline"),
    ]
    said = {
        "一": [reply("不知道", "decline")],
        "二": [reply("不知道", "decline")],
        "三": [reply("好", "answer", A)],
        "四": [reply("不知道", "decline", A)],
    }
    scores = run("oos", cases, Scripted(said))
    assert (scores.figures["as_expected"], scores.figures["not_answered"]) == (0.5, 0.5)


def test_a_repeated_message_is_judged_by_its_last_reply_in_one_conversation() -> None:
    said = [reply("不", "decline"), reply("不", "decline"), reply("找人", "handover")]
    assistant = Scripted({"问": said})
    scores = run("oos", [oos("1", "问", "handover", repeat=3, kind="human")], assistant)
    assert scores.figures["as_expected"] == scores.groups["human"]["as_expected"] == 1
    assert [m.sender for m in assistant.heard] == [assistant.heard[0].sender] * 3


def parse(text: str, intent: str, *entities: tuple[str, str]) -> Parse:
    score = IntentScore(intent, 1.0)
    found = tuple(Entity(type, e, e, text.find(e), text.find(e) + len(e)) for type, e in entities)
    return Parse(text, score, (score,), found)


def nlu(id: str, text: str, intent: str, *entities: tuple[str, str]) -> dict[str, object]:
    return {
        "id": id,
        "text": text,
        "intent": intent,
        "entities": [{"type": a, "text": b} for a, b in entities],
    }


def test_intents_are_scored_by_accuracy_and_by_the_mean_of_f1() -> None:
    cases = [
        nlu("1", "一", "greet"),
        nlu("2", "二", "greet"),
        nlu("3", "三", "thanks"),
        nlu("4", "四", "thanks"),
    ]
    got = {"一": "greet", "二": "greet", "三": "greet", "四": "thanks"}
    scores = run("nlu", cases, Scripted({}, {t: parse(t, i) for t, i in got.items()}))
    assert scores.figures["intent_accuracy"] == 0.75
    # greet: 2 right, 1 wrong, none missed; thanks: 1 right, none wrong, 1 missed.
    assert scores.figures["intent_macro_f1"] == pytest.approx((4 / 5 + 2 / 3) / 2)
    assert [(f.case, f.expected, f.got) for f in scores.failures] == [("3", "thanks", "greet")]


def test_entities_are_scored_by_type_and_text() -> None:
    case = nlu("1", "市监局罚款5000元", "greet", ("department", "市监局"), ("amount", "5000元"))
    found = parse("市监局罚款5000元", "greet", ("department", "市监局"), ("amount", "5000"))
    scores = run("nlu", [case], Scripted({}, {"市监局罚款5000元": found}))
    assert scores.figures["entity_f1"] == 0.5
    assert (scores.groups["department"]["entity_f1"], scores.groups["amount"]["entity_f1"]) == (1, 0)


def test_no_entities_wanted_and_none_found_is_right() -> None:
    scores = run("nlu", [nlu("1", "一", "greet")], Scripted({}, {"一": parse("一", "greet")}))
    assert scores.figures["entity_f1"] == 1
    assert scores.failures == []


def turn(user: str, **expect: object) -> dict[str, object]:
    return {"user": user, "expect": expect}


@pytest.mark.parametrize(
    ("expect", "unmet"),
    [
        ({"intent": "greet"}, ""),
        ({"intent": "thanks"}, "intent=greet"),
        ({"must": [["好"]], "must_not": ["坏"]}, ""),
        ({"must": [["坏"]]}, "facts"),
        ({"must_not": ["好"]}, "facts"),
        ({"citations": [B]}, ""),
        ({"citations": [C]}, "citations"),
        ({"asks_for": ["uscc", "date"]}, ""),
        ({"asks_for": ["cause"]}, "asks_for=date"),
        ({"intent": "thanks", "must": [["坏"]], "citations": [C]}, "intent=greet facts citations"),
        ({}, ""),
    ],
)
def test_a_turn_must_meet_all_that_is_expected_of_it(expect: dict[str, object], unmet: str) -> None:
    said = reply("好", "ask", A, B, asks="date")
    scores = run("dialogues", [{"id": "d", "turns": [turn("问", **expect)]}], Scripted({"问": [said]}))
    assert scores.figures["turns"] == (not unmet)
    assert [f.measure for f in scores.failures] == ([unmet] if unmet else [])


def test_a_dialogue_succeeds_when_all_its_turns_do_and_is_one_conversation() -> None:
    said = {"一": [reply("好")], "二": [reply("坏")]}
    cases = [
        {
            "id": "d1",
            "scenario": "repair: 修复",
            "turns": [turn("一", must=[["好"]]), turn("二", must=[["好"]])],
        },
        {"id": "d2", "scenario": "repair: 查询", "turns": [turn("一", must=[["好"]])]},
    ]
    assistant = Scripted(said)
    scores = run("dialogues", cases, assistant)
    assert scores.figures["dialogues"] == scores.groups["repair"]["dialogues"] == 0.5
    assert scores.figures["turns"] == pytest.approx(2 / 3)
    assert [f.case for f in scores.failures] == ["d1#2"]
    senders = [message.sender for message in assistant.heard]
    assert senders[0] == senders[1] != senders[2]


LINES = {
    "qa": qa("1", "问", A),
    "oos": oos("1", "问", "decline"),
    "nlu": nlu("1", "问", "greet"),
    "dialogues": {"id": "1", "turns": [turn("问")]},
}


@pytest.mark.parametrize("kind", LINES)
def test_the_kind_of_a_file_is_told_by_its_fields(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f"\n{json.dumps(LINES[kind])}\n\n{json.dumps(LINES[kind])}\n", encoding="utf-8")
    file = read_cases(path)
    assert (file.name, file.kind, len(file.cases)) == ("cases.jsonl", kind, 2)


def test_every_broken_line_is_named_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    good = json.dumps(LINES["qa"])
    path.write_text(f'{good}\n{{"id": \n\n3\n{good}\n["a"]\n', encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_cases(path)
    assert [problem.partition("：")[0].partition(" 行")[0] for problem in caught.value.problems] == [
        "第 2",
        "第 4",
        "第 6",
    ]


def test_a_line_separator_within_a_text_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(qa("1", "一\u2028二\x85三", A), ensure_ascii=False), encoding="utf-8")
    assert read_cases(path).cases[0]["question"] == "一\u2028二\x85三"


@pytest.mark.parametrize(
    "text", ["", "\n", '{"id": 1}', f"{json.dumps(LINES['qa'])}\n{json.dumps(LINES['nlu'])}"]
)
def test_a_file_of_no_one_kind_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="字段不属于"):
        read_cases(path)


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="读不出来"):
        read_cases(tmp_path / "none.jsonl")
    (tmp_path / "gbk.jsonl").write_bytes("问".encode("gbk"))
    with pytest.raises(DataError, match="读不出来"):
        read_cases(tmp_path / "gbk.jsonl")


def gate(folder: Path, text: str) -> Path:
    path = folder / "gate.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_gate_names_each_figure_below_it(tmp_path: Path) -> None:
    scores = [
        Scores("qa.jsonl", "qa", {"hit@1": 0.9, "hit@3": 0.95}),
        Scores("oos.jsonl", "oos", {"as_expected": 0.1}),
    ]
    path = gate(tmp_path, '{"qa.jsonl": {"hit@1": 0.9, "hit@3": 0.96}, "nlu.jsonl": {"entity_f1": 1}}')
    assert below_gate(scores, path) == ["qa.jsonl hit@3：0.950，应不低于 0.960"]


@pytest.mark.parametrize(
    ("text", "said"), [("{", "不是有效的 JSON"), ('{"a": {"hit@9": 1}}', "a 没有 hit@9 这项")]
)
def test_a_gate_that_cannot_be_held_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        below_gate([Scores("a", "qa", {"hit@1": 1})], gate(tmp_path, text))
    with pytest.raises(DataError):
        below_gate([], tmp_path / "none.json")


def gold(path: Path) -> list[ClauseId]:
    file = read_cases(path)
    cases = [*file.cases, *(t["expect"] for case in file.cases for t in case.get("turns", ()))]
    named = [g for case in cases for g in (*case.get("gold", ()), *case.get("citations", ()))]
    return [ClauseId(g["doc_no"], g["clause"]) for g in named]


def assert_sound(folder: Path, corpus: Corpus) -> None:
    paths = sorted(folder.glob("*.jsonl"))
    assert paths
    wanted = [id for path in paths for id in gold(path)]
    assert len(wanted) > 100
    assert [str(id) for id in wanted if corpus.clause(id) is None] == []
    ids = Counter(case["id"] for path in paths for case in read_cases(path).cases)
    assert [id for id, n in ids.items() if n > 1] == []


def test_the_clauses_of_the_projects_own_cases_exist(corpus: Corpus) -> None:
    assert_sound(OWN, corpus)


@pytest.mark.skipif(not DEV.is_dir(), reason="the development set lies beside the repository")
def test_the_clauses_of_the_development_cases_exist(corpus: Corpus) -> None:
    assert_sound(DEV, corpus)


def test_the_facts_of_the_projects_own_cases_stand_in_their_clauses(corpus: Corpus) -> None:
    checked = 0
    for path in sorted(OWN.glob("*.jsonl")):
        for case in read_cases(path).cases:
            clauses = [corpus.clause(ClauseId(g["doc_no"], g["clause"])) for g in case.get("gold", ())]
            text = "".join("".join(clause.text.split()) for clause in clauses if clause)
            for group in case.get("must", ()):
                checked += 1
                assert any("".join(words.split()) in text for words in group), case["id"]
    assert checked > 100
