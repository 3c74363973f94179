"""Trials read back from the rows of a run."""

import numpy as np
import pandas as pd

from engine.analysis.simulating import Trials
from engine.scenario import Scenario
from engine.simulation.records import columns


def read_trials(scenario: Scenario, rows: pd.DataFrame) -> Trials:
    """Give the trials of a run's rows, in their order, as if they had just been played."""
    named = columns(scenario)
    values = np.full((len(rows), len(named)), np.nan)
    for place, column in enumerate(named):
        if column.kind == "code":
            codes = pd.Categorical(rows[column.name], categories=list(column.codes)).codes
            values[:, place] = np.where(codes < 0, np.nan, codes)
        else:
            values[:, place] = rows[column.name].to_numpy(np.float64, na_value=np.nan)
    return Trials(scenario, values, rows[list(scenario.uncertain)].to_numpy(np.float64, na_value=np.nan))
