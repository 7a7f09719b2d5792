"""Claims about knowledge.ingest.load: files in, published notices out."""
# ruff: noqa: E501  (cases are Chinese sentences, one per line)

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.corpus import Corpus
from knowledge.errors import DataError, NoClauseError, RefusedFilesError, UnreadableFileError
from knowledge.ingest.errata import load_errata
from knowledge.ingest.load import ingest, ingest_file, shipped_sources
from tests.knowledge.ingest.samples import as_docx, as_html, as_markdown, as_pdf, shipped

SLUGS = ["gzxx-2020-3", "kxyb-2020-2", "kxyb-2022-3", "kzbf-2020-39", "sfb-2022-91"]
PLAIN = "某办〔2024〕1号\n\n关于做好工作的通知\n\n一、加强领导。\n\n二、加强宣传。\n\n某市办公室\n\n2024年1月2日\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_five_notices_are_shipped_and_ingested_in_well_under_five_seconds(tmp_path: Path) -> None:
    assert [path.parent.name for path in shipped_sources()] == SLUGS
    started = time.perf_counter()
    outcome = ingest(shipped_sources(), tmp_path)
    assert time.perf_counter() - started < 5
    assert outcome.changed
    corpus = Corpus.open(tmp_path)
    assert sum(len(notice.clauses) for notice in corpus.notices()) == 131
    again = ingest(shipped_sources(), tmp_path)
    assert (again.changed, again.generation) == (False, outcome.generation)
    assert outcome.as_json()["notices"][0]["clauses"] == 32
    assert len(outcome.lines()) >= 6


@pytest.mark.parametrize(
    ("slug", "doc_no", "title", "issuer", "issued_on", "region", "kind"),
    [
        ("kxyb-2022-3", "昆信用办〔2022〕3号", "关于进一步做好昆山市疫情防控期间信用服务工作的通知", "昆山市社会信用体系建设领导小组办公室", date(2022, 4, 29), "昆山", "通知"),
        ("kxyb-2020-2", "昆信用办〔2020〕2号", "关于进一步加强疫情防控期间信用管理和服务工作的通知", "昆山市社会信用体系建设领导小组办公室", date(2020, 2, 28), "昆山", "通知"),
        ("kzbf-2020-39", "昆政办发〔2020〕39号", "关于加快推进昆山社会信用体系建设构建以信用为基础的新型监管机制的实施方案", "昆山市人民政府办公室", date(2020, 4, 2), "昆山", "实施方案"),
        ("sfb-2022-91", "苏府办〔2022〕91号", "2022年苏州市社会信用体系建设工作要点", "苏州市人民政府办公室", date(2022, 5, 30), "苏州", "工作要点"),
        ("gzxx-2020-3", "工作信息2020-3", "昆山信用体系建设工作信息2020年第3期", "昆山市社会信用体系建设领导小组办公室", date(2020, 3, 23), "昆山", "刊物"),
    ],
)  # fmt: skip
def test_what_the_notices_say_about_themselves_is_read(
    slug: str, doc_no: str, title: str, issuer: str, issued_on: date, region: str, kind: str
) -> None:
    notice, report = ingest_file(shipped(slug))
    read = (notice.doc_no, notice.title, notice.issuer, notice.issued_on, notice.region, notice.kind)
    assert read == (doc_no, title, issuer, issued_on, region, kind)
    assert notice.slug == slug
    assert notice.sha256 == hashlib.sha256(shipped(slug).read_bytes()).hexdigest()
    assert report.warnings == ()


