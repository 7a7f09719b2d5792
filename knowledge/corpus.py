"""The published corpus: immutable notice files, generations, and one pointer that is replaced atomically."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from knowledge import doc_no as numbers
from knowledge.errors import CorpusBusyError, CorpusError, UnknownNoticeError
from knowledge.model import Clause, ClauseId, Erratum, Notice, Unit

__all__ = ["Corpus", "Entry", "content_digest", "from_json", "publish", "rollback", "to_json"]

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of a notice in a generation.

    Attributes:
        doc_no: Document number.
        slug: ASCII name.
        version: 1 for the first text of this number.
        file: sha256 of the notice file, which is also its name.
        content: Digest of what the notice says, whatever file it was read from.
        source: sha256 of the file it was read from.
        current: Whether this is the version that is served.
    """

    doc_no: str
    slug: str
    version: int
    file: str
    content: str
    source: str
    current: bool


class Corpus:
    """One generation of the corpus, read from disk as it is needed.

    Args:
        root: Data directory.
        generation: Its number.
        entries: Its notices, older versions included, in the order they were first published.
    """

    def __init__(self, root: Path, generation: int, entries: Sequence[Entry]) -> None:
        self.root = root
        self.generation = generation
        self.entries = tuple(entries)
        self._read: dict[str, Notice] = {}

    @classmethod
    def open(cls, root: Path) -> Corpus:
        """Open the generation that is served now.

        Args:
            root: Data directory.

        Returns:
            That generation; later ones do not change it.

        Raises:
            CorpusError: Nothing is published there, or its files are damaged.
        """
        generation = _current(root)
        if generation == 0:
            raise CorpusError(f"{root} 里还没有导入文件，请先运行 xinda ingest")
        return cls(root, generation, _entries(root, generation))

    @staticmethod
    def exists(root: Path) -> bool:
        """Tell whether anything was ever published.

        Args:
            root: Data directory.

        Returns:
            Whether it has a ``CURRENT`` pointer.
        """
        return (root / "CURRENT").is_file()

    @property
    def digest(self) -> str:
        """Name of what is served: equal for equal contents, whatever the generation."""
        served = sorted((e.doc_no, e.version, e.file) for e in self.entries if e.current)
        return hashlib.sha256(json.dumps(served, ensure_ascii=False).encode()).hexdigest()

    def notices(self) -> tuple[Notice, ...]:
        """Current versions of all notices, in the order they were first published."""
        return tuple(self._notice(entry) for entry in self.entries if entry.current)

    def notice(self, name: str, version: int | None = None) -> Notice:
        """One notice.

        Args:
            name: Its document number, in any style, or its slug.
            version: An older version; None for the current one.

        Returns:
            The notice.

        Raises:
            UnknownNoticeError: It is not in the corpus.
        """
        wanted = {name, numbers.compact(name)}
        for entry in self.entries:
            chosen = entry.current if version is None else entry.version == version
            if chosen and (entry.doc_no in wanted or entry.slug in wanted):
                return self._notice(entry)
        raise UnknownNoticeError(name)

    def clause(self, id: ClauseId) -> Clause | None:
        """One clause of a current notice.

        Args:
            id: Its name.

        Returns:
            The clause; None where no current notice has it.
        """
        return self._clauses.get(id)

    def versions(self, doc_no: str) -> tuple[Entry, ...]:
        """All versions of a notice; ``current`` marks the one that is served.

        Args:
            doc_no: Its document number, in any style.

        Returns:
            Oldest first; empty where the number is unknown.
        """
        wanted = {doc_no, numbers.compact(doc_no)}
        return tuple(sorted((e for e in self.entries if e.doc_no in wanted), key=lambda entry: entry.version))

    @cached_property
    def _clauses(self) -> dict[ClauseId, Clause]:
        return {clause.id: clause for notice in self.notices() for clause in notice.clauses}

    def _notice(self, entry: Entry) -> Notice:
        if entry.file not in self._read:
            path = _notice_path(self.root, entry.file)
            data = _read(path)
            if hashlib.sha256(data).hexdigest() != entry.file:
                raise CorpusError(f"{path} 已损坏（内容与校验值不符），请重新运行 xinda ingest 或恢复备份")
            self._read[entry.file] = from_json(json.loads(data))
        return replace(self._read[entry.file], version=entry.version)


