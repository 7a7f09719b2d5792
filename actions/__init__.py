"""What the assistant can do."""

from actions.interface import Action, Answer, Button, Turn

__all__ = ["Action", "Answer", "Button", "Turn"]
