r"""Train the static encoder that ships with the project (recipe "G1s").

A table with one vector for each character and word; a text is the normalised sum of its rows. It starts
from the word vectors of the ``synonyms`` 3.10.0 sdist, learns on law articles which sentence belongs to
which article, and then on lay questions which article answers them. Only sources that may be shipped take
part: those vectors and the STARD questions (both MIT), and statutes (outside copyright).

The recipe was first measured with the 145,722 articles of LawRefBook and with the LeCoQA questions as
well. Neither was reachable where the shipped table was trained, so stage 1 reads the 57,770 articles of the
STARD evaluation set, for longer, and the questions of stage 2 are STARD's alone.

    pip download synonyms==3.10.0 --no-deps --no-binary :all: -d /tmp/synonyms
    tar -xzf /tmp/synonyms/synonyms-3.10.0.tar.gz -C /tmp/synonyms
    python scripts/train_encoder.py --half all \
        --vectors /tmp/synonyms/synonyms-3.10.0/synonyms/data/words.vector \
        --articles stard_passages.tsv.gz --questions stard_questions.tsv \
        --out knowledge/encoder/static-g1s.npz

Needs torch==2.13.0 (the CPU build is enough), jieba and tqdm beside the project itself.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import logging
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import jieba
import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cross_entropy, normalize
from tqdm import tqdm

from knowledge.dense import Lexicon

Features = NDArray[np.int32]

SOURCES = [
    {
        "what": "initial vectors",
        "name": "synonyms 3.10.0, words.vector (Hai Liang Wang, Hu Ying Xi: 中文近义词工具包Synonyms, 2017)",
        "address": "https://github.com/chatopera/Synonyms",
        "licence": "MIT, with citation and address",
    },
    {
        "what": "questions with their articles",
        "name": "STARD",
        "address": "https://github.com/oneal2000/STARD",
        "licence": "MIT",
    },
    {
        "what": "law articles",
        "name": "national laws, regulations and judicial interpretations (texts: STARD, LawRefBook/Laws)",
        "address": "https://github.com/LawRefBook/Laws",
        "licence": "outside copyright (PRC Copyright Act, article 5)",
    },
    {
        "what": "words and their frequencies",
        "name": "jieba 0.42.1, dictionary",
        "address": "https://github.com/fxsjy/jieba",
        "licence": "MIT",
    },
]


@dataclass(frozen=True)
class Recipe:
    """What is fixed by the recipe rather than by the command line.

    Attributes:
        law_steps: Batches of stage 1, law articles only.
        question_steps: Batches of stage 2, which mixes questions in.
        question_share: Share of questions in stage 2.
        batch: Pairs in a batch; the other pairs' articles serve as wrong answers.
        rate: Peak learning rate.
        warmup: Batches until the peak, from which it falls to zero in a line.
        scale: Factor on the cosines in the softmax.
        dropout: Share of features left out at random.
        left_cap: Longest left side (question, sentence, title), in features.
        right_cap: Longest right side (article), in features.
        sif: Smooth inverse frequency of the start: row × sif / (sif + p).
        min_characters: In so many articles a character must occur.
        min_words: In so many articles a word must occur, unless it has a vector.
    """

    law_steps: int = 1200
    question_steps: int = 200
    question_share: float = 2 / 7
    batch: int = 512
    rate: float = 5e-3
    warmup: int = 50
    scale: float = 20.0
    dropout: float = 0.15
    left_cap: int = 48
    right_cap: int = 160
    sif: float = 1e-3
    min_characters: int = 2
    min_words: int = 4


@dataclass(frozen=True)
class Article:
    """One article of a law, as features.

    Attributes:
        law: Features of the law's title.
        sentences: Features of each sentence.
    """

    law: Features
    sentences: tuple[Features, ...]

    @property
    def text(self) -> Features:
        return np.concatenate(self.sentences)


def read_tsv(path: Path) -> list[dict[str, str]]:
    """Read a TSV file with a header line, gzipped if its name says so."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = data.decode("utf-8").split("\n")
    return list(csv.DictReader(filter(None, lines), delimiter="\t", quoting=csv.QUOTE_NONE))


def read_vectors(path: Path) -> tuple[list[str], NDArray[np.float32]]:
    """Read vectors in word2vec's binary format; they come centred and with length 1."""
    data = path.read_bytes()
    start = data.index(b"\n") + 1
    size, dims = map(int, data[:start].split())
    words, vectors = [], np.empty((size, dims), np.float32)
    for row in range(size):
        end = data.index(b" ", start)
        words.append(data[start:end].decode("utf-8", "replace").strip())
        vectors[row] = np.frombuffer(data, "<f4", dims, end + 1)
        start = end + 1 + 4 * dims
    vectors -= vectors.mean(axis=0)
    return words, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def features(lexicon: Lexicon, text: str) -> Features:
    return np.array(lexicon.features(text), np.int32)


