"""The tables of a comparison: their captions, and what each column says."""

from engine.analysis.comparing.comparing import Compared
from engine.report.findings.finding import Table
from engine.simulation.records import OUTCOMES

RANKING = {
    "arm": "The arm.",
    "best_rank": "Best rank that pairs told apart leave open.",
    "worst_rank": "Worst rank that pairs told apart leave open.",
    "mean": "Mean of the objective over its trials.",
    "mean_low": "Lower end of the 95% Monte Carlo interval of the mean.",
    "mean_high": "Upper end of the 95% Monte Carlo interval of the mean.",
    "difference": "Mean less that of the first arm, over the same trials; empty for the first arm.",
    "low": "Lower end of the interval of the difference; those of all pairs hold together with 95%.",
    "high": "Upper end of the interval of the difference; those of all pairs hold together with 95%.",
    "trials": "Trials that ran to their end and agree with what is given [trials].",
    "effective": "Trials of one weight that would tell as much (Kish) [trials].",
}
PAIRS = {
    "arm": "The arm with the better mean.",
    "against": "The other.",
    "difference": "Mean of the objective in the one less that in the other, over the same trials.",
    "low": "Lower end of its interval; those of all pairs hold together with 95% (Bonferroni).",
    "high": "Upper end of its interval; those of all pairs hold together with 95% (Bonferroni).",
    "claim": "What may be claimed: better, worse, no difference shown, or no interval.",
    "better": "Trials that are worth more in the one than in the other [trials].",
    "worse": "Trials that are worth less [trials].",
    "gain": "Variance of the difference had arms shared no draws, over its own; empty where none differs.",
    "gain_low": "Lower end of the 95% Monte Carlo interval of gain.",
    "gain_high": "Upper end of the 95% Monte Carlo interval of gain.",
    "trials_needed": "Trials that would tell the pair apart, were the difference as estimated; empty where "
    "these do, or none would [trials].",
    "trials_least": "The same, were the difference as great as its own 95% interval allows [trials].",
}
OUTCOME_ROWS = {
    "arm": "The arm (here).",
    "reference": "What it is compared with (there): the first arm.",
    "outcome": "Class in which a trial ends.",
    "trials": "Trials that ran to their end in both, and agree in both with what is given [trials].",
    "here": "Share of trials that end in it here.",
    "there": "Share of trials that end in it there.",
    "here_alone": "Of these trials, those that end in it here alone [trials].",
    "there_alone": "Of these trials, those that end in it there alone [trials].",
    "difference": "Share here less share there.",
    "low": "Lower end of the 95% Monte Carlo interval of this difference alone.",
    "high": "Upper end of the 95% Monte Carlo interval of this difference alone.",
    "together_low": "Lower end of the interval that holds together with all others of the table, with 95%.",
    "together_high": "Upper end of the interval that holds together with all others of the table, with 95%.",
    "claim": "The claim, of all rows at once: more often, less often, no difference shown, or no interval.",
}
HOLDING = {
    "spell": "What holds: the first ceasefire (truce or accord) or the first accord.",
    "of": "Of all trials, where one without a spell counts as none; or once begun, of the spells that began.",
    "arm": "The arm (here).",
    "reference": "What it is compared with (there): the first arm.",
    "years": "Years that count, of the trial or since the spell began [years].",
    "here": "Mean time that it holds here, of those years (restricted mean) [years].",
    "there": "Mean time that it holds there, of those years [years].",
    "difference": "Here less there [years].",
    "low": "Lower end of its interval; those of the table hold together with 95% [years].",
    "high": "Upper end of its interval; those of the table hold together with 95% [years].",
    "claim": "What may be claimed: longer, shorter, no difference shown, or no interval.",
}
CHANGES = {
    "arm": "The arm (here).",
    "path": "The value that differs.",
    "here": "What it is here.",
    "there": "What it is in the first arm.",
    "lever": "yes where somebody at the table is declared to choose it, else no.",
}


def make_tables(compared: Compared) -> dict[str, Table]:
    """Make the tables of a comparison."""
    n_pairs, n_others = len(compared.ranking.pairs), len(compared.sides) - 1
    reference = compared.reference.name
    n_rows = len(OUTCOMES) * n_others
    shown_arms = tuple(
        each for each in RANKING if each not in ("trials", "effective") or not compared.is_whole
    )
    flips = ("better", "worse", "gain", "gain_low", "gain_high", "here_alone", "there_alone")
    left_out = flips if compared.is_alone else ()
    shown_pairs = tuple(
        each for each in PAIRS if each not in left_out and not compared.pairs[each].isna().all()
    )
    shown_outcomes = tuple(
        each for each in OUTCOME_ROWS if each not in ("reference", "trials", "low", "high", *left_out)
    )
    tables = {
        "ranking": Table(
            f"Arms by rank; differences against {reference}", compared.arms, RANKING, shown_arms
        ),
        "pairs": Table(
            f"All {_count(n_pairs, 'pair')}, the better arm first", compared.pairs, PAIRS, shown_pairs
        ),
        "outcomes": Table(
            f"Shares of outcomes against {reference}: {n_rows} differences",
            compared.outcomes,
            OUTCOME_ROWS,
            shown_outcomes,
        ),
        "holding": Table(
            f"How long spells hold against {reference} [years]",
            compared.holding,
            HOLDING,
            tuple(each for each in HOLDING if each != "reference"),
        ),
    }
    if not compared.is_alone:
        tables["changes"] = Table(f"Every value that differs from {reference}", compared.changes, CHANGES)
    return tables


def _count(n: int, thing: str) -> str:
    return f"{n:,} {thing}" if n == 1 else f"{n:,} {thing}s"
