"""Claims about knowledge.validity."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest

from intents.model import TASKS
from knowledge.corpus import Corpus
from knowledge.data import SHIPPED, read_yaml
from knowledge.errors import DataError
from knowledge.model import Status
from knowledge.validity import STATUS_WORDS, ValidityRegister, today_in_china

SMALL = """
checked_on: 2026-11-21
notices:
  某办〔2024〕1号:
    intervals:
      - {from: 2024-01-02, status: in_force, basis: 印发之日起}
      - {from: 2025-01-01, status: expired, basis: 年度要点}
    badge: 已过期
    note: " 年度要点，已过期。 "
    topics: {repair: 修复另有规定。}
    superseded_by: [《新办法》]
  某刊2024-1:
    normative: false
    intervals: [{from: 2024-01-02, status: unknown, basis: 刊物}]
    badge: 刊物
    note: 刊物不是依据。
renamed_bodies: {某局: 原文如此}
"""
A, REPORT = "某办〔2024〕1号", "某刊2024-1"
LATER = date(2026, 11, 21)


def made(folder: Path, text: str) -> ValidityRegister:
    (folder / "validity.yml").write_text(text, encoding="utf-8")
    return ValidityRegister(folder)


@pytest.fixture
def register(tmp_path: Path) -> ValidityRegister:
    return made(tmp_path, SMALL)


@pytest.fixture(scope="module")
def shipped() -> ValidityRegister:
    return ValidityRegister()


@pytest.mark.parametrize(
    ("day", "status", "basis"),
    [
        (date(2024, 1, 2), "in_force", "印发之日起"),
        (date(2024, 12, 31), "in_force", "印发之日起"),
        (date(2025, 1, 1), "expired", "年度要点"),
        (LATER, "expired", "年度要点"),
    ],
)
def test_an_interval_begins_on_its_day(
    register: ValidityRegister, day: date, status: str, basis: str
) -> None:
    validity = register.on(A, day)
    assert (validity.status, validity.basis, validity.checked_on) == (status, basis, LATER)


def test_badge_and_note_are_of_today_and_an_earlier_day_has_its_own(register: ValidityRegister) -> None:
    then, now = register.on(A, date(2024, 6, 1)), register.on(A, LATER)
    assert (then.badge, then.note) == (STATUS_WORDS["in_force"], "印发之日起")
    assert (now.badge, now.note) == ("已过期", "年度要点，已过期。")
    assert now.superseded_by == ("《新办法》",)


def test_a_subject_has_its_own_note_where_the_register_has_one(register: ValidityRegister) -> None:
    assert register.on(A, LATER, "repair").note == "修复另有规定。"
    assert register.on(A, LATER, "training").note == "年度要点，已过期。"


def test_an_unlisted_notice_is_unknown(register: ValidityRegister) -> None:
    validity = register.on("某办〔1999〕9号", LATER)
    assert (validity.status, validity.badge) == ("unknown", "待核实")
    assert "没有这份文件" in validity.note


def test_a_newsletter_is_no_rule(register: ValidityRegister) -> None:
    assert register.reports() == {REPORT}
    assert not register.on(REPORT, LATER).normative
    assert register.on(A, LATER).normative


def test_renamed_bodies_are_read(register: ValidityRegister) -> None:
    assert register.renamed_bodies == {"某局": "原文如此"}


def test_every_problem_is_listed_at_once(tmp_path: Path) -> None:
    bad = """
checked_on: 昨天
notices:
  甲:
    intervals:
      - {from: 2025-01-01, status: valid}
      - {from: 2024-13, status: lapsed}
    badge: 甲
  乙: {intervals: [], badge: 乙, note: 乙}
  丙:
"""
    with pytest.raises(DataError) as caught:
        made(tmp_path, bad)
    listed = "\n".join(caught.value.problems)
    for wanted in (
        "checked_on 应为日期",
        "notices.甲.intervals[1].status",
        "'valid'",
        "notices.甲.intervals[2].from",
        "notices.甲.intervals 应按日期先后排列",
        "notices.甲.note 不能为空",
        "notices.乙.intervals 不能为空",
        "notices.丙",
    ):
        assert wanted in listed


def test_a_day_with_an_hour_is_no_day(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="应为日期"):
        made(tmp_path, SMALL.replace("from: 2025-01-01", "from: 2025-01-01 08:00:00"))


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"validity\.yml"):
        ValidityRegister(tmp_path)


@pytest.mark.parametrize(
    ("doc_no", "day", "status"),
    [
        ("昆信用办〔2020〕2号", date(2020, 3, 27), "in_force"),
        ("昆信用办〔2020〕2号", date(2020, 3, 28), "unknown"),
        ("昆信用办〔2020〕2号", date(2022, 4, 28), "unknown"),
        ("昆信用办〔2020〕2号", date(2022, 4, 29), "lapsed"),
        ("昆政办发〔2020〕39号", date(2020, 12, 17), "in_force"),
        ("昆政办发〔2020〕39号", LATER, "unknown"),
        ("昆信用办〔2022〕3号", date(2023, 4, 30), "in_force"),
        ("昆信用办〔2022〕3号", date(2023, 5, 1), "superseded"),
        ("苏府办〔2022〕91号", date(2022, 12, 31), "in_force"),
        ("苏府办〔2022〕91号", date(2023, 1, 1), "expired"),
        ("工作信息2020-3", LATER, "unknown"),
    ],
)
def test_the_shipped_notices_have_their_status_by_day(
    shipped: ValidityRegister, doc_no: str, day: date, status: str
) -> None:
    assert shipped.on(doc_no, day).status == status


def test_the_shipped_register_covers_the_shipped_notices(corpus: Corpus, shipped: ValidityRegister) -> None:
    held = {notice.doc_no for notice in corpus.notices()}
    assert held == set(read_yaml(SHIPPED / "validity.yml")["notices"])
    for notice in corpus.notices():
        assert notice.issued_on is not None
        assert shipped.on(notice.doc_no, notice.issued_on).status == (
            "unknown" if notice.kind == "刊物" else "in_force"
        )
        assert shipped.on(notice.doc_no, LATER).status != "in_force"
    assert shipped.reports() == {n.doc_no for n in corpus.notices() if n.kind == "刊物"}


def test_every_task_has_a_note_for_every_shipped_notice(corpus: Corpus, shipped: ValidityRegister) -> None:
    for notice in corpus.notices():
        assert all(shipped.on(notice.doc_no, LATER, task).note for task in TASKS)


def test_every_status_has_a_word() -> None:
    assert set(STATUS_WORDS) == set(get_args(Status))


def test_today_is_a_day_of_china() -> None:
    day = today_in_china()
    assert not isinstance(day, datetime)
    assert abs(day - date.today()) <= timedelta(days=1)
