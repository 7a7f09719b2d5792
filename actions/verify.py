"""The check every answer passes before it leaves: citations exist, quotes are verbatim, no stray figure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from actions.compose import clause_name, dated, tidy
from actions.interface import Answer
from knowledge.corpus import Corpus
from knowledge.errors import UnverifiedAnswerError

__all__ = ["verify"]

_MARK = re.compile(r"\[(\d+)\]")
_QUOTED = re.compile(r"「([^「」]*)」\[(\d+)\]")
_FIGURE = re.compile(
    r"[0-9０-９%％]|[一二两三四五六七八九十百千万]+(?:个?工作日|天|日内|个月|年|家|倍|元|折|成|分)"
)
_WITH_CITATIONS = {"answer", "lookup", "ask", "chitchat"}


def verify(answer: Answer, corpus: Corpus, register: Iterable[str]) -> None:
    """Check an answer.

    Args:
        answer: About to be sent.
        corpus: The published notices.
        register: Sentences from files that people keep (validity notes, desks), which may hold figures.

    Raises:
        UnverifiedAnswerError: With everything that is wrong.
    """
    problems = [f"引文不在原文中：{q!r}" for q in _not_verbatim(answer, corpus)]
    problems += [f"所引与出处不符：{shown}" for shown in _misquoted(answer)]
    if answer.kind == "answer" and not answer.citations:
        problems.append("回答没有出处")
    if answer.kind not in _WITH_CITATIONS and answer.citations:
        problems.append(f"{answer.kind} 不应带出处")
    marks = {int(m) for m in _MARK.findall(answer.text)}
    if beyond := sorted(m for m in marks if not 1 <= m <= len(answer.citations)):
        problems.append(f"标注 {beyond} 没有对应的出处")
    if stray := _stray_figures(answer, register):
        problems.append(f"引文之外出现数字：{stray}")
    if problems:
        raise UnverifiedAnswerError(problems)


def _not_verbatim(answer: Answer, corpus: Corpus) -> list[str]:
    wrong = []
    for citation in answer.citations:
        published = corpus.clause(citation.clause.id)
        for quote in (citation.quote, *citation.more_quotes, *citation.units):
            if published is None or not quote or quote not in published.text:
                wrong.append(quote)
    return wrong


def _misquoted(answer: Answer) -> list[str]:
    """Quotations of the text that the citation of their mark does not hold."""
    return [match.group() for match in _QUOTED.finditer(answer.text) if not _is_verbatim(match, answer)]


def _stray_figures(answer: Answer, register: Iterable[str]) -> list[str]:
    """Figures left when quotations, names of sources and kept sentences are taken out of the text."""
    known = {text for text in register if text in answer.text}
    for c in answer.citations:
        known |= {c.validity.note, c.validity.badge, c.clause.title}
        known |= {dated(c), clause_name(c.clause), c.notice.title, c.notice.doc_no}
        # With its words around it: a misprinted figure alone would excuse that figure everywhere.
        known |= {f"原文印作“{erratum.printed}”" for erratum in c.clause.errata}
    rest = _MARK.sub("", _QUOTED.sub(" ", answer.text))
    for text in sorted(filter(None, known), key=len, reverse=True):
        rest = rest.replace(text, " ")
    return _FIGURE.findall(rest)


def _is_verbatim(match: re.Match[str], answer: Answer) -> bool:
    """Whether the citation of its mark quotes just what is shown."""
    number = int(match.group(2))
    return any(
        match.group(1) in tidy(quote)
        for citation in answer.citations[number - 1 : number]
        for quote in (citation.quote, *citation.more_quotes, *citation.units)
    )
