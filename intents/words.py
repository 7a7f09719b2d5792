"""Chinese words: jieba's dictionary without its rare entries, and words of our own."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from importlib.resources import files

__all__ = ["Words"]

# Entries met fewer than 50 times in jieba's corpus cost 0.7 s and 50 MB and help nowhere here.
_RARE = 50
_ENTRY = re.compile(r"^(\S{1,5}) (\d{2,}) (\w+)", re.MULTILINE)
_NAMES = frozenset({"nr", "nrt", "nrfg", "nz"})
_OF_SENTENCES = frozenset({"v", "vd", "vg", "d", "r", "c", "p", "u", "y"})
_CHINESE = re.compile(r"[一-鿿]{2,8}")


class Words:
    """Cuts text into words and knows common ones.

    Args:
        extra: Words of the field; they are kept whole.
    """

    def __init__(self, extra: Iterable[str] = ()) -> None:
        with warnings.catch_warnings():
            # jieba 0.42 has invalid escapes and imports pkg_resources; both only warn.
            warnings.simplefilter("ignore")
            import jieba
        frequencies: dict[str, int] = {}
        names: set[str] = set()
        of_sentences: set[str] = set()
        for word, count, tag in _ENTRY.findall((files("jieba") / "dict.txt").read_text(encoding="utf-8")):
            frequency = int(count)
            if frequency >= _RARE:
                frequencies[word] = frequency
                if tag in _NAMES:
                    names.add(word)
                elif tag in _OF_SENTENCES:
                    of_sentences.add(word)
                for end in range(1, len(word)):
                    frequencies.setdefault(word[:end], 0)
        tokenizer = jieba.Tokenizer()
        # Set directly: jieba's own loader leaves a marshal file in a folder that others can write to.
        tokenizer.FREQ, tokenizer.total = frequencies, sum(frequencies.values())
        tokenizer.initialized = True
        for word in extra:
            if _CHINESE.fullmatch(word) and not frequencies.get(word):
                tokenizer.add_word(word)
        self._tokenizer = tokenizer
        self._names = names
        self._of_sentences = of_sentences

    def cut(self, text: str) -> list[str]:
        """Cut a text into words; characters of unknown words stand alone."""
        words: list[str] = self._tokenizer.lcut(text, HMM=False)
        return words

    def frequency(self, word: str) -> int:
        """How often a word was met in jieba's corpus; 0 for an unknown one."""
        frequency: int = self._tokenizer.FREQ.get(word, 0)
        return frequency

    def is_name(self, word: str) -> bool:
        """Whether a known word is a proper name."""
        return word in self._names

    def is_of_sentences(self, word: str) -> bool:
        """Whether a known word is a verb, adverb, pronoun or the like, which names seldom hold."""
        return word in self._of_sentences
