"""Short social replies, and what the assistant says of itself."""

from __future__ import annotations

import re

from actions.interface import Answer, Button, Turn

__all__ = ["STARTERS", "SmallTalk"]

STARTERS = (
    Button("处罚怎么修复", "行政处罚信息怎么修复"),
    Button("查信用报告", "信用报告在哪里查"),
    Button("能不能豁免", "疫情导致的失信能不能豁免"),
    Button("修复进度", "修复进度在哪里看"),
    Button("对记录有异议", "信用记录有误怎么提异议"),
    Button("转人工", "转人工"),
)
"""Questions to begin with."""

_SAYS = {
    "greet": "您好，我是信答，回答信用政策问题，每次都引用原文，并注明文件现在是否有效。请问您想了解什么？",
    "goodbye": "再见，有需要随时再来。",
    "thanks": "不客气。办理前请以主管部门答复为准。",
    "affirm": "好的。还有别的问题请直接说。",
    "deny": "好的，那请再说说您想问什么。",
    "cancel": "好的，已取消。您可以接着问别的问题。",
}
_SELF = "我是自动回复的政策问答助手，不是真人；需要人工请说“转人工”。"
_ABOUT_SELF = re.compile(r"真人|机器人?|活人|人工智能|你是谁|叫什么|你能(?:做|干)")


class SmallTalk:
    """Answers greetings, thanks and questions about itself."""

    def run(self, turn: Turn) -> Answer:
        """A short reply without policy content."""
        if _ABOUT_SELF.search(turn.parse.text):
            return Answer(_SELF, "chitchat", buttons=STARTERS)
        name = turn.parse.intent.name
        text = _SAYS[name]
        return Answer(text, "chitchat", buttons=STARTERS if name in ("greet", "cancel") else ())
