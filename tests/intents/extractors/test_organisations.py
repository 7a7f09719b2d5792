"""Claims about intents.extractors.organisations, through the extractor that hands it its words."""

from __future__ import annotations

import pytest

from intents.entities import EntityExtractor
from tests.intents.conftest import A_FRIDAY


def _names(extractor: EntityExtractor, text: str) -> list[str]:
    return [e.text for e in extractor.extract(text, A_FRIDAY) if e.type == "org_name"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("帮我查下昆山屿森电子科技有限公司有没有处罚", ["昆山屿森电子科技有限公司"]),
        ("查一下沅芷（苏州）贸易有限公司", ["沅芷（苏州）贸易有限公司"]),
        ("我们是沐岚餐饮，修复到哪了", ["沐岚餐饮"]),
        ("对方叫栖梧实业有限公司", ["栖梧实业有限公司"]),
        ("旻晟五金、禾苒服饰一起核", ["旻晟五金", "禾苒服饰"]),
        (
            "昆山恒岳精密机械有限公司和苏州沅芷贸易有限公司",
            ["昆山恒岳精密机械有限公司", "苏州沅芷贸易有限公司"],
        ),
        ("看看千灯镇阿琴面馆", ["千灯镇阿琴面馆"]),
        ("阿强修车铺被投诉", ["阿强修车铺"]),
        ("巴城镇蟹满园水产专业合作社想贷款", ["巴城镇蟹满园水产专业合作社"]),
        ("在昆山的栖梧物流有限公司", ["栖梧物流有限公司"]),
        ("昆山沅芷被警告过吗", ["昆山沅芷"]),
        ("我家开的陶记木业", ["陶记木业"]),
        ("老周五金被罚过吗", ["老周五金"]),
        ("巴城阿福粮油行有没有失信", ["巴城阿福粮油行"]),
        ("查下王小明建材", ["王小明建材"]),
        ("我是茂泽丰的会计", ["茂泽丰"]),
    ],
)
def test_names_are_found_without_the_words_before_them(
    extractor: EntityExtractor, text: str, names: list[str]
) -> None:
    assert _names(extractor, text) == names


@pytest.mark.parametrize(
    "text",
    [
        "企查查还挂着", "信用昆山打不开", "昆山金融超市在哪", "我们公司怎么修复",
        "这家物流公司靠谱吗", "同名公司", "推荐个火锅店",
        "住五星级酒店", "医保定点药店", "口袋书电子版", "在昆山开公司", "教育局在哪", "中小企业",
        "有限公司是什么意思", "昆山天气",
        "我是公司的会计", "我是厂里的会计", "我是刚来的小周", "那家五金行靠谱吗",
        "我嫂子开棋牌室", "忘记电子版在哪", "怎么开淘宝店",
    ],
)  # fmt: skip
def test_platforms_and_kinds_of_companies_are_no_names(extractor: EntityExtractor, text: str) -> None:
    assert _names(extractor, text) == []
