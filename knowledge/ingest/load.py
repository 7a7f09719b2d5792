"""Files to published notices: read, repair, split and describe, all or nothing."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from knowledge import doc_no as numbers
from knowledge.corpus import Corpus, publish
from knowledge.errors import DataError, IngestError, NoClauseError, RefusedFilesError, XindaError
from knowledge.ingest.compose import Part
from knowledge.ingest.errata import Errata, load_errata
from knowledge.ingest.metadata import Metadata, documents_named, metadata_of
from knowledge.ingest.read import read_bytes, text_of
from knowledge.ingest.repair import repair
from knowledge.ingest.split import split
from knowledge.ingest.tracked import Edit
from knowledge.model import Notice

__all__ = ["Outcome", "Report", "ingest", "ingest_file", "shipped_sources"]

_NO_CLAUSE_ADVICE = "可识别的编号有“第一条”“一、”“（一）”“1.”和任务分解表；请确认选对了文件，或给条款补上编号"


@dataclass(frozen=True, slots=True)
class Report:
    """What was done to one file.

    Attributes:
        path: The file.
        clean: Its clean text, personal data already hidden.
        edits: Every difference between the file's text and the clean text; they hold what was hidden, so they
            are neither stored nor logged.
        parts: What every part of the clean text was taken for.
        warnings: What a person should look at, in Chinese.
        notes: Doubtful readings that a person left as printed, from the errata file.
    """

    path: Path
    clean: str
    edits: tuple[Edit, ...]
    parts: tuple[Part, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def repairs(self) -> dict[str, int]:
        """How often each repair was made, most often first."""
        return dict(Counter(edit.kind for edit in self.edits).most_common())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one ingest published.

    Attributes:
        generation: The generation served afterwards.
        changed: Whether it is a new one.
        notices: As ingested, in the order given.
        reports: One for each.
    """

    generation: int
    changed: bool
    notices: tuple[Notice, ...]
    reports: tuple[Report, ...]

    def lines(self) -> list[str]:
        """What a person reads after an ingest, in Chinese."""
        lines = []
        for notice, report in zip(self.notices, self.reports, strict=True):
            counts = f"{len(notice.clauses)} 条，修复 {len(report.edits)} 处"
            lines.append(f"{notice.doc_no} {notice.title}：{counts}")
            lines += [f"  注意：{warning}" for warning in report.warnings]
        state = "已发布" if self.changed else "内容没有变化，仍是"
        return [*lines, f"{state}第 {self.generation} 代"]

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "generation": self.generation,
            "changed": self.changed,
            "notices": [
                {
                    "doc_no": notice.doc_no,
                    "slug": notice.slug,
                    "title": notice.title,
                    "source": report.path.name,
                    "sha256": notice.sha256,
                    "clauses": len(notice.clauses),
                    "repairs": report.repairs,
                    "warnings": list(report.warnings),
                    "notes": list(report.notes),
                }
                for notice, report in zip(self.notices, self.reports, strict=True)
            ],
        }


def shipped_sources() -> list[Path]:
    """The notices that come with the project.

    Returns:
        Their source files, in the order of their folders' names.
    """
    return [folder / "source.txt" for folder in _shipped_folders()]


