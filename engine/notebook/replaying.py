"""One trial of a stored run, played again."""

from pathlib import Path
from typing import TYPE_CHECKING

from engine.notebook.runs import RunResults
from engine.notebook.sweeps import SweptResults
from engine.notebook.watching import import_mesa

if TYPE_CHECKING:
    from engine.analysis.replaying.replay import Replay


def replay(
    results: RunResults | SweptResults | str | Path, trial: int, *, point: int | None = None
) -> "Replay":
    """Play one trial of a run, or of a point of a sweep, again, and tell how it went.

    Parameters
    ----------
    results : RunResults, SweptResults, str or Path
        The run or sweep, or its folder.
    trial : int
        Number of the trial, from 0.
    point : int, optional
        The point of a sweep.

    Raises
    ------
    ScenarioError
        If there is no such trial.
    StoreError
        If the folder can't be read, or the trial played again is not the stored one to the last bit.
    """
    import_mesa()
    from engine.analysis.replaying.replay import replay as play

    folder = results.folder if isinstance(results, RunResults | SweptResults) else Path(results)
    return play(folder, trial, point)
