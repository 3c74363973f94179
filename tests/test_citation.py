"""The citation has what the format requires, and says what the package says of itself."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
REQUIRED = {"authors", "cff-version", "message", "title"}
ALLOWED = REQUIRED | {"abstract", "keywords", "license", "type", "version"}
OF_ENTITIES = {"name"}
"""Keys of Citation File Format 1.2.0 (doi:10.5281/zenodo.5171937), of which the file uses no others."""


@pytest.fixture
def citation() -> dict[str, Any]:
    read = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def test_it_has_what_the_format_requires_and_nothing_unknown(citation: dict[str, Any]) -> None:
    assert citation.keys() >= REQUIRED
    assert citation.keys() <= ALLOWED
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] == "software"
    assert citation["authors"]
    assert all(author.keys() == OF_ENTITIES for author in citation["authors"])
    assert all(isinstance(citation[key], str) and citation[key] for key in ALLOWED - {"authors", "keywords"})


def test_it_says_what_the_package_says(citation: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {key: citation[key] for key in ("version", "license", "keywords")} == {
        key: project[key] for key in ("version", "license", "keywords")
    }
    assert citation["abstract"].startswith(project["description"])
