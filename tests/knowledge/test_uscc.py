"""Claims about knowledge.uscc."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import uscc

# GB 32100-2015 annex A, python-stdnum's doctest, and codes of a region that does not exist.
PUBLISHED = ("91350100M000100Y43", "91110000600037341L")
SYNTHETIC = ("91329999MAT0000189", "92329999MAT0000261", "52329999MJT000037R")


def _with_subject_check(first16: str) -> str:
    """With the check character of the subject part: GB 11714, 11 − Σ(value · weight) mod 11."""
    total = sum(int(c, 36) * w for c, w in zip(first16[8:], (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return first16 + {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


first_seventeen = st.text(uscc.ALPHABET, min_size=16, max_size=16).map(_with_subject_check)
codes = first_seventeen.map(lambda first: first + uscc.check_character(first)).filter(
    lambda code: not uscc.is_personal_id(code)
)


def _personal_id(first17: str) -> str:
    total = sum(int(c) * pow(2, 17 - i, 11) for i, c in enumerate(first17))
    return first17 + "10X98765432"[total % 11]


personal_ids = st.builds(
    lambda region, day, order: _personal_id(f"{region}{day:%Y%m%d}{order:03d}"),
    st.sampled_from(["320583", "110105", "510104", "310115"]),
    st.dates(date(1920, 1, 1), date(2029, 12, 31)),
    st.integers(0, 999),
)


@pytest.mark.parametrize("code", [*PUBLISHED, *SYNTHETIC])
def test_published_and_synthetic_codes_are_valid(code: str) -> None:
    assert uscc.is_valid(code)
    assert uscc.diagnose(code) is None
    assert uscc.check_character(code[:17]) == code[17]


def test_check_character_refuses_what_is_no_code() -> None:
    with pytest.raises(ValueError, match="USCC alphabet"):
        uscc.check_character("91350100M000100")
    with pytest.raises(ValueError, match="USCC alphabet"):
        uscc.check_character("91350100I000100Y4")


@settings(deadline=None)
@given(codes, st.data())
def test_case_width_and_grouping_do_not_matter(code: str, data: st.DataObject) -> None:
    gaps = ["", " ", "-", "\u3000"]
    typed = "".join(
        data.draw(st.sampled_from([c, c.lower(), chr(ord(c) + 0xFEE0)])) + data.draw(st.sampled_from(gaps))
        for c in code
    )
    assert uscc.compact(typed) == code
    assert uscc.is_valid(typed)


@settings(deadline=None)
@given(codes)
def test_format_only_groups(code: str) -> None:
    assert uscc.compact(uscc.format_uscc(code)) == code
    assert [len(part) for part in uscc.format_uscc(code).split(" ")] == [2, 6, 9, 1]


@settings(deadline=None)
@given(codes, st.integers(0, 17), st.sampled_from(uscc.ALPHABET))
def test_one_wrong_character_is_always_found(code: str, position: int, other: str) -> None:
    wrong = code[:position] + other + code[position + 1 :]
    assert uscc.is_valid(wrong) == (wrong == code)


@settings(deadline=None)
@given(codes, st.integers(0, 16))
def test_two_swapped_neighbours_are_always_found(code: str, position: int) -> None:
    swapped = code[:position] + code[position + 1] + code[position] + code[position + 2 :]
    assert uscc.is_valid(swapped) == (swapped == code)


@settings(deadline=None)
@given(personal_ids)
def test_a_personal_id_is_never_a_code(number: str) -> None:
    assert uscc.is_personal_id(number)
    assert not uscc.is_valid(number)
    problem = uscc.diagnose(number)
    assert problem is not None
    assert problem.kind == "personal_id"
    assert number not in problem.message


def test_a_number_that_passes_both_checks_is_personal() -> None:
    both = next(
        number
        for order in range(100_000)
        if uscc.is_personal_id(number := _personal_id(f"110105{1950 + order // 1000}0101{order % 1000:03d}"))
        and uscc.check_character(number[:17]) == number[17]
    )
    assert not uscc.is_valid(both)


@pytest.mark.parametrize("day", ["19900230", "19901301", "00000000"])
def test_a_number_whose_date_does_not_exist_is_no_personal_id(day: str) -> None:
    assert not uscc.is_personal_id(_personal_id(f"320583{day}001"))


@pytest.mark.parametrize(
    ("typed", "kind", "says"),
    [
        ("91329999MAT000018", "length", "少了 1 位"),
        ("91329999MAT00001899", "length", "多了 1 位"),
        ("91329999MATO000189", "letter", "第 12 位是字母 O"),
        ("91329999MAT000I189", "letter", "可能是数字 1"),
        ("91329999MAV0000189", "letter", "可能是 U 或 Y"),
        ("91329999MAT00#0189", "letter", "第 14 位“#”"),
        ("91329999MTA0000189", "swapped", "第 10、11 位“TA”"),
        ("91329999MAT0000188", "check_character", "最后一位校验码“8”"),
        ("91329999MAT0050189", "subject_part", "第 9 至 17 位"),
        ("329999000012345", "registration_number", "旧工商注册号"),
    ],
)
def test_each_problem_is_named(typed: str, kind: str, says: str) -> None:
    problem = uscc.diagnose(typed)
    assert problem is not None
    assert problem.kind == kind
    assert says in problem.message
    assert "请" in problem.message


def test_usual_slips_come_with_the_code_that_was_meant() -> None:
    swapped = uscc.diagnose("91329999MTA0000189")
    mistaken = uscc.diagnose("91329999MATO000189")
    assert swapped is not None
    assert mistaken is not None
    assert swapped.suggestion == mistaken.suggestion == "91329999MAT0000189"
    assert mistaken.position == 12


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_valid_or_has_a_problem(text: str) -> None:
    problem = uscc.diagnose(text)
    assert (problem is None) == uscc.is_valid(text)
    if problem is not None and problem.suggestion is not None:
        assert uscc.is_valid(problem.suggestion)
