"""Many trials: how the work is cut, run and brought together."""
