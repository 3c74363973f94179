"""The tables of a sensitivity, and what their columns say."""

import pandas as pd

from engine.analysis.sensitivity.asking import Question
from engine.analysis.sensitivity.indices import Indices
from engine.analysis.sensitivity.split import Split
from engine.report.findings.finding import Table

FACTOR = "Dotted path of an unknown; dummy moves nothing but luck."
STANDS_OUT = (
    "yes where the interval, widened so that those of all rows hold at once (Bonferroni), leaves out 0."
)


def tabulate_split(split: Split) -> Table:
    """Tabulate the variance by its sources."""
    meanings = {
        "source": "Where it comes from: levers and arms, unknown parameters, choices among rules, what these "
        "do together, and chance within a trial.",
        "variance": "Variance of the objective [its unit, squared].",
        "share": "Its share of the whole; shares add up to 1, and one of nothing may fall a little below 0.",
        "low": "Lower end of the share's 95% interval.",
        "high": "Upper end of the share's 95% interval.",
    }
    return Table("Variance between trials, by where it comes from", split.table, meanings)


def tabulate_indices(indices: Indices) -> Table:
    """Tabulate Sobol's indices."""
    meanings = {
        "factor": FACTOR,
        "total": "Total index: share of the variance of the conditional mean that goes once all others are "
        "known, or nearly 0 for what does nothing.",
        "total_low": "Lower end of its 95% interval.",
        "total_high": "Upper end of its 95% interval.",
        "stands_out": STANDS_OUT,
        "first": "First-order index: share of that variance that the unknown takes by itself.",
        "first_low": "Lower end of its 95% interval.",
        "first_high": "Upper end of its 95% interval.",
        "salib_total": "Total index that SALib finds in the means with their noise.",
        "salib_first": "First-order index that SALib finds in the means with their noise.",
    }
    caption = "Sobol's indices of the mean of the objective, given the unknowns"
    return Table(caption, _say_yes(indices.table), meanings)


def tabulate_tornado(question: Question, tornado: pd.DataFrame) -> Table:
    """Tabulate the tornado."""
    unit = "share of trials" if question.objective.is_share else "unit of the objective"
    meanings = {
        "factor": "Dotted path of an unknown or a lever.",
        "kind": "unknown or lever.",
        "first": "What it is set to first: its 5% quantile, or the first setting of a lever.",
        "second": "What it is set to then: its 95% quantile, or another setting of a lever.",
        "gain": f"Mean of the objective at the second setting less that at the first [{unit}].",
        "low": "Lower end of its 95% interval.",
        "high": "Upper end of its 95% interval.",
        "stands_out": STANDS_OUT,
        "first_gain": f"Mean at the first setting less that of the trials as they are drawn [{unit}].",
        "second_gain": f"Mean at the second setting less that of the trials as they are drawn [{unit}].",
    }
    caption = "Each unknown at its 5% and its 95% quantile, all else as it is drawn"
    return Table(caption, _say_yes(tornado), meanings)


def tabulate_effects(effects: pd.DataFrame) -> Table:
    """Tabulate Morris's effects."""
    meanings = {
        "factor": FACTOR,
        "mu_star": "Mean absolute effect of a move from the 5% to the 95% quantile, noise taken out; at most "
        "what it is, since noise hides the signs of small effects [unit of the objective].",
        "mu_star_low": "Lower end of its 95% interval.",
        "mu_star_high": "Upper end of its 95% interval.",
        "stands_out": STANDS_OUT,
        "mu": "Mean effect: more of the objective at the upper end where above 0 [unit of the objective].",
        "mu_low": "Lower end of its 95% interval.",
        "mu_high": "Upper end of its 95% interval.",
        "sigma": "Standard deviation of effects between points, noise taken out: interactions and bends "
        "[unit of the objective].",
        "sigma_low": "Lower end of its 95% interval.",
        "sigma_high": "Upper end of its 95% interval.",
        "salib_mu_star": "Mean absolute effect that SALib finds in the means with their noise.",
        "salib_sigma": "Standard deviation that SALib finds in the means with their noise.",
    }
    return Table(
        "Effects of moving one unknown at a time, at points all over the others", _say_yes(effects), meanings
    )


def _say_yes(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(stands_out=["yes" if each else "no" for each in table["stands_out"]])
