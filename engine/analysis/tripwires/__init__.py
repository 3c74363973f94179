"""Tripwires: what in the first months of a ceasefire foretells its collapse."""
