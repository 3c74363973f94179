"""The record of how a run was made, stored with it as run.json."""

import importlib.metadata
import platform
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

import engine

STORE_SCHEMA = 1
LIBRARIES = ("mesa", "numba", "numpy", "pandas", "pyarrow", "pydantic", "scipy")


class Run(BaseModel):
    """How a run was made.

    Attributes
    ----------
    store_schema : int
        Version of the folder's layout.
    scenario, title, digest : str
        The scenario's name, its title, and the digest of its resolved values.
    engine, python : str
        Versions.
    libraries : dict of str to str
        Versions of the libraries by name.
    seed, trials, failed : int
        Seed, trials run, and how many of them failed.
    rounds : int
        Horizon. [rounds]
    backend : str
        What ran the trials.
    workers : int
        Processes that ran them.
    status : str
        Whether all trials have run.
    started, finished : str
        UTC, ISO 8601.
    seconds : float
        Time from start to finish. [s]
    command : str
        The command line, where there was one.
    checksums : dict of str to str
        SHA-256 of every other file of the folder by name.
    """

    model_config = ConfigDict(frozen=True)

    store_schema: int = Field(alias="schema")
    scenario: str
    title: str
    digest: str
    engine: str
    python: str
    libraries: dict[str, str]
    seed: int
    trials: int
    failed: int
    rounds: int
    backend: Literal["mesa", "kernel"]
    workers: int
    status: Literal["complete", "unfinished"]
    started: str
    finished: str
    seconds: float
    command: str
    checksums: dict[str, str]


def list_versions() -> dict[str, str]:
    """Give the versions of the engine, of Python and of the libraries that shape results."""
    libraries = {name: importlib.metadata.version(name) for name in LIBRARIES}
    return {"engine": engine.__version__, "python": platform.python_version(), **libraries}
