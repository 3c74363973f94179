"""What a comparison says, in sentences."""

import math
from collections.abc import Iterator, Sequence

from engine.analysis.comparing.comparing import NO_INTERVAL, NOTHING_TOLD, Compared
from engine.analysis.comparing.ranking import Pair, turn
from engine.analysis.given import Observation
from engine.analysis.objective import Objective
from engine.report.answer import list_rows
from engine.report.claims import is_told_apart, say_difference
from engine.report.findings.differing import name_kinds
from engine.report.wording import say_name
from engine.results.estimates import Estimate, Z
from engine.results.restricted import LEAST_SEEN
from engine.results.simultaneous import count_needed


def say_objective(objective: Objective) -> str:
    """Say in words what counts."""
    if objective.column or not objective.is_share:
        return objective.text
    return " or ".join(say_name(name) for name in objective.worths)


def say_ranking(compared: Compared) -> Iterator[str]:
    """Say what the trials tell of the order, and what would tell the rest."""
    ranking, level = compared.ranking, compared.level
    what, trials = say_objective(compared.objective), f"{level.n_trials:,} trials"
    if level.dependent:
        yield "No ranking can be told without intervals."
        return
    if len(compared.sides) > 2:
        if ranking.is_settled:
            yield (
                f"{trials} settle the ranking by {what}, from best to worst: {', '.join(ranking.order)}. All "
                f"{len(ranking.pairs)} pairs are told apart, with 95% for all at once."
            )
        else:
            ranks = "; ".join(f"{name} ranks {_say_ranks(*ranking.ranks[name])}" for name in ranking.order)
            yield f"{trials} do not settle the ranking by {what}: {ranks}, with 95% for all at once."
    pair = _choose(compared)
    yield say_pair(pair, compared)
    for each in ranking.open:
        yield _say_needed(each, compared)


def say_pair(pair: Pair, compared: Compared) -> str:
    """Say how the objective differs between two arms; a difference only where the interval leaves out 0."""
    here, there, ends = pair.here, pair.there, pair.contrast.together
    at_once = f", all {len(compared.ranking.pairs)} pairs at once" if len(compared.ranking.pairs) > 1 else ""
    if compared.objective.is_share:
        said = say_difference(say_objective(compared.objective), here, there, ends)
        return said.replace(" points).", f" points{at_once}).")
    what, interval = compared.objective.text, f"95% interval {_say(ends.low)} to {_say(ends.high)}{at_once}"
    if not is_told_apart(ends.low, ends.high):
        return f"The mean of {what} shows no difference between {here} and {there} ({interval})."
    way = "greater" if ends.value > 0 else "less"
    return f"The mean of {what} is {abs(ends.value):.3g} {way} under {here} than under {there} ({interval})."


def say_given(compared: Compared, observations: Sequence[Observation]) -> Iterator[str]:
    """Say how many trials agree with what is given, and what that makes of a comparison."""
    if not observations:
        return
    given = " and ".join(each.text for each in observations)
    if compared.is_whole:
        yield f"All trials agree with {given}, so that it changes nothing."
        return
    shown = compared.arms[compared.arms["effective"] < compared.level.n_trials]
    least, most = shown["effective"].min(), shown["effective"].max()
    effective = f"{least:,.0f}" if round(least) == round(most) else f"{least:,.0f} to {most:,.0f}"
    of = f"an effective {effective} of {compared.level.n_trials:,}"
    if compared.is_alone:
        yield f"The trials that agree with {given} are {of}; they stand against all trials of the same arm."
        return
    yield (
        f"Given {given}: each arm is weighed over its own trials that agree, {of}. Which trials agree is "
        "part of what an arm does, so that this says where each arm stands once that is seen, not what "
        "changing arms would do then."
    )


def say_levers(compared: Compared) -> Iterator[str]:
    """Flag what differs between arms and is no declared lever, and arms that differ in nothing."""
    changes = compared.changes
    reference = compared.reference
    for side in compared.sides[1:]:
        if not compared.is_alone and not (changes["arm"] == side.name).any():
            same = "their trials are the same"
            yield f"{side.name} differs from {reference.name} in nothing but labels: {same}."
    fixed = list(changes.loc[changes["lever"] == "no", "path"])
    if not fixed:
        return
    some = len(fixed) < len(changes)
    yield (
        f"{'Not all' if some else 'Nothing'} that differs is a lever: {len(fixed):,} of {len(changes):,} "
        f"values that differ from {reference.name} are not declared as what somebody at the table chooses "
        f"({name_kinds(fixed)}). The differences above are theirs {'too' if some else 'alone'}."
    )


