"""Claims about knowledge.desks."""

from __future__ import annotations

from pathlib import Path

import pytest

from intents.model import TASKS
from knowledge.data import SHIPPED, read_yaml
from knowledge.desks import Desks
from knowledge.errors import DataError

SMALL = (
    "default: 问窗口。\ndecline: 没有。\nwithheld: 拦下。\nhandover: 找人。\ntopics: {training: 问场次。}\n"
)


def made(folder: Path, text: str) -> Desks:
    (folder / "desks.yml").write_text(text, encoding="utf-8")
    return Desks(folder)


def test_a_subject_has_its_own_next_step_or_the_default_one(tmp_path: Path) -> None:
    desks = made(tmp_path, SMALL)
    assert desks.for_topic("training") == "问场次。"
    assert desks.for_topic("greet") == desks.for_topic("") == "问窗口。"


def test_every_sentence_is_listed_for_the_check_of_answers(tmp_path: Path) -> None:
    assert set(made(tmp_path, SMALL).sentences()) == {"问窗口。", "没有。", "拦下。", "找人。", "问场次。"}


def test_subjects_may_be_left_out(tmp_path: Path) -> None:
    assert made(tmp_path, SMALL.split("topics")[0]).for_topic("training") == "问窗口。"


def test_every_missing_sentence_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        made(tmp_path, "default: 问窗口。\nwithheld:\n")
    assert caught.value.problems == ["缺少 decline", "缺少 withheld", "缺少 handover"]


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"desks\.yml"):
        Desks(tmp_path)


def test_the_shipped_register_has_a_next_step_for_every_task_and_for_nothing_else() -> None:
    assert set(read_yaml(SHIPPED / "desks.yml")["topics"]) == set(TASKS)
    assert all(Desks().for_topic(task) != Desks().default for task in TASKS)
