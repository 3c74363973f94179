from functools import reduce
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from made_trials import load_minimal, make_chunk

from engine.results.aggregate import Aggregate, aggregate, measures, merge
from engine.results.estimating import Tally, estimate_all
from engine.results.exact import join
from engine.scenario import Scenario
from engine.simulation.records import OUTCOMES, Chunk, columns

N_TRIALS = 60
SCENARIO = load_minimal()
WHOLE = aggregate(make_chunk(SCENARIO, 3, 0, N_TRIALS), SCENARIO)


def pick(chunk: Chunk, rows: object) -> Chunk:
    return Chunk(chunk.first, chunk.values[rows], chunk.phases[rows], chunk.draws[rows], chunk.twins[rows])


def same(one: Aggregate, other: Aggregate) -> bool:
    return all(
        a.dtype == np.int64 and a.shape == b.shape and (a == b).all() for a, b in zip(one, other, strict=True)
    )


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(N_TRIALS)), st.lists(st.integers(0, N_TRIALS), max_size=6))
def test_any_partition_of_the_trials_merges_to_the_same_bits(order: list[int], cuts: list[int]) -> None:
    chunk = pick(make_chunk(SCENARIO, 3, 0, N_TRIALS), order)
    edges = [0, *sorted(cuts), N_TRIALS]
    parts = [aggregate(pick(chunk, slice(a, b)), SCENARIO) for a, b in pairwise(edges)]
    assert same(reduce(merge, parts), WHOLE)


def test_failed_trials_are_counted_in_status_and_nowhere_else() -> None:
    chunk = make_chunk(SCENARIO, 3, 0, N_TRIALS)
    done = chunk.values[:, 0] == 0
    assert 0 < done.sum() < N_TRIALS
    without = aggregate(pick(chunk, done), SCENARIO)
    assert WHOLE.statuses.tolist() == [done.sum(), N_TRIALS - done.sum()]
    assert same(WHOLE._replace(statuses=without.statuses), without)


def test_counts_and_sums_are_those_of_numpy(minimal: Scenario) -> None:
    chunk = make_chunk(minimal, 3, 0, N_TRIALS)
    done = chunk.values[chunk.values[:, 0] == 0]
    for place, column in enumerate(measures(minimal)):
        values = done[:, [each.name for each in columns(minimal)].index(column.name)]
        assert WHOLE.present[place] == np.isfinite(values).sum()
        assert WHOLE.positive[place] == (values > 0).sum()
        if column.kind != "number":
            assert join(WHOLE.sums[place]) == np.nansum(values)
            assert join(WHOLE.squares[place]) == np.nansum(values**2)
    assert WHOLE.outcomes.sum() == len(done)
    assert WHOLE.victors.sum() == WHOLE.outcomes[OUTCOMES.index("military_decision")]
    assert (WHOLE.phases.sum(axis=1) == len(done)).all()


def test_a_decision_is_counted_for_the_side_that_prevails(minimal: Scenario) -> None:
    chunk = make_chunk(minimal, 3, 0, 4)
    names = [column.name for column in columns(minimal)]
    chunk.values[:, names.index("status")] = 0
    decided = OUTCOMES.index("military_decision")
    chunk.values[:, names.index("outcome")] = [decided, decided, decided, 0]
    chunk.values[:, names.index("front")] = [-1.02, 1.01, -1.0, 0.5]
    counted = aggregate(chunk, minimal)
    assert counted.victors.tolist() == [2, 1]
    estimates = {row.quantity: row for row in estimate_all(Tally(counted, measures(minimal)), minimal)}
    assert estimates["north_prevails_share"].value == 1 / 4
    assert estimates["south_prevails_share"].value == 2 / 4


def test_a_spell_is_counted_in_the_week_and_by_the_cause_of_its_end(minimal: Scenario) -> None:
    chunk = make_chunk(minimal, 3, 0, 1)
    names = [column.name for column in columns(minimal)]
    chunk.values[0, names.index("status")] = 0
    chunk.values[0, names.index("accord_weeks")] = 17
    chunk.values[0, names.index("accord_end")] = 2
    counted = aggregate(chunk, minimal).accords
    assert counted.shape == (26 * 4 + 1, 4)
    assert counted[17, 2] == counted.sum() == 1


def test_no_trials_give_an_aggregate_that_adds_nothing(minimal: Scenario) -> None:
    nothing = aggregate(pick(make_chunk(minimal, 3, 0, 1), slice(0, 0)), minimal)
    assert same(merge(WHOLE, nothing), WHOLE)