@pytest.mark.parametrize(
    ("slug", "implements", "cites"),
    [
        ("kxyb-2022-3", ["苏政发〔2022〕1号", "苏府〔2022〕4号", "昆办发〔2022〕24号"], ["《江苏省社会信用条例》"]),
        ("kxyb-2020-2", ["苏发改信用发〔2020〕127号", "苏信用办〔2020〕1号"], ["实施意见(试行)"]),
        ("kzbf-2020-39", ["苏政办发〔2020〕10号"], []),
        ("sfb-2022-91", ["《关于推进社会信用体系建设高质量发展促进形成新发展格局的意见》", "《江苏省社会信用条例》"], ["治理工作方案》", "治理实施方案》"]),
        ("gzxx-2020-3", [], ["昆信用办〔2020〕2号", "昆信用办〔2020〕3号", "昆应急〔2020〕61号", "昆委〔2020〕17号"]),
    ],
)  # fmt: skip
def test_documents_named_are_told_apart_by_what_the_notice_does_with_them(
    slug: str, implements: list[str], cites: list[str]
) -> None:
    notice, _ = ingest_file(shipped(slug))
    assert len(notice.implements) == len(implements)
    for part, whole in zip(implements, notice.implements, strict=True):
        assert part in whole
    for part in cites:
        assert any(part in whole for whole in notice.cites), part


@pytest.mark.parametrize(
    ("slug", "suffix", "make"),
    [
        (slug, suffix, make)
        for slug in SLUGS
        for suffix, make in [(".md", as_markdown), (".html", as_html), (".docx", as_docx), (".pdf", as_pdf)]
        # A PDF's text layer has no table cells.
        if suffix != ".pdf" or slug not in ("sfb-2022-91", "gzxx-2020-3")
    ],
)
def test_the_same_text_gives_the_same_clauses_in_every_format(
    tmp_path: Path, slug: str, suffix: str, make: Callable[[str], bytes]
) -> None:
    plain, report = ingest_file(shipped(slug))
    text = shipped(slug).read_text(encoding="utf-8")
    if suffix == ".pdf":
        text = report.clean
    path = tmp_path / f"a{suffix}"
    path.write_bytes(make(text))
    notice, other = ingest_file(path)
    assert notice.doc_no == plain.doc_no
    assert notice.slug == plain.slug
    assert [(c.id, c.title, c.text, c.units) for c in notice.clauses] == [
        (c.id, c.title, c.text, c.units) for c in plain.clauses
    ]
    assert other.warnings == ()


def test_another_format_of_a_published_notice_changes_nothing(tmp_path: Path) -> None:
    source = shipped("kxyb-2022-3")
    ingest([source], tmp_path / "data")
    path = tmp_path / "a.docx"
    path.write_bytes(as_docx(source.read_text(encoding="utf-8")))
    assert not ingest([path], tmp_path / "data").changed


def test_one_bad_file_keeps_all_out_and_every_bad_file_is_named(tmp_path: Path) -> None:
    data = tmp_path / "data"
    ingest([shipped("kxyb-2022-3")], data)
    before = Corpus.open(data).digest
    bad = [
        write(tmp_path / "空.txt", ""),
        write(tmp_path / "散文.txt", "这是一篇散文，没有编号。"),
        tmp_path / "无.txt",
    ]
    with pytest.raises(RefusedFilesError) as caught:
        ingest([*shipped_sources(), *bad], data)
    assert [type(error) for error in caught.value.errors] == [
        UnreadableFileError,
        NoClauseError,
        UnreadableFileError,
    ]
    message = str(caught.value)
    assert "8 个文件中有 3 个不能收录" in message
    for path in bad:
        assert f"{path.name}：" in message
    assert Corpus.open(data).digest == before
    assert len(Corpus.open(data).notices()) == 1


def test_two_files_of_one_number_are_refused_together(tmp_path: Path) -> None:
    one, other = write(tmp_path / "a.txt", PLAIN), write(tmp_path / "b.txt", PLAIN.replace("宣传", "培训"))
    with pytest.raises(RefusedFilesError, match="相同"):
        ingest([one, other], tmp_path / "data")
    assert not Corpus.exists(tmp_path / "data")


def test_a_reissued_notice_becomes_the_second_version(tmp_path: Path) -> None:
    ingest([write(tmp_path / "a.txt", PLAIN)], tmp_path / "data")
    ingest([write(tmp_path / "b.txt", PLAIN.replace("宣传", "培训"))], tmp_path / "data")
    corpus = Corpus.open(tmp_path / "data")
    assert corpus.notice("某办〔2024〕1号").version == 2
    assert "宣传" in corpus.notice("某办〔2024〕1号", 1).clauses[-1].text


