"""Which labelled lines of a clean text are headings and which begin a clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge import numerals
from knowledge.ingest.compose import Span
from knowledge.ingest.labels import ARABIC, ARTICLE, CHAPTER, PAREN, PART

__all__ = ["Label", "Outline", "label_of", "outline_of"]

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", CHAPTER),
    ("article", ARTICLE),
    ("part", PART),
    ("paren", PAREN),
    ("arabic", ARABIC),
)
_LOOK_AHEAD = 50
_RANK = {name: rank for rank, (name, _) in enumerate(_KINDS)}


@dataclass(frozen=True, slots=True)
class Label:
    """The number that opens a line.

    Attributes:
        kind: ``chapter``, ``article``, ``part``, ``paren`` or ``arabic``.
        number: Its value.
        length: Characters it takes, space after it included.
        printed: As printed.
    """

    kind: str
    number: int
    length: int
    printed: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The labelled lines of a text that count.

    Attributes:
        clauses: Line index -> clause number, for lines that begin a clause.
        headings: Line index -> clause number that text of its own, under the heading, would get.
        labels: Line index -> its label.
        warnings: Gaps in the numbering, in Chinese.
    """

    clauses: dict[int, str]
    headings: dict[int, str]
    labels: dict[int, Label]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Node:
    line: int
    label: Label
    parents: tuple[_Node, ...]


def label_of(line: str) -> Label | None:
    """Read the number that opens a line.

    Args:
        line: A line of clean text.

    Returns:
        The label; None where there is none.
    """
    for kind, pattern in _KINDS:
        match = pattern.match(line)
        if match:
            try:
                number = numerals.parse(match["n"])
            except ValueError:
                continue
            return Label(kind, number, match.end(), match[0].strip(" 　"))
    return None


def outline_of(lines: Sequence[Span]) -> Outline:
    """Choose, by the evidence of the numbering, what a clause is in this text.

    Args:
        lines: Lines of the clean text, without head, annexes and signature.

    Returns:
        The outline; without clauses where the text has no numbering.
    """
    nodes = _nodes(lines)
    kinds = {node.label.kind for node in nodes}
    for scheme in _SCHEMES:
        numbers = scheme(nodes, kinds)
        if numbers:
            return _outline(nodes, numbers)
    return Outline({}, {}, {}, ())


def _nodes(lines: Sequence[Span]) -> list[_Node]:
    """Labelled lines in sequence."""
    nodes: list[_Node] = []
    open_nodes: list[_Node] = []
    for index, label in _in_sequence(lines):
        open_nodes = [node for node in open_nodes if _RANK[node.label.kind] < _RANK[label.kind]]
        node = _Node(index, label, tuple(open_nodes))
        nodes.append(node)
        open_nodes.append(node)
    return nodes


def _in_sequence(lines: Sequence[Span]) -> list[tuple[int, Label]]:
    """Labels whose numbers follow on; a stray one, such as 三、四月份 before 二、, is none."""
    kept: list[tuple[int, Label]] = []
    last: dict[str, int] = {}
    found = [(i, label_of(line.text)) for i, line in enumerate(lines) if "\t" not in line.text]
    labels = [(i, label) for i, label in found if label is not None]
    for place, (index, label) in enumerate(labels):
        before = last.get(label.kind, 0)
        ahead = labels[place + 1 : place + 1 + _LOOK_AHEAD]
        skips = label.number > before + 1 and label.number != 1
        stray = skips and any(one.kind == label.kind and one.number == before + 1 for _, one in ahead)
        if not stray and (label.number == 1 or before <= label.number <= before + 2):
            last[label.kind] = label.number
            kept.append((index, label))
    return kept


def _runs(nodes: Sequence[_Node]) -> bool:
    """Whether the numbers run on without starting again."""
    return sum(node.label.number == 1 for node in nodes) == 1 and len(nodes) > 1


def _of(nodes: Sequence[_Node], kind: str) -> list[_Node]:
    return [node for node in nodes if node.label.kind == kind]


def _by_article(nodes: Sequence[_Node], kinds: set[str]) -> dict[int, str]:
    """第一条 … under 第一章 …"""
    articles = _of(nodes, "article")
    return {node.line: str(node.label.number) for node in articles} if len(articles) > 1 else {}


def _by_outer_arabic(nodes: Sequence[_Node], kinds: set[str]) -> dict[int, str]:
    """1. … running on as the outermost numbers, whatever stands below them."""
    items = _of(nodes, "arabic")
    outer = bool(nodes) and nodes[0].label.kind == "arabic" and not kinds & {"part", "chapter"}
    return {node.line: str(node.label.number) for node in items} if outer and _runs(items) else {}


