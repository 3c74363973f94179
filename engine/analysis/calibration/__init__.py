"""Calibration of the few numbers that all archetypes of history share."""
