import numpy as np
import pandas as pd
import pytest
from made_trials import load_minimal, make_chunk
from scipy import stats

from engine.results.aggregate import aggregate
from engine.results.dictionary import FIELDS, fields_of
from engine.results.tables import Tables, tabulate
from engine.scenario import Scenario
from engine.simulation.records import OUTCOMES, PHASES, columns

N_TRIALS = 400


@pytest.fixture(scope="module")
def trials(minimal: Scenario) -> pd.DataFrame:
    chunk = make_chunk(minimal, 5, 0, N_TRIALS)
    frame = pd.DataFrame(chunk.values, columns=[column.name for column in columns(minimal)])
    return frame[frame["status"] == 0]


@pytest.fixture(scope="module")
def tables(minimal: Scenario) -> Tables:
    return tabulate(aggregate(make_chunk(minimal, 5, 0, N_TRIALS), minimal), minimal)


def test_every_table_has_the_columns_that_the_dictionary_declares(tables: Tables) -> None:
    assert Tables._fields == tuple(dict.fromkeys(field.table for field in FIELDS))
    for name, table in tables._asdict().items():
        assert table.columns.tolist() == [field.column for field in fields_of(name)]


def test_the_dictionary_explains_every_column_of_every_table_and_of_the_trials(
    tables: Tables, minimal: Scenario
) -> None:
    explained = set(zip(tables.dictionary["table"], tables.dictionary["column"], strict=True))
    named = {(name, column) for name, table in tables._asdict().items() for column in table.columns}
    named |= {("trials", column.name) for column in columns(minimal)}
    named |= {("trials", path) for path in ("trial", *minimal.uncertain)}
    assert explained == named
    assert (tables.dictionary["meaning"].str.len() > 4).all()


def test_outcomes_are_counted_among_trials_that_ran_to_their_end(
    tables: Tables, trials: pd.DataFrame
) -> None:
    counted = trials["outcome"].value_counts()
    assert tables.outcomes["outcome"].tolist() == list(OUTCOMES)
    assert tables.outcomes["trials"].tolist() == [counted.get(code, 0) for code in range(len(OUTCOMES))]
    assert tables.outcomes["share"].sum() == pytest.approx(1)
    expected = stats.binomtest(int(counted[0]), len(trials)).proportion_ci(method="wilson")
    assert tables.outcomes.loc[0, ["low", "high"]].tolist() == pytest.approx([expected.low, expected.high])


def test_every_share_lies_in_its_interval(tables: Tables) -> None:
    for table in (tables.outcomes, tables.terms, tables.phases):
        assert table["share"].between(table["low"], table["high"]).all()
        assert (table["low"] < table["high"]).all()


def test_terms_are_described_where_they_were_agreed(tables: Tables, trials: pd.DataFrame) -> None:
    row = tables.terms.set_index("issue").loc["guarantees"]
    agreed = trials["term_guarantees"].dropna()
    assert row["trials"] == len(agreed)
    assert row["mean"] == pytest.approx(agreed.mean(), abs=2**-30)
    half_bin = 0.005
    assert row["p10"] == pytest.approx(np.quantile(agreed, 0.1, method="inverted_cdf"), abs=half_bin + 1e-12)
    assert row["meaning"] == "0: no pledge; 1: a binding one"


def test_survival_keeps_books_and_agrees_with_scipy(tables: Tables, trials: pd.DataFrame) -> None:
    spell = tables.survival[tables.survival["spell"] == "ceasefire"].reset_index(drop=True)
    gone = spell["ended"] + spell["censored"]
    assert spell["at_risk"].iloc[0] == trials["ceasefire_weeks"].notna().sum() == gone.sum()
    assert (spell["at_risk"].iloc[1:].to_numpy() == (spell["at_risk"] - gone).iloc[:-1].to_numpy()).all()
    begun = trials.dropna(subset="ceasefire_weeks")
    held = begun["ceasefire_end"] == 0
    data = stats.CensoredData(
        uncensored=begun["ceasefire_weeks"][~held].tolist(), right=begun["ceasefire_weeks"][held].tolist()
    )
    year = spell[spell["years"] == 1].iloc[0]
    assert year["survival"] == pytest.approx(stats.ecdf(data).sf.evaluate(52))
    assert year[["survival", "attack", "escalation", "lapse"]].sum() == pytest.approx(1)


