"""Claims about knowledge.lexical."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.corpus import Corpus
from knowledge.lexical import EXPANSION_WEIGHT, LexicalIndex, bigrams, search_copy, unigrams

K1, B = 1.2, 0.75


def index_of(texts: dict[str, str]) -> LexicalIndex:
    index = LexicalIndex()
    index.add(texts.items(), heap_bytes=15_000_000)
    return index


def bm25(texts: dict[str, str], asked: dict[str, float], tokens: object) -> dict[str, float]:
    """BM25 from its formula, without the index."""
    counts = {key: Counter(tokens(text)) for key, text in texts.items()}  # type: ignore[operator]
    average = sum(sum(c.values()) for c in counts.values()) / len(texts)
    scores: dict[str, float] = {}
    for key, count in counts.items():
        length = sum(count.values())
        for term, weight in asked.items():
            if tf := count[term]:
                df = sum(1 for other in counts.values() if other[term])
                idf = math.log(1 + (len(texts) - df + 0.5) / (df + 0.5))
                part = idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average))
                scores[key] = scores.get(key, 0.0) + weight * part
    return scores


def reference(texts: dict[str, str], question: str, expansions: tuple[str, ...] = ()) -> dict[str, float]:
    total: dict[str, float] = {}
    for tokens in (unigrams, bigrams):
        asked: dict[str, float] = dict(Counter(tokens(question)))
        for expansion in expansions:
            for token in tokens(expansion):
                asked.setdefault(token, EXPANSION_WEIGHT)
        for key, score in bm25(texts, asked, tokens).items():
            total[key] = total.get(key, 0.0) + score
    return total


# Short enough that tantivy keeps the length of a field exactly.
SHORT = st.text(alphabet="信用修复公示处罚a1 。", max_size=30)


@settings(deadline=None, max_examples=40)
@given(st.lists(SHORT, min_size=1, max_size=8), SHORT, st.lists(SHORT, max_size=2))
def test_scores_are_the_sum_of_two_bm25_scores(texts: list[str], question: str, more: list[str]) -> None:
    passages = {f"条{n}": text for n, text in enumerate(texts)}
    found = dict(index_of(passages).search(question, 100, more))
    assert found == pytest.approx(reference(passages, question, tuple(more)), rel=1e-4)


def test_the_ranking_of_long_clauses_is_that_of_the_formula(corpus: Corpus) -> None:
    # Lengths above 40 are kept to an eighth, so scores differ a little and near ties may swap.
    texts = {str(c.id): f"{c.title}\n{c.text}" for n in corpus.notices() for c in n.clauses}
    index = index_of(texts)
    for question in (
        "法院几个工作日出具修复证明",
        "信用报告在哪里查",
        "桂花分",
        "双公示要几天",
        "信易贷白名单门槛",
    ):
        wanted = reference(texts, question)
        found = index.search(question, 10)
        assert wanted[found[0][0]] >= 0.98 * max(wanted.values())
        assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
        for key, score in found:
            assert score == pytest.approx(wanted[key], rel=0.08)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("七天双公示", "7天双公示"),
        ("十五个工作日", "15个工作日"),
        ("二十一天", "21天"),
        ("两个月", "2个月"),
        ("一百二十家", "120家"),
        ("ＡＢＣ　１２", "abc 12"),
        ("五星级", "五星级"),
        ("一网通办", "一网通办"),
    ],
)
def test_counted_numerals_are_folded_to_figures_and_others_are_not(typed: str, folded: str) -> None:
    assert search_copy(typed) == folded


def test_seven_days_are_found_however_they_are_written() -> None:
    index = index_of({"a": "行政许可和行政处罚七天双公示", "b": "行政许可和行政处罚十天双公示"})
    for question in ("七天", "7天", "７天"):
        assert index.search(question, 1)[0][0] == "a"


def test_characters_are_cut_singly_and_in_pairs_and_other_words_stay_whole() -> None:
    assert unigrams("信用APP，95.5分") == ["信", "用", "app", "95.5", "分"]
    assert bigrams("信用修复APP，95.5分") == ["信用", "用修", "修复", "app", "95.5"]
    assert unigrams("㐀㐁") == ["㐀", "㐁"]
    assert bigrams("㐀㐁") == ["㐀㐁"]


def test_a_word_of_the_thesaurus_counts_less_than_one_that_was_typed() -> None:
    index = index_of({"a": "黑名单", "b": "豁免"})
    typed = dict(index.search("黑名单豁免", 2))
    explained = dict(index.search("黑名单", 2, ["豁免"]))
    assert explained["a"] == typed["a"]
    assert explained["b"] == pytest.approx(EXPANSION_WEIGHT * typed["b"])


def test_an_id_that_is_there_already_is_replaced() -> None:
    index = index_of({"a": "信用修复", "b": "信用报告"})
    index.add([("a", "行政处罚")])
    assert len(index) == 2
    assert index.search("修复", 5) == []
    assert [key for key, _ in index.search("处罚", 5)] == ["a"]


def test_what_is_removed_is_found_no_more_and_unknown_ids_are_ignored() -> None:
    index = index_of({"a": "信用修复", "b": "信用报告"})
    index.remove(["a", "没有这条"])
    assert len(index) == 1
    assert [key for key, _ in index.search("信用修复", 5)] == ["b"]
    index.remove(["b"])
    assert index.search("信用", 5) == []


def test_a_directory_keeps_the_index(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "index"
    LexicalIndex(folder).add([("a", "信用修复"), ("b", "信用报告")], heap_bytes=15_000_000)
    again = LexicalIndex(folder)
    assert len(again) == 2
    assert again.search("报告", 5)[0][0] == "b"
    again.add([("b", "公示")], heap_bytes=15_000_000)
    assert [key for key, _ in LexicalIndex(folder).search("公示", 5)] == ["b"]


def test_passages_are_counted_and_read_once() -> None:
    counted: list[int] = []
    index = LexicalIndex()
    index.add(((f"{n}", "信用") for n in range(2500)), counted.append)
    assert len(index) == 2500
    assert counted == [1000, 2000]


def test_a_failing_source_of_passages_adds_nothing() -> None:
    def broken() -> object:
        yield "a", "信用修复"
        raise OSError("disk")

    index = index_of({"z": "信用"})
    with pytest.raises(OSError, match="disk"):
        index.add(broken())  # type: ignore[arg-type]
    assert len(index) == 1
    index.add([("b", "公示")])
    assert len(index) == 2


def test_frequencies_are_of_passages_not_of_occurrences() -> None:
    index = index_of({"a": "修复修复", "b": "修理", "c": "公示"})
    assert (index.document_frequency("修"), index.document_frequency("修复")) == (2, 1)
    assert (index.document_frequency("没"), index.document_frequency("没有")) == (0, 0)


SYNTAX = ["", " \n", "\U0001f600\U0001f44d", '"信用', "'", "+-:()", "AND OR NOT", "id:a", "信用 AND (",
          "u:信", "信*", "信~2", "[a TO b]", "\\", "\x00", "^9", "。，！"]  # fmt: skip


@pytest.mark.parametrize("query", SYNTAX)
def test_no_character_is_an_operator(query: str) -> None:
    index = index_of({"a": "信用修复", "b": "报告"})
    found = [key for key, _ in index.search(query, 5)]
    assert found == (["a"] if "信" in query else [])


def test_an_empty_index_finds_nothing() -> None:
    assert LexicalIndex().search("信用", 5) == []


@pytest.fixture(scope="module")
def small() -> LexicalIndex:
    return index_of({"a": "信用修复 and 1", "b": "报告"})


@settings(deadline=None)
@given(question=st.text(), expansion=st.text())
def test_any_text_may_be_asked(small: LexicalIndex, question: str, expansion: str) -> None:
    for key, score in small.search(question, 3, [expansion]):
        assert key in ("a", "b")
        assert score > 0


@settings(deadline=None, max_examples=40)
@given(text=st.text(min_size=1))
def test_any_text_may_be_a_passage_and_is_found_by_itself(text: str) -> None:
    index = index_of({"a": text})
    assert [key for key, _ in index.search(text, 1)] == (["a"] if unigrams(text) else [])
