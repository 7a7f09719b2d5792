"""Curated YAML files: read them, and say every problem with its place."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import DataError

__all__ = ["SHIPPED", "read_yaml"]

SHIPPED = Path(str(files("knowledge") / "notices"))
"""Folder of the notices and curated files that come with the package."""

# libyaml reads the question files ten times faster than the pure Python loader.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML mapping.

    Raises:
        DataError: The file is missing, is not YAML, or is not a mapping.
    """
    try:
        with path.open(encoding="utf-8") as stream:
            data = yaml.load(stream, Loader=_LOADER)
    except FileNotFoundError as error:
        raise DataError(path, ["文件不存在"]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(path, [f"不是有效的 YAML：{error}"]) from error
    if not isinstance(data, dict):
        raise DataError(path, ["最外层应为“键: 值”的映射"])
    return data
