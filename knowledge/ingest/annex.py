"""Annexes and task tables to clauses."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge import numerals
from knowledge.ingest.body import split_body
from knowledge.ingest.compose import Composer, Part, Span, first_phrase
from knowledge.ingest.draft import Draft, Work
from knowledge.ingest.labels import ANNEX, COLOPHON, PROSE
from knowledge.ingest.outline import Outline, label_of, outline_of
from knowledge.ingest.tables import Cell, Columns, Task, cells_of, columns_of, tasks_of
from knowledge.model import ClauseId, Unit

__all__ = ["split_annex", "split_table"]


def split_annex(work: Work, lines: Sequence[Span], several: bool) -> Sequence[Span]:
    """Cut one annex: a table into its tasks, numbered text into clauses, anything else into one clause.

    Args:
        work: Gets the clauses and parts.
        lines: Of the annex; the first says 附件.
        several: Whether the notice has more than one annex, so that clauses need its number.

    Returns:
        Lines below it that belong to the notice as a whole, such as 抄送.
    """
    mark = ANNEX.match(lines[0].text)
    name = "附件" + (str(numerals.parse(mark["n"])) if several and mark and mark["n"] else "")
    work.part(lines[0], "heading")
    end = next((i for i, line in enumerate(lines) if COLOPHON.match(line.text)), len(lines))
    body = list(lines[1:end])
    path: tuple[str, ...] = (lines[0].text.rstrip("：:"),)
    while body and _heads_annex(body[0].text):
        path = (*path, body[0].text)
        work.part(body.pop(0), "heading")
    if any("\t" in line.text for line in body):
        split_table(work, body, name, path)
    else:
        outline = outline_of(body)
        first = min([*outline.clauses, *outline.headings], default=len(body))
        rest = split_body(work, body[first:], _shifted(outline, first), 0, f"{name}-", path)
        if body[:first] or rest:
            work.finish(Draft(name, "clause", Span(0, 0, ""), path, [*body[:first], *rest]))
    return lines[end:]


def _heads_annex(text: str) -> bool:
    return "\t" not in text and not PROSE.search(text) and label_of(text) is None and len(text) <= 60


def _shifted(outline: Outline, first: int) -> Outline:
    return Outline(
        {line - first: number for line, number in outline.clauses.items()},
        {line - first: number for line, number in outline.headings.items()},
        {line - first: label for line, label in outline.labels.items()},
        outline.warnings,
    )


def split_table(work: Work, lines: Sequence[Span], prefix: str, path: tuple[str, ...]) -> None:
    """Cut a table into one clause per task.

    Lines around it form one clause; so does the whole, where the columns are not recognised.

    Args:
        work: Gets the clauses and parts.
        lines: Rows with tabs, and lines around them.
        prefix: First half of the clauses' numbers.
        path: Headings above.
    """
    rows = [line for line in lines if "\t" in line.text]
    around = [line for line in lines if "\t" not in line.text]
    header = cells_of(rows[0].text, rows[0].start)
    columns = columns_of(header)
    if columns is None:
        around = list(lines)
    else:
        work.part(rows[0], "table_header")
        tasks = tasks_of([cells_of(row.text, row.start) for row in rows[1:]], columns)
        for index, task in enumerate(tasks, 1):
            _task_clause(work, task, columns, f"{prefix}-{_task_number(task, index)}", path)
    if around:
        work.finish(Draft(prefix, "clause", Span(0, 0, ""), path, around))


def _task_number(task: Task, index: int) -> int:
    try:
        return numerals.parse(task.number.strip(" .、．（）()"))
    except ValueError:
        return index


def _task_clause(work: Work, task: Task, columns: Columns, number: str, path: tuple[str, ...]) -> None:
    composer = Composer(work.repaired)
    if task.title is not None:
        composer.paragraph(_span(task.title))
    for content, unit in task.items:
        scope = composer.length + bool(composer.length) if content else 0
        _add_content(composer, content, columns)
        if unit is not None:
            name = columns.header[columns.unit].text if columns.unit is not None else "责任单位"
            scope_end = composer.length
            composer.literal(f"\n{name}：" if composer.length else f"{name}：")
            start = composer.add(_span(unit))
            composer.unit(Unit(unit.text, start, scope, scope_end))
    if not composer.pieces:
        work.parts += [Part(start, end, "empty_row") for start, end in task.rows]
        return
    number = work.numbers.take(number)
    work.parts += [Part(start, end, "clause", number) for start, end in task.rows]
    title = task.title.text if task.title else first_phrase(composer.text)
    clause = composer.build(ClauseId(work.doc_no, number), "annex_row", task.number, title, path)
    work.clauses.append(clause)


def _add_content(composer: Composer, cells: Sequence[Cell], columns: Columns) -> None:
    """Add the cells of one item as paragraphs, each under its column's name where there are several."""
    for cell in cells:
        if composer.length:
            composer.literal("\n")
        if len(columns.content) > 1:
            header = next(head for head in columns.header if head.column == cell.column)
            composer.literal(f"{header.text}：")
        composer.add(_span(cell))


def _span(cell: Cell) -> Span:
    return Span(cell.start, cell.end, cell.text)
