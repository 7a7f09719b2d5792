"""Where a person goes next, by subject, from desks.yml."""

from __future__ import annotations

from pathlib import Path

from knowledge.data import SHIPPED, read_yaml
from knowledge.errors import DataError

__all__ = ["Desks"]


class Desks:
    """Next steps by subject.

    Args:
        folder: Where ``desks.yml`` is, with the sentences below and one for each subject under ``topics``.

    Attributes:
        default: Next step where a subject has none of its own.
        decline: Said when the notices do not answer.
        withheld: Said when an answer failed its check.
        handover: Said when a person is called.

    Raises:
        DataError: A sentence is missing.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        path = folder / "desks.yml"
        data = read_yaml(path)
        if missing := [key for key in ("default", "decline", "withheld", "handover") if not data.get(key)]:
            raise DataError(path, [f"缺少 {key}" for key in missing])
        self.default = str(data["default"])
        self.decline = str(data["decline"])
        self.withheld = str(data["withheld"])
        self.handover = str(data["handover"])
        self._topics = {str(k): str(v) for k, v in (data.get("topics") or {}).items()}

    def for_topic(self, topic: str) -> str:
        """The sentence for a subject, or the default one."""
        return self._topics.get(topic, self.default)

    def sentences(self) -> tuple[str, ...]:
        """Every sentence the register holds."""
        return (self.default, self.decline, self.withheld, self.handover, *self._topics.values())
