"""Choices among arms under doubt about the parameters."""