def test_estimates_hold_what_the_summary_says(tables: Tables, trials: pd.DataFrame) -> None:
    estimates = tables.estimates.set_index("quantity")
    assert estimates.index.is_unique
    assert estimates.loc["ceasefire_share", "value"] == trials["ceasefire_weeks"].notna().mean()
    assert estimates.loc["crises_mean", "value"] == pytest.approx(trials["crises"].mean())
    assert estimates.loc["agreement_round_median", "value"] == trials["agreement_round"].quantile(
        interpolation="lower"
    )
    assert estimates.loc["accord_holds_1_year", "trials"] == trials["accord_weeks"].notna().sum()
    assert np.isnan(estimates.loc["accord_holds_10_years", "value"])  # the trials run for two years
    bindings = estimates.filter(regex="^binding_", axis="index")["value"]
    assert bindings.sum() == pytest.approx(1)


def test_guarantors_are_judged_over_trials_that_called_them(tables: Tables, trials: pd.DataFrame) -> None:
    row = tables.guarantors.iloc[0]
    assert (row["guarantor"], row["pledge"]) == ("ally", "bilateral_treaty")
    assert row["called"] == trials["called_ally"].sum()
    assert row["trials_called"] == (trials["called_ally"] > 0).sum()
    assert row["trials_honoured"] == (trials["honoured_ally"] > 0).sum()


def test_a_guarantor_never_called_may_be_anywhere(minimal: Scenario) -> None:
    chunk = make_chunk(minimal, 5, 0, 20)
    names = [column.name for column in columns(minimal)]
    for act in ("called", "honoured", "helped"):
        chunk.values[:, names.index(f"{act}_ally")] = 0
    row = tabulate(aggregate(chunk, minimal), minimal).guarantors.iloc[0]
    assert np.isnan(row["honoured_share"])
    assert (row["honoured_low"], row["honoured_high"]) == (0, 1)


def test_phases_add_up_in_every_round(tables: Tables) -> None:
    by_round = tables.phases.groupby("round")["share"].sum()
    assert len(by_round) == 26
    assert by_round.to_numpy() == pytest.approx(1)
    assert tables.phases["phase"].unique().tolist() == list(PHASES)
    assert tables.phases["years"].iloc[-1] == 2


def test_terms_agreed_alike_in_all_trials_still_have_an_interval(minimal: Scenario) -> None:
    for term in (0, 1):
        chunk = make_chunk(minimal, 5, 0, 50)
        chunk.values[:, [column.name for column in columns(minimal)].index("term_territory")] = term
        row = tabulate(aggregate(chunk, minimal), minimal).terms.iloc[0]
        assert row["mean"] == term
        assert 0 <= row["mean_low"] < row["mean_high"] <= 1


def test_a_run_in_which_every_trial_failed_still_has_its_tables(minimal: Scenario) -> None:
    chunk = make_chunk(minimal, 5, 0, 3)
    chunk.values[:] = np.nan
    chunk.values[:, 0] = 1
    tables = tabulate(aggregate(chunk, minimal), minimal)
    assert tables.outcomes["trials"].sum() == 0
    assert tables.outcomes["share"].isna().all()


def test_assumptions_state_every_value_with_its_origin(tables: Tables) -> None:
    stated = tables.assumptions.set_index("path")
    assert stated.loc["front.length_km", "value"] == "300"
    assert stated.loc["front.length_km", "origin"].startswith("tests/scenarios/minimal.toml:") or (
        "minimal.toml:" in stated.loc["front.length_km", "origin"]
    )
    assert stated.loc["outcome.durable_years", "assumption"] == "no"
    assert stated.loc["front.trend", "assumption"] == "yes"
    assert set(load_minimal().uncertain) <= set(stated.index)
