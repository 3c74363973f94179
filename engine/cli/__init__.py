"""The command `sim`: a file for each family of commands."""
