"""How people reach the assistant."""
