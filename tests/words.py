"""What every refusal must be like."""

from engine.errors import EngineError

LONGEST = 1600
"""Letters of a message about one problem."""


def check_words(error: EngineError) -> None:
    """Every problem has a place and a rule, is short, and holds nothing that a terminal would obey."""
    assert error.problems
    for problem in error.problems:
        assert problem.place
        assert problem.rule
        said = str(problem)
        assert len(said) < LONGEST, said
        assert said.isprintable(), said