def read_article(row: Mapping[str, str], lexicon: Lexicon) -> Article:
    """Turn an article into features, sentence by sentence; one without Chinese has none."""
    sentences = [features(lexicon, part) for part in re.split("(?<=[。；])", row["text"])]
    return Article(features(lexicon, row["law"]), tuple(s for s in sentences if len(s)) or (sentences[0],))


def choose_words(
    texts: Sequence[str], known: Sequence[str], frequency: Mapping[str, int], rows: int, recipe: Recipe
) -> list[str]:
    """Choose the rows of the table: characters and words of the laws, then common words that have a vector.

    Args:
        texts: The articles.
        known: Words that have a vector.
        frequency: Words of the dictionary.
        rows: How many to choose.
        recipe: For the least number of articles.
    """
    everything = Lexicon(list(frequency), list(frequency.values()), sum(frequency.values()))
    in_articles: Counter[str] = Counter()
    for text in tqdm(texts, "统计词频", unit="条"):
        words = everything.cut(text)
        in_articles.update({*words, *"".join(words)})
    by_use = sorted(in_articles, key=lambda word: (-in_articles[word], word))
    characters = [w for w in by_use if len(w) == 1 and in_articles[w] >= recipe.min_characters]
    words = [w for w in by_use if len(w) > 1 and in_articles[w] >= recipe.min_words]
    chinese = re.compile(r"[\u3400-\u9fff]+")
    others = sorted(
        (w for w in known if w in frequency and chinese.fullmatch(w)), key=lambda w: (-frequency[w], w)
    )
    return list(dict.fromkeys([*characters, *words, *others]))[:rows]


def initial_table(
    lexicon: Lexicon,
    words: Sequence[str],
    vectors: NDArray[np.float32],
    articles: Sequence[Article],
    recipe: Recipe,
) -> NDArray[np.float32]:
    """Start from the word vectors, common words made short; a word without one has its characters' mean."""
    row_of = {word: row for row, word in enumerate(words)}
    table = np.zeros((len(lexicon.rows), vectors.shape[1]), np.float32)
    for word, row in lexicon.rows.items():
        parts = [row_of[p] for p in ((word,) if word in row_of else word) if p in row_of]
        if parts:
            table[row] = vectors[parts].mean(axis=0)
    counts = np.bincount(np.concatenate([a.text for a in articles]), minlength=len(table))
    share = counts / counts.sum()
    return (table * (recipe.sif / (recipe.sif + share))[:, None]).astype(np.float32)


class PairSampler:
    """Draws pairs (what is asked, what should be found, number of the article)."""

    def __init__(
        self, articles: Sequence[Article], questions: Sequence[tuple[Features, int]], seed: int
    ) -> None:
        self._articles = articles
        self._questions = questions
        self._several = [n for n, article in enumerate(articles) if len(article.sentences) > 1]
        self.random = np.random.default_rng(seed)

    def draw(self, question_share: float) -> tuple[Features, Features, int]:
        """Draw a question with its article, or one of three pairs made from an article alone."""
        if self.random.random() < question_share:
            return self._question()
        kind = self.random.random()
        if kind < 0.45:
            return self._sentence()
        return self._span() if kind < 0.75 else self._title()

    def _question(self) -> tuple[Features, Features, int]:
        question, number = self._questions[self.random.integers(len(self._questions))]
        article = self._articles[number]
        return question, self._titled(article, article.text, 0.5), number

    def _sentence(self) -> tuple[Features, Features, int]:
        number = self._several[self.random.integers(len(self._several))]
        article = self._articles[number]
        chosen = self.random.integers(len(article.sentences))
        keep = self.random.random() < 0.1
        rest = [s for n, s in enumerate(article.sentences) if keep or n != chosen]
        return article.sentences[chosen], self._titled(article, np.concatenate(rest), 0.3), number

    def _span(self) -> tuple[Features, Features, int]:
        number = int(self.random.integers(len(self._articles)))
        text = self._articles[number].text
        length = int(self.random.integers(6, 17))
        if len(text) < length + 5:
            return self._articles[number].law, text, number
        start = int(self.random.integers(len(text) - length))
        span = slice(start, start + length)
        return text[span], np.delete(text, span) if self.random.random() < 0.7 else text, number

    def _title(self) -> tuple[Features, Features, int]:
        number = int(self.random.integers(len(self._articles)))
        return self._articles[number].law, self._articles[number].text, number

    def _titled(self, article: Article, text: Features, probability: float) -> Features:
        return np.concatenate([article.law, text]) if self.random.random() < probability else text


