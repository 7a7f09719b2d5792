"""A question answered from the clauses, or declined."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from actions.compose import basis, quoted, validity_warnings
from actions.interface import Answer, Button, Turn
from intents.model import TASKS, Parse
from intents.parts import question_parts
from knowledge.citation import DECISIVE, LISTED, ONE_ITEM, Extent, Quoter
from knowledge.corpus import Corpus
from knowledge.desks import Desks
from knowledge.evidence import supports
from knowledge.guides import Guide, Step
from knowledge.model import Citation, Clause, ClauseId, Hit
from knowledge.retriever import Findings, Retriever
from knowledge.validity import ValidityRegister

__all__ = ["ClauseAnswer"]

CITED = 3
"""Sources named in an answer to one question; the rest of a long list helps nobody."""

AS_CLEAR = 0.85
"""A second clause is quoted too when it scores at least this share of the first."""

AS_CLEAR_OF_SEVERAL = 0.7
"""The same for a question that compares or asks several things."""

MOST_BUTTONS = 3
"""Quick replies under an answer."""

WORTH_A_LOOK = 0.45
"""A source is named for reading on when it scores at least this share of the first."""

GUIDE_SHARE = 1.1
"""A whole procedure is told when its guide scores at least this share of the best clause."""

GUIDE_SHARE_OF_BARE = 0.6
"""The same for a message that only names a subject."""

BARE = 5
"""Characters up to which a message may be no more than the name of a subject."""

SURE_OF_TOPIC = 0.7
"""Confidence from which the intent of a message is believed to be its subject."""

POINTING_BACK = 14
"""Characters up to which a message may be read together with the question before it."""

_BULLET = "· "
_WORDS = re.compile(r"[\u3400-\u9fff]{2}")
_POINTS_BACK = re.compile(r"^(?:那|它|他|这|该|还有|具体|以后|老的)|呢[？?]?$|(?:这|那)(?:个|事|活|些|条)")
_PARTICULAR = re.compile(r"几|多|谁|哪|钱|费|电话|地址|模板|格式|表|利率|分数|期限|标准|材料")
_WHO = re.compile(
    r"谁|哪(?:个|些|几个|几家|两个|两家|家)?(?:部门|单位|局|机构|家|机关|两家|几家)|"
    r"归.{0,4}管|责任单位|牵头|找哪"
)
_LIST = re.compile(
    r"哪些|哪几|哪[两三四五六七八九十]|几种|几类|分别|都有|包括|内容|报一下|列一下|"
    r"[五六七八九十]个|[三四五六七八九十]大|六进|到位"
)
_COMPARES = re.compile(r"分别|各(?!种|类|级|地|部门|单位|区镇|位|项)|还是|区别|不同|两[份次条]")
_FIGURE_ASKED = re.compile(r"几|多少|多久|多长")
_FIGURE = re.compile(r"\d+(?:\.\d+)?\s*(?:个工作日|个月|[\u4e00-\u9fff%％])")


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question of a message, and what was found for it together with what was told before it."""

    text: str
    findings: Findings


