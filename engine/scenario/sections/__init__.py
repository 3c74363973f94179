"""The tables of a scenario file, a file for each part of the world: where parameters are declared."""
