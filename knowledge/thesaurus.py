"""From the words people type to the words the notices use: typing slips mended, lay words explained."""

from __future__ import annotations

import re
from pathlib import Path

from knowledge.data import SHIPPED, read_yaml
from knowledge.errors import DataError

__all__ = ["Thesaurus"]


class Thesaurus:
    """Typing slips and lay words.

    Args:
        folder: Where ``thesaurus.yml`` is, with ``terms`` of the field, ``typos`` (wrong: right) and
            ``synonyms`` (a ``formal`` term with its ``lay`` words).

    Raises:
        DataError: With every problem of the file.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        path = folder / "thesaurus.yml"
        data = read_yaml(path)
        problems: list[str] = []
        self._listed = frozenset(map(str, data.get("terms") or ()))
        self._typos: dict[str, str] = {str(k): str(v) for k, v in (data.get("typos") or {}).items()}
        self._formal: dict[str, list[str]] = {}
        for number, group in enumerate(data.get("synonyms") or (), start=1):
            if not group.get("formal") or not isinstance(group.get("lay"), list):
                problems.append(f"synonyms[{number}] 应有 formal 和 lay（列表）")
                continue
            for word in group["lay"]:
                self._formal.setdefault(str(word), []).append(str(group["formal"]))
        if problems:
            raise DataError(path, problems)
        self._typo_pattern = _alternatives(self._typos)
        self._lay_pattern = _alternatives(self._formal)

    def terms(self) -> frozenset[str]:
        """The words of the field: those listed, and those that lay words are explained with."""
        return self._listed.union(*self._formal.values())

    def correct(self, text: str) -> str:
        """Replace known typing slips, e.g. 修附 → 修复."""
        return self._typo_pattern.sub(lambda m: self._typos[m.group()], text)

    def expand(self, text: str) -> tuple[str, ...]:
        """Formal terms for the lay words in a text that the text does not hold already."""
        terms: dict[str, None] = {}
        for match in self._lay_pattern.finditer(text):
            for formal in self._formal[match.group()]:
                if formal not in text:
                    terms[formal] = None
        return tuple(terms)


def _alternatives(words: dict[str, object] | dict[str, str] | dict[str, list[str]]) -> re.Pattern[str]:
    # Longest first, so that 黑名单 wins over 名单; (?!) never matches, for an empty table.
    ordered = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)) if ordered else "(?!)")