def _by_running_arabic(nodes: Sequence[_Node], kinds: set[str]) -> dict[int, str]:
    """1. … running on across （一） or 一、 groups; a part without them is cut one level higher."""
    items = [node for node in _of(nodes, "arabic") if node.parents]
    if not _runs(items) or len({node.parents[-1].line for node in items}) < 2:
        return {}
    numbers = {node.line: str(node.label.number) for node in items}
    covered = {parent.line for node in items for parent in node.parents}
    return numbers | _leaves(nodes, covered)


def _by_paren(nodes: Sequence[_Node], kinds: set[str]) -> dict[int, str]:
    """（一） … running on across parts, or starting again in each part."""
    items = _of(nodes, "paren")
    if not items or (len(items) < 2 and len(nodes) > 2):
        return {}
    runs = _runs(items)
    numbers = {node.line: str(node.label.number) if runs else _nested(node) for node in items}
    covered = {parent.line for node in items for parent in node.parents}
    return numbers | _leaves(nodes, covered, ("part",))


def _by_nested_arabic(nodes: Sequence[_Node], kinds: set[str]) -> dict[int, str]:
    """1. … starting again under each 一、."""
    items = [node for node in _of(nodes, "arabic") if node.parents]
    parents = {node.parents[-1].line for node in items}
    if len(parents) * 2 < max(2, len(_of(nodes, "part"))) or len(parents) < 2:
        return {}
    numbers = {node.line: _nested(node) for node in items}
    return numbers | _leaves(nodes, parents, ("part",))


def _by_part(nodes: Sequence[_Node], kinds: set[str]) -> dict[int, str]:
    """一、 … with nothing numbered below that counts."""
    return {node.line: str(node.label.number) for node in _of(nodes, "part")}


def _by_arabic(nodes: Sequence[_Node], kinds: set[str]) -> dict[int, str]:
    """1. … alone."""
    return {node.line: str(node.label.number) for node in _of(nodes, "arabic")}


_SCHEMES: tuple[Callable[[Sequence[_Node], set[str]], dict[int, str]], ...] = (
    _by_article,
    _by_outer_arabic,
    _by_running_arabic,
    _by_paren,
    _by_nested_arabic,
    _by_part,
    _by_arabic,
)


def _leaves(
    nodes: Sequence[_Node], covered: set[int], kinds: tuple[str, ...] = ("part", "paren")
) -> dict[int, str]:
    """Clauses of the parts that hold none of the chosen items: their （一） …, else the part itself."""
    with_items = {parent.line for node in nodes if node.label.kind == "paren" for parent in node.parents}
    numbers = {}
    for node in nodes:
        if node.label.kind not in kinds or node.line in covered:
            continue
        if node.label.kind == "part" and node.line in with_items and "paren" in kinds:
            continue
        numbers[node.line] = _nested(node)
    return numbers


def _nested(node: _Node) -> str:
    """``三(一)``: the numerals of the parts above, then its own."""
    parts = [parent for parent in node.parents if parent.label.kind == "part"]
    above = "".join(numerals.to_chinese(part.label.number) for part in parts)
    if node.label.kind == "paren":
        return f"{above}({numerals.to_chinese(node.label.number)})"
    if node.label.kind == "part":
        return numerals.to_chinese(node.label.number)
    parens = [parent for parent in node.parents if parent.label.kind == "paren"]
    within = f"({numerals.to_chinese(parens[-1].label.number)})" if parens else ""
    return f"{above}{within}.{node.label.number}" if above or within else str(node.label.number)


def _outline(nodes: Sequence[_Node], numbers: dict[int, str]) -> Outline:
    clauses = dict(sorted(numbers.items()))
    above = {parent.line: parent for node in nodes if node.line in numbers for parent in node.parents}
    headings = {line: _own(node) for line, node in above.items() if line not in numbers}
    labels = {node.line: node.label for node in nodes if node.line in clauses or node.line in headings}
    return Outline(clauses, headings, labels, tuple(_gaps(nodes, numbers)))


def _own(node: _Node) -> str:
    if node.label.kind == "chapter":
        return f"第{numerals.to_chinese(node.label.number)}章"
    return _nested(node)


def _gaps(nodes: Sequence[_Node], numbers: dict[int, str]) -> list[str]:
    gaps = []
    last: dict[str, int] = {}
    for node in nodes:
        if node.line not in numbers:
            continue
        before = last.get(node.label.kind, 0)
        if node.label.number > before + 1:
            gaps.append(f"编号不连续：“{node.label.printed}”之前缺少一项")
        last[node.label.kind] = node.label.number
    return gaps
