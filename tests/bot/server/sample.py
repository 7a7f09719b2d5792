"""A small assistant with real replies over a few clauses, for tests of the server alone."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from actions.interface import Button
from bot.message import Message, Reply
from intents.model import Entity, IntentScore, Parse
from knowledge.errors import UnknownNoticeError
from knowledge.model import Citation, Clause, ClauseId, Erratum, Notice, Unit, Validity

_REPAIR_TEXT = (
    "推进“信用核查”“信用修复”口袋书在线宣传，举办线上信用修复培训班，加强信用修复政策解读与辅导。"
    "帮助符合条件的企业通过“信用中国”网站及时完成信用修复，推进市公共信用信息平台修复信息与上级平台同步更新。"
    "退出失信被执行人名单的企业，因融资、招投标等需要提供信用修复证明的，"
    "市法院应当收到企业申请后3个工作日内核实真伪并出具相关证明文件。"
    "引导支持已经完成信用修复企业通过发放律师函、告知函等方式，推动启信宝、天眼查、企查查等市场化信用服务平台"
    "及时撤销以往处罚信息、消除不良影响。（责任单位：市信用办、法院、各行业监管部门、各区镇）"
)
_REPAIR_UNITS = "市信用办、法院、各行业监管部门、各区镇"
_REPORT_TEXT = (
    "引导企业通过“信用江苏”网站在线申请查询报告，做好市公共信用信息平台与省市县一体化平台对接工作，"
    "完善“信用昆山”网站线上信用查询报告下载服务功能。在行政服务大厅设立自助信用查询服务点，"
    "推动实现市、区（镇）政务大厅信用查询全覆盖，打通信用服务最后一公里。"
)


def clause(doc_no: str, number: str, title: str, text: str, *path: str, **more: object) -> Clause:
    """Make a clause."""
    made = Clause(ClauseId(doc_no, number), "clause", "", title, path, text)
    return replace(made, **more)  # type: ignore[arg-type]


_N22 = "昆信用办〔2022〕3号"
_P20 = "昆政办发〔2020〕39号"
_S22 = "苏府办〔2022〕91号"

SERVICE_2022 = Notice(
    doc_no=_N22,
    slug="kxyb-2022-3",
    title="关于进一步做好昆山市疫情防控期间信用服务工作的通知",
    issuer="昆山市社会信用体系建设领导小组办公室",
    issued_on=date(2022, 4, 29),
    region="昆山",
    kind="通知",
    implements=("苏政发〔2022〕1号",),
    cites=("《江苏省社会信用条例》",),
    clauses=(
        clause(_N22, "前言", "前言", "根据昆山实际，特提出以下意见：", kind="preamble"),
        clause(_N22, "5", "畅通信用查询渠道", _REPORT_TEXT, label="5."),
        clause(
            _N22,
            "6",
            "加强信用修复指导",
            _REPAIR_TEXT,
            label="6.",
            units=(Unit(_REPAIR_UNITS, _REPAIR_TEXT.index(_REPAIR_UNITS), 0, len(_REPAIR_TEXT)),),
        ),
        clause(_N22, "7", "加大信用宣传力度", "加强疫情防控诚信宣传，引导群众积极参与联防联控。", label="7."),
        clause(_N22, "附则", "附则", "自发布之日起实施，国家、省、苏州另有规定的从其规定。", kind="closing"),
    ),
    source_name="000.txt",
    sha256="0" * 64,
)
MECHANISM_2020_OLD = Notice(
    doc_no=_P20,
    slug="kzbf-2020-39",
    title="关于加快推进昆山社会信用体系建设构建以信用为基础的新型监管机制的实施方案",
    issuer="昆山市人民政府办公室",
    issued_on=date(2020, 4, 2),
    region="昆山",
    kind="实施方案",
    implements=(),
    cites=(),
    clauses=(
        clause(
            _P20,
            "13",
            "探索建立信用修复机制",
            "失信市场主体在规定期限内纠正失信行为、消除不良影响的，\n可通过作出信用承诺、接受专题培训等方式开展信用服务。",
            "二、重点工作任务",
            "（三）加强事后环节信用监管",
            label="13.",
            errata=(Erratum(51, 53, "Service", "原文夹有未译的英文单词"),),
        ),
        clause(_P20, "三(一)", "加强组织领导", "各部门要高度重视。", "三、保障措施", label="（一）"),
    ),
    source_name="002.txt",
    sha256="0" * 64,
)
MECHANISM_2020 = replace(MECHANISM_2020_OLD, version=2)
PLAN_2022 = Notice(
    doc_no=_S22,
    slug="sfb-2022-91",
    title="2022年苏州市社会信用体系建设工作要点",
    issuer="苏州市人民政府办公室",
    issued_on=date(2022, 5, 30),
    region="苏州",
    kind="工作要点",
    implements=(),
    cites=(),
    clauses=(
        clause(_S22, "附件-9", "强化信用修复服务", "开展信用修复培训，全年不少于2场次。", kind="annex_row"),
    ),
    source_name="003.txt",
    sha256="0" * 64,
)

VALIDITY = {
    _N22: Validity(
        "superseded",
        "部分被取代",
        "这是2022年疫情防控期间的通知。2026年4月1日起信用修复执行《信用修复管理办法》（发改委令第36号），"
        "请以信用中国网站和主管部门答复为准。",
        "部分被取代",
        date(2026, 11, 21),
        superseded_by=("《信用修复管理办法》（发改委令第36号）",),
    ),
    _P20: Validity("unknown", "待核实", "没有写有效期，今天是否仍有效待核实。", "未查到", date(2026, 11, 21)),
    _S22: Validity("expired", "年度要点已过期", "年度结束后不再适用。", "年度要点", date(2026, 11, 21)),
}


@dataclass(frozen=True)
class SampleCorpus:
    """The sample notices, and any others given."""

    shown: tuple[Notice, ...] = (SERVICE_2022, MECHANISM_2020, PLAN_2022)
    old: tuple[Notice, ...] = (MECHANISM_2020_OLD,)

    def notices(self) -> tuple[Notice, ...]:
        return self.shown

    def notice(self, name: str, version: int | None = None) -> Notice:
        for notice in self.shown if version is None else (*self.old, *self.shown):
            if name in (notice.doc_no, notice.slug) and version in (None, notice.version):
                return notice
        raise UnknownNoticeError(name)

    def versions(self, doc_no: str) -> tuple[Notice, ...]:
        return tuple(n for n in (*self.old, *self.shown) if n.doc_no == doc_no)


class SampleRegister:
    """The validity of the sample notices, the same on every day."""

    def on(self, doc_no: str, day: date) -> Validity:
        return VALIDITY.get(doc_no) or Validity("in_force", "现行", "现行有效。", "测试", day)


class SampleAssistant:
    """Answers a few words with real replies; remembers every turn."""

    def __init__(self, corpus: SampleCorpus | None = None) -> None:
        self.corpus = corpus or SampleCorpus()
        self.validity = SampleRegister()
        self.turns: list[tuple[Message, Reply, float]] = []
        self.fault: Exception | None = None

    def ask(self, message: Message) -> Reply:
        if self.fault:
            raise self.fault
        number = f"r{len(self.turns) + 1}"
        reply = replace(_reply(message.text), reply_id=number, timing_ms={"nlu": 0.1, "total": 0.2})
        self.turns.append((message, reply, time.time()))
        return reply

    def parse(self, text: str) -> Parse:
        best = IntentScore("repair_howto", 0.9)
        at = text.find("修复")
        found = (Entity("behaviour", "修复", "信用修复", at, at + 2),) if at >= 0 else ()
        return Parse(text, best, (best, IntentScore("out_of_scope", 0.1)), found)

    def history(self, sender: str) -> Sequence[tuple[Message, Reply, float]]:
        return [turn for turn in self.turns if turn[0].sender == sender]


def _cite(notice: Notice, number: str, quote: str) -> Citation:
    cited = next(c for c in notice.clauses if c.id.clause == number)
    assert quote in cited.text
    return Citation(cited, notice, quote, VALIDITY[notice.doc_no])


def _reply(text: str) -> Reply:
    if "人工" in text:
        return Reply(
            "",
            "已为您转到人工服务。\n请拨打 12345 政务服务便民热线，或携带有效证件到行政服务大厅信用窗口咨询。",
            "handover",
            IntentScore("handover", 0.99),
        )
    if "豁免" in text:
        return Reply(
            "",
            "我来帮您对照条款。请问是什么原因造成的？",
            "ask",
            IntentScore("exemption_check", 0.95),
            asks_for="cause",
            buttons=(Button("参与疫情防控", "参与疫情防控"), Button("不可抗力", "因为不可抗力")),
        )
    if "天气" in text:
        return Reply(
            "", "这个问题我答不了，我只解答社会信用政策。", "decline", IntentScore("out_of_scope", 0.9)
        )
    if "<" in text:
        return Reply("", f"您说的是：{text}", "chitchat", IntentScore("greet", 0.5))
    return Reply(
        "",
        "请通过“信用中国”网站申请信用修复。[1]\n\n"
        "需要修复证明用于融资、招投标的，向市法院申请，法院收到申请后3个工作日内核实并出具证明。[1]\n"
        "修复方式包括作出信用承诺、接受专题培训等。[2]",
        "answer",
        IntentScore("repair_howto", 0.98),
        (Entity("list_type", "名单", "失信被执行人名单", 0, 2),),
        citations=(
            _cite(SERVICE_2022, "6", "帮助符合条件的企业通过“信用中国”网站及时完成信用修复"),
            _cite(MECHANISM_2020, "13", "作出信用承诺、接受专题培训等方式"),
        ),
        buttons=(Button("归哪个部门管？", "归哪个部门管"), Button("信用报告在哪里查？", "信用报告在哪里查")),
    )