class ClauseAnswer:
    """Answers from the notices.

    Args:
        corpus: The published notices.
        retriever: Finds clauses.
        quoter: Chooses the words to quote.
        register: Knows what is in force.
        desks: Next steps.
        guides: Curated procedures by name.
    """

    def __init__(
        self,
        corpus: Corpus,
        retriever: Retriever,
        quoter: Quoter,
        register: ValidityRegister,
        desks: Desks,
        guides: Mapping[str, Guide],
    ) -> None:
        self._corpus = corpus
        self._retriever = retriever
        self._quoter = quoter
        self._register = register
        self._desks = desks
        self._guides = guides

    def run(self, turn: Turn) -> Answer:
        """Answer a question, each part of it, or decline it with a next step."""
        bare = _is_bare(turn.parse)
        whole, asked, subject = self._read(turn, bare)
        if not asked:
            return self.decline(whole)
        if guide := self._guide(whole, asked, turn.parse):
            return replace(self._guided(guide, turn), about=subject)
        chosen = _chosen(asked, whole)
        citations = [self._cite(hit, part, turn) for hit, part in chosen]
        shown = len(citations)
        for hit in _further(asked, chosen):
            citations.append(self._cite(hit, asked[0], turn))
        text = self._text(citations, shown, turn)
        return Answer(text, "answer", tuple(citations), _follow_ups(citations, shown), about=subject)

    def _read(self, turn: Turn, bare: bool) -> tuple[Findings, list[_Asked], str]:
        """What was found, each question that is supported, and the question with what it points back to.

        A short message that points back (省级的呢, 那归谁管) is read after the question before it.
        """
        text = turn.parse.text
        whole, asked = self._asked(text, bare)
        short = turn.context and len(text) <= POINTING_BACK and _WORDS.search(text)
        if short and (not asked or _POINTS_BACK.search(text)):
            together = self._retriever.search(f"{turn.context}\n{text}")
            if supports(together):
                return together, [_Asked(text, together)], turn.context
        return whole, asked, text

    def _asked(self, text: str, bare: bool = False) -> tuple[Findings, list[_Asked]]:
        """What was found for a text, and each question of it that the evidence supports.

        A text that as a whole is on a silent subject is not rescued by a part of it that sounds familiar.
        """
        whole = self._retriever.search(text)
        if not supports(whole, bare):
            return whole, []
        parts = question_parts(text)
        if len(parts) == 1:
            return whole, [_Asked(text, whole)]
        found = [_Asked(part.asked, self._retriever.search(part.full)) for part in parts]
        supported = [asked for asked in found if supports(asked.findings, part=True)]
        return whole, supported or [_Asked(text, whole)]

    def decline(self, findings: Findings) -> Answer:
        """Say that the notices do not answer, and where to ask."""
        silent = findings.silent
        best = findings.hits[0].score if findings.hits else 0.0
        if silent is not None and (findings.silent_score >= best or silent.elsewhere):
            route = "" if silent.action == "chitchat" else f"\n下一步：{silent.route}"
            return Answer(silent.say + route, silent.action)
        near = [Button(h.clause.title, h.clause.title) for h in findings.hits[:2] if h.clause.title]
        return Answer(f"{self._desks.decline}\n下一步：{self._desks.default}", "decline", buttons=tuple(near))

    def _cite(self, hit: Hit, asked: _Asked, turn: Turn) -> Citation:
        clause = hit.clause
        # Of the whole message: 几天办好，归谁管 may find one clause for both of its parts.
        who = bool(_WHO.search(turn.parse.text)) and bool(clause.units)
        spans = self._quoter.spans(clause, asked.text, asked.findings.expansions, _extent(asked.text, clause))
        quotes = [clause.text[start:end].strip().removeprefix(_BULLET) for start, end in spans]
        units = [unit.text for unit in self._quoter.units(clause, spans)] if who else []
        notice = self._corpus.notice(clause.id.doc_no)
        validity = self._register.on(notice.doc_no, turn.today, turn.parse.intent.name)
        unsaid = tuple(unit for unit in units if not any(unit in quote for quote in quotes))
        return Citation(clause, notice, quotes[0], validity, tuple(quotes[1:]), unsaid)

    def _guide(self, whole: Findings, asked: Sequence[_Asked], parse: Parse) -> Guide | None:
        """The guide that tells the whole procedure, when that is what was asked for."""
        guide = self._guides.get(whole.guide)
        if guide is None or len(asked) > 1 or (_is_sure(parse) and parse.intent.name not in guide.topics):
            return None
        share = GUIDE_SHARE_OF_BARE if _is_bare(parse) else GUIDE_SHARE
        return guide if whole.guide_score >= share * whole.hits[0].score else None

    def _guided(self, guide: Guide, turn: Turn) -> Answer:
        """A whole procedure, each step with its quotation."""
        citations: dict[ClauseId, Citation] = {}
        for step in guide.steps:
            earlier = citations.get(step.clause)
            if earlier is None:
                citations[step.clause] = self._step_citation(step, guide, turn.today)
            else:
                citations[step.clause] = replace(earlier, more_quotes=(*earlier.more_quotes, step.quote))
        cited = tuple(citations.values())
        number = {clause: n for n, clause in enumerate(citations, start=1)}
        steps = [f"· {step.say}\n「{step.quote}」[{number[step.clause]}]" for step in guide.steps]
        ending = (f"提醒：{guide.caution}", f"下一步：{guide.next}")
        blocks = [guide.lead, *steps, basis(cited, len(cited)), *ending]
        return Answer("\n\n".join(blocks), "answer", cited)

    def _step_citation(self, step: Step, guide: Guide, today: date) -> Citation:
        clause = self._corpus.clause(step.clause)
        if clause is None:
            raise LookupError(f"guide {guide.id} cites {step.clause}, which loading had found")
        notice = self._corpus.notice(step.clause.doc_no)
        return Citation(clause, notice, step.quote, self._register.on(notice.doc_no, today, guide.topics[0]))

    def _renamed(self, citations: Sequence[Citation]) -> str:
        """A remark for the units shown whose names may have changed since."""
        shown = "、".join(unit for citation in citations for unit in citation.units)
        notes: dict[str, list[str]] = {}
        for body, note in self._register.renamed_bodies.items():
            if body in shown:
                notes.setdefault(note, []).append(f"“{body}”")
        return "\n".join(f"机构名称：{''.join(bodies)}，{note}" for note, bodies in notes.items())

    def _text(self, citations: Sequence[Citation], shown: int, turn: Turn) -> str:
        blocks = [_lead(citations[:shown], turn.parse.text)]
        blocks += [quoted(citation, number) for number, citation in enumerate(citations[:shown], start=1)]
        blocks.append(basis(citations, shown))
        blocks.append(validity_warnings(citations[:shown]))
        blocks.append(self._renamed(citations[:shown]))
        blocks.append(f"下一步：{self._desks.for_topic(turn.parse.intent.name)}")
        return "\n\n".join(filter(None, blocks))


