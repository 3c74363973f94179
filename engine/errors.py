"""Errors that the engine raises, and the problems they carry."""

from typing import NamedTuple

MAX_LETTERS = 500
"""Of a value, a rule or a way out in a message, all of which may hold what a file says."""


class Problem(NamedTuple):
    """One thing wrong with what the user gave.

    Attributes
    ----------
    place : str
        Where: ``file:line``, an option of the command, or a folder.
    value : str
        What stands there, as the user wrote it.
    rule : str
        What must hold.
    way_out : str
        What to do next; empty where the rule says it already.
    """

    place: str
    value: str
    rule: str
    way_out: str = ""

    def __str__(self) -> str:
        value, rule, way_out = (_shorten(part) for part in self[1:])
        text = " ".join(part for part in (f"{self.place}:", value, rule) if part)
        return escape(f"{text} ({way_out})" if way_out else text)


def escape(text: str) -> str:
    """Write letters that a terminal would obey, or would not show, as their codes."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text
    )


def _shorten(text: str) -> str:
    return text if len(text) <= MAX_LETTERS else f"{text[: MAX_LETTERS - 3]}..."


class EngineError(Exception):
    """Anything that the engine refuses to do; the message is for the user."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type["EngineError"], tuple[Problem, ...]]:
        return type(self), self.problems  # errors come back from worker processes


class ScenarioError(EngineError):
    """A scenario file, an override or an option is wrong; nothing was run."""


class StoreError(EngineError):
    """A result folder can't be written, or is not what it should be."""
