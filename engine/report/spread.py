"""How far a chance itself spreads over the assumptions, in the unit of the chance."""

import numpy as np
import pandas as pd


def spread_over_assumptions(variance: pd.DataFrame) -> pd.DataFrame:
    """Give the standard deviation of each outcome's chance over the stated ranges of the parameters.

    The variance of an outcome over trials is that of its chance over the parameters, plus luck; the first is
    the epistemic share of it. The interval is that of this share, the variance taken as it was found.

    Parameters
    ----------
    variance : DataFrame
        A run's table of that name.

    Returns
    -------
    DataFrame
        Columns outcome, spread, low, high; a share as the chance is. Empty where nothing can be said.
    """
    # What was never or always seen has no variance to split, whatever its chance does.
    total = variance["variance"].where(variance["variance"] > 0).to_numpy(float)[:, None]
    if (variance["epistemic_high"] == 0).all():
        total = np.nan_to_num(total)
    shares = variance[["epistemic", "epistemic_low", "epistemic_high"]].to_numpy(float)
    spreads = np.sqrt(np.maximum(shares, 0) * total)
    table = pd.DataFrame(spreads, columns=["spread", "low", "high"])
    table.insert(0, "outcome", list(variance["outcome"]))
    return table
