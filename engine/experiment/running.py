"""One run of one scenario, from its trials to its folder."""

from contextlib import closing
from pathlib import Path

from engine.experiment.ensemble import Progress, check_count, count_cpus, run_ensemble
from engine.results.loading import Results, load
from engine.results.store import Draft
from engine.scenario import Scenario


def run_scenario(
    scenario: Scenario,
    *,
    trials: int | None = None,
    seed: int | None = None,
    out: Path | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    command: str = "",
    trials_csv: bool = False,
) -> Results:
    """Run a scenario's trials and store what came out.

    Parameters
    ----------
    scenario : Scenario
        What to run.
    trials, seed : int, optional
        How many trials and the seed of all draws; the scenario's own where absent.
    out : Path, optional
        A new folder for the results; ``outputs/<scenario>``, numbered if taken, where absent.
    workers : int, optional
        Processes; every CPU available where absent.
    progress : callable, optional
        Told how many more trials are finished.
    command : str
        The command line, for the record.
    trials_csv : bool
        Whether to write the table of trials as CSV too.

    Raises
    ------
    ScenarioError
        If a count is below 1 or the folder holds anything.
    StoreError
        If the folder can't be written; found out before trials run where it can be.
    """
    n_trials = scenario.parameters.run.trials if trials is None else trials
    used_seed = scenario.parameters.run.seed if seed is None else seed
    used_workers = count_cpus() if workers is None else workers
    check_count("--trials", n_trials)
    check_count("--workers", used_workers)
    with Draft(scenario, out) as draft:
        with closing(run_ensemble(scenario, n_trials, used_seed, used_workers, progress)) as chunks:
            for chunk in chunks:
                draft.add(chunk)
        folder = draft.publish(seed=used_seed, workers=used_workers, command=command, trials_csv=trials_csv)
    return load(folder)