def ingest_file(path: Path, errata: Errata | None = None) -> tuple[Notice, Report]:
    """Read one file into a notice.

    Args:
        path: The file.
        errata: Its corrections; None looks for ``<name>.errata.yml`` beside the file, ``errata.yml`` beside a
            ``source.*`` file, then the shipped ones of the same document number.

    Returns:
        The notice, as version 1, and what was done to it.

    Raises:
        UnreadableFileError: The file cannot be read.
        NoClauseError: No clause is recognised in it.
        DataError: Its errata file is wrong, or does not fit the very file it was written for.
    """
    data = read_bytes(path)
    raw = text_of(path, data)
    sha256 = hashlib.sha256(data).hexdigest()
    first = metadata_of(repair(raw).tracked.text)
    chosen, where = (errata, path) if errata is not None else _errata_for(path, first, sha256)
    repaired = repair(raw, chosen.errata, chosen.redactions)
    if repaired.missed and chosen.sha256 == sha256:
        raise DataError(where, list(repaired.missed))
    metadata = metadata_of(repaired.tracked.text)
    doc_no = metadata.doc_no or chosen.doc_no or metadata.title or path.stem
    cut = split(repaired, doc_no)
    if not cut.clauses:
        raise NoClauseError(path, "没有识别出条款", _NO_CLAUSE_ADVICE)
    implements, cites = documents_named(cut.clauses, metadata.title)
    notice = Notice(
        doc_no=doc_no,
        slug=chosen.slug or _slug(doc_no, metadata, sha256),
        title=metadata.title or path.stem,
        issuer=metadata.issuer,
        issued_on=metadata.issued_on,
        region=metadata.region,
        kind=metadata.kind,
        implements=implements,
        cites=tuple(name for name in cites if doc_no not in name),
        clauses=cut.clauses,
        source_name=path.name,
        sha256=sha256,
    )
    warnings = (*_unlike(metadata), *cut.warnings, *repaired.unhidden)
    return notice, Report(path, repaired.tracked.text, repaired.edits, cut.parts, warnings, chosen.ocr_notes)


def ingest(paths: Sequence[Path], root: Path, progress: Callable[[], None] | None = None) -> Outcome:
    """Ingest files and publish all of them, or none.

    Args:
        paths: The files.
        root: Data directory of the corpus.
        progress: Called after each file.

    Returns:
        What was published.

    Raises:
        RefusedFilesError: Some files cannot be used; it says which, why and what to do.
        CorpusError: The corpus cannot be written, or another ingest is running.
    """
    done: list[tuple[Notice, Report]] = []
    errors: list[XindaError] = []
    for path in paths:
        try:
            done.append(ingest_file(path))
        except (IngestError, DataError) as error:
            errors.append(error)
        if progress is not None:
            progress()
    errors += _clashes([(notice, report.path) for notice, report in done])
    if errors:
        raise RefusedFilesError(errors, len(paths))
    before = Corpus.open(root).generation if Corpus.exists(root) else 0
    generation = publish(root, [notice for notice, _ in done])
    return Outcome(generation, generation != before, tuple(n for n, _ in done), tuple(r for _, r in done))


def _clashes(notices: Sequence[tuple[Notice, Path]]) -> list[XindaError]:
    errors: list[XindaError] = []
    first: dict[str, Path] = {}
    for notice, path in notices:
        if notice.doc_no in first:
            reason = f"文号 {notice.doc_no} 与 {first[notice.doc_no].name} 相同"
            errors.append(IngestError(path, reason, "一次只能导入同一文号的一份文件"))
        first.setdefault(notice.doc_no, path)
    return errors


def _shipped_folders() -> list[Path]:
    root = Path(str(resources.files("knowledge"))) / "notices"
    return sorted(folder for folder in root.iterdir() if (folder / "source.txt").is_file())


def _errata_for(path: Path, metadata: Metadata, sha256: str) -> tuple[Errata, Path]:
    beside = [path.with_name(f"{path.stem}.errata.yml")]
    if path.stem == "source":
        beside.append(path.with_name("errata.yml"))
    for candidate in beside:
        if candidate.is_file():
            return load_errata(candidate), candidate
    for folder in _shipped_folders():
        candidate = folder / "errata.yml"
        if candidate.is_file():
            errata = load_errata(candidate)
            if sha256 == errata.sha256 or (errata.doc_no and errata.doc_no == metadata.doc_no):
                return errata, candidate
    return Errata(), path


def _slug(doc_no: str, metadata: Metadata, sha256: str) -> str:
    """ASCII name of a notice nobody named: year, number and the beginning of the file's hash."""
    figures = re.findall(r"[0-9]+", doc_no) if numbers.is_valid(doc_no) else []
    year = [str(metadata.issued_on.year)] if metadata.issued_on else []
    return "-".join([*(figures or year), sha256[:8]])


def _unlike(metadata: Metadata) -> list[str]:
    missing = [
        name
        for name, value in (
            ("文号", metadata.doc_no),
            ("标题", metadata.title),
            ("发文机关", metadata.issuer),
            ("成文日期", metadata.issued_on),
        )
        if not value
    ]
    return [f"没有识别出{'、'.join(missing)}，请核对"] if missing else []
