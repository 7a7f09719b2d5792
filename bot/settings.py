"""config.yml to frozen settings; every problem of the file is listed at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from knowledge.data import SHIPPED, read_yaml
from knowledge.errors import ConfigError, DataError

__all__ = ["SETTINGS", "KnowledgeSettings", "ServerSettings", "Setting", "Settings", "load_settings"]

_RASA_KEYS = {"recipe", "language", "assistant_id", "pipeline", "policies", "spaces"}


@dataclass(frozen=True, slots=True)
class KnowledgeSettings:
    """Settings of ``knowledge``.

    Attributes:
        data_dir: Where the published notices are.
        curated_dir: Where the files that people keep are: questions, guides, validity …
        encoder: ``static``, ``none``, or a sentence-transformers model by name or path.
    """

    data_dir: Path
    curated_dir: Path = SHIPPED
    encoder: str = "static"


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Settings of the server.

    Attributes:
        host: Address to listen on.
        port: Port to listen on.
        max_body_bytes: Larger request bodies get 413.
        rate_per_minute: Messages a sender may send in a minute.
        max_conversations: Conversations kept in memory.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    max_body_bytes: int = 65536
    rate_per_minute: int = 60
    max_conversations: int = 10_000


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings."""

    knowledge: KnowledgeSettings
    server: ServerSettings = field(default_factory=ServerSettings)


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table of settings.

    Attributes:
        path: Block and key under ``xinda:``.
        default: Value where the file has none.
        meaning: In Chinese, with the unit.
        low: Least value of a number.
        high: Greatest value of a number.
    """

    path: str
    default: str | int
    meaning: str
    low: int = 1
    high: int = 2**31 - 1


SETTINGS = (
    Setting("knowledge.data_dir", "", "已发布文件库所在目录；空为用户数据目录"),
    Setting("knowledge.curated_dir", "", "人工维护的文件（问法、指引、时效等）所在目录；空为随包附带的"),
    Setting("knowledge.encoder", "static", "句向量：static、none，或模型名、本地路径"),
    Setting("bot.host", "127.0.0.1", "监听地址"),
    Setting("bot.port", 8000, "监听端口", 1, 65535),
    Setting("bot.max_body_bytes", 65536, "请求体上限（字节）", 1024),
    Setting("bot.rate_per_minute", 60, "每个发送者每分钟最多消息数（条）"),
    Setting("bot.max_conversations", 10_000, "同时记住的会话数（个）"),
)


def load_settings(path: Path | None = None) -> Settings:
    """Read ``config.yml``.

    Args:
        path: The file; without it ``config.yml`` in the working folder, or the defaults where there is none.

    Raises:
        ConfigError: With every problem of the file.
    """
    if path is None and not Path("config.yml").exists():
        return _settings({})
    try:
        data = read_yaml(path or Path("config.yml"))
    except DataError as error:
        raise ConfigError(error.problems) from error
    problems = [f"{key}：没有这个设置" for key in data if key not in _RASA_KEYS | {"xinda"}]
    values = _flat(data.get("xinda") or {}, problems)
    for setting in SETTINGS:
        problems += _problems(setting, values.get(setting.path, setting.default))
    known = {setting.path for setting in SETTINGS}
    problems += [f"xinda.{key}：没有这个设置" for key in values if key not in known]
    if problems:
        raise ConfigError(problems)
    return _settings(values)


def _flat(blocks: Any, problems: list[str]) -> dict[str, Any]:
    if not isinstance(blocks, Mapping):
        problems.append("xinda：应为“键: 值”的映射")
        return {}
    values: dict[str, Any] = {}
    for block, rows in blocks.items():
        if isinstance(rows, Mapping):
            values |= {f"{block}.{key}": value for key, value in rows.items()}
        else:
            problems.append(f"xinda.{block}：应为“键: 值”的映射")
    return values


def _problems(setting: Setting, value: Any) -> list[str]:
    where = f"xinda.{setting.path}（{setting.meaning}）"
    if isinstance(setting.default, int):
        if isinstance(value, bool) or not isinstance(value, int):
            return [f"{where}：应为整数，现为 {value!r}"]
        if not setting.low <= value <= setting.high:
            return [f"{where}：应在 {setting.low} 到 {setting.high} 之间，现为 {value}"]
    elif not isinstance(value, str):
        return [f"{where}：应为文字，现为 {value!r}"]
    return []


def _settings(values: Mapping[str, Any]) -> Settings:
    rows = {setting.path: values.get(setting.path, setting.default) for setting in SETTINGS}
    data_dir = rows["knowledge.data_dir"] or platformdirs.user_data_dir("xinda", appauthor=False)
    curated_dir = (
        Path(rows["knowledge.curated_dir"]).expanduser() if rows["knowledge.curated_dir"] else SHIPPED
    )
    server = {key.removeprefix("bot."): value for key, value in rows.items() if key.startswith("bot.")}
    return Settings(
        KnowledgeSettings(Path(data_dir).expanduser(), curated_dir, rows["knowledge.encoder"]),
        ServerSettings(**server),
    )
