"""Known questions: lay wordings that are indexed with a clause and never shown."""

from __future__ import annotations

from pathlib import Path

from knowledge.data import SHIPPED, read_yaml
from knowledge.errors import DataError
from knowledge.model import ClauseId

__all__ = ["load_questions"]


def load_questions(folder: Path = SHIPPED) -> dict[ClauseId, tuple[str, ...]]:
    """Read every ``questions.yml`` under a folder.

    Raises:
        DataError: A file has no ``doc_no`` or its questions are not lists of texts.
    """
    known: dict[ClauseId, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*/questions.yml")):
        data = read_yaml(path)
        doc_no = data.get("doc_no")
        problems = [] if isinstance(doc_no, str) else ["缺少 doc_no（文号）"]
        for clause, texts in (data.get("questions") or {}).items():
            if not isinstance(texts, list) or not all(isinstance(t, str) for t in texts):
                problems.append(f"questions.{clause} 应为问句列表")
                continue
            known[ClauseId(str(doc_no), str(clause))] = tuple(texts)
        if problems:
            raise DataError(path, problems)
    return known
