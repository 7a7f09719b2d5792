"""How official notices label, title and close their parts: the patterns that repair and split share."""

from __future__ import annotations

import re

__all__ = [
    "ANNEX",
    "ARABIC",
    "ARTICLE",
    "BULLET",
    "CHAPTER",
    "CLOSERS",
    "CLOSING",
    "COLOPHON",
    "DATE_LINE",
    "DOCUMENT_NOUN",
    "LABEL",
    "NOTES",
    "ORGANISATION_END",
    "OWN_DOC_NO",
    "PAREN",
    "PART",
    "PROSE",
    "REMARK",
    "SECTION",
    "UNIT_LINE",
    "is_organisation",
    "is_title",
    "stands_alone",
    "starts_block",
]

_CN = "一二三四五六七八九十百零〇"

CHAPTER = re.compile(rf"第\s*(?P<n>[{_CN}\d]+)\s*[章节编](?=[\s　]|[一-鿿])[\s　]*")
ARTICLE = re.compile(rf"第\s*(?P<n>[{_CN}\d]+)\s*条(?![款例件])[\s　]*")
PART = re.compile(rf"(?P<n>[{_CN}]+)\s*[、．.][\s　]*")
PAREN = re.compile(rf"[（(]\s*(?P<n>[{_CN}]+)\s*[）)][、.．]?[\s　]*")
ARABIC = re.compile(r"(?P<n>[0-9０-９]{1,3})\s*(?:[.．](?![0-9０-９])|、)[\s　]*")
SECTION = re.compile(r"【(?P<name>[^【】]{1,20})】$")
BULLET = re.compile(r"[-–•●◆■·*]\s+")
ANNEX = re.compile(r"附\s*(?:件|录|表)\s*(?P<n>[0-9０-９一二三四五六七八九十]*)\s*(?:[:：]|$)")
DATE_LINE = re.compile(
    r"(?P<y>[0-9０-９]{4}|[二〇○零一三四五六七八九]{4})\s*年\s*(?P<m>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})\s*月"
    r"\s*(?P<d>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*日(?:印发|发布)?$"
)
COLOPHON = re.compile(r"(?:抄送|主送|抄报|报|送|编辑|审核|主编|责任编辑|校对|主题词)\s*[:：]")
REMARK = re.compile(r"[（(]此件[^）)]*[）)]$")
NOTES = re.compile(r"(?:说明|备注|注)\s*[:：]")
UNIT_LINE = re.compile(r"[（(](?:责任(?:单位|部门)|牵头(?:单位|部门))[:：].*[）)]$|[（(][^（()）]*负责[）)]$")
CLOSING = re.compile(
    r"(?:以上|上述)(?:意见|措施|政策|规定|事项|通知)|特此|"
    r"(?:本|此)(?:文件|通知|意见|办法|方案|规定|细则|措施|政策|件|条例|规则).{0,12}?(?:自|由|从|有效|施行|实施|解释)"
)
_LABELS = "|".join(pattern.pattern for pattern in (CHAPTER, ARTICLE, PART, PAREN, ARABIC, BULLET))
LABEL = re.compile(rf"(?:{_LABELS})$".replace("?P<n>", "?:"))
_ITEM = re.compile(r"[（(]\s*\d{1,2}\s*[）)]|[①-⑳]")
OWN_DOC_NO = re.compile(r"[一-鿿]{2,12}\s*[〔\[(（]\s*\d{4}\s*[〕\])）]\s*第?\d+\s*号$")

DOCUMENT_NOUN = re.compile(
    r"(?P<noun>实施方案|工作方案|实施意见|实施细则|工作要点|工作计划|管理办法|分解表|工作信息|"
    r"通知|意见|方案|办法|规定|细则|要点|规划|计划|决定|公告|通告|通报|条例|目录|清单|指引|指南|标准|措施|批复|函|"
    r"报告|规则|制度|纲要|准则|名单)(?:[（(](?:试行|暂行|修订|修订版|征求意见稿)[）)])?$"
)
ORGANISATION_END = re.compile(
    r"(?:办公室|办公厅|委员会|管委会|人民政府|政府|总局|[局厅部委院办署厅]|银行|法院|检察院|中心|总社|总工会|"
    r"领导小组|指挥部|支行|分局|海关|公司|大队)$"
)
PROSE = re.compile(r"[，。；]")
CLOSERS = "”’）)》】〕"

_PUNCTUATION = re.compile(r"[，。；：！？]")
_START = (
    CHAPTER,
    ARTICLE,
    PART,
    PAREN,
    ARABIC,
    SECTION,
    BULLET,
    ANNEX,
    DATE_LINE,
    COLOPHON,
    REMARK,
    NOTES,
    _ITEM,
)


def is_organisation(line: str) -> bool:
    """Tell whether a line reads as the name of a body, as above the date of a notice.

    Args:
        line: A line without surrounding space.

    Returns:
        Whether it is short, ends in a word such as 办公室, and holds no sentence.
    """
    return len(line) <= 30 and bool(ORGANISATION_END.search(line)) and not PROSE.search(line)


def is_title(line: str) -> bool:
    """Tell whether a line reads as the title of a document.

    Args:
        line: A line without surrounding space.

    Returns:
        Whether it ends in a word such as 通知 or 方案 and holds no sentence.
    """
    return len(line) >= 5 and not _PUNCTUATION.search(line) and bool(DOCUMENT_NOUN.search(line))


def starts_block(line: str) -> bool:
    """Tell whether a line begins something new rather than carrying on the line above.

    Args:
        line: A line without surrounding space.

    Returns:
        Whether it opens with a label, a bullet, a section mark, or is a date, a 文号 or a distribution line.
    """
    return any(pattern.match(line) for pattern in _START) or bool(OWN_DOC_NO.match(line))


def stands_alone(line: str) -> bool:
    """Tell whether nothing can carry a line on.

    Args:
        line: A line without surrounding space.

    Returns:
        Whether it is a date, a 文号 or a section mark.
    """
    return any(pattern.match(line) for pattern in (DATE_LINE, SECTION, OWN_DOC_NO))
