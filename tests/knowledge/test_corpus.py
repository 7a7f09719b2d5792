"""Claims about knowledge.corpus."""
# ruff: noqa: E501  (cases are Chinese sentences, one per line)

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge import corpus as module
from knowledge.corpus import Corpus, content_digest, from_json, publish, rollback, to_json
from knowledge.errors import CorpusBusyError, CorpusError, UnknownNoticeError
from knowledge.ingest.load import ingest_file, shipped_sources
from knowledge.model import Clause, ClauseId, Erratum, Notice, Unit


def notice(
    doc_no: str = "某办〔2024〕1号",
    text: str = "要落实。（责任单位：市信用办）",
    source: str = "a",
    slug: str = "a",
) -> Notice:
    clause = Clause(
        ClauseId(doc_no, "1"),
        "clause",
        "一、",
        "要落实",
        ("上",),
        text,
        (Unit("市信用办", text.find("市信用办"), 0, 4),),
        (Erratum(0, 1, "耍", "误字"),),
        3,
        20,
    )
    return Notice(
        doc_no,
        slug,
        "标题",
        "某办",
        date(2024, 1, 2),
        "某",
        "通知",
        ("《甲》",),
        ("《乙》",),
        (clause,),
        "a.txt",
        source,
    )


def files(root: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(root)): p.read_bytes()
        for p in sorted(root.rglob("*"))
        if p.is_file() and p.name != "LOCK"
    }


def test_what_is_published_is_read_back(tmp_path: Path) -> None:
    assert not Corpus.exists(tmp_path)
    assert publish(tmp_path, [notice()]) == 1
    assert Corpus.exists(tmp_path)
    corpus = Corpus.open(tmp_path)
    assert corpus.notices() == (notice(),)
    assert (
        corpus.notice("某办〔2024〕1号") == corpus.notice("某办[2024]1号") == corpus.notice("a") == notice()
    )
    assert corpus.clause(ClauseId("某办〔2024〕1号", "1")) == notice().clauses[0]
    assert corpus.clause(ClauseId("某办〔2024〕1号", "9")) is None


@pytest.mark.parametrize("path", shipped_sources(), ids=lambda path: path.parent.name)
def test_notices_survive_json(path: Path) -> None:
    read, _ = ingest_file(path)
    assert from_json(json.loads(json.dumps(to_json(read), ensure_ascii=False))) == read


def test_unknown_names_are_errors_that_name_them(tmp_path: Path) -> None:
    publish(tmp_path, [notice()])
    with pytest.raises(UnknownNoticeError, match="某办〔1999〕9号"):
        Corpus.open(tmp_path).notice("某办〔1999〕9号")
    assert Corpus.open(tmp_path).versions("某办〔1999〕9号") == ()


def test_an_empty_directory_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="xinda ingest"):
        Corpus.open(tmp_path)


def test_the_same_content_makes_no_new_generation(tmp_path: Path) -> None:
    publish(tmp_path, [notice()])
    before = files(tmp_path)
    assert publish(tmp_path, [notice()]) == 1
    assert publish(tmp_path, [replace(notice(), source_name="b.docx", sha256="b")]) == 1
    assert files(tmp_path) == before


def test_a_reissued_notice_is_the_next_version_and_the_old_one_stays(tmp_path: Path) -> None:
    publish(tmp_path, [notice(), notice("某办〔2024〕2号", slug="b", source="x")])
    assert publish(tmp_path, [notice(text="要落实好。（市信用办）", source="b")]) == 2
    corpus = Corpus.open(tmp_path)
    assert [(e.version, e.current) for e in corpus.versions("某办〔2024〕1号")] == [(1, False), (2, True)]
    assert corpus.notice("某办〔2024〕1号").version == 2
    assert corpus.notice("某办〔2024〕1号", 1).clauses[0].text == "要落实。（责任单位：市信用办）"
    assert [n.doc_no for n in corpus.notices()] == ["某办〔2024〕1号", "某办〔2024〕2号"]


def test_a_better_reading_of_the_same_file_replaces_its_version(tmp_path: Path) -> None:
    publish(tmp_path, [notice()])
    assert publish(tmp_path, [notice(text="要落实好。（市信用办）")]) == 2
    corpus = Corpus.open(tmp_path)
    assert [(e.version, e.current) for e in corpus.versions("某办〔2024〕1号")] == [(1, True)]


def test_an_open_corpus_does_not_change_under_its_reader(tmp_path: Path) -> None:
    publish(tmp_path, [notice()])
    reader = Corpus.open(tmp_path)
    publish(tmp_path, [notice(text="要落实好。（市信用办）", source="b")])
    assert reader.notices() == (notice(),)
    assert reader.generation == 1
    assert reader.digest != Corpus.open(tmp_path).digest


