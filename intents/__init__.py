"""What a person said: intents and entities."""

from __future__ import annotations

from intents.interpreter import DefaultInterpreter, Interpreter
from intents.model import ENTITY_TYPES, INTENTS, MOVES, TASKS, Entity, IntentScore, Parse

__all__ = [
    "ENTITY_TYPES",
    "INTENTS",
    "MOVES",
    "TASKS",
    "DefaultInterpreter",
    "Entity",
    "IntentScore",
    "Interpreter",
    "Parse",
]
