"""Findings: what analyses of scenarios say, the same in the terminal, on a page and in a notebook."""
