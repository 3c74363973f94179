"""Patterns of history that the model is held against: targets, measurements and verdicts."""