def _is_bare(parse: Parse) -> bool:
    """Whether a message only names a subject of this desk: 怎么修复, 信易贷, 查信用报告."""
    return len(parse.text.strip()) <= BARE and not _PARTICULAR.search(parse.text) and _is_sure(parse)


def _is_sure(parse: Parse) -> bool:
    """Whether the intent is believed to be the subject of the message."""
    return parse.intent.name in TASKS and parse.intent.confidence >= SURE_OF_TOPIC


def _chosen(parts: Sequence[_Asked], whole: Findings) -> list[tuple[Hit, _Asked]]:
    """The clauses to quote: the best of each part, and others that speak nearly as clearly.

    A question that compares, or asks several things, wants more than one clause; one that asks for a figure
    wants just one, as a second clause would add a figure for another case.
    """
    chosen = {asked.findings.hits[0].clause.id: (asked.findings.hits[0], asked) for asked in reversed(parts)}
    several = len(parts) > 1 or bool(_COMPARES.search(whole.question))
    if several or not _FIGURE_ASKED.search(whole.question):
        room, floor = (CITED, AS_CLEAR_OF_SEVERAL) if several else (2, AS_CLEAR)
        for hit in whole.hits:
            if len(chosen) < room and hit.score >= floor * whole.hits[0].score:
                chosen.setdefault(hit.clause.id, (hit, _Asked(whole.question, whole)))
    rank = {hit.clause.id: number for number, hit in enumerate(whole.hits)}
    return sorted(chosen.values(), key=lambda pair: rank.get(pair[0].clause.id, len(rank)))


def _further(parts: Sequence[_Asked], chosen: Sequence[tuple[Hit, _Asked]]) -> list[Hit]:
    """Clauses worth a look beside the quoted ones."""
    taken = {hit.clause.id for hit, _ in chosen}
    more: dict[ClauseId, Hit] = {}
    for asked in parts:
        hits = asked.findings.hits
        for hit in hits:
            if hit.clause.id not in taken and hit.score >= WORTH_A_LOOK * hits[0].score:
                more.setdefault(hit.clause.id, hit)
    ranked = sorted(more.values(), key=lambda hit: -hit.score)
    return ranked[: max(0, CITED - len(taken))]


def _extent(question: str, clause: Clause) -> Extent:
    """How much of a clause to quote: a whole list, one item of a row with several, or what decides."""
    if _WHO.search(question) and clause.units:
        return ONE_ITEM
    return LISTED if _LIST.search(question) else DECISIVE


def _lead(citations: Sequence[Citation], question: str) -> str:
    """A direct first sentence: the figure asked for where there is just one, who, or the subject."""
    first = citations[0]
    subject = first.clause.title or first.clause.id.clause
    figures = list(dict.fromkeys(_FIGURE.findall(first.quote)))
    if not first.validity.normative:
        said = f"没有找到办事依据，但当时的工作刊物报道过“{subject}”，仅供了解。"
    elif first.units:
        said = f"关于“{subject}”，文件写明的责任单位如下。"
    else:
        said = f"关于“{subject}”，文件这样规定："
    if _FIGURE_ASKED.search(question) and len(citations) == 1 and len(figures) == 1:
        figure = f"原文写的是「{figures[0]}」[1]，全句如下。"
        return figure if first.validity.normative else said + figure
    return said


def _follow_ups(citations: Sequence[Citation], shown: int) -> tuple[Button, ...]:
    """Quick replies: the units behind the first clause, and the clauses worth a look."""
    buttons = []
    first = citations[0]
    if first.clause.units and not first.units and (address := _address(first.clause)):
        buttons.append(Button("哪些单位负责", f"{address}的责任单位是谁"))
    for citation in citations[shown:]:
        if address := _address(citation.clause):
            buttons.append(Button(citation.clause.title, address))
    return tuple(buttons[:MOST_BUTTONS])


def _address(clause: Clause) -> str:
    """Words that name a clause by its number; empty where it has no number that a person would type."""
    number = clause.id.clause
    return f"{clause.id.doc_no}第{number}条" if number.isdigit() and clause.title else ""
