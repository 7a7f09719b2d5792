"""The unified social credit code (统一社会信用代码): compact, validate, format, diagnose."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = [
    "ALPHABET",
    "UsccProblem",
    "check_character",
    "compact",
    "diagnose",
    "format_uscc",
    "is_personal_id",
    "is_valid",
]

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100-2015 in order of their values: no I, O, S, V, Z."""

ProblemKind = Literal[
    "personal_id",
    "registration_number",
    "length",
    "letter",
    "swapped",
    "subject_part",
    "check_character",
]

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_SUBJECT_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ID_WEIGHTS = tuple(pow(2, 17 - i, 11) for i in range(17))
_LOOKALIKE = {"I": "1", "O": "0", "S": "5", "Z": "2"}
_SEPARATORS = re.compile(r"[\s\-‐-―−_.·]+")
_ADVICE = "请对照营业执照逐位核对后重新输入。"


@dataclass(frozen=True, slots=True)
class UsccProblem:
    """Why a text is not a unified social credit code, and what to do.

    Attributes:
        kind: What is wrong.
        message: Chinese, for the person: what is wrong, then what to do.
        position: Which character is wrong, counted from 1; None where that cannot be told.
        suggestion: The only code that one usual slip explains, with both check characters right;
            never to be used without asking the person.
    """

    kind: ProblemKind
    message: str
    position: int | None = None
    suggestion: str | None = None


def compact(text: str) -> str:
    """Drop spaces, hyphens and the like; half-width capitals remain."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_character(first17: str) -> str:
    """Compute the 18th character from the first 17 (GB 32100-2015, 4.3).

    Raises:
        ValueError: Not 17 characters of ``ALPHABET``.
    """
    if len(first17) != 17 or any(c not in _VALUE for c in first17):
        raise ValueError(f"not 17 characters of the USCC alphabet: {first17!r}")
    total = sum(_VALUE[c] * weight for c, weight in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def is_valid(text: str) -> bool:
    """Whether a text is a unified social credit code, however it is grouped or cased.

    A number that checks as a personal ID is never one, even where both checks hold.
    """
    code = compact(text)
    return _checks(code) and not is_personal_id(code)


def is_personal_id(text: str) -> bool:
    """Whether a text is an 18-character personal ID (GB 11643-1999): its date exists and its digit checks."""
    number = compact(text)
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number, re.ASCII):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(c) * weight for c, weight in zip(number, _ID_WEIGHTS, strict=False))
    return born.year >= 1880 and number[17] == "10X98765432"[total % 11]


def format_uscc(text: str) -> str:
    """Group a code for reading: registrar and kind, region, subject, check character."""
    code = compact(text)
    return " ".join(part for part in (code[:2], code[2:8], code[8:17], code[17:]) if part)


def diagnose(text: str) -> UsccProblem | None:
    """Say what is wrong with a text that was meant as a unified social credit code.

    Returns:
        The problem to tell the person first; None where the code is valid.
    """
    code = compact(text)
    if is_personal_id(code):
        return UsccProblem(
            "personal_id",
            "这像是个人身份证号，不是统一社会信用代码。这里只查企业等单位，请勿发送身份证号；"
            "请输入营业执照上 18 位的统一社会信用代码。",
        )
    if re.fullmatch(r"[0-9]{15}", code, re.ASCII):
        return UsccProblem(
            "registration_number",
            "这是 15 位的旧工商注册号，不是统一社会信用代码。"
            "请查看换发后的营业执照，输入上面 18 位的统一社会信用代码。",
        )
    if len(code) != 18:
        return _wrong_length(code)
    return _bad_letter(code) or (None if _checks(code) else _check_fails(code))


def _code_checks(code: str) -> bool:
    return len(code) == 18 and all(c in _VALUE for c in code) and check_character(code[:17]) == code[17]


def _checks(code: str) -> bool:
    return _code_checks(code) and _subject_checks(code)


def _subject_checks(code: str) -> bool:
    # GB 11714: the 9-character subject part has a check character of its own, over 0–9 and A=10 … Z=35.
    total = sum(int(c, 36) * w for c, w in zip(code[8:16], _SUBJECT_WEIGHTS, strict=True))
    return "0X987654321"[total % 11] == code[16]


def _plausible(code: str) -> bool:
    return _checks(code) and code[2:8].isdecimal()


def _wrong_length(code: str) -> UsccProblem:
    difference = len(code) - 18
    change = f"多了 {difference} 位" if difference > 0 else f"少了 {-difference} 位"
    return UsccProblem("length", f"统一社会信用代码共 18 位，您输入的是 {len(code)} 位，{change}。{_ADVICE}")


def _bad_letter(code: str) -> UsccProblem | None:
    position = next((i for i, c in enumerate(code) if c not in _VALUE), None)
    if position is None:
        return None
    wrong = code[position]
    mended = "".join(_LOOKALIKE.get(c, c) for c in code)
    suggestion = mended if _plausible(mended) else None
    if wrong in "IOSVZ":
        hint = f"，可能是数字 {_LOOKALIKE[wrong]}" if wrong in _LOOKALIKE else "，可能是 U 或 Y"
        reason = f"第 {position + 1} 位是字母 {wrong}，统一社会信用代码不使用 I、O、S、V、Z{hint}"
    else:
        reason = f"第 {position + 1} 位“{wrong}”不是统一社会信用代码使用的数字或大写字母"
    return UsccProblem("letter", f"{reason}。{_ADVICE}", position + 1, suggestion)


def _check_fails(code: str) -> UsccProblem:
    swapped = _unswapped(code)
    if len(swapped) == 1:
        position, suggestion = swapped[0]
        pair = f"第 {position}、{position + 1} 位“{code[position - 1 : position + 1]}”"
        return UsccProblem("swapped", f"校验不通过，{pair}可能前后颠倒了。{_ADVICE}", position, suggestion)
    if not _subject_checks(code):
        return UsccProblem(
            "subject_part",
            f"校验不通过，错误多半在第 9 至 17 位“{code[8:17]}”（主体标识码自带的校验位对不上）。{_ADVICE}",
        )
    return UsccProblem(
        "check_character",
        f"最后一位校验码“{code[17]}”与前 17 位对不上，可能是最后一位或前 8 位输错。{_ADVICE}",
        18,
    )


def _unswapped(code: str) -> list[tuple[int, str]]:
    mended = []
    for i in range(17):
        if code[i] != code[i + 1]:
            candidate = code[:i] + code[i + 1] + code[i] + code[i + 2 :]
            if _plausible(candidate):
                mended.append((i + 1, candidate))
    return mended