def publish(root: Path, notices: Iterable[Notice]) -> int:
    """Add notices to the corpus as one new generation; readers see all of them or none.

    A notice that says what its current version says changes nothing. Another text from the same source file
    (a better reading of it) takes the place of that version; from another file it becomes the next version.

    Args:
        root: Data directory; made where it does not exist.
        notices: What was ingested.

    Returns:
        Number of the generation served afterwards; the present one where nothing changed.

    Raises:
        CorpusError: Two of the notices have the same document number, or the directory cannot be written.
        CorpusBusyError: Another ingest is running.
    """
    with _locked(root):
        generation = _current(root)
        before = _entries(root, generation) if generation else []
        entries = list(before)
        seen: set[str] = set()
        for notice in notices:
            if notice.doc_no in seen:
                raise CorpusError(f"一次导入里有两份 {notice.doc_no}，请只保留一份")
            seen.add(notice.doc_no)
            entries = _with(root, entries, notice)
        if entries == before and generation:
            return generation
        new = max([generation, *_generations(root)], default=0) + 1
        listed = [asdict(entry) for entry in entries]
        manifest = {"format": _FORMAT, "generation": new, "parent": generation, "notices": listed}
        _write(_manifest_path(root, new), _canonical(manifest))
        _write(root / "CURRENT", f"{new}\n".encode())
        return new


def rollback(root: Path, generation: int | None = None) -> int:
    """Serve an earlier generation again; nothing is deleted.

    Args:
        root: Data directory.
        generation: Which one; None for the one that the present one was made from.

    Returns:
        Number of the generation served afterwards.

    Raises:
        CorpusError: There is no such generation, or its files are damaged.
        CorpusBusyError: An ingest is running.
    """
    with _locked(root):
        now = _current(root)
        if generation is None:
            generation = int(_manifest(root, now)["parent"]) if now else 0
        if generation not in _generations(root):
            raise CorpusError(f"没有第 {generation} 代数据，现有：{_listed(_generations(root))}")
        Corpus(root, generation, _entries(root, generation)).notices()
        _write(root / "CURRENT", f"{generation}\n".encode())
        return generation


def content_digest(notice: Notice) -> str:
    """Digest of what a notice says, whatever file or format it was read from.

    Args:
        notice: Any notice.

    Returns:
        sha256 over everything but file name, file hash, source offsets and version.
    """
    clauses = tuple(replace(clause, source_start=0, source_end=0) for clause in notice.clauses)
    plain = replace(notice, clauses=clauses, source_name="", sha256="", version=1)
    return hashlib.sha256(_canonical(to_json(plain))).hexdigest()


def to_json(notice: Notice) -> dict[str, Any]:
    """Write a notice as JSON values, without its version, which the generation decides.

    Args:
        notice: Any notice.

    Returns:
        Values for `json.dumps`.
    """
    data = asdict(notice)
    data["issued_on"] = notice.issued_on.isoformat() if notice.issued_on else None
    del data["version"]
    return data


def from_json(data: dict[str, Any]) -> Notice:
    """Read a notice from JSON values.

    Args:
        data: As from `to_json`.

    Returns:
        The notice, as version 1.
    """
    issued_on = data["issued_on"]
    return Notice(
        **{
            **data,
            "issued_on": date.fromisoformat(issued_on) if issued_on else None,
            "implements": tuple(data["implements"]),
            "cites": tuple(data["cites"]),
            "clauses": tuple(_clause_from_json(clause) for clause in data["clauses"]),
        }
    )


