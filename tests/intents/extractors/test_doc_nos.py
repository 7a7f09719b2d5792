"""Claims about intents.extractors.doc_nos."""

from __future__ import annotations

from intents.extractors.doc_nos import find_doc_nos
from intents.folding import fold


def test_document_numbers_keep_their_place_and_become_canonical() -> None:
    text = fold("昆信用办〔2020〕2号第七条讲啥")
    (span,) = find_doc_nos(text)
    assert (span.start, span.end, span.value) == (0, 12, "昆信用办〔2020〕2号")
