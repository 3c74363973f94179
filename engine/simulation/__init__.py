"""Trials: the Mesa model, its agents and what a trial records."""