def say_changes(compared: Compared) -> str:
    """Say in how many values arms differ, and how many are levers."""
    changes = compared.changes
    levers = int((changes["lever"] == "yes").sum())
    return (
        f"Values that differ: {len(changes):,}; declared levers among them: {levers:,}. Titles are left out."
    )


def say_pairing(compared: Compared) -> Iterator[str]:
    """Say what sharing draws is worth, pair by pair against the first arm, and how many trials flip."""
    reference = compared.reference.name
    pairs = compared.pairs
    for row in list_rows(pairs[(pairs["arm"] == reference) | (pairs["against"] == reference)]):
        counts = (
            f"Better under {row.arm} than under {row.against}: {row.better:,} trials; worse: {row.worse:,}"
        )
        if math.isnan(row.gain):
            yield f"{counts}."
            continue
        interval = f" (95% interval {row.gain_low:.2f} to {row.gain_high:.2f})"
        ends = "" if math.isnan(row.gain_low) else interval
        less = f"Sharing draws makes the variance of their difference {row.gain:.2f} times smaller"
        yield f"{counts}. {less}{ends}."


def say_outcomes(compared: Compared) -> str:
    """Say how many differences of outcomes are told, and at which level."""
    claims = compared.outcomes["claim"]
    told = int((~claims.isin([NOTHING_TOLD, NO_INTERVAL])).sum())
    return (
        f"{told} of {len(claims)} differences are told, by intervals that hold for all of them at once with "
        "95% (together_low to together_high, Bonferroni)."
    )


def say_holding(compared: Compared) -> Iterator[str]:
    """Say what the restricted means are of."""
    yield (
        "Of all trials: the mean time that the first spell holds before the trial's end, where a trial "
        "without one counts as none."
    )
    yield (
        "Once begun: the mean of the spells that began, of so many years since they did (area under the "
        f"Kaplan-Meier curve), up to the last whole year for which {LEAST_SEEN} are still observed on all "
        "sides. Other trials may have begun one in each arm, and late spells are seen for a shorter time; a "
        "trial without a spell says nothing of it. Left out where every spell begins with its trial."
    )


def _choose(compared: Compared) -> Pair:
    """Choose the pair that the answer gives: the best against the first arm, or that against the worst."""
    order, reference = compared.ranking.order, compared.reference.name
    wanted = {reference, order[0] if order[0] != reference else order[-1]}
    pair = next(pair for pair in compared.ranking.pairs if {pair.here, pair.there} == wanted)
    if compared.is_alone and pair.here == reference:
        return pair._replace(here=pair.there, there=pair.here, contrast=turn(pair.contrast))
    return pair


def _say_needed(pair: Pair, compared: Compared) -> str:
    names = f"{pair.here} and {pair.there}"
    if pair.needed == math.inf and pair.contrast.difference.value != 0:
        return f"How far {names} are apart can't be said from trials that are all alike."
    if pair.needed == math.inf:
        return f"No trial tells {names} apart so far, so that no number of trials can be named that would."
    ends = "" if len(compared.sides) == 2 else f" ({_say_ends(pair.contrast.together, compared)})"
    most = "any number"
    if pair.contrast.errors > Z:
        errors, level = pair.contrast.errors - Z, compared.level
        n_pairs = len(compared.ranking.pairs)
        most = _round(count_needed(n_pairs, level.n_trials, errors, always=level.always))
    return (
        f"{names} are not told apart{ends}; roughly {_round(pair.needed)} trials would do it, were the "
        f"difference what it seems, or from {_round(pair.least)} to {most} over its own 95% interval."
    )


def _say_ends(ends: Estimate, compared: Compared) -> str:
    if compared.objective.is_share:
        return f"95% interval {100 * ends.low:+.1f} to {100 * ends.high:+.1f} points"
    return f"95% interval {_say(ends.low)} to {_say(ends.high)}"


def _say_ranks(best: int, worst: int) -> str:
    return f"{best}" if best == worst else f"{best} to {worst}"


def _say(value: float) -> str:
    return f"{value:+.3g}"


def _round(count: float) -> str:
    """Write a rough count with two digits that say something."""
    step = 10 ** max(0, math.floor(math.log10(max(count, 1))) - 1)
    return f"{math.ceil(count / step) * step:,}"
