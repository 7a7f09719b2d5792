"""The same notice as text, Markdown, HTML, Word and PDF files."""

from __future__ import annotations

import html
import io
from pathlib import Path

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from knowledge.ingest.load import shipped_sources


def shipped(slug: str) -> Path:
    """The source file of a shipped notice."""
    return next(path for path in shipped_sources() if path.parent.name == slug)


def blocks(text: str) -> list[str]:
    """Visible lines."""
    return [line for line in text.split("\n") if line.strip()]


def as_markdown(text: str) -> bytes:
    return "\n\n".join(blocks(text)).encode()


def as_html(text: str) -> bytes:
    body = ""
    for line in blocks(text):
        if "\t" in line:
            cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in line.split("\t"))
            opened = body.endswith("</table>\n")
            body = (
                body.removesuffix("</table>\n") if opened else f"{body}<table>\n"
            ) + f"<tr>{cells}</tr></table>\n"
        else:
            body += f"<p>{html.escape(line)}</p>\n"
    head = "<meta charset='utf-8'><title>页</title><script>var x=1</script>"
    return f"<!DOCTYPE html><html><head>{head}</head><body><nav>首页</nav>{body}</body></html>".encode()


def as_docx(text: str) -> bytes:
    document = Document()
    lines = blocks(text)
    index = 0
    while index < len(lines):
        rows = []
        while index < len(lines) and "\t" in lines[index]:
            rows.append(lines[index].split("\t"))
            index += 1
        if rows:
            table = document.add_table(len(rows), len(rows[0]))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, value in zip(row.cells, cells, strict=True):
                    cell.text = value
        else:
            document.add_paragraph(lines[index])
            index += 1
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(text: str) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle(
        "body", fontName="STSong-Light", fontSize=14, leading=24, wordWrap="CJK", firstLineIndent=28
    )
    out = io.BytesIO()
    story = [Paragraph(html.escape(line.strip()), style) for line in blocks(text)]
    SimpleDocTemplate(out, pagesize=A4).build(story)
    return out.getvalue()
