"""The docs say what is so: every command, setting and intent is described, and every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.settings import SETTINGS
from intents.model import INTENTS

ROOT = Path(__file__).parents[1]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS = ["", *sorted(main.commands)]


def test_there_are_docs() -> None:
    assert len(DOCS) > 5


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_is_in_the_docs(command: str) -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    title = f"## xinda {command}".strip()
    block = re.search(rf"^{re.escape(title)}\n\n```\n(.*?)\n```", text, re.MULTILINE | re.DOTALL)
    assert block, f"docs/commands.md has no section {title!r}"
    shown = CliRunner().invoke(
        main, [*command.split(), "--help"], prog_name="xinda", env={"COLUMNS": "80"}, terminal_width=80
    )
    assert block.group(1).strip() == shown.output.strip()


def test_each_setting_is_in_config_yml() -> None:
    text = (ROOT / "config.yml").read_text(encoding="utf-8")
    missing = [setting.path for setting in SETTINGS if f"    {setting.path.partition('.')[2]}:" not in text]
    assert not missing


def test_each_intent_is_in_the_docs() -> None:
    text = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    assert [intent for intent in INTENTS if f"`{intent}`" not in text] == []


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text) + re.findall(r'src="([^":]+)"', text)
    assert [target for target in targets if not (page.parent / target).exists()] == []
