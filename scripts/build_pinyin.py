"""Writes knowledge/pinyin.json: the toneless reading of each GB 2312 character, from pypinyin (MIT).

    pip install pypinyin && python scripts/build_pinyin.py

The table is shipped so that the assistant needs neither the package nor its phrase dictionary at run time.
"""

from __future__ import annotations

import json
from pathlib import Path

from pypinyin import lazy_pinyin

TARGET = Path(__file__).parents[1] / "knowledge" / "pinyin.json"


def characters() -> list[str]:
    """The Chinese characters of GB 2312, in code order."""
    codes = [bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    return [char for char in (code.decode("gb2312", "ignore") for code in codes) if char]


def main() -> None:
    """Group the characters by reading and write them."""
    readings: dict[str, str] = {}
    for char in characters():
        reading = lazy_pinyin(char)[0]
        readings[reading] = readings.get(reading, "") + char
    lines = ",\n".join(
        f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in sorted(readings.items())
    )
    TARGET.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    print(f"{TARGET}：{len(readings)} 个读音")


if __name__ == "__main__":
    main()