def bags(
    texts: Sequence[Features], cap: int, dropout: float, random: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Features and offsets for ``EmbeddingBag``, cut to ``cap`` and thinned by ``dropout``."""
    thinned = []
    for text in texts:
        text = text[:cap]
        kept = text[random.random(len(text)) >= dropout]
        thinned.append(kept if len(kept) else text)
    offsets = np.cumsum([0] + [len(text) for text in thinned[:-1]])
    return torch.from_numpy(np.concatenate(thinned).astype(np.int64)), torch.from_numpy(offsets)


def train(
    table: NDArray[np.float32], sampler: PairSampler, steps: int, question_share: float, recipe: Recipe
) -> NDArray[np.float32]:
    """Move the rows so that the two sides of a pair come closer than the sides of different pairs."""
    rows = torch.nn.EmbeddingBag.from_pretrained(torch.tensor(table), freeze=False, mode="mean", sparse=True)
    optimiser = torch.optim.SparseAdam(list(rows.parameters()), lr=recipe.rate)
    target = torch.arange(recipe.batch)
    for step in (progress := tqdm(range(steps), "训练", unit="批")):
        for group in optimiser.param_groups:
            rising, falling = (step + 1) / recipe.warmup, (steps - step) / (steps - recipe.warmup)
            group["lr"] = recipe.rate * min(rising, falling)
        left, right, numbers = zip(*(sampler.draw(question_share) for _ in target), strict=True)
        asked = normalize(rows(*bags(left, recipe.left_cap, recipe.dropout, sampler.random)))
        found = normalize(rows(*bags(right, recipe.right_cap, recipe.dropout, sampler.random)))
        # The same article drawn twice is no wrong answer.
        article = torch.tensor(numbers)
        twin = (article[:, None] == article[None, :]).fill_diagonal_(False)
        scores = (recipe.scale * asked @ found.T).masked_fill(twin, -1e4)
        loss = (cross_entropy(scores, target) + cross_entropy(scores.T, target)) / 2
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        progress.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
    return rows.weight.detach().numpy().copy()


def save(
    path: Path, counts: Mapping[str, int], table: NDArray[np.float32], facts: Mapping[str, object]
) -> None:
    """Write the table with one byte per value and one scale per row; no part of the file is a pickle."""
    scales = np.abs(table).max(axis=1, keepdims=True) / 127
    scales[scales == 0] = 1
    np.savez_compressed(
        path,
        rows=np.rint(table / scales).astype(np.int8),
        scales=scales[:, 0].astype(np.float32),
        words=np.frombuffer("\n".join(counts).encode(), np.uint8),
        counts=np.array(list(counts.values()), np.int32),
        metadata=np.frombuffer(json.dumps(facts, ensure_ascii=False).encode(), np.uint8),
    )


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="训练随项目提供的静态词向量表（配方 G1s）")
    parser.add_argument("--vectors", type=Path, required=True, help="synonyms 3.10.0 的 words.vector")
    parser.add_argument("--articles", type=Path, required=True, help="法律条文 TSV，可为 .gz")
    parser.add_argument("--questions", type=Path, required=True, help="STARD 问题 TSV")
    parser.add_argument("--out", type=Path, required=True, help="写出的 .npz 文件")
    parser.add_argument(
        "--half", choices=("train", "all"), default="all", help="用哪些问题：train 留出测试的一半"
    )
    parser.add_argument("--rows", type=int, default=40_000, help="词表行数（默认 40000）")
    parser.add_argument("--seed", type=int, default=0, help="随机种子（默认 0）")
    return parser.parse_args()


def main() -> None:
    """Train and write a table as the command line says."""
    arguments = parse_arguments()
    recipe = Recipe()
    torch.set_num_threads(1)
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    frequency = {word: count for word, count in jieba.dt.FREQ.items() if count}
    laws = read_tsv(arguments.articles)
    known, vectors = read_vectors(arguments.vectors)
    words = choose_words([law["text"] for law in laws], known, frequency, arguments.rows, recipe)
    counts = {word: frequency.get(word, 0) for word in words}
    lexicon = Lexicon(words, list(counts.values()), jieba.dt.total)
    articles = [read_article(law, lexicon) for law in tqdm(laws, "切分条文", unit="条")]
    number = {law["pid"]: n for n, law in enumerate(laws)}
    questions = [
        (features(lexicon, row["question"]), number[pid])
        for row in read_tsv(arguments.questions)
        if arguments.half == "all" or row["half"] == arguments.half
        for pid in row["gold_pids"].split(",")
    ]
    sampler = PairSampler(articles, questions, arguments.seed)
    table = initial_table(lexicon, known, vectors, articles, recipe)
    table = train(table, sampler, recipe.law_steps, 0.0, recipe)
    table = train(table, sampler, recipe.question_steps, recipe.question_share, recipe)
    facts = {
        "name": "static-g1s",
        "count_total": jieba.dt.total,
        "recipe": asdict(recipe),
        "questions": arguments.half,
        "seed": arguments.seed,
        "sources": SOURCES,
    }
    save(arguments.out, counts, table, facts)
    size = arguments.out.stat().st_size / 1e6
    print(f"已写出 {arguments.out}：{len(words)} 行 × {table.shape[1]} 维，{size:.1f} MB")


if __name__ == "__main__":
    main()
