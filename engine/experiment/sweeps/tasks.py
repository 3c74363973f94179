"""What a worker of a sweep does: text and numbers come in, the bytes of a part go out."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.scenario import Scenario


def run_cell(text: str, of: str, sources: str, seed: int, first: int, n_trials: int, rows: bool) -> bytes:
    """Run consecutive trials of the point that a resolved TOML text describes.

    Parameters
    ----------
    text : str
        The scenario, as TOML; neither code nor objects are sent.
    of : str
        What they are trials of, for the part.
    sources : str
        Digests of what decides a trial, from `join_sources`, which this worker must have too.
    seed, first, n_trials : int
        Seed of all draws, the first trial and their number.
    rows : bool
        Whether the rows of trials are kept.

    Raises
    ------
    EngineError
        If this worker has another engine, or other modules of rules.
    """
    from engine.experiment.backends import BACKENDS
    from engine.results.aggregate import aggregate
    from engine.results.parts import Part
    from engine.results.sweeps.pile import pack_part
    from engine.results.trials import tabulate_rows

    _refuse_other_sources(sources)
    scenario = _parse(text)
    chunk = BACKENDS["kernel"].runner(scenario, seed, first, n_trials, None)
    kept = tabulate_rows(chunk, scenario) if rows else None
    return pack_part(Part(of, aggregate(chunk, scenario), kept))


@lru_cache(maxsize=8)
def _parse(text: str) -> "Scenario":
    from engine.scenario.loading import load_text

    return load_text(text)


@lru_cache(maxsize=1)
def _digest() -> str:
    from engine.modules import digest_modules
    from engine.results.modules import join_sources
    from engine.results.provenance import digest_sources

    return join_sources(digest_sources(), digest_modules())


def _refuse_other_sources(sources: str) -> None:
    if _digest() == sources:
        return
    import platform

    from engine.errors import EngineError, Problem

    rule = f"has sources {_digest()} of the model, and the sweep {sources}"
    way_out = "install the same engine there, and name the same modules in SIM_MODULES"
    raise EngineError(Problem(f"worker on {platform.node()}", "", rule, way_out))
