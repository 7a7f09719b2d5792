"""Claims about intents.features."""

from __future__ import annotations

from pathlib import Path

import pytest

from intents.features import Featurizer, weight
from intents.model import Entity
from knowledge.thesaurus import Thesaurus


@pytest.fixture
def featurizer(tmp_path: Path) -> Featurizer:
    (tmp_path / "thesaurus.yml").write_text(
        "typos: {修附: 修复}\nsynonyms: [{formal: 失信被执行人, lay: [老赖]}]", encoding="utf-8"
    )
    return Featurizer({"洗白": "信用修复"}, Thesaurus(tmp_path))


def test_typing_slips_script_and_particles_make_no_difference(featurizer: Featurizer) -> None:
    assert featurizer.features("信用修附怎麼弄啊？", ()) == featurizer.features("信用修复怎么弄", ())


def test_names_do_not_matter_but_their_place_does(featurizer: Featurizer) -> None:
    def features(name: str) -> set[str]:
        return featurizer.features(f"{name}修复到哪了", (Entity("org_name", name, name, 0, len(name)),))

    assert features("澄漪包装") == features("昆山屿森电子科技有限公司")
    assert "e:org_name" in features("澄漪包装")


def test_lay_words_bring_the_formal_term(featurizer: Featurizer) -> None:
    assert "t:信用修复" in featurizer.features("怎么洗白", ())
    assert "t:信用修复" in featurizer.features("信用修复", ())
    assert "t:失信被执行人" in featurizer.features("老赖", ())


def test_an_empty_message_has_features_and_breaks_nothing(featurizer: Featurizer) -> None:
    assert featurizer.features("", ())
    assert featurizer.features("啊", ()) != featurizer.features("", ())


def test_kinds_weigh_more_than_long_grams() -> None:
    assert weight("e:uscc") > weight("修复") > weight("信用修复")
