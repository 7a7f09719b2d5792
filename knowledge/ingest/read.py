"""A file to its raw text, or a refusal that says why and what to do."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path

from knowledge.errors import UnreadableFileError
from knowledge.ingest.read_docx import docx_text
from knowledge.ingest.read_html import html_text
from knowledge.ingest.read_pdf import pdf_text
from knowledge.ingest.refusal import Refusal

__all__ = ["EXTENSIONS", "MAX_BYTES", "read_bytes", "text_of"]

MAX_BYTES = 20 * 1024 * 1024
"""Largest file that is read."""

_MAX_CHARACTERS = 20_000_000
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP 或 Office 文档"),
    (b"PK\x05\x06", "空的 ZIP 文件"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office 文档"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"\x1f\x8b", "压缩文件"),
    (b"7z\xbc\xaf", "压缩文件"),
    (b"Rar!", "压缩文件"),
    (b"{\\rtf", "RTF 文档"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"SQLite format 3\x00", "数据库"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.I)
_GB_NAMES = {"gb2312", "gbk", "gb18030", "gb_2312-80", "cp936"}
_UTF8_NAMES = {"utf-8", "utf8"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_NO_TEXT = "请确认选对了文件"
_RESAVE = "请用原软件打开，另存为 UTF-8 编码的文本后重试"


def read_bytes(path: Path) -> bytes:
    """Read a file whole, unless it is too large.

    Args:
        path: The file.

    Returns:
        Its bytes.

    Raises:
        UnreadableFileError: It is missing, no plain file, empty, or larger than 20 MB.
    """
    try:
        if not path.is_file():
            reason = "不是普通文件" if path.exists() else "文件不存在"
            raise UnreadableFileError(path, reason, "请检查路径")
        size = path.stat().st_size
        if size == 0:
            raise UnreadableFileError(path, "文件是空的", _NO_TEXT)
        if size > MAX_BYTES:
            advice = "请拆分文件，或去掉其中的图片后另存"
            raise UnreadableFileError(path, f"文件有 {size / 1024 / 1024:.0f} MB，超过 20 MB 的上限", advice)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path, f"无法读取（{error.strerror}）", "请检查文件权限和磁盘") from error


def text_of(path: Path, data: bytes) -> str:
    """Find the text in the bytes of a file.

    Args:
        path: Its name; the ending says how to read it: ``.txt``, ``.md``, ``.html``, ``.docx`` or ``.pdf``.
        data: Its bytes.

    Returns:
        The raw text. Blocks of ``.html`` and ``.docx`` are parted by blank lines, table cells by tabs;
        headings and bullets of ``.html`` are marked as in Markdown.

    Raises:
        UnreadableFileError: It is binary, encrypted, scanned, damaged, in an unknown encoding …
    """
    suffix = path.suffix.lower()
    reader = _READERS.get(suffix)
    if reader is None:
        advice = _OTHER_FORMATS.get(suffix, f"可收录的类型：{'、'.join(EXTENSIONS)}")
        raise UnreadableFileError(path, f"不支持的文件类型（{suffix or '没有扩展名'}）", advice)
    try:
        _check_magic(data, suffix)
        text = reader(data)
        _check_text(text)
    except Refusal as refusal:
        raise UnreadableFileError(path, refusal.reason, refusal.advice) from refusal
    return text


def _plain(data: bytes) -> str:
    return _decode(data)


def _markdown(data: bytes) -> str:
    return _pipe_tables(_decode(data))


def _html(data: bytes) -> str:
    declared = _DECLARED.search(data[:4096])
    return html_text(_decode(data, declared[1].decode("ascii").lower() if declared else ""))


_READERS: dict[str, Callable[[bytes], str]] = {
    ".txt": _plain,
    ".text": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".docx": docx_text,
    ".pdf": pdf_text,
}
EXTENSIONS = tuple(_READERS)
"""File name endings that can be read."""

_OTHER_FORMATS = {
    ".doc": "请用 Word 或 WPS 另存为 .docx 后重试",
    ".wps": "请用 WPS 另存为 .docx 后重试",
    ".rtf": "请用 Word 或 WPS 另存为 .docx 后重试",
    ".ofd": "请用 OFD 阅读器导出为带文字层的 .pdf 或 .txt 后重试",
    ".jpg": "图片没有文字层，请先识别（OCR）成文字，校对后存为 .txt",
    ".jpeg": "图片没有文字层，请先识别（OCR）成文字，校对后存为 .txt",
    ".png": "图片没有文字层，请先识别（OCR）成文字，校对后存为 .txt",
    ".tif": "图片没有文字层，请先识别（OCR）成文字，校对后存为 .txt",
    ".xls": "请把表格内容另存为 .txt（制表符分隔）后重试",
    ".xlsx": "请把表格内容另存为 .txt（制表符分隔）后重试",
}


def _check_magic(data: bytes, suffix: str) -> None:
    """Refuse a file whose content is of another type than its name says."""
    found = next((name for magic, name in _MAGIC if data.startswith(magic)), "")
    if found == "PDF" and suffix != ".pdf":
        raise Refusal(f"扩展名是 {suffix}，内容却是 PDF", "请把扩展名改为 .pdf 后重试")
    if suffix == ".docx" and found != "ZIP 或 Office 文档":
        known = f"，内容却是{found}" if found else "，内容却不是 Word 文档"
        raise Refusal(f"扩展名是 .docx{known}", "请用 Word 或 WPS 打开后另存为 .docx")
    if suffix == ".pdf" and b"%PDF-" not in data[:1024]:
        raise Refusal(f"扩展名是 .pdf，内容却不是 PDF{f'（像是{found}）' if found else ''}", "请重新导出 PDF")
    if suffix not in (".docx", ".pdf") and found:
        raise Refusal(f"扩展名是 {suffix}，内容却是{found}", "请确认文件没有选错，或改用与内容相符的扩展名")


def _check_text(text: str) -> None:
    """Refuse a text that says nothing, or that is noise."""
    visible = [char for char in text if not char.isspace()]
    if not any(char.isalnum() for char in visible):
        raise Refusal("没有文字内容", _NO_TEXT)
    if len(text) > _MAX_CHARACTERS:
        raise Refusal("文字超过两千万字", "请拆分文件")
    control = len(_CONTROL.findall(text))
    if "\x00" in text or control > max(2, len(visible) // 200):
        raise Refusal("内容像是二进制数据，不是文字", _RESAVE)
    if text.count("\ufffd") > max(2, len(visible) // 100):
        raise Refusal("有大量无法识别的字符（乱码）", _RESAVE)


def _decode(data: bytes, declared: str = "") -> str:
    """Decode by byte order mark, strict UTF-8, then GB18030 where the result reads as Chinese.

    A few words in GB18030 can be valid UTF-8 by chance; then they hold no ideograph.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name, name.upper())
    if declared and declared not in _GB_NAMES | _UTF8_NAMES:
        raise Refusal(f"网页声明的编码是 {declared}，无法可靠识别", _RESAVE)
    if b"\x00" in data:
        raise Refusal("内容像是二进制数据，或是没有字节序标记的 UTF-16", _RESAVE)
    if declared not in _GB_NAMES:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            if text.isascii() or declared or _CJK.search(text):
                return text
    text = _strictly(data, "gb18030", "UTF-8 或 GB18030")
    if not _reads_as_chinese(text):
        raise Refusal("无法识别文字编码", _RESAVE)
    return text


def _strictly(data: bytes, encoding: str, shown: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal(f"第 {error.start + 1} 个字节起不是合法的 {shown} 编码", _RESAVE) from error


def _reads_as_chinese(text: str) -> bool:
    """Whether most non-ASCII characters are among the 3,755 everyday ones of GB 2312 level 1, or punctuation.

    GB18030 gives nearly any bytes some characters, but those of another encoding come out rare.
    """
    foreign = [char for char in text if not char.isascii()]
    if not foreign:
        return True
    common = 0
    for char in foreign:
        code = char.encode("gb2312", "ignore")
        common += len(code) == 2 and (0xA1 <= code[0] <= 0xA3 or 0xB0 <= code[0] <= 0xD7)
    return common >= 0.85 * len(foreign)


def _pipe_tables(text: str) -> str:
    """Rewrite Markdown's pipe tables with tabs."""
    out: list[str] = []
    for line in text.split("\n"):
        row = line.strip()
        if len(row) > 1 and row.startswith("|") and row.endswith("|"):
            cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row[1:-1])]
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                out.append("\t".join(cells))
        else:
            out.append(line)
    return "\n".join(out)
