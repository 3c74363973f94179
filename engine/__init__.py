"""Agent-based Monte Carlo scenarios of peace talks, guarantees and ceasefire compliance."""

__version__ = "0.1.0"