def test_rollback_serves_an_earlier_generation_and_the_next_number_is_new(tmp_path: Path) -> None:
    publish(tmp_path, [notice()])
    first = Corpus.open(tmp_path).digest
    publish(tmp_path, [notice(text="要落实好。（市信用办）", source="b")])
    assert rollback(tmp_path) == 1
    assert Corpus.open(tmp_path).digest == first
    assert publish(tmp_path, [notice(text="第三版。（市信用办）", source="c")]) == 3
    assert rollback(tmp_path, 2) == 2
    with pytest.raises(CorpusError, match="没有第 9 代数据，现有：1、2、3"):
        rollback(tmp_path, 9)


def test_two_notices_of_one_number_or_slug_are_refused(tmp_path: Path) -> None:
    publish(tmp_path, [notice()])
    before = files(tmp_path)
    with pytest.raises(CorpusError, match="两份"):
        publish(
            tmp_path, [notice(text="甲（市信用办）", source="b"), notice(text="乙（市信用办）", source="c")]
        )
    with pytest.raises(CorpusError, match="slug"):
        publish(tmp_path, [notice("某办〔2024〕2号")])
    assert Corpus.open(tmp_path).generation == 1
    assert {name: data for name, data in files(tmp_path).items() if name in before} == before


def test_two_publishers_at_once_are_refused(tmp_path: Path) -> None:
    publish(tmp_path, [notice()])
    with module._locked(tmp_path), pytest.raises(CorpusBusyError, match="另一个导入"):
        publish(tmp_path, [notice(text="乙（市信用办）", source="b")])
    assert publish(tmp_path, [notice(text="乙（市信用办）", source="b")]) == 2


def test_damaged_files_are_named(tmp_path: Path) -> None:
    publish(tmp_path, [notice()])
    (path,) = (tmp_path / "notices").glob("*.json")
    path.write_bytes(path.read_bytes().replace("落实".encode(), "落空".encode()))
    with pytest.raises(CorpusError, match="已损坏"):
        Corpus.open(tmp_path).notices()
    path.unlink()
    with pytest.raises(CorpusError, match="无法读取"):
        Corpus.open(tmp_path).notices()
    (tmp_path / "generations" / "1.json").write_text("{", encoding="utf-8")
    with pytest.raises(CorpusError, match="已损坏"):
        Corpus.open(tmp_path)
    (tmp_path / "CURRENT").write_text("x", encoding="utf-8")
    with pytest.raises(CorpusError, match="CURRENT"):
        Corpus.open(tmp_path)


@pytest.mark.parametrize("fail_at", range(1, 5))
def test_a_failed_write_leaves_the_served_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail_at: int
) -> None:
    publish(tmp_path, [notice()])
    served = Corpus.open(tmp_path).digest
    calls = 0
    real = os.replace

    def failing(source: Path, target: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == fail_at:
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    new = [notice(text="乙（市信用办）", source="b"), notice("某办〔2024〕2号", slug="b", source="x")]
    with pytest.raises(CorpusError, match="无法写入"):
        publish(tmp_path, new)
    assert Corpus.open(tmp_path).digest == served
    assert not list(tmp_path.rglob("*.tmp"))
    monkeypatch.setattr(os, "replace", real)
    assert publish(tmp_path, new) > 1
    assert len(Corpus.open(tmp_path).notices()) == 2


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.knowledge.test_corpus import notice
from knowledge import corpus
left, real = int(sys.argv[2]), os.replace
def dying(source, target):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(source, target)
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
os.replace = dying
corpus.publish(Path(sys.argv[1]), [notice(text="乙（市信用办）", source="b"), notice("某办〔2024〕2号", slug="b", source="x")])
"""


@pytest.mark.parametrize("moment", range(1, 9))
def test_a_killed_publisher_leaves_the_old_or_the_new_generation_whole(tmp_path: Path, moment: int) -> None:
    publish(tmp_path, [notice()])
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), str(moment)], cwd=root, env=environment, check=False
    )
    assert done.returncode == -9
    corpus = Corpus.open(tmp_path)
    assert [n.clauses[0].text for n in corpus.notices()] in (
        ["要落实。（责任单位：市信用办）"],
        ["乙（市信用办）", "要落实。（责任单位：市信用办）"],
    )
    assert (corpus.generation == 2) == (moment == 8)
    publish(tmp_path, [notice(text="丙（市信用办）", source="c")])
    assert Corpus.open(tmp_path).notice("a").clauses[0].text == "丙（市信用办）"


def test_the_digest_of_content_ignores_where_it_was_read_from() -> None:
    one = notice()
    moved = replace(
        one, source_name="b", sha256="b", version=7, clauses=(replace(one.clauses[0], source_start=9),)
    )
    assert content_digest(one) == content_digest(moved)
    assert content_digest(one) != content_digest(replace(one, title="别的"))
