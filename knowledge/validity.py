"""Whether a notice is in force on a day, from the register that people edit (validity.yml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, get_args

from knowledge.data import SHIPPED, read_yaml
from knowledge.errors import DataError
from knowledge.model import Status, Validity

__all__ = ["STATUS_WORDS", "ValidityRegister", "today_in_china"]

# No summer time since 1991; a fixed offset needs no time zone data on the machine.
_CHINA = timezone(timedelta(hours=8))

_NOT_YET = "这一天文件还没有印发。"
_UNLISTED = "时效登记中没有这份文件，请以发文机关答复为准。"


def today_in_china() -> date:
    """The day on which a question is asked, where the rules hold."""
    return datetime.now(_CHINA).date()


@dataclass(frozen=True, slots=True)
class _Interval:
    since: date
    status: Status
    basis: str


@dataclass(frozen=True, slots=True)
class _Entry:
    intervals: tuple[_Interval, ...]
    badge: str
    note: str
    topics: dict[str, str]
    normative: bool
    superseded_by: tuple[str, ...]


class ValidityRegister:
    """The register of validity.

    Attributes:
        checked_on: When a person last checked.
        renamed_bodies: What to say of a body that may have another name today, by its name as printed.

    Args:
        folder: Where ``validity.yml`` is; the shipped one by default.

    Raises:
        DataError: With every problem of the file.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        path = folder / "validity.yml"
        data = read_yaml(path)
        problems: list[str] = []
        self.checked_on: date = _day(data.get("checked_on"), "checked_on", problems)
        self._entries = {
            doc_no: _entry(doc_no, raw or {}, problems) for doc_no, raw in (data.get("notices") or {}).items()
        }
        self.renamed_bodies: dict[str, str] = dict(data.get("renamed_bodies") or {})
        if problems:
            raise DataError(path, problems)

    def reports(self) -> frozenset[str]:
        """Document numbers of publications that must not be cited as rules."""
        return frozenset(doc_no for doc_no, entry in self._entries.items() if not entry.normative)

    def on(self, doc_no: str, day: date, topic: str | None = None) -> Validity:
        """Status of a notice on a day.

        Args:
            doc_no: Document number; one that is not registered is ``unknown``.
            day: The day asked about.
            topic: Subject of the question, for a more fitting note where the register has one.
        """
        entry = self._entries.get(doc_no)
        if entry is None:
            return Validity("unknown", "待核实", _UNLISTED, _UNLISTED, self.checked_on)
        if day < entry.intervals[0].since:
            return Validity("unknown", "尚未印发", _NOT_YET, _NOT_YET, self.checked_on, entry.normative)
        interval = entry.intervals[0]
        for later in entry.intervals[1:]:
            if later.since <= day:
                interval = later
        last = interval is entry.intervals[-1]
        return Validity(
            status=interval.status,
            # The badge describes today's state; for an earlier day the plain status word stands.
            badge=entry.badge if last else STATUS_WORDS[interval.status],
            note=entry.topics.get(topic or "", entry.note) if last else interval.basis,
            basis=interval.basis,
            checked_on=self.checked_on,
            normative=entry.normative,
            superseded_by=entry.superseded_by,
        )


STATUS_WORDS: dict[Status, str] = {
    "in_force": "现行",
    "lapsed": "已失效",
    "superseded": "已被取代",
    "expired": "已过期",
    "unknown": "待核实",
}
"""What a person reads for each status."""


def _entry(doc_no: str, raw: dict[str, Any], problems: list[str]) -> _Entry:
    intervals = []
    for number, item in enumerate(raw.get("intervals") or (), start=1):
        where = f"notices.{doc_no}.intervals[{number}]"
        status = item.get("status")
        if status not in get_args(Status):
            problems.append(f"{where}.status 应为 {'、'.join(get_args(Status))} 之一，现为 {status!r}")
        since = _day(item.get("from"), f"{where}.from", problems)
        intervals.append(_Interval(since, status, str(item.get("basis", ""))))
    if not intervals:
        problems.append(f"notices.{doc_no}.intervals 不能为空")
    if intervals != sorted(intervals, key=lambda i: i.since):
        problems.append(f"notices.{doc_no}.intervals 应按日期先后排列")
    for key in ("badge", "note"):
        if not raw.get(key):
            problems.append(f"notices.{doc_no}.{key} 不能为空")
    return _Entry(
        tuple(intervals),
        str(raw.get("badge", "")),
        str(raw.get("note", "")).strip(),
        {str(k): str(v).strip() for k, v in (raw.get("topics") or {}).items()},
        bool(raw.get("normative", True)),
        tuple(raw.get("superseded_by") or ()),
    )


def _day(value: object, where: str, problems: list[str]) -> date:
    # A moment is a date too, but cannot be compared with one.
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    problems.append(f"{where} 应为日期（如 2026-11-21），现为 {value!r}")
    return date.min
