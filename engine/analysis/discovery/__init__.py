"""Scenario discovery: boxes of conditions under which an outcome comes more often."""
