"""The text of a Word document, checked for archive and entity bombs before it is opened."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from knowledge.ingest.docx_numbering import Numbering
from knowledge.ingest.refusal import Refusal

__all__ = ["docx_text"]

_MAX_ENTRIES = 2000
_MAX_UNPACKED = 100 * 1024 * 1024
_MAX_RATIO = 200
_SMALL = 1024 * 1024
_CHUNK = 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr",
            "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}  # fmt: skip
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_RESAVE = "请用 Word 或 WPS 打开，另存为新的 .docx 后重试"
# What python-docx raises for files that break the format; lxml's syntax errors are SyntaxErrors.
_BROKEN = (
    OpcError,
    SyntaxError,
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    ValueError,
    AttributeError,
    TypeError,
    NotImplementedError,
    OSError,
    EOFError,
)


def docx_text(data: bytes) -> str:
    """Read a Word document.

    Args:
        data: The file.

    Returns:
        Paragraphs parted by blank lines, table rows by line ends, cells by tabs; a merged cell's text stands
        in its first place, the others are empty. Insertions under review are read, deletions are not.

    Raises:
        Refusal: It is damaged, no Word document, encrypted, or a bomb.
    """
    try:
        _check_archive(data)
        document = Document(io.BytesIO(data))
        return "\n\n".join(_blocks(document, Numbering(document)))
    except _BROKEN as error:
        raise Refusal("Word 文档已损坏，无法读取", _RESAVE) from error


def _check_archive(data: bytes) -> None:
    """Refuse an archive that would unpack to too much, or whose XML declares entities."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if not any(entry.filename == "word/document.xml" for entry in entries):
            raise Refusal("不是 Word 文档（压缩包里没有正文）", "请用 Word 或 WPS 打开后另存为 .docx")
        if len(entries) > _MAX_ENTRIES:
            raise Refusal("Word 文档里的文件过多，疑似压缩炸弹", _RESAVE)
        if any(entry.flag_bits & 1 for entry in entries):
            raise Refusal("Word 文档已加密", "请用原密码打开，去掉密码后另存")
        for entry in entries:
            dense = entry.file_size > _SMALL and entry.file_size > _MAX_RATIO * max(entry.compress_size, 1)
            if dense or entry.file_size > _MAX_UNPACKED:
                raise Refusal("Word 文档解压后过大，疑似压缩炸弹", _RESAVE)
        if sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
            raise Refusal("Word 文档解压后过大，疑似压缩炸弹", _RESAVE)
        for entry in entries:
            if entry.filename.lower().endswith((".xml", ".rels")):
                _check_xml(archive, entry)


def _check_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Word never declares a document type; entities defined there can grow without bound."""
    before = b""
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            plain = (before + chunk).replace(b"\x00", b"")
            if any(mark in plain for mark in _DECLARATIONS):
                raise Refusal("Word 文档的 XML 声明了实体，疑似攻击文件", _RESAVE)
            before = chunk[-32:]


def _blocks(container: Any, numbering: Numbering) -> Iterator[str]:
    for item in container.iter_inner_content():
        if isinstance(item, Table):
            yield "\n".join(_rows(item))
        elif isinstance(item, Paragraph):
            text = _text(item)
            yield numbering.label(item) + text if text.strip() else text


def _text(paragraph: Paragraph) -> str:
    return "".join(_runs(paragraph._p))


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield "\t"
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        else:
            yield from _runs(child)


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells: list[str] = [""] * row.grid_cols_before
        seen: set[Any] = set()
        for cell in row.cells:
            continued = cell._tc in seen or cell._tc.getparent() is not row._tr
            seen.add(cell._tc)
            cells.append("" if continued else _cell(cell))
        yield "\t".join(cells)


def _cell(cell: _Cell) -> str:
    return "".join(_text(paragraph).replace("\t", "").replace("\n", "") for paragraph in cell.paragraphs)
