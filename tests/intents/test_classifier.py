"""Claims about intents.classifier."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

from intents.classifier import SHIPPED, IntentClassifier, fit
from intents.model import INTENTS

MESSAGES = [{"修", "复"}, {"修"}, {"复", "怎"}, {"你", "好"}, {"好"}, {"你"}] * 5
LABELS = ["repair_howto"] * 3 + ["greet"] * 3


@pytest.fixture(scope="module")
def classifier() -> IntentClassifier:
    return fit(MESSAGES, LABELS * 5, lambda feature: 1.0)


def test_what_was_learnt_is_recognised(classifier: IntentClassifier) -> None:
    assert classifier.rank({"修"})[0].name == "repair_howto"
    assert classifier.rank({"你", "new"})[0].name == "greet"


def test_the_ranking_holds_every_intent_and_adds_up_to_one(classifier: IntentClassifier) -> None:
    for features in ({"修"}, set(), {"unknown"}):
        ranking = classifier.rank(features)
        confidences = [score.confidence for score in ranking]
        assert {score.name for score in ranking} == set(INTENTS)
        assert sum(confidences) == pytest.approx(1, abs=1e-5)
        assert confidences == sorted(confidences, reverse=True)


def test_fitting_reaches_the_minimum() -> None:
    """At the minimum of the ridge loss each example's dual is its residual over the ridge."""
    from intents import classifier as module

    kernel = np.array([[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]], np.float32)
    labels = np.array([0, 1, 2])
    dual, bias = module._fit(kernel, labels)
    scores = kernel @ dual + bias
    chances = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    assert np.allclose(chances - np.eye(len(INTENTS))[labels], -module._RIDGE * dual, atol=2e-3)


def test_saving_keeps_the_predictions(classifier: IntentClassifier, tmp_path: Path) -> None:
    classifier.save(tmp_path / "model.npz")
    loaded = IntentClassifier.load(tmp_path / "model.npz")
    for features in MESSAGES[:6]:
        before, after = classifier.rank(features)[0], loaded.rank(features)[0]
        assert before.name == after.name
        assert before.confidence == pytest.approx(after.confidence, abs=0.02)


def test_a_model_of_other_intents_is_refused(tmp_path: Path) -> None:
    with np.load(SHIPPED) as stored:
        arrays = dict(stored)
    arrays["metadata"] = np.frombuffer(b'{"format": 1, "intents": ["a"], "temperature": 1}', np.uint8)
    np.savez(tmp_path / "other.npz", **arrays)
    with pytest.raises(ValueError, match="other intents"):
        IntentClassifier.load(tmp_path / "other.npz")


def test_the_shipped_model_is_small_and_holds_no_pickle() -> None:
    assert SHIPPED.stat().st_size < 1_500_000
    with zipfile.ZipFile(SHIPPED) as archive:
        assert all(b"|O" not in archive.read(name)[:128] for name in archive.namelist())
