"""Claims about bot.settings."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import platformdirs
import pytest
import yaml

from bot.settings import SETTINGS, ServerSettings, Settings, load_settings
from knowledge.data import SHIPPED
from knowledge.errors import ConfigError

CONFIG = Path(__file__).parents[2] / "config.yml"


def loaded(folder: Path, text: str) -> Settings:
    path = folder / "config.yml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        loaded(folder, text)
    return caught.value.problems


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert settings.server == ServerSettings()
    assert settings.knowledge.encoder == "static"
    assert settings.knowledge.curated_dir == SHIPPED
    assert settings.knowledge.data_dir == Path(platformdirs.user_data_dir("xinda", appauthor=False))


def test_a_file_in_the_working_folder_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yml").write_text("xinda: {bot: {port: 8123}}", encoding="utf-8")
    assert load_settings().server.port == 8123


@pytest.mark.parametrize("text", ["language: zh\n", "xinda:\n", "xinda: {}\n", "xinda: {bot: {}}\n"])
def test_what_a_file_leaves_out_has_its_default(tmp_path: Path, text: str) -> None:
    assert loaded(tmp_path, text).server == ServerSettings()


def test_what_a_file_says_holds(tmp_path: Path) -> None:
    text = """
xinda:
  knowledge: {data_dir: ~/here, encoder: none, curated_dir: ./kept}
  bot: {host: 0.0.0.0, port: 1, max_body_bytes: 1024, rate_per_minute: 2, max_conversations: 3}
"""
    settings = loaded(tmp_path, text)
    assert settings.server == ServerSettings("0.0.0.0", 1, 1024, 2, 3)
    assert settings.knowledge.data_dir == Path("~/here").expanduser()
    assert (settings.knowledge.encoder, settings.knowledge.curated_dir) == ("none", Path("kept"))


def test_every_problem_is_listed_with_its_path(tmp_path: Path) -> None:
    text = """
pipelines: []
xinda:
  knowledge: {data_dir: 3, encoder: null, colour: red}
  bot: {port: 65536, max_body_bytes: 10, rate_per_minute: many, max_conversations: true, workers: 4}
  forms: on
"""
    listed = problems(tmp_path, text)
    assert len(listed) == len(set(listed)) == 10
    for start in (
        "pipelines：没有这个设置",
        "xinda.forms：应为“键: 值”的映射",
        "xinda.knowledge.colour：没有这个设置",
        "xinda.bot.workers：没有这个设置",
        "xinda.knowledge.data_dir（",
        "xinda.knowledge.encoder（",
        "xinda.bot.port（",
        "xinda.bot.max_body_bytes（",
        "xinda.bot.rate_per_minute（",
        "xinda.bot.max_conversations（",
    ):
        assert any(problem.startswith(start) for problem in listed), start
    assert any("65535" in problem and "65536" in problem for problem in listed)


def test_problems_come_in_the_same_order_every_time(tmp_path: Path) -> None:
    names = [f"key{n}" for n in range(20)]
    listed = problems(tmp_path, "".join(f"{name}: 1\n" for name in names))
    assert listed == [f"{name}：没有这个设置" for name in names]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("xinda: 3", "xinda：应为“键: 值”的映射"),
        ("- a", "映射"),
        ("a: [", "不是有效的 YAML"),
        ("xinda: {bot: {port: 0}}", "应在 1 到 65535 之间，现为 0"),
        ("xinda: {bot: {port: '8000'}}", "应为整数，现为 '8000'"),
        ("1: 2", "1：没有这个设置"),
    ],
)
def test_each_problem_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert said in problem


def test_a_file_that_is_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="文件不存在"):
        load_settings(tmp_path / "none.yml")


def test_rasas_own_keys_are_left_to_it(tmp_path: Path) -> None:
    text = "recipe: default.v1\nlanguage: zh\nassistant_id: a\npipeline: []\npolicies: []\nspaces: []\n"
    assert loaded(tmp_path, text).server == ServerSettings()


def test_the_config_of_the_repository_loads_and_holds_the_defaults() -> None:
    assert load_settings(CONFIG).server == ServerSettings()
    assert load_settings(CONFIG).knowledge.encoder == "static"


def test_every_setting_stands_in_the_config_of_the_repository_with_its_default() -> None:
    blocks = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["xinda"]
    written = {f"{block}.{key}": value for block, rows in blocks.items() for key, value in rows.items()}
    assert written == {setting.path: setting.default for setting in SETTINGS}


def test_every_setting_has_a_meaning_and_a_default_within_its_bounds() -> None:
    for setting in SETTINGS:
        assert setting.meaning
        if isinstance(setting.default, int):
            assert setting.low <= setting.default <= setting.high


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        load_settings(CONFIG).server.port = 1  # type: ignore[misc]
