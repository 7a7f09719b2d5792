"""Whether what was found is evidence enough to answer, or the question is declined."""

from __future__ import annotations

from knowledge.retriever import Findings

__all__ = ["supports"]

SILENCE = 0.97
"""A question is declined when a silent subject scores more than this share of the best clause."""

SILENCE_OF_PART = 1.15
"""The same for one question of a message that as a whole may be answered: a fragment says less."""

LEAST_COVERAGE = 0.12
"""Least share of the question's information that the best clause must account for."""

LEAST_COVERAGE_OF_BARE = 0.5
"""The same for a message that only names a subject, since a classifier may take 会不会下雪 for one."""

LEAST_LEXICAL = 12.0
"""Least BM25 score of the best clause; below it a greeting or a stray word has matched."""


def supports(findings: Findings, bare: bool = False, part: bool = False) -> bool:
    """Whether the best clause may be answered from.

    The limits were chosen on the project's own cases (tests/data/cases) and on silent subjects left out of
    the index one at a time; docs/retrieval.md has the figures.
    The intent has no say: a classifier takes many a plain question of fact for out of scope.

    Args:
        findings: Of one question.
        bare: The message only names a subject of this desk and asks nothing of it, so that no silent ask
            can be meant.
        part: It is one question of a message whose whole is supported.
    """
    if not findings.hits or findings.misplaced or findings.scope.unknown_doc_nos:
        return False
    best = findings.hits[0]
    if findings.named:
        return True
    if bare and best.lexical and findings.coverage >= LEAST_COVERAGE_OF_BARE:
        return True
    limit = SILENCE_OF_PART if part else SILENCE
    if findings.silent_score > limit * max(best.score, findings.guide_score):
        return False
    return findings.coverage >= LEAST_COVERAGE and best.lexical >= LEAST_LEXICAL
