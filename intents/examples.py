"""Reads training data in Rasa's NLU YAML into typed values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from intents.model import ENTITY_TYPES, INTENTS, Entity
from knowledge.errors import DataError

__all__ = ["SHIPPED", "Example", "Examples", "load_examples", "parse_example"]

SHIPPED = Path(str(files("intents") / "examples"))
"""Folder of the examples that come with the package."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INLINE = re.compile(r"\[(?P<text>[^\[\]]+)\](?:\((?P<type>[^()]+)\)|(?P<json>\{[^{}]*\}))")
_ITEM = re.compile(r"\s*-\s+(?P<item>.*\S)\s*$")


@dataclass(frozen=True, slots=True)
class Example:
    """An utterance with its intent.

    Attributes:
        intent: One of ``INTENTS``.
        text: Without the marks of the entities.
        entities: In order; values default to the marked text.
        where: ``file:line``, for messages.
    """

    intent: str
    text: str
    entities: tuple[Entity, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Examples:
    """All that a folder of examples says.

    Attributes:
        utterances: In order of files and lines.
        synonyms: From a wording to its canonical value.
        lookups: Words by the name of their lookup table.
        regexes: Patterns by name.
    """

    utterances: tuple[Example, ...]
    synonyms: dict[str, str] = field(default_factory=dict)
    lookups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    regexes: dict[str, tuple[str, ...]] = field(default_factory=dict)


def load_examples(folder: Path = SHIPPED, names: str = "*.yml") -> Examples:
    """Read the YAML files of a folder, in the order of their names.

    Args:
        folder: Where the files are.
        names: Pattern of the file names.

    Returns:
        Everything they hold.

    Raises:
        DataError: No such file, or anything wrong in one; lists every problem with file and line.
    """
    reader = _Reader()
    paths = sorted(folder.glob(names))
    for path in paths:
        reader.read(path)
    if not paths:
        reader.problems.append(f"没有找到 {names}")
    if reader.problems:
        raise DataError(folder, reader.problems)
    return Examples(
        tuple(reader.utterances),
        reader.synonyms,
        {name: tuple(dict.fromkeys(words)) for name, words in reader.lookups.items()},
        {name: tuple(patterns) for name, patterns in reader.regexes.items()},
    )


def parse_example(marked: str) -> tuple[str, tuple[Entity, ...]]:
    """Split an utterance such as ``被[城管局](department)罚了`` into its text and entities.

    Raises:
        ValueError: A mark is not valid; the message is Chinese.
    """
    pieces: list[str] = []
    entities: list[Entity] = []
    length = done = 0
    for match in _INLINE.finditer(marked):
        before, text = marked[done : match.start()], match["text"]
        pieces += before, text
        start = length + len(before)
        length, done = start + len(text), match.end()
        kind, value = _annotation(match)
        entities.append(Entity(kind, text, value or text, start, length))
    pieces.append(marked[done:])
    if "](" in "".join(pieces) or "]{" in "".join(pieces):
        raise ValueError("实体标记不完整")
    return "".join(pieces), tuple(entities)


def _annotation(match: re.Match[str]) -> tuple[str, str | None]:
    if match["json"] is None:
        kind, _, value = match["type"].partition(":")
        data: dict[str, Any] = {"entity": kind, "value": value or None}
    else:
        try:
            data = json.loads(match["json"])
        except json.JSONDecodeError as error:
            raise ValueError(f"实体标记不是有效的 JSON：{match['json']}") from error
    kind = data.get("entity")
    if kind not in ENTITY_TYPES:
        raise ValueError(f"未知实体类型：{kind}")
    return kind, data.get("value")


class _Reader:
    """Gathers what the files hold, and their problems."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.utterances: list[Example] = []
        self.synonyms: dict[str, str] = {}
        self.lookups: dict[str, list[str]] = {}
        self.regexes: dict[str, list[str]] = {}
        self._intent_of: dict[str, Example] = {}

    def read(self, path: Path) -> None:
        try:
            root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            self.problems.append(f"{path.name}：无法读取，{error}")
            return
        blocks = _mapping(root).get("nlu")
        if not isinstance(blocks, yaml.SequenceNode):
            self.problems.append(f"{path.name}:1 缺少 nlu 列表")
            return
        for block in blocks.value:
            self._block(path.name, block)

    def _block(self, file: str, block: yaml.Node) -> None:
        keys = _mapping(block)
        where = f"{file}:{block.start_mark.line + 1}"
        kind = next((k for k in ("intent", "synonym", "lookup", "regex") if k in keys), None)
        if kind is None or "examples" not in keys:
            self.problems.append(f"{where} 应有 intent、synonym、lookup 或 regex，以及 examples")
            return
        name = str(keys[kind].value)
        if kind == "intent" and name not in INTENTS:
            self.problems.append(f"{where} 未知意图：{name}")
            return
        for line, item in self._items(file, keys["examples"]):
            self._item(kind, name, item, f"{file}:{line}")

    def _items(self, file: str, node: yaml.Node) -> Iterator[tuple[int, str]]:
        if isinstance(node, yaml.SequenceNode):
            for child in node.value:
                text = _mapping(child).get("text", child)
                yield text.start_mark.line + 1, re.sub(r"^\s*-\s+", "", str(text.value)).strip()
            return
        for offset, line in enumerate(str(node.value).split("\n")):
            number = node.start_mark.line + 2 + offset
            match = _ITEM.match(line)
            if match:
                yield number, match["item"]
            elif line.strip() and not line.lstrip().startswith("#"):
                self.problems.append(f"{file}:{number} 应以“- ”开头：{line.strip()}")

    def _item(self, kind: str, name: str, item: str, where: str) -> None:
        if kind == "intent":
            self._utterance(name, item, where)
        elif kind == "synonym":
            if self.synonyms.setdefault(item, name) != name:
                self.problems.append(f"{where} “{item}”已是“{self.synonyms[item]}”的同义词")
        elif kind == "lookup":
            self.lookups.setdefault(name, []).append(item)
        else:
            try:
                re.compile(item)
            except re.error as error:
                self.problems.append(f"{where} 正则表达式有误：{error}")
            self.regexes.setdefault(name, []).append(item)

    def _utterance(self, intent: str, item: str, where: str) -> None:
        try:
            text, entities = parse_example(item)
        except ValueError as error:
            self.problems.append(f"{where} {error}")
            return
        example = Example(intent, text, entities, where)
        first = self._intent_of.setdefault(text, example)
        if first.intent != intent:
            self.problems.append(f"{where} “{text}”已在 {first.where} 归入 {first.intent}")
        elif first is example:
            self.utterances.append(example)


def _mapping(node: yaml.Node | None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): value for key, value in node.value}
