"""All draws of one trial, by address: the one place where the model asks for luck."""

import numpy as np
from numpy.typing import NDArray

from engine.model.draws import fill_row, uniform
from engine.model.parameters import Floats


class Luck:
    """The draws of one trial under one key.

    Parameters
    ----------
    key : int
        From `engine.model.draws.key_of`.
    trial : int
        Number of the trial.
    """

    def __init__(self, key: int, trial: int) -> None:
        self.key, self.trial = key, trial

    def uniform(self, week: int, who: int, stream: int) -> float:
        """Draw the uniform at one address."""
        return uniform(self.key, self.trial, week, who, stream)

    def fill(self, week: int, who: NDArray[np.uint64], stream: int, row: Floats) -> None:
        """Draw one stream's uniforms for all of `who` into `row`, shape (n,)."""
        fill_row(self.key, self.trial, week, who, stream, row)
