"""Document numbers (文号): any bracket or numeral style to the canonical ``昆信用办〔2020〕2号``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge import numerals
from knowledge.text import squeeze

__all__ = ["Found", "compact", "find_all", "format", "is_valid", "validate"]

_YEAR = r"[0-9０-９](?:\s?[0-9０-９]){3}|[零〇○一二三四五六七八九]{4}"
_NUMBER = r"[0-9０-９]{1,5}|[零〇○一二三四五六七八九十百千]{1,7}"
_BODY = re.compile(
    r"(?P<prefix>[一-鿿](?:[ \t]?[一-鿿]){1,15}?)\s*"
    rf"(?:[〔\[(（【{{﹝［｛〈<]\s*(?P<year>{_YEAR})\s*年?\s*[〕\])）】}}﹞］｝〉>]"
    rf"|(?P<bare>{_YEAR})\s*年)"
    rf"\s*第?\s*(?P<number>{_NUMBER})\s*号(?P<word>文)?"
)
# The body's own code begins with the short name of its place or with 国, 中.
_PLACES = frozenset(
    "国中京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川贵黔云滇陕甘青藏桂蒙宁新昆吴常张太锡通扬镇泰徐盐淮连宿"
)
_FULL_PLACE = re.compile(r"[一-鿿](?:[省市县区]|山|州|京|海|津|庆|仓|江|国)")
# Without brackets only a code with such an ending is meant: 昆信用办二〇二〇年2号文, not 公司2020年3号.
_CODE_END = re.compile(r"[办发函字府委规安令通政法建急环税审财教卫]$")
_LEADING = re.compile(
    r"^(?:请问|根据|按照|依据|依照|遵照|参照|贯彻|落实|执行|关于|对于|查看|查询|查|看|问|见|附|据|按|"
    r"和|与|及|以及|或|在|到|是|把|将|的|文件|文号|通知|这个|那个|你们)+"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A document number met in a text.

    Attributes:
        doc_no: Canonical form.
        start: First character of what was written.
        end: One past its last character.
    """

    doc_no: str
    start: int
    end: int


def format(prefix: str, year: int, number: int) -> str:
    """Write a document number in canonical form.

    Args:
        prefix: Code of the issuing body, e.g. ``昆信用办``.
        year: Four-figure year.
        number: Running number of that year.

    Returns:
        E.g. ``昆信用办〔2020〕2号``.
    """
    return f"{prefix}〔{year}〕{number}号"


def compact(text: str) -> str:
    """Bring one document number to canonical form.

    Args:
        text: The number alone, in any bracket or numeral style.

    Returns:
        Canonical form; text that is no document number is returned without whitespace.
    """
    return _whole(text) or squeeze(text)


def validate(text: str) -> str:
    """Check one document number.

    Args:
        text: The number alone, in any style.

    Returns:
        Canonical form.

    Raises:
        ValueError: It is no document number.
    """
    doc_no = _whole(text)
    if doc_no is None:
        raise ValueError(f"not a document number: {text!r}")
    return doc_no


def is_valid(text: str) -> bool:
    """Tell whether a text is one document number, in any style.

    Args:
        text: The number alone.

    Returns:
        Whether `validate` accepts it.
    """
    try:
        validate(text)
    except ValueError:
        return False
    return True


def find_all(text: str) -> list[Found]:
    """Find the document numbers in a text.

    Args:
        text: A clause or what a person typed.

    Returns:
        In reading order.
    """
    found = []
    for match in _BODY.finditer(text):
        cut = _prefix_start(match["prefix"])
        doc_no = _canonical(match, match["prefix"][cut:])
        if doc_no:
            found.append(Found(doc_no, match.start() + cut, match.end()))
    return found


def _whole(text: str) -> str | None:
    match = _BODY.fullmatch(text.strip())
    return _canonical(match, match["prefix"]) if match else None


def _canonical(match: re.Match[str], prefix: str) -> str | None:
    try:
        year = numerals.parse(squeeze(match["year"] or match["bare"]))
        number = numerals.parse(match["number"])
    except ValueError:
        return None
    prefix = squeeze(prefix)
    if match["bare"] and not (prefix[:1] in _PLACES and _CODE_END.search(prefix)):
        return None
    if not 1949 <= year <= 2100 or number < 1 or len(prefix) < 2:
        return None
    return format(prefix, year, number)


def _prefix_start(prefix: str) -> int:
    """Where the code of the issuing body begins in the words before the year."""
    leading = _LEADING.match(prefix)
    least = leading.end() if leading and len(squeeze(prefix[leading.end() :])) >= 2 else 0
    for index in range(least, len(prefix) - 1):
        if prefix[index] in _PLACES and not _FULL_PLACE.match(prefix, index):
            return index
    return least
