"""Claims about intents.extractors.doc_nos."""

from __future__ import annotations

from intents.extractors.doc_nos import find_doc_nos
from intents.folding import fold


def test_document_numbers_keep_their_place_and_become_canonical() -> None:
    text = fold("昆信用办〔2020〕2号第七条讲啥")
    (span,) = find_doc_nos(text)
    assert (span.start, span.end, span.value) == (0, 12, "昆信用办〔2020〕2号")


def test_the_word_for_a_notice_is_no_part_of_its_number() -> None:
    (span,) = find_doc_nos("昆信用办2022年3号文怎么说")
    assert (span.start, span.end, span.value) == (0, 11, "昆信用办〔2022〕3号")
