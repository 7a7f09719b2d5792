"""Claims about knowledge.evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.evidence import LEAST_COVERAGE, LEAST_LEXICAL, SILENCE, supports
from knowledge.model import Clause, ClauseId, Hit
from knowledge.retriever import Findings, Retriever
from knowledge.scope import read_scope

BEST = Hit(Clause(ClauseId("某办〔2024〕1号", "1"), "clause", "", "", (), "文"), 0.9, 20.0, 0.5)
NOTHING_NAMED = read_scope("", (), (), ())
CLEAR = Findings("问", (), (BEST,), None, 0.0, "", 0.0, 0.8, False, False, NOTHING_NAMED)
SILENT = replace(CLEAR, silent_score=1.0)


def test_a_clear_clause_is_answered_from() -> None:
    assert supports(CLEAR)


def test_nothing_found_is_no_evidence() -> None:
    assert not supports(replace(CLEAR, hits=()))


def test_a_clause_of_another_place_is_no_evidence_even_when_it_is_named() -> None:
    assert not supports(replace(CLEAR, misplaced=True))
    assert not supports(replace(CLEAR, misplaced=True, named=True))


def test_a_question_on_a_notice_that_is_not_held_is_declined() -> None:
    other = read_scope("昆信用办〔2019〕7号", (), (), ())
    assert not supports(replace(CLEAR, scope=other))


@pytest.mark.parametrize(("share", "answered"), [(0.5, True), (SILENCE, True), (SILENCE + 0.01, False)])
def test_a_silent_subject_as_near_as_the_clause_declines(share: float, answered: bool) -> None:
    assert supports(replace(CLEAR, silent_score=share * BEST.score)) == answered


def test_a_guide_nearer_than_the_silent_subject_is_evidence() -> None:
    assert not supports(replace(CLEAR, silent_score=1.0))
    assert supports(replace(CLEAR, silent_score=1.0, guide_score=1.05))


@pytest.mark.parametrize(("coverage", "answered"), [(LEAST_COVERAGE, True), (LEAST_COVERAGE - 0.01, False)])
def test_a_clause_must_account_for_enough_of_the_question(coverage: float, answered: bool) -> None:
    assert supports(replace(CLEAR, coverage=coverage)) == answered


@pytest.mark.parametrize(("lexical", "answered"), [(LEAST_LEXICAL, True), (LEAST_LEXICAL - 0.1, False)])
def test_a_clause_must_share_enough_words(lexical: float, answered: bool) -> None:
    assert supports(replace(CLEAR, hits=(replace(BEST, lexical=lexical),))) == answered


def test_a_clause_named_by_number_needs_no_shared_words() -> None:
    named = replace(SILENT, hits=(replace(BEST, lexical=0.0),), coverage=0.0, named=True)
    assert supports(named)


def test_a_bare_subject_is_answered_though_a_silent_subject_is_as_near() -> None:
    assert not supports(SILENT)
    assert supports(SILENT, bare=True)
    assert not supports(replace(SILENT, hits=(replace(BEST, lexical=0.0),)), bare=True)


@pytest.mark.parametrize(
    "text", ["信用修复", "信易贷", "查信用报告", "怎么修复", "豁免", "异议", "培训", "我要修复"]
)
def test_the_subjects_of_this_desk_are_evidence_when_bare(retriever: Retriever, text: str) -> None:
    assert supports(retriever.search(text), bare=True)


@pytest.mark.parametrize("text", ["会不会下雪", "没带伞", "好冷啊", "股票"])
def test_a_short_message_of_which_the_clauses_know_little_is_not(retriever: Retriever, text: str) -> None:
    assert not supports(retriever.search(text), bare=True)