def _clause_from_json(data: dict[str, Any]) -> Clause:
    return Clause(
        **{
            **data,
            "id": ClauseId(**data["id"]),
            "heading_path": tuple(data["heading_path"]),
            "units": tuple(Unit(**unit) for unit in data["units"]),
            "errata": tuple(Erratum(**erratum) for erratum in data["errata"]),
        }
    )


def _with(root: Path, entries: list[Entry], notice: Notice) -> list[Entry]:
    """The entries after one more notice, whose file is written."""
    content = content_digest(notice)
    versions = [entry for entry in entries if entry.doc_no == notice.doc_no]
    current = next((entry for entry in versions if entry.current), None)
    if current is not None and current.content == content:
        return entries
    for other in entries:
        if other.current and other.slug == notice.slug and other.doc_no != notice.doc_no:
            names = f"{notice.doc_no} 与 {other.doc_no}"
            raise CorpusError(f"{names} 的 slug 同为 {notice.slug}，请在 errata.yml 中另取一个")
    data = _canonical(to_json(notice))
    file = hashlib.sha256(data).hexdigest()
    path = _notice_path(root, file)
    if not path.exists():
        _write(path, data)
    reread = current is not None and current.source == notice.sha256
    version = current.version if current and reread else max((e.version for e in versions), default=0) + 1
    entry = Entry(notice.doc_no, notice.slug, version, file, content, notice.sha256, True)
    if current is None:
        return [*entries, entry]
    place = entries.index(current)
    kept = [] if reread else [replace(current, current=False)]
    return [*entries[:place], entry, *entries[place + 1 :], *kept]


def _current(root: Path) -> int:
    path = root / "CURRENT"
    if not path.exists():
        return 0
    text = _read(path).decode("ascii", "replace").strip()
    if not text.isdecimal():
        raise CorpusError(f"{path} 已损坏，请改为 generations 目录中的一个编号")
    return int(text)


def _generations(root: Path) -> list[int]:
    return sorted(int(path.stem) for path in (root / "generations").glob("*.json") if path.stem.isdecimal())


def _manifest(root: Path, generation: int) -> dict[str, Any]:
    path = _manifest_path(root, generation)
    try:
        data = json.loads(_read(path))
    except ValueError as error:
        raise CorpusError(f"{path} 已损坏，请运行 xinda rollback 或恢复备份") from error
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        raise CorpusError(f"{path} 的格式版本不符，请重新运行 xinda ingest")
    return data


def _entries(root: Path, generation: int) -> list[Entry]:
    try:
        return [Entry(**entry) for entry in _manifest(root, generation)["notices"]]
    except (KeyError, TypeError) as error:
        path = _manifest_path(root, generation)
        raise CorpusError(f"{path} 已损坏，请运行 xinda rollback 或恢复备份") from error


def _notice_path(root: Path, file: str) -> Path:
    return root / "notices" / f"{file}.json"


def _manifest_path(root: Path, generation: int) -> Path:
    return root / "generations" / f"{generation}.json"


def _canonical(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CorpusError(f"无法读取 {path}（{error.strerror}），请检查数据目录或恢复备份") from error


def _write(path: Path, data: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half of it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        _sync_directory(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CorpusError(f"无法写入 {path}（{error.strerror}），请检查磁盘空间和权限") from error


def _sync_directory(path: Path) -> None:
    if sys.platform != "win32":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Hold the lock of a data directory; the system frees it when the process ends, however it ends."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        file = (root / "LOCK").open("a+b")
    except OSError as error:
        raise CorpusError(f"无法写入数据目录 {root}（{error.strerror}），请检查权限") from error
    with file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise CorpusBusyError(f"另一个导入正在写 {root}，请等它结束后再试") from error
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _listed(generations: Sequence[int]) -> str:
    return "、".join(str(generation) for generation in generations) or "无"
