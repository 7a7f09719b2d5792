"""A notice's own corrections, ``errata.yml``: misprinted words, personal data to hide, its short name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import DataError

__all__ = ["Correction", "Errata", "load_errata"]

_KEYS = {"doc_no", "slug", "sha256", "errata", "redactions", "ocr_notes"}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Correction:
    """Words to replace.

    Attributes:
        pattern: Regular expression of what is printed.
        shown: The same as a person wrote it in the file.
        correct: What to show instead.
        reason: Why, in Chinese.
        occurrences: How often it occurs in the text; None where that may vary.
    """

    pattern: str
    shown: str
    correct: str
    reason: str
    occurrences: int | None = None


@dataclass(frozen=True, slots=True)
class Errata:
    """What a person decided about one notice.

    Attributes:
        doc_no: The notice it belongs to.
        slug: ASCII name of the notice; None to derive one.
        sha256: Of the file it was written for; there every count must hold.
        errata: Misprints.
        redactions: Personal data of third parties.
        ocr_notes: Doubtful readings that were left as printed, in Chinese.
    """

    doc_no: str = ""
    slug: str | None = None
    sha256: str | None = None
    errata: tuple[Correction, ...] = ()
    redactions: tuple[Correction, ...] = ()
    ocr_notes: tuple[str, ...] = ()


def load_errata(path: Path) -> Errata:
    """Read an ``errata.yml``.

    Args:
        path: The file.

    Returns:
        Its corrections.

    Raises:
        DataError: It is not YAML or breaks the format.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(path, [f"无法读取：{error}"]) from error
    if not isinstance(data, dict):
        raise DataError(path, ["应是“键: 值”形式的 YAML"])
    problems = [f"{key}：不认识的项" for key in data if key not in _KEYS]
    slug = data.get("slug")
    if slug is not None and not (isinstance(slug, str) and _SLUG.fullmatch(slug)):
        problems.append("slug：只能用小写字母、数字和连字符")
    errata = _corrections(data, "errata", ("printed",), "correct", problems)
    redactions = _corrections(data, "redactions", ("literal", "pattern"), "replacement", problems)
    if problems:
        raise DataError(path, problems)
    return Errata(
        str(data.get("doc_no") or ""),
        slug,
        data.get("sha256"),
        errata,
        redactions,
        tuple(str(note) for note in data.get("ocr_notes") or ()),
    )


def _corrections(
    data: dict[str, Any], key: str, printed: tuple[str, ...], correct: str, problems: list[str]
) -> tuple[Correction, ...]:
    out = []
    rows = data.get(key) or []
    if not isinstance(rows, list):
        problems.append(f"{key}：应是列表")
        rows = []
    for number, row in enumerate(rows, 1):
        where = f"{key} 第 {number} 项"
        given = [name for name in printed if isinstance(row, dict) and isinstance(row.get(name), str)]
        if len(given) != 1 or not isinstance(row.get(correct), str) or not isinstance(row.get("reason"), str):
            problems.append(f"{where}：要有 {'或 '.join(printed)}、{correct}、reason，且都是文字")
            continue
        count = row.get("occurrences")
        if count is not None and (type(count) is not int or count < 1):
            problems.append(f"{where}：occurrences 应是正整数")
            continue
        shown = row[given[0]]
        pattern = shown if given[0] == "pattern" else re.escape(shown)
        try:
            re.compile(pattern)
        except re.error as error:
            problems.append(f"{where}：正则表达式有误（{error}）")
            continue
        if not shown or re.match(pattern, ""):
            problems.append(f"{where}：不能匹配空文字")
            continue
        out.append(Correction(pattern, shown, row[correct], row["reason"], count))
    return tuple(out)
