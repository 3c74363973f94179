"""How a finding was made: arms, draws and versions."""

from typing import Any

from engine.analysis.arms import Asked
from engine.modules import digest_modules
from engine.results.provenance import digest_sources, list_versions


def record_asked(asked: Asked, **settings: Any) -> dict[str, Any]:
    """Record the arms with the digests of all that their results depend on, the draws and the versions.

    Parameters
    ----------
    **settings
        What else was asked for: plain numbers, words, lists.
    """
    arms = [
        {"name": arm.name, "scenario": arm.scenario.name, "digest": arm.scenario.digest} for arm in asked.arms
    ]
    versions = list_versions()
    return {
        "arms": arms,
        "trials": asked.trials,
        "seed": asked.seed,
        **settings,
        "engine": versions.pop("engine"),
        "sources": digest_sources(),
        "modules": digest_modules(),
        "python": versions.pop("python"),
        "libraries": versions,
    }


def say_about(asked: Asked, *more: str) -> str:
    """Say over which trials a finding is, for the line under its title."""
    arms = f"{len(asked.arms)} arms over " if len(asked.arms) > 1 else ""
    return "; ".join([f"{arms}{asked.trials:,} trials, seed {asked.seed}", *more])
