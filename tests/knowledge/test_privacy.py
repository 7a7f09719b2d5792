"""Claims about knowledge.privacy."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import uscc
from knowledge.privacy import find_personal, mask
from tests.knowledge.test_uscc import PUBLISHED, SYNTHETIC, codes, personal_ids

around = st.text("我的是查 ，。：电话号码代码和\n", max_size=8)
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@pytest.mark.parametrize(
    ("typed", "masked"),
    [
        ("13800001234", "138****1234"),
        ("电话13800001234找我", "电话138****1234找我"),
        ("138 0000 1234", "138 **** 1234"),
        ("138-0000-1234", "138-****-1234"),
        ("+86 13800001234", "+86 138****1234"),
        ("１３８００００１２３４", "１３８****１２３４"),
        ("13800001234 13900005678", "138****1234 139****5678"),
        ("11010519491231002X", "110***********002X"),
        ("110105 19491231 002x", "110*** ******** 002x"),
        ("110105491231002", "110********1002"),
        ("6222021234567890128", "***************0128"),
        ("6222 0212 3456 7890 128", "**** **** **** ***0 128"),
        ("发到 zhang.san@example.com 吧", "发到 *********@example.com 吧"),
        ("zhang＠example.cn", "*****＠example.cn"),
    ],
)
def test_personal_numbers_are_hidden(typed: str, masked: str) -> None:
    assert mask(typed) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "信用修复怎么办",
        "昆信用办〔2022〕3号",
        "罚了20000元",
        "办事热线0512-57000000",
        "320583000118842",
        "2022年4月29日 20220429",
        "订单号 2022042912345678901234",
        *PUBLISHED,
        *SYNTHETIC,
        "9111 0000 6000 3733 41L",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert mask(text) == text
    assert find_personal(text) == ()


def test_a_mistyped_personal_id_is_hidden_as_well() -> None:
    assert mask("110105194912310021") == "110***********0021"


@settings(deadline=None)
@given(around, codes, around)
def test_a_valid_code_is_never_touched(before: str, code: str, after: str) -> None:
    assert mask(before + code + after) == before + code + after


@settings(deadline=None)
@given(around, codes, st.sampled_from([" ", "，", "\n", "和"]), mobiles)
def test_a_mobile_beside_a_code_is_hidden_and_the_code_is_not(
    before: str, code: str, between: str, mobile: str
) -> None:
    masked = mask(before + code + between + mobile)
    assert code in masked
    assert mobile not in masked


@settings(deadline=None)
@given(around, st.one_of(mobiles, personal_ids), around)
def test_mobiles_and_ids_are_always_hidden(before: str, number: str, after: str) -> None:
    masked = mask(before + number + after)
    assert number not in masked
    assert masked == before + number[:3] + "*" * (len(number) - 7) + number[-4:] + after


@settings(deadline=None)
@given(st.one_of(st.text(), st.text("0123456789xX -@.a", max_size=60)))
def test_masking_keeps_the_length_and_is_done_after_once(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert mask(masked) == masked
    changed = {i for i, (a, b) in enumerate(zip(text, masked, strict=True)) if a != b}
    assert changed <= {i for start, end in find_personal(text) for i in range(start, end)}


def test_spaced_codes_win_over_numbers_found_inside_them() -> None:
    for code in SYNTHETIC:
        spaced = uscc.format_uscc(code)
        assert mask(f"代码 {spaced} 电话 13800001234") == f"代码 {spaced} 电话 138****1234"
