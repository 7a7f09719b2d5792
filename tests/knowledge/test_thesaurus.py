"""Claims about knowledge.thesaurus."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.corpus import Corpus
from knowledge.data import SHIPPED, read_yaml
from knowledge.errors import DataError
from knowledge.questions import load_questions
from knowledge.thesaurus import Thesaurus

SMALL = """
terms: [信用, 豁免]
typos:
  修附: 修复
  信用修附: 信用修复
  豁勉: 豁免
synonyms:
  - {formal: 失信被执行人, lay: [老赖, 名单]}
  - {formal: 严重失信主体名单, lay: [黑名单]}
  - {formal: 联合惩戒对象名单, lay: [黑名单]}
"""


def made(folder: Path, text: str) -> Thesaurus:
    (folder / "thesaurus.yml").write_text(text, encoding="utf-8")
    return Thesaurus(folder)


@pytest.fixture(scope="module")
def shipped() -> Thesaurus:
    return Thesaurus()


def test_typing_slips_are_mended_and_the_rest_stays(tmp_path: Path) -> None:
    small = made(tmp_path, SMALL)
    assert small.correct("信用修附能豁勉伐😀") == "信用修复能豁免伐😀"
    assert small.correct("没有错字") == "没有错字"


def test_a_lay_word_brings_every_formal_term_and_the_longest_lay_word_wins(tmp_path: Path) -> None:
    small = made(tmp_path, SMALL)
    assert small.expand("上了黑名单") == ("严重失信主体名单", "联合惩戒对象名单")
    assert small.expand("老赖") == ("失信被执行人",)
    assert small.expand("豁免") == ()


def test_a_term_that_the_text_holds_already_is_not_added(tmp_path: Path) -> None:
    assert made(tmp_path, SMALL).expand("黑名单，失信被执行人，老赖") == (
        "严重失信主体名单",
        "联合惩戒对象名单",
    )


def test_the_words_of_the_field_are_those_listed_and_the_formal_ones(tmp_path: Path) -> None:
    assert made(tmp_path, SMALL).terms() == {
        "信用",
        "豁免",
        "失信被执行人",
        "严重失信主体名单",
        "联合惩戒对象名单",
    }


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    empty = made(tmp_path, "terms: []\n")
    assert (empty.correct("修附"), empty.expand("黑名单"), empty.terms()) == ("修附", (), frozenset())


def test_every_bad_group_is_named(tmp_path: Path) -> None:
    bad = "synonyms:\n- {lay: [甲]}\n- {formal: 乙, lay: [丙]}\n- {formal: 丁, lay: 戊}\n"
    with pytest.raises(DataError) as caught:
        made(tmp_path, bad)
    assert [p.split(" ")[0] for p in caught.value.problems] == ["synonyms[1]", "synonyms[3]"]


def test_a_missing_or_broken_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"thesaurus\.yml"):
        Thesaurus(tmp_path)
    with pytest.raises(DataError, match="不是有效的 YAML"):
        made(tmp_path, "a: [")
    with pytest.raises(DataError, match="映射"):
        made(tmp_path, "- a")


def test_shipped_slips_are_mended_for_good(shipped: Thesaurus) -> None:
    typos = read_yaml(SHIPPED / "thesaurus.yml")["typos"]
    assert len(typos) > 100
    for wrong, right in typos.items():
        assert shipped.correct(wrong) == right
        assert shipped.correct(right) == right


def test_no_shipped_slip_is_a_word_of_a_notice(corpus: Corpus, shipped: Thesaurus) -> None:
    clauses = [clause for notice in corpus.notices() for clause in notice.clauses]
    assert len(clauses) > 100
    for clause in clauses:
        for text in (clause.text, clause.title):
            assert shipped.correct(text) == text, clause.id


def test_most_formal_terms_are_words_of_the_notices_or_of_known_questions(corpus: Corpus) -> None:
    groups = read_yaml(SHIPPED / "thesaurus.yml")["synonyms"]
    said = "\n".join(c.text + c.title for n in corpus.notices() for c in n.clauses)
    said += "\n".join(q for texts in load_questions().values() for q in texts)
    known = [g["formal"] for g in groups if g["formal"] in said]
    assert len(known) >= 0.8 * len(groups) > 0


@settings(deadline=None)
@given(text=st.text())
def test_any_text_is_taken(shipped: Thesaurus, text: str) -> None:
    assert isinstance(shipped.correct(text), str)
    assert all(term not in text for term in shipped.expand(text))
