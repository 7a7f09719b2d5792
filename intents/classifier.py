"""The embedded intent classifier: train, save, load."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.model import INTENTS, IntentScore

__all__ = ["SHIPPED", "IntentClassifier", "fit"]

SHIPPED = Path(__file__).with_name("classifier.npz")
"""The model that comes with the package, trained on the shipped examples."""

Array = NDArray[np.float32]

_LEAST_FREQUENT = 2
_RIDGE = 0.05
_STEPS = 50
_HELD_OUT = 5
_BLOCK = 4096


class IntentClassifier:
    """Multinomial logistic regression over named features, with calibrated confidence.

    Args:
        vocabulary: Features, each with its row in ``weights``.
        weights: Shape (n features, n intents), inverse document frequencies multiplied in.
        idf: Inverse document frequency of each feature.
        bias: One for each intent.
        temperature: Divides the scores, so that a confidence of 0.8 is right four times in five.
    """

    def __init__(
        self, vocabulary: dict[str, int], weights: Array, idf: Array, bias: Array, temperature: float
    ) -> None:
        self._rows = vocabulary
        self._weights = weights
        self._idf = idf
        self._bias = bias
        self._temperature = temperature

    def rank(self, features: set[str]) -> tuple[IntentScore, ...]:
        """Rank all intents for a message, likeliest first."""
        rows = [row for feature in features if (row := self._rows.get(feature)) is not None]
        scores: Array = self._bias
        if rows:
            scores = scores + _unit(self._idf[rows]) @ self._weights[rows]
        chances = _softmax(scores[None] / self._temperature)[0]
        return tuple(
            IntentScore(INTENTS[i], float(chances[i])) for i in np.argsort(-chances, kind="stable").tolist()
        )

    def save(self, path: Path = SHIPPED) -> None:
        """Write the model as npz without pickle; weights as one byte each and a scale for each feature."""
        scales = np.abs(self._weights).max(axis=1, initial=1e-6).astype(np.float32) / 127
        facts = {"format": 1, "intents": INTENTS, "temperature": self._temperature}
        np.savez_compressed(
            path,
            metadata=np.frombuffer(json.dumps(facts, ensure_ascii=False).encode(), np.uint8),
            features=np.frombuffer("\n".join(self._rows).encode(), np.uint8),
            weights=np.rint(self._weights / scales[:, None]).astype(np.int8),
            scales=scales.astype(np.float16),
            idf=self._idf.astype(np.float16),
            bias=self._bias,
        )

    @classmethod
    def load(cls, path: Path = SHIPPED) -> IntentClassifier:
        """Read what ``save`` wrote.

        Raises:
            ValueError: The file is of other intents or another format.
        """
        with np.load(path, allow_pickle=False) as stored:
            facts = json.loads(stored["metadata"].tobytes())
            if facts["format"] != 1 or tuple(facts["intents"]) != INTENTS:
                raise ValueError(f"{path} was trained for other intents; run python -m intents.train")
            features = stored["features"].tobytes().decode().split("\n")
            return cls(
                {feature: row for row, feature in enumerate(features)},
                stored["weights"] * stored["scales"].astype(np.float32)[:, None],
                stored["idf"].astype(np.float32),
                stored["bias"],
                float(facts["temperature"]),
            )


def fit(
    messages: Sequence[set[str]], intents: Sequence[str], weight: Callable[[str], float]
) -> IntentClassifier:
    """Train on the features of messages and their intents; deterministic.

    Args:
        messages: Features of each message.
        intents: Name of each one's intent.
        weight: Multiplies the inverse document frequency of a feature.

    Returns:
        The classifier, its temperature fitted on a fifth held out.
    """
    vocabulary, idf = _vocabulary(messages, weight)
    labels = np.array([INTENTS.index(intent) for intent in intents])
    indices = [np.array(sorted(vocabulary[f] for f in m if f in vocabulary), np.intp) for m in messages]
    kernel = _kernel(indices, idf)
    temperature = _fit_temperature(*_held_out_scores(kernel, labels))
    dual, bias = _fit(kernel, labels)
    weights = np.zeros((len(vocabulary), len(INTENTS)), np.float32)
    for rows, alpha in zip(indices, dual, strict=True):
        weights[rows] += np.outer(_unit(idf[rows]), alpha)
    return IntentClassifier(vocabulary, weights, idf, bias, temperature)


def _vocabulary(messages: Sequence[set[str]], weight: Callable[[str], float]) -> tuple[dict[str, int], Array]:
    counts = Counter(feature for message in messages for feature in message)
    kept = sorted(feature for feature, count in counts.items() if count >= _LEAST_FREQUENT)
    frequency = np.array([counts[feature] for feature in kept], np.float32)
    weights = np.array([weight(feature) for feature in kept])
    idf = (np.log((1 + len(messages)) / (1 + frequency)) + 1) * weights
    return {feature: row for row, feature in enumerate(kept)}, idf.astype(np.float32)


def _unit(values: Array) -> Array:
    unit: Array = values / np.float32(np.linalg.norm(values) or 1.0)
    return unit


def _kernel(indices: Sequence[NDArray[np.intp]], idf: Array) -> Array:
    """Cosines of all pairs of messages, from blocks of columns, as a dense matrix of all would be large."""
    units = [_unit(idf[rows]) for rows in indices]
    kernel = np.zeros((len(indices), len(indices)), np.float32)
    for first in range(0, len(idf), _BLOCK):
        block = np.zeros((len(indices), min(_BLOCK, len(idf) - first)), np.float32)
        for line, rows, values in zip(block, indices, units, strict=True):
            begin, end = np.searchsorted(rows, (first, first + _BLOCK))
            line[rows[begin:end] - first] = values[begin:end]
        kernel += block @ block.T
    return kernel


def _fit(kernel: Array, labels: NDArray[np.intp]) -> tuple[Array, Array]:
    """Fit multinomial logistic regression in its dual form.

    The weights are the examples' features times ``dual``. Each step minimises the quadratic bound of Böhning
    (Annals of the Institute of Statistical Mathematics 44, 1992), whose matrix stays the same, so that one
    inverse serves all steps and no step size has to be chosen; Nesterov's momentum shortens the way.

    Returns:
        ``dual``, shape (n messages, n intents), and the bias, shape (n intents,).
    """
    # The constant column is the bias; its square is added to every cosine.
    joint = kernel + 1
    truth = np.eye(len(INTENTS), dtype=np.float32)[labels]
    ridge = np.float32(_RIDGE)
    bound = joint / 2 + ridge * np.eye(len(joint), dtype=np.float32)
    inverse: Array = np.linalg.inv(bound).astype(np.float32)
    dual: Array = np.zeros_like(truth)
    ahead = dual
    for step in range(_STEPS):
        advanced: Array = ahead - inverse @ (_softmax(joint @ ahead) - truth + ridge * ahead)
        ahead = advanced + np.float32(step / (step + 3)) * (advanced - dual)
        dual = advanced
    return dual, dual.sum(axis=0)


def _held_out_scores(kernel: Array, labels: NDArray[np.intp]) -> tuple[Array, NDArray[np.intp]]:
    """Scores of every fifth example by a model that has not seen them, and their labels."""
    held_out = np.arange(len(labels)) % _HELD_OUT == 0
    seen, unseen = np.flatnonzero(~held_out), np.flatnonzero(held_out)
    dual, bias = _fit(kernel[np.ix_(seen, seen)], labels[seen])
    return kernel[np.ix_(unseen, seen)] @ dual + bias, labels[unseen]


def _fit_temperature(scores: Array, labels: NDArray[np.intp]) -> float:
    def surprise(temperature: float) -> float:
        chances = _softmax(scores / temperature)[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(chances, 1e-9)).mean())

    return float(min(np.geomspace(0.2, 2.0, 60), key=surprise))


def _softmax(scores: Array) -> Array:
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Array = exponents / exponents.sum(axis=1, keepdims=True)
    return chances
