"""Citations to the words a person reads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.model import Citation, Clause

__all__ = ["basis", "clause_name", "dated", "quoted", "tidy", "validity_warnings"]

_AROUND_BREAK = re.compile(r"\s*\n\s*")


def clause_name(clause: Clause) -> str:
    """A clause's number in words: 第6条, 第（十五）条, 附件第9项, 工作简讯第3条."""
    number = clause.id.clause
    if match := re.fullmatch(r"附件-(\d+)", number):
        return f"附件第{match.group(1)}项"
    if match := re.fullmatch(r"简讯-(\d+)", number):
        return f"工作简讯第{match.group(1)}条"
    if match := re.fullmatch(r"奖惩案例-(\d+)", number):
        return f"奖惩案例第{match.group(1)}则"
    if match := re.fullmatch(r"三\((.)\)", number):
        return f"第三部分（{match.group(1)}）"
    if number.isdigit():
        label = clause.label.strip(" .．、").replace("(", "（").replace(")", "）")
        return f"第{label or number}条"
    return f"“{number.replace('-', '：')}”"


def dated(citation: Citation) -> str:
    """Document number with its date of issue."""
    day = citation.notice.issued_on
    when = f"，{day.year}年{day.month}月{day.day}日" if day else ""
    return f"{citation.notice.doc_no}{when}"


def quoted(citation: Citation, number: int) -> str:
    """The quotations of a citation, one a line, each with its mark and a note where a word was corrected."""
    lines = [
        f"「{tidy(quote)}」[{number}]{_errata_note(citation, quote)}"
        for quote in (citation.quote, *citation.more_quotes)
    ]
    lines += [f"责任单位：「{units}」[{number}]" for units in citation.units]
    return "\n".join(lines)


def tidy(quote: str) -> str:
    """A quotation as shown: no blank at its ends or around its line breaks."""
    return _AROUND_BREAK.sub("\n", quote.strip())


def _errata_note(citation: Citation, quote: str) -> str:
    start = citation.clause.text.find(quote)
    notes = [
        f"（原文印作“{e.printed}”，已按勘误更正）"
        for e in citation.clause.errata
        if e.printed and start <= e.start < start + len(quote)
    ]
    return "".join(dict.fromkeys(notes))


def basis(citations: Sequence[Citation], shown: int) -> str:
    """The list of sources: those that are quoted, then those worth a look."""
    lines = ["依据："]
    for number, citation in enumerate(citations[:shown], start=1):
        lines.append(f"[{number}] {_source(citation)}")
    if len(citations) > shown:
        lines.append("另可参看：")
        for number, citation in enumerate(citations[shown:], start=shown + 1):
            lines.append(f"[{number}] {_source(citation)}")
    return "\n".join(lines)


def _source(citation: Citation) -> str:
    name = clause_name(citation.clause)
    subject = f"“{citation.clause.title}”" if citation.clause.title and not name.startswith("“") else ""
    return f"{dated(citation)}，{name}{subject}〔{citation.validity.badge}〕"


def validity_warnings(citations: Sequence[Citation]) -> str:
    """One warning for each cited notice whose rules need one, in the order of the citations."""
    notes = {c.notice.doc_no: c.validity.note for c in citations if c.validity.status != "in_force"}
    return "\n".join(
        f"时效提示：{note}" if len(notes) == 1 else f"时效提示（{doc_no}）：{note}"
        for doc_no, note in notes.items()
    )
