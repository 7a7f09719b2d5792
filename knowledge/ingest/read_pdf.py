"""The text layer of a PDF."""

from __future__ import annotations

import io
import logging
import struct
import zlib

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from knowledge.ingest.refusal import Refusal

__all__ = ["pdf_text"]

_MAX_PAGES = 2000
# Fewer characters than this on an average page: page numbers or a stamp over a scanned image.
_LEAST_PER_PAGE = 10
# What pypdf raises, besides its own errors, for files that break the format.
_BROKEN = (
    PyPdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    struct.error,
    zlib.error,
    OSError,
    MemoryError,
)


def pdf_text(data: bytes) -> str:
    """Read the text layer of a PDF.

    Args:
        data: The file.

    Returns:
        Its pages, parted by blank lines.

    Raises:
        Refusal: It is encrypted, damaged, too long, or has no text layer.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise Refusal("PDF 已加密或限制了权限", "请用原密码打开，另存为不加密的 PDF 后重试")
        count = len(reader.pages)
        if count > _MAX_PAGES:
            raise Refusal(f"PDF 有 {count} 页，超过 {_MAX_PAGES} 页的上限", "请拆分文件")
        pages = [page.extract_text() for page in reader.pages]
    except _BROKEN as error:
        raise Refusal("PDF 已损坏，无法读取", "请重新导出 PDF 后重试") from error
    if not pages:
        raise Refusal("PDF 没有页面", "请重新导出 PDF 后重试")
    visible = sum(1 for page in pages for char in page if not char.isspace())
    if visible < _LEAST_PER_PAGE * len(pages):
        raise Refusal("PDF 没有文字层，像是扫描件", "请先识别（OCR）成文字，校对后存为 .txt 再收录")
    return "\n\n".join(pages)
