"""Claims about knowledge.silent."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from knowledge.errors import DataError
from knowledge.questions import load_questions
from knowledge.retriever import Retriever
from knowledge.silent import SilentTopic, load_silent_topics

FULL = "{id: a, title: 题, say: 没有规定。, route: 请问窗口。, questions: [问一, 问二]}"


def loaded(folder: Path, text: str) -> dict[str, SilentTopic]:
    (folder / "silent.yml").write_text(text, encoding="utf-8")
    return load_silent_topics(folder)


def test_a_topic_is_declined_and_of_no_other_place_unless_it_says_so(tmp_path: Path) -> None:
    assert loaded(tmp_path, f"topics: [{FULL}]") == {
        "a": SilentTopic("a", "题", "没有规定。", "请问窗口。", "decline", ("问一", "问二"), False)
    }


def test_a_file_without_topics_is_empty(tmp_path: Path) -> None:
    assert loaded(tmp_path, "topics:\n") == {}


def test_every_problem_is_listed(tmp_path: Path) -> None:
    waits = FULL.replace("id: a", "id: c, action: wait")
    bad = f"topics:\n- {FULL}\n- {{id: b, say: 无}}\n- {FULL}\n- {waits}\n"
    with pytest.raises(DataError) as caught:
        loaded(tmp_path, bad)
    first, second, third = caught.value.problems
    assert first.startswith("topics[2] 缺少 title、route、questions")
    assert "topics[3].id 重复：a" in second
    assert "topics[4].action" in third
    assert "'wait'" in third


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"silent\.yml"):
        load_silent_topics(tmp_path)


def test_the_shipped_topics_have_questions_enough_and_none_twice() -> None:
    topics = load_silent_topics()
    assert len(topics) >= 100
    assert [t.id for t in topics.values() if len(t.questions) < 5] == []
    counted = Counter(q for t in topics.values() for q in t.questions)
    assert [q for q, n in counted.items() if n > 1] == []


def test_no_shipped_question_is_both_answered_and_silent() -> None:
    answered = {q for texts in load_questions().values() for q in texts}
    assert answered.isdisjoint(q for t in load_silent_topics().values() for q in t.questions)


def test_a_shipped_topic_states_no_figure_but_a_public_hotline() -> None:
    for topic in load_silent_topics().values():
        assert all(re.fullmatch(r"12\d{3}", figure) for figure in re.findall(r"\d+", topic.say)), topic.id


def test_a_topic_is_found_by_its_own_questions(retriever: Retriever) -> None:
    topics = [t for t in load_silent_topics().values() if not t.elsewhere]
    found = [retriever.search(t.questions[0]).silent for t in topics]
    same = [a for a, b in zip(found, topics, strict=True) if a == b]
    assert len(same) >= 0.97 * len(topics)
