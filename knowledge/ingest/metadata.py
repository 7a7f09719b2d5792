"""What a notice says about itself: number, title, issuer, date, kind, and the documents it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge import doc_no as numbers
from knowledge import numerals
from knowledge.ingest.labels import (
    ANNEX,
    DATE_LINE,
    DOCUMENT_NOUN,
    ORGANISATION_END,
    OWN_DOC_NO,
    SECTION,
    is_title,
)
from knowledge.ingest.outline import label_of
from knowledge.ingest.repair import is_periodical
from knowledge.model import Clause
from knowledge.text import sentences, squeeze

__all__ = ["Metadata", "documents_named", "metadata_of"]

_ISSUE = re.compile(r"第\s*(\d+)\s*期")
_YEAR_ONLY = re.compile(r"[{〔\[（(【]?\s*(\d{4})\s*[}〕\]）)】]?$")
_PLACE = re.compile(r"(?:中共)?([一-鿿]{2,3}?)(?:省|市|县|区|自治区)")
_CARRIES_OUT = re.compile(r"根据|按照|依据|落实|贯彻|实施|执行")
_NAMED = re.compile(
    r"(?P<abbreviation>以下简称)?《(?P<title>[^《》]+(?:《[^《》]*》[^《》]*)*)》(?:[（(](?P<note>[^（()）]*)[）)])?"
)
_NATIONAL = re.compile(r"^(?:国务院|国家|中共中央|最高|全国)|^[一-鿿]{2,8}部$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a notice says about itself.

    Attributes:
        doc_no: Canonical document number; for a newsletter its name and issue; empty where there is none.
        title: Without line breaks.
        issuer: As printed; empty where none is.
        issued_on: Date of issue.
        region: Place that the issuer names.
        kind: E.g. ``通知``.
    """

    doc_no: str
    title: str
    issuer: str
    issued_on: date | None
    region: str
    kind: str


def metadata_of(text: str) -> Metadata:
    """Read what a notice says about itself.

    Args:
        text: Clean text, one paragraph per line.

    Returns:
        Its number, title, issuer, date, place and kind.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    main = _before_annex(lines)
    issued_on, issuer = _issue(main)
    place = _PLACE.match(issuer)
    region = place[1] if place else ("全国" if _NATIONAL.match(issuer) else "")
    if is_periodical(text):
        doc_no, title = _periodical(lines, issued_on)
        return Metadata(doc_no, title, issuer, issued_on, region, "刊物")
    head = _head(main)
    title = next((line for line in reversed(head) if is_title(line)), "")
    noun = DOCUMENT_NOUN.search(title)
    doc_no = next((numbers.compact(line) for line in head if OWN_DOC_NO.match(line)), "")
    return Metadata(doc_no, title, issuer, issued_on, region, noun["noun"] if noun else "文件")


def documents_named(clauses: Iterable[Clause], own_title: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """List the documents that a notice carries out and the others it cites.

    Args:
        clauses: Of the notice.
        own_title: Its title, which is not a citation.

    Returns:
        Documents it says it carries out (named in its preamble after 根据, 按照, 贯彻, 落实 …), then all
        others; each as printed, once.
    """
    implements: dict[str, str] = {}
    cites: dict[str, str] = {}
    for clause in clauses:
        for start, end in sentences(clause.text):
            sentence = clause.text[start:end]
            trigger = _CARRIES_OUT.search(sentence)
            for match in _NAMED.finditer(sentence):
                name = squeeze(match["title"])
                if match["abbreviation"] or len(name) <= 3 or name in squeeze(own_title):
                    continue
                shown = _shown(match)
                carried = clause.kind == "preamble" and trigger is not None and trigger.end() <= match.start()
                if carried and name not in implements:
                    implements[name] = shown
                elif "〔" in shown or name not in cites:
                    cites[name] = shown
    others = (shown for name, shown in cites.items() if name not in implements)
    return tuple(implements.values()), tuple(others)


def _shown(match: re.Match[str]) -> str:
    found = numbers.find_all(match["note"] or "")
    title = f"《{match['title']}》"
    return f"{title}（{found[0].doc_no}）" if found else title


def _before_annex(lines: list[str]) -> list[str]:
    marks = (i for i, line in enumerate(lines) if (match := ANNEX.match(line)) and match.end() == len(line))
    return lines[: next(marks, len(lines))]


def _head(lines: list[str]) -> list[str]:
    """Lines before the first numbered clause."""
    for index, line in enumerate(lines):
        label = label_of(line)
        if SECTION.match(line) or "\t" in line or (label is not None and label.number == 1):
            return lines[:index]
    return lines


def _issue(lines: list[str]) -> tuple[date | None, str]:
    """Date of issue and the issuer above it: the first signed date, else the first date alone on a line."""
    dates = [(index, day) for index, line in enumerate(lines) if (day := _date(line)) is not None]
    for index, day in dates:
        above = lines[index - 1] if index else ""
        if ORGANISATION_END.search(above) and len(above) <= 40:
            return day, above
    letterhead = next((line for line in lines[:4] if ORGANISATION_END.search(line.removesuffix("文件"))), "")
    return (dates[0][1] if dates else None), letterhead.removesuffix("文件")


def _date(line: str) -> date | None:
    match = DATE_LINE.match(line)
    if match is None:
        return None
    try:
        return date(*(numerals.parse(match[part]) for part in ("y", "m", "d")))
    except ValueError:
        return None


def _periodical(lines: list[str], issued_on: date | None) -> tuple[str, str]:
    """Number and title of a newsletter: 工作信息2020-3, 昆山信用体系建设工作信息2020年第3期."""
    masthead = lines[: next(i for i, line in enumerate(lines) if SECTION.match(line))]
    names: list[str] = []
    year = issued_on.year if issued_on else None
    number = 0
    for line in masthead:
        issue, only_year = _ISSUE.search(line), _YEAR_ONLY.match(line)
        if issue:
            number = int(issue[1])
        elif only_year:
            year = int(only_year[1])
        elif not (DATE_LINE.match(line) or ORGANISATION_END.search(line)):
            names.append(line)
    name = names[-1] if names else "刊物"
    return f"{name}{year or ''}-{number}", f"{''.join(names)}{year or ''}年第{number}期"
