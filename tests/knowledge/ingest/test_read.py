"""Claims about knowledge.ingest.read and the readers below it."""
# ruff: noqa: E501  (cases are Chinese sentences, one per line)

from __future__ import annotations

import contextlib
import io
import os
import time
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from knowledge.errors import UnreadableFileError
from knowledge.ingest.read import EXTENSIONS, MAX_BYTES, read_bytes, text_of
from tests.knowledge.ingest.samples import as_docx, as_html, as_pdf

TEXT = "关于做好信用工作的通知\n\n一、加强领导。各单位要落实责任。\n\n二、加强宣传，提高水平。\n"


def read(tmp_path: Path, name: str, data: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(data)
    return text_of(path, read_bytes(path))


def refusal(tmp_path: Path, name: str, data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read(tmp_path, name, data)
    message = str(caught.value)
    assert message.startswith(f"{name}：")
    assert caught.value.reason
    assert caught.value.advice
    return message


def archive(entries: dict[str, bytes], base: bytes | None = None) -> bytes:
    """A zip file, with the entries of a Word document where one is given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        if base is not None:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for name in old.namelist():
                    if name not in entries:
                        file.writestr(name, old.read(name))
        for name, data in entries.items():
            file.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("gb18030"),
        lambda text: text.encode("gbk"),
        lambda text: text.encode("utf-16"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: text.encode("utf-32"),
    ],
    ids=["utf-8", "utf-8-bom", "gb18030", "gbk", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_the_usual_encodings_are_read(tmp_path: Path, encode: object) -> None:
    assert callable(encode)
    assert read(tmp_path, "a.txt", encode(TEXT)) == TEXT


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet="信用修复公示名单处罚许可通知，。（）《》“”〔〕2020 \nAEO", min_size=4).filter(str.strip)
)
def test_chinese_in_gb18030_is_told_from_other_encodings(text: str) -> None:
    if not any(char.isalnum() for char in text):
        return
    assert text_of(Path("a.txt"), text.encode("gb18030")) == text


@pytest.mark.parametrize("encoding", ["big5", "shift_jis", "utf-16-le", "utf-16-be"])
def test_other_encodings_are_refused_rather_than_garbled(tmp_path: Path, encoding: str) -> None:
    message = refusal(tmp_path, "a.txt", ("信用工作通知一二三四五六七八九十" * 20).encode(encoding))
    assert "UTF-8" in message


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.txt", b"", "空"),
        ("空白.txt", b" \n\t \n", "没有文字"),
        ("标点.txt", "。，；".encode(), "没有文字"),
        ("二进制.txt", bytes(range(256)) * 40, "二进制"),
        ("控制符.txt", ("信用" + "\x01\x02\x03") .encode() * 50, "二进制"),
        ("乱码.txt", "信用\ufffd\ufffd\ufffd".encode() * 50, "乱码"),
        ("截断.txt", "信用工作".encode()[:-1], "编码"),
        ("图片.txt", b"\x89PNG\r\n\x1a\n" + b"abc" * 99, "图片"),
        ("改名.txt", b"%PDF-1.7 abc", "PDF"),
        ("改名.md", b"PK\x03\x04abc", "ZIP"),
        ("旧版.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1abc", ".docx"),
        ("旧版.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1abc", "旧版"),
        ("假的.docx", "信用".encode(), "不是 Word"),
        ("假的.pdf", "信用".encode(), "不是 PDF"),
        ("坏的.pdf", b"%PDF-1.7\nabc", "损坏"),
        ("图.png", b"\x89PNG", "OCR"),
        ("没有扩展名", TEXT.encode(), "没有扩展名"),
        ("表.xlsx", b"PK\x03\x04", ".txt"),
        ("声明.html", b"<meta charset=big5><p>" + "信用".encode("big5"), "big5"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_reason_and_advice(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    assert words in refusal(tmp_path, name, data)


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    started = time.perf_counter()
    with pytest.raises(UnreadableFileError, match="200 MB，超过 20 MB"):
        read_bytes(path)
    assert time.perf_counter() - started < 0.5


def test_the_largest_file_allowed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "刚好.txt"
    path.write_bytes(b"a" * MAX_BYTES)
    assert len(read_bytes(path)) == MAX_BYTES


def test_missing_files_folders_and_pipes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="不存在"):
        read_bytes(tmp_path / "无.txt")
    with pytest.raises(UnreadableFileError, match="不是普通文件"):
        read_bytes(tmp_path)
    os.mkfifo(tmp_path / "管道.txt")
    with pytest.raises(UnreadableFileError, match="不是普通文件"):
        read_bytes(tmp_path / "管道.txt")


def test_pipe_tables_of_markdown_become_tabs(tmp_path: Path) -> None:
    text = read(tmp_path, "a.md", "| 序号 | 任务 |\n|---|:--:|\n| 1 | 甲\\|乙 |\n".encode())
    assert text.split("\n")[:2] == ["序号\t任务", "1\t甲|乙"]


# ---------------------------------------------------------------- HTML


def test_html_gives_visible_blocks_with_marks(tmp_path: Path) -> None:
    page = """<html><head><title>标题</title><style>p{}</style></head><body><nav>导航</nav>
    <h2>关于<b>信用</b>的通知</h2><p>第一行<br>第二行&nbsp;好&lt;</p><p style="display: none">暗</p><p hidden>藏</p>
    <ul><li>甲</li><li>乙</li></ul><ol start="3"><li>丙</li><li>丁</li></ol><!-- 注 --><script>x</script>
    <div>外<div>内</div>尾</div></body></html>"""
    text = read(tmp_path, "a.html", page.encode())
    expected = [
        "## 关于信用的通知",
        "第一行\n第二行\u00a0好<",
        "- 甲",
        "- 乙",
        "3. 丙",
        "4. 丁",
        "外",
        "内",
        "尾",
    ]
    assert text.split("\n\n") == expected


def test_html_tables_keep_their_columns_over_merged_cells(tmp_path: Path) -> None:
    page = (
        "<table><tr><th>序号</th><th>任务</th><th>内容</th></tr><tr><td rowspan=2>1</td><td rowspan='2'>甲</td>"
        "<td>子</td></tr><tr><td>丑</td></tr><tr><td colspan=2>2</td><td>寅</td></tr></table>"
    )
    assert read(tmp_path, "a.htm", page.encode()) == "序号\t任务\t内容\n1\t甲\t子\n\t\t丑\n2\t\t寅"


def test_layout_tables_of_old_sites_are_read_as_text(tmp_path: Path) -> None:
    page = "<table><tr><td><table><tr><td>一、甲。</td></tr></table><p>二、乙。</p></td></tr></table>"
    assert read(tmp_path, "a.html", page.encode()).split("\n\n") == ["一、甲。", "二、乙。"]


def test_declared_gbk_pages_are_read(tmp_path: Path) -> None:
    page = "<meta http-equiv='Content-Type' content='text/html; charset=gb2312'><p>信用工作</p>"
    assert read(tmp_path, "a.html", page.encode("gbk")) == "信用工作"


def test_deeply_nested_pages_do_not_overflow_the_stack(tmp_path: Path) -> None:
    assert "信用" in read(tmp_path, "a.html", b"<div>" * 5000 + "信用".encode() + b"</div>" * 5000)


# ---------------------------------------------------------------- Word


def test_word_gives_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("一、甲。")
    table = document.add_table(3, 3)
    for row, cells in zip(
        table.rows, [["序号", "任务", "内容"], ["1", "甲", "子"], ["", "", "丑"]], strict=True
    ):
        for cell, value in zip(row.cells, cells, strict=True):
            cell.text = value
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("二、乙。")
    out = io.BytesIO()
    document.save(out)
    assert (
        read(tmp_path, "a.docx", out.getvalue())
        == "一、甲。\n\n序号\t任务\t内容\n1\t甲\t子\n\t\t丑\n\n二、乙。"
    )


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body: str, numbering: str = "") -> bytes:
    base = as_docx("占位")
    entries = {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()}
    if numbering:
        entries["word/numbering.xml"] = f"<w:numbering {W}>{numbering}</w:numbering>".encode()
    return archive(entries, base)


def test_word_changes_under_review_are_read_as_accepted(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>保留</w:t></w:r><w:ins><w:r><w:t>新增</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>"
    )
    assert read(tmp_path, "a.docx", word(body)) == "保留新增链接"


def test_words_own_numbers_become_text(tmp_path: Path) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (kind, text) in enumerate(
            [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
        )
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="7"/></w:num>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="5"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        for depth, text in [(0, "甲"), (1, "乙"), (1, "丙"), (2, "丁"), (0, "戊"), (1, "己")]
    )
    text = read(tmp_path, "a.docx", word(body, numbering))
    assert text.split("\n\n") == ["一、甲", "（一）乙", "（二）丙", "1.丁", "二、戊", "（一）己"]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = archive({"word/media/a.bin": b"\0" * (60 * 1024 * 1024)}, as_docx(TEXT))
    assert len(bomb) < 200_000
    assert "炸弹" in refusal(tmp_path, "炸弹.docx", bomb)
    spread = archive({f"word/{n}.bin": os.urandom(1000) * 1000 for n in range(110)}, as_docx(TEXT))
    assert "炸弹" in refusal(tmp_path, "分散.docx", spread)


def test_a_zip_whose_sizes_lie_is_refused(tmp_path: Path) -> None:
    data = archive({"word/document.xml": b"<a>" + b" " * 5_000_000 + b"</a>"}, as_docx(TEXT))
    lying = data.replace((5_000_007).to_bytes(4, "little"), (7).to_bytes(4, "little"))
    assert lying != data
    refusal(tmp_path, "说谎.docx", lying)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb_is_refused(tmp_path: Path, encoding: str) -> None:
    laughs = f"""<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
    <w:document {W}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"""
    bomb = archive({"word/document.xml": laughs.encode(encoding)}, as_docx(TEXT))
    assert "实体" in refusal(tmp_path, "实体.docx", bomb)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"a.txt": b"x"}, "没有正文"),
        ({"word/document.xml": b"<w:doc"}, "损坏"),
    ],
)
def test_other_archives_are_refused(tmp_path: Path, entries: dict[str, bytes], words: str) -> None:
    base = as_docx(TEXT) if "word/document.xml" in entries else None
    assert words in refusal(tmp_path, "a.docx", archive(entries, base))


def test_a_truncated_word_file_is_refused(tmp_path: Path) -> None:
    assert "损坏" in refusal(tmp_path, "a.docx", as_docx(TEXT)[:-200])


# ---------------------------------------------------------------- PDF


def test_the_text_layer_of_a_pdf_is_read(tmp_path: Path) -> None:
    assert "加强领导" in read(tmp_path, "a.pdf", as_pdf(TEXT))


@pytest.mark.parametrize("password", ["secret", ""])
def test_an_encrypted_pdf_is_refused(tmp_path: Path, password: str) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(as_pdf(TEXT))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert "加密" in refusal(tmp_path, "密.pdf", out.getvalue())


def test_a_scanned_pdf_is_refused_as_such(tmp_path: Path) -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in range(3):
        canvas.rect(10, 10, 300, 300, fill=1)
        canvas.drawString(300, 20, str(page))
        canvas.showPage()
    canvas.save()
    message = refusal(tmp_path, "扫描.pdf", out.getvalue())
    assert "扫描件" in message
    assert "OCR" in message


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files_are_refused_or_read_but_never_crash(data: st.DataObject) -> None:
    suffix, whole = data.draw(st.sampled_from([(".pdf", PDF), (".docx", DOCX), (".html", HTML)]))
    place = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(0, 400))
    broken = whole[:place] + data.draw(st.binary(max_size=20)) + whole[place + length :]
    with contextlib.suppress(UnreadableFileError):
        assert isinstance(text_of(Path(f"a{suffix}"), broken), str)


PDF, DOCX, HTML = as_pdf(TEXT), as_docx(TEXT), as_html(TEXT)


def test_every_ending_that_is_offered_is_read(tmp_path: Path) -> None:
    made = {".docx": DOCX, ".pdf": PDF, ".html": HTML, ".htm": HTML}
    assert len(EXTENSIONS) >= 8
    for suffix in EXTENSIONS:
        assert "加强领导" in read(tmp_path, f"a{suffix}", made.get(suffix, TEXT.encode()))
