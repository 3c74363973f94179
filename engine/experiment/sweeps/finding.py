"""Where sweep files are: shipped with the package by name, or given by path."""

from pathlib import Path

from engine.errors import Problem, ScenarioError
from engine.scenario.finding import SUFFIX, is_file, is_name, suggest

SHIPPED = Path(__file__).parent / "shipped"


def find_sweep(reference: str | Path) -> Path:
    """Find the file that a shipped name or a path stands for.

    Raises
    ------
    ScenarioError
        With the nearest name if there is none.
    """
    text = str(reference)
    if is_name(text):
        shipped = SHIPPED / f"{text}{SUFFIX}"
        if is_file(shipped):
            return shipped
        raise ScenarioError(Problem(text, "", "is no shipped sweep", suggest(text, list_shipped())))
    if not is_file(Path(text)):
        raise ScenarioError(Problem(text, "", "is no file", "name a TOML file or a shipped sweep"))
    return Path(text)


def list_shipped() -> tuple[str, ...]:
    """Name the shipped sweeps."""
    return tuple(sorted(path.stem for path in SHIPPED.glob(f"*{SUFFIX}")))
