"""Where the tests' own scenarios are."""

from pathlib import Path

TESTS = Path(__file__).parent
MINIMAL = TESTS / "scenarios" / "minimal.toml"
EVERYTHING = TESTS / "scenarios" / "everything.toml"
