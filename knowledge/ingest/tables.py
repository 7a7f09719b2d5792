"""Tables of a notice: their repeated headers, merged cells and scores."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from knowledge.text import fold

__all__ = [
    "Cell",
    "Columns",
    "Task",
    "cells_of",
    "columns_of",
    "is_repeated_header",
    "is_scorecard",
    "tasks_of",
]

_MARK = re.compile(r"[*＊√×✓✔○●△—\-/无有是否]|\d+(?:\.\d+)?分?|非?考核项?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row.

    Attributes:
        text: What it holds.
        start: Its first character in the clean text.
        end: One past its last character.
        column: Its column, from 0.
    """

    text: str
    start: int
    end: int
    column: int


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table holds what; None where the table has no such column.

    Attributes:
        number: Running number.
        task: Name of the task.
        unit: Responsible units.
        content: All other columns.
        header: Cells of the header row.
    """

    number: int | None
    task: int | None
    unit: int | None
    content: tuple[int, ...]
    header: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One numbered task of a table: the rows that its merged cells span.

    Attributes:
        number: As printed; empty where the table has no running number.
        title: Cell with its name, if any.
        items: Groups of content cells that share one cell of responsible units, with that cell.
        rows: First character and one past the last of every row, in the clean text.
    """

    number: str
    title: Cell | None
    items: tuple[tuple[tuple[Cell, ...], Cell | None], ...]
    rows: tuple[tuple[int, int], ...]


def is_repeated_header(header: str, row: str) -> bool:
    """Tell whether a row repeats a table's header on the next page.

    Args:
        header: The table's first row, cells parted by tabs.
        row: Another row.

    Returns:
        Whether it has the same number of cells, the same first cell, and nearly the same others.
    """
    one, other = header.split("\t"), row.split("\t")
    if len(one) != len(other) or not one[0].strip() or fold(one[0]) != fold(other[0]):
        return False
    alike = sum(
        SequenceMatcher(None, fold(a), fold(b), autojunk=False).ratio() > 0.75
        for a, b in zip(one, other, strict=True)
    )
    return alike * 4 >= len(one) * 3


def is_scorecard(rows: Sequence[str]) -> bool:
    """Tell whether a table scores named units by marks.

    Args:
        rows: Its rows, header first.

    Returns:
        Whether nearly all cells beside the first column hold a mark such as ``*``, ``√`` or a figure.
    """
    cells = [cell.strip() for row in rows[1:] for cell in row.split("\t")[1:]]
    filled = [cell for cell in cells if cell]
    return len(filled) >= 4 and sum(bool(_MARK.fullmatch(cell)) for cell in filled) >= 0.9 * len(filled)


def cells_of(row: str, start: int) -> tuple[Cell, ...]:
    """Cut a row into cells.

    Args:
        row: A line with tabs.
        start: Where the line begins in the clean text.

    Returns:
        Its cells; empty ones too.
    """
    cells = []
    for column, text in enumerate(row.split("\t")):
        cells.append(Cell(text, start, start + len(text), column))
        start += len(text) + 1
    return tuple(cells)


def columns_of(header: tuple[Cell, ...]) -> Columns | None:
    """Read which column of a table holds what.

    Args:
        header: Its first row.

    Returns:
        The columns; None where the row does not read as a header.
    """
    number = _column(header, r"序号|编号|^项$|^号$")
    unit = _column(header, r"(?:责任|牵头|负责|主管|实施|承办|落实|配合).*(?:单位|部门|科室)|^部门$|^单位$")
    task = _column(header, r"任务|事项|项目|名称|指标|类别|工作(?!内容|措施|要求)")
    content = tuple(i for i, cell in enumerate(header) if i not in (number, unit, task) and cell.text)
    if not content and task is not None:
        content, task = (task,), None
    if not content or (number is None and unit is None and task is None):
        return None
    return Columns(number, task, unit, content, header)


def tasks_of(rows: Sequence[tuple[Cell, ...]], columns: Columns) -> list[Task]:
    """Group the rows of a table by its merged cells.

    An empty number and task mean the task of the row above; an empty unit cell means that row's units.

    Args:
        rows: All rows below the header.
        columns: What the columns hold.

    Returns:
        The tasks in order.
    """
    groups: list[list[tuple[Cell, ...]]] = []
    for row in rows:
        if _opens_task(row, columns) or not groups:
            groups.append([])
        groups[-1].append(row)
    return [_task(group, columns) for group in groups]


def _opens_task(row: tuple[Cell, ...], columns: Columns) -> bool:
    keys = [key for key in (columns.number, columns.task) if key is not None]
    if not keys:
        return True
    return any(key < len(row) and row[key].text for key in keys)


def _task(rows: list[tuple[Cell, ...]], columns: Columns) -> Task:
    number = _cell(rows[0], columns.number)
    title = _cell(rows[0], columns.task)
    items: list[tuple[list[Cell], Cell | None]] = []
    for row in rows:
        unit = _cell(row, columns.unit)
        content = [cell for key in columns.content if (cell := _cell(row, key))]
        if items and unit is None:
            items[-1][0].extend(content)
        elif content or unit:
            items.append((content, unit))
    frozen = tuple((tuple(content), unit) for content, unit in items)
    spans = tuple((row[0].start, row[-1].end) for row in rows)
    return Task(number.text if number else "", title, frozen, spans)


def _cell(row: tuple[Cell, ...], key: int | None) -> Cell | None:
    return row[key] if key is not None and key < len(row) and row[key].text else None


def _column(header: tuple[Cell, ...], pattern: str) -> int | None:
    return next((i for i, cell in enumerate(header) if re.search(pattern, cell.text.strip())), None)