def test_progress_is_told_after_each_file(tmp_path: Path) -> None:
    steps: list[int] = []
    ingest(shipped_sources(), tmp_path, progress=lambda: steps.append(1))
    assert len(steps) == 5


def test_a_notice_nobody_prepared_gets_a_name_of_its_own(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", PLAIN)
    notice, report = ingest_file(path)
    assert notice.slug == f"2024-1-{notice.sha256[:8]}"
    assert report.warnings == ()
    bare, report = ingest_file(write(tmp_path / "b.txt", "一、加强领导。\n\n二、加强宣传。"))
    assert bare.slug == bare.sha256[:8]
    assert bare.doc_no == "b"
    assert report.warnings == ("没有识别出文号、标题、发文机关、成文日期，请核对",)


def test_errata_beside_a_file_are_used(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", PLAIN)
    write(
        tmp_path / "a.errata.yml",
        "slug: mine\nerrata:\n  - {printed: 宣传, correct: 培训, reason: 误字}\n"
        "redactions:\n  - {literal: 领导, replacement: 某某, reason: 姓名}\n",
    )
    notice, _ = ingest_file(path)
    assert notice.slug == "mine"
    first, second = notice.clauses
    assert (first.text, second.text) == ("加强某某。", "加强培训。")
    assert [(e.start, e.end, e.printed, e.reason) for e in second.errata] == [(2, 4, "宣传", "误字")]
    assert [(e.start, e.end, e.printed, e.reason) for e in first.errata] == [(2, 4, "", "姓名")]


def test_errata_that_do_not_fit_their_own_file_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", PLAIN)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    write(
        tmp_path / "a.errata.yml",
        f"sha256: {sha256}\nerrata:\n  - {{printed: 宣传, correct: 培训, reason: 误字, occurrences: 3}}\n",
    )
    with pytest.raises(DataError, match="应有 3 处，实际 1 处"):
        ingest_file(path)
    with pytest.raises(RefusedFilesError):
        ingest([path], tmp_path / "data")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[", "无法读取"),
        ("- a", "键"),
        ("slug: 中文", "slug"),
        ("other: 1", "不认识"),
        ("errata: 1", "应是列表"),
        ("errata:\n  - {printed: a}", "correct"),
        ("errata:\n  - {printed: a, correct: b, reason: c, occurrences: 0}", "正整数"),
        ("redactions:\n  - {pattern: '(', replacement: b, reason: c}", "正则"),
        ("redactions:\n  - {pattern: 'a*', replacement: b, reason: c}", "空文字"),
        ("redactions:\n  - {literal: a, pattern: b, replacement: b, reason: c}", "literal"),
    ],
)
def test_wrong_errata_files_say_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        load_errata(write(tmp_path / "a.errata.yml", text))


def test_shipped_errata_belong_to_the_shipped_files() -> None:
    for path in shipped_sources():
        errata = load_errata(path.with_name("errata.yml"))
        assert errata.slug == path.parent.name
        assert errata.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert errata.doc_no == ingest_file(path)[0].doc_no


def test_errata_of_a_shipped_notice_hold_for_a_copy_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "004_copy.txt"
    path.write_bytes(shipped("gzxx-2020-3").read_bytes())
    notice, _ = ingest_file(path)
    assert notice.slug == "gzxx-2020-3"
    assert not any("周旭东" in clause.text for clause in notice.clauses)


def test_a_notice_of_ten_thousand_clauses_is_ingested(tmp_path: Path) -> None:
    body = "\n\n".join(
        f"{n}. 第{n}项工作要落实到位，明确责任。（责任单位：市信用办）" for n in range(1, 1000)
    )
    articles = "\n\n".join(f"第{n}条 各单位要落实责任，按期完成。" for n in range(1, 10_001))
    assert len(ingest_file(write(tmp_path / "a.txt", body))[0].clauses) == 999
    started = time.perf_counter()
    assert len(ingest_file(write(tmp_path / "b.txt", articles))[0].clauses) == 10_000
    assert time.perf_counter() - started < 30
