"""Every error a person may meet, as one tree.

XindaError
├── ConfigError            config.yml or an environment variable is wrong
├── MissingExtraError      an optional package is not installed
├── EncoderError           a sentence encoder cannot be loaded
├── IngestError            a file cannot become a notice
│   ├── UnreadableFileError    empty, binary, encrypted, too large, wrong encoding …
│   └── NoClauseError          readable, but no clause is recognised
├── RefusedFilesError      some files of one ingest cannot be used, so none is published
├── CorpusError            the published corpus is missing, damaged or cannot be written
│   └── CorpusBusyError        another ingest is writing it
├── DataError              a curated YAML file (guides, validity, questions …) is wrong
├── UnknownNoticeError     no notice of that number is in the corpus
├── UnverifiedAnswerError  an answer failed the citation check and was not sent
└── RequestError           a request breaks the contract of the API

``str(error)`` is Chinese and for the person: what is wrong, then what to do.
"""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "ConfigError",
    "CorpusBusyError",
    "CorpusError",
    "DataError",
    "EncoderError",
    "IngestError",
    "MissingExtraError",
    "NoClauseError",
    "RefusedFilesError",
    "RequestError",
    "UnknownNoticeError",
    "UnreadableFileError",
    "UnverifiedAnswerError",
    "XindaError",
]


class XindaError(Exception):
    """Root of all errors that are shown to a person."""


class ConfigError(XindaError):
    """The settings are wrong; ``problems`` lists every one of them.

    Args:
        problems: One Chinese sentence each, beginning with the path of the setting.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("配置有误，请改正后重试：\n" + "\n".join(f"  - {p}" for p in problems))
        self.problems = problems


class MissingExtraError(XindaError):
    """An optional package is needed and not installed.

    Args:
        feature: What the person wanted, in Chinese.
        extra: Name of the extra that brings the package.
    """

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature}需要可选组件，请先运行：pip install 'xinda[{extra}]'")
        self.feature = feature
        self.extra = extra


class EncoderError(XindaError):
    """A sentence encoder cannot be loaded."""


class IngestError(XindaError):
    """A file cannot become a notice.

    Args:
        path: The file.
        reason: Why, in Chinese.
        advice: What to do, in Chinese.
    """

    def __init__(self, path: Path, reason: str, advice: str) -> None:
        super().__init__(f"{path.name}：{reason}。{advice}")
        self.path = path
        self.reason = reason
        self.advice = advice


class UnreadableFileError(IngestError):
    """The file is empty, binary, encrypted, too large or in an unknown encoding."""


class NoClauseError(IngestError):
    """The text is readable but no clause is recognised in it."""


class RefusedFilesError(XindaError):
    """Some files of one ingest cannot be used, so nothing was published.

    Args:
        errors: One for each of those files.
        total: How many files the ingest was given.
    """

    def __init__(self, errors: list[XindaError], total: int) -> None:
        super().__init__(
            f"{total} 个文件中有 {len(errors)} 个不能收录，本次未发布任何内容，原有内容不受影响：\n"
            + "\n".join(f"  - {error}" for error in errors)
        )
        self.errors = errors
        self.total = total


class CorpusError(XindaError):
    """The published corpus is missing, damaged or cannot be written."""


class CorpusBusyError(CorpusError):
    """Another ingest is writing the corpus."""


class DataError(XindaError):
    """A curated data file is wrong.

    Args:
        path: The YAML file.
        problems: One Chinese sentence each.
    """

    def __init__(self, path: Path, problems: list[str]) -> None:
        super().__init__(f"{path} 内容有误，请改正：\n" + "\n".join(f"  - {p}" for p in problems))
        self.path = path
        self.problems = problems


class UnknownNoticeError(XindaError):
    """No notice of that document number is in the corpus.

    Args:
        doc_no: The number asked for.
    """

    def __init__(self, doc_no: str) -> None:
        super().__init__(f"未收录文件“{doc_no}”，可用 xinda notices 查看已收录的文件")
        self.doc_no = doc_no


class UnverifiedAnswerError(XindaError):
    """An answer failed the citation check, so it must not be sent.

    Args:
        problems: What the check found, one entry each.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("回答未通过出处核对，已拦下：" + "；".join(problems))
        self.problems = problems


class RequestError(XindaError):
    """A request breaks the contract of the API.

    Args:
        field: Name of the field that is wrong.
        message: What is wrong with it, in Chinese.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}：{message}")
        self.field = field
