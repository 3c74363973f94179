"""The folder of a sweep: what is done, what is missing, and the tables of all its points."""
