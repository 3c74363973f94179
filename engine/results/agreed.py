"""The distribution of terms, from the counts that a run keeps with rows or without."""

import numpy as np
import pandas as pd

from engine.results.aggregate import TERM_BINS
from engine.results.loading import Results
from engine.results.reading import reading
from engine.results.store import AGGREGATE


def count_terms(results: Results) -> pd.DataFrame:
    """Count trials by the term last agreed: a row for each hundredth from 0 to 1, a column for each issue."""
    path = results.folder / AGGREGATE
    terms = np.arange(TERM_BINS) / (TERM_BINS - 1)
    with reading(path), np.load(path, allow_pickle=False) as arrays:
        counts = arrays["terms"].T
        return pd.DataFrame(counts, index=pd.Index(terms, name="term"), columns=list(results.terms["issue"]))
