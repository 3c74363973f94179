# ruff: noqa: E501 - one row for each kind of bad input
"""Each kind of bad input with its line, its rule and the way out, and all of them at once."""

from pathlib import Path
from typing import NamedTuple

import pytest
from places import MINIMAL

from engine.errors import Problem, ScenarioError
from engine.scenario import Scenario, load_scenario


class Bad(NamedTuple):
    """One change to the minimal scenario, and what is said about it."""

    old: str
    new: str
    value: str
    rule: str
    way_out: str = ""
    """What the way out begins with."""
    line: str = ""
    """Start of the line that is named; where absent, the line that changed."""


PLEDGES = "'assurance', 'political', 'multilateral_treaty', 'bilateral_treaty', 'article5_style', "
PLEDGES += "'article5_style_with_force', 'alliance_troops', 'peacekeepers'"
NAME = "must be a name: lower-case letters, digits and _, at most 40, a letter first"
EMPTY = "leave the key out, or name at least one"
NO_DISTRIBUTION = 'must be a number, {value = ...}, {dist = "..."}, {p5 = ..., p95 = ...} or {choice = [...]}'

KINDS = {
    # keys
    "an unknown key": Bad("detection = ", "detectoin = ", "monitors.detectoin = 0.6", "is not a known key", 'did you mean "detection"?'),
    "an unknown table": Bad("[monitors]", "[monitor]", "monitor", "is not a known key", 'did you mean "monitors"?'),
    "an unknown key far from any": Bad("[clock]", "[clock]\nzzz = 1", "clock.zzz = 1", "is not a known key", "known: rounds, winter_months", "zzz"),
    "an unknown table within a table": Bad("[clock]", "[clock.zzz]\nx = 1\n[clock]", "clock.zzz", "is not a known key", "known: rounds", "[clock.zzz]"),
    "a name that is none": Bad("[mediators.envoy]", "[mediators.Envoy]", "mediators.Envoy", NAME),
    "a name in quotes": Bad("[mediators.envoy]", '[mediators."the envoy"]', "mediators.the envoy", NAME),
    "a name that is too long": Bad("[mediators.envoy]", f"[mediators.{'e' * 41}]", f"mediators.{'e' * 41}", NAME),
    # what must be there
    "a missing number": Bad("length_km = 300\n", "", "front.length_km", "must be given", "length of the line", "[front]"),
    "a missing date": Bad("date = 2025-01-06\n", "", "start.date", "must be given", "date of week 0", "[start]"),
    "a missing value of a name": Bad('to = "north"\n', "", "aid.ally.to", "must be given", "the party that receives it", "[aid.ally]"),
    "a missing class": Bad('pledge = "bilateral_treaty"\n', "", "guarantors.ally.pledge", "must be given", "class of its pledge", "[guarantors.ally]"),
    "a missing value within an inline table": Bad("guarantees = { weight = 0.3, ideal = 0.0 }", "guarantees = { weight = 0.3 }", "parties.south.positions.guarantees.ideal", "must be given", "the term"),
    "a missing vote": Bad("elections = [", "parliament = { essential = true }\nelections = [", "guarantors.ally.parliament.support", "must be given", "chance that it ratifies", "parliament"),
    # numbers
    "a number above its bounds": Bad("detection = 0.6", "detection = 1.4", "monitors.detection = 1.4", "must lie in [0, 1]"),
    "a number below its bounds": Bad("detection = 0.6", "detection = -0.1", "monitors.detection = -0.1", "must lie in [0, 1]"),
    "a rate above 1 a step": Bad("spoiler_month = 0.02", "spoiler_month = 1.2", "parties.north.constituencies.public.spoiler_month = 1.2", "must lie in [0, 1] 1/month"),
    "a bound with its unit": Bad("length_km = 300", "length_km = 0", "front.length_km = 0", "must lie in [1, 10000] km"),
    "no trials": Bad("[clock]", "[run]\ntrials = 0\n[clock]", "run.trials = 0", "must lie in [1, 10000000000] trials", "", "trials = 0"),
    "a seed below 0": Bad("[clock]", "[run]\nseed = -1\n[clock]", "run.seed = -1", "must lie in [0, 18446744073709551615]", "", "seed = -1"),
    "a number that is not a number": Bad("detection = 0.6", "detection = nan", "monitors.detection = nan", "must be finite"),
    "an infinite number": Bad("detection = 0.6", "detection = inf", "monitors.detection = inf", "must lie in [0, 1]"),
    "a text for a number": Bad("detection = 0.6", 'detection = "0.6"', 'monitors.detection = "0.6"', "must be a number"),
    "a truth value for a number": Bad("detection = 0.6", "detection = true", "monitors.detection = true", "must be a number"),
    "a list for a number": Bad("detection = 0.6", "detection = [0.6]", "monitors.detection = [0.6]", "must be a number"),
    "a date for a number": Bad("detection = 0.6", "detection = 2025-01-01", "monitors.detection = 2025-01-01", "must be a number"),
    "a fraction for a whole number": Bad("rounds = 26", "rounds = 26.5", "clock.rounds = 26.5", "must be a whole number"),
    "a distribution for a whole number": Bad("rounds = 26", "rounds = { choice = [13, 26] }", "clock.rounds = { choice = [13, 26], weights = [1, 1] }", "must be a whole number"),
    # distributions
    "an unknown distribution": Bad('dist = "normal"', 'dist = "nomal"', 'front.trend = { dist = "nomal", mean = 0, sd = 0.05, low = -0.3, high = 0.3 }', "dist must be one of beta, normal, lognormal, triangular, uniform"),
    "a distribution beyond the bounds": Bad("detection = 0.6", 'detection = { dist = "normal", mean = 0.5, sd = 0.1 }', 'monitors.detection = { dist = "normal", mean = 0.5, sd = 0.1 }', "may give values from -inf to inf but must lie in [0, 1]", "truncate it: low = 0, high = 1"),
    "quantiles that fall": Bad("detection = 0.6", "detection = { p5 = 0.5, p95 = 0.4 }", "monitors.detection = { p5 = 0.5, p95 = 0.4 }", "quantiles must not fall as the percent rises"),
    "an empty choice": Bad("detection = 0.6", "detection = { choice = [] }", "monitors.detection = { choice = [] }", "needs at least one option"),
    "words for numbers": Bad("detection = 0.6", 'detection = { choice = ["a", "b"] }', 'monitors.detection = { choice = ["a", "b"], weights = [1, 1] }', "must be a choice among numbers"),
    "a table that is no distribution": Bad("detection = 0.6", "detection = { mean = 1 }", "monitors.detection = { mean = 1 }", NO_DISTRIBUTION),
    "an empty table for a number": Bad("detection = 0.6", "detection = {}", "monitors.detection = {}", NO_DISTRIBUTION),
    # words, texts, truth values, dates, tables
    "an unknown word": Bad('pledge = "bilateral_treaty"', 'pledge = "bilateral"', 'guarantors.ally.pledge = "bilateral"', f"must be one of {PLEDGES}", 'did you mean "bilateral_treaty"?'),
    "a number for a word": Bad('side = "challenger"', "side = 1", "parties.south.side = 1", "must be one of 'defender', 'challenger'"),
    "an unknown word in a choice": Bad("[clock]", '[sequence]\norder = { choice = ["paralel"] }\n[clock]', 'sequence.order = { choice = ["paralel"], weights = [1] }', "must be one of 'truce_first', 'settlement_first', 'parallel'", "", "order"),
    "a choice for a word that can't vary": Bad('side = "challenger"', 'side = { choice = ["challenger"] }', 'parties.south.side = { choice = ["challenger"], weights = [1] }', "must be one of 'defender', 'challenger'"),
    "a word for a truth value": Bad("veto = true", 'veto = "yes"', 'parties.north.constituencies.public.veto = "yes"', "must be true or false"),
    "a number for a text": Bad('to = "north"', "to = 3", "aid.ally.to = 3", "must be a text"),
    "a number for a title": Bad('title = "Two invented neighbours"', "title = 2", "title = 2", "must be a text"),
    "a text for a date": Bad("date = 2025-01-06", 'date = "2025-01-06"', 'start.date = "2025-01-06"', "must be a date, such as 2025-12-15"),
    "a time for a date": Bad("date = 2025-01-06", "date = 2025-01-06T12:00:00", "start.date = 2025-01-06T12:00:00", "must be a date, such as 2025-12-15"),
    "a date outside history": Bad("date = 2025-01-06", "date = 0025-01-06", "start.date = 0025-01-06", "must lie in the years 1800 to 2200"),
    "a number for a table": Bad("[clock]\nrounds = 26", "[start.x]\n", "start.x", "is not a known key", "known: date", "[start.x]"),
    "a number for a table of names": Bad("leverage = { north = 0.05, south = 0.02 }", "leverage = 0.3", "mediators.envoy.leverage = 0.3", "must be a table"),
    "a text for a list": Bad('sectors = ["west", "centre", "east"]', 'sectors = "centre"', 'front.sectors = "centre"', "must be a list"),
    # lists
    "an empty list": Bad('hotspots = ["centre"]', "hotspots = []", "front.hotspots = []", "must not be empty", EMPTY),
    "an empty list that must be given": Bad('sectors = ["west", "centre", "east"]', "sectors = []", "front.sectors = []", "must not be empty", EMPTY),
    "a wrong entry of a list": Bad("elections = [2025-11-04]", "elections = [2025-11-04, 3]", "guarantors.ally.elections.1 = 3", "must be a date, such as 2025-12-15"),
    "a month that is none": Bad("rounds = 26", "winter_months = [12, 13]", "clock.winter_months = [12, 13]", "must lie in [1, 12] month"),
    "too many entries": Bad("levels = [0, 0.5, 1]", f"levels = {[round(n / 20, 2) for n in range(12)]}".replace("0.0", "0", 1), "issues.territory.levels = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55]", "must have at most 11 entries"),
    "one sector twice": Bad('sectors = ["west", "centre", "east"]', 'sectors = ["west", "centre", "west"]', 'front.sectors = ["west", "centre", "west"]', "must not name west twice"),
    "one hotspot twice": Bad('hotspots = ["centre"]', 'hotspots = ["centre", "centre"]', 'front.hotspots = ["centre", "centre"]', "must not name centre twice"),
    "one month twice": Bad("rounds = 26", "winter_months = [12, 1, 12]", "clock.winter_months = [12, 1, 12]", "must not name 12 twice"),
    "one election twice": Bad("[2025-11-04]", "[2025-11-04, 2025-11-04]", "guarantors.ally.elections = [2025-11-04, 2025-11-04]", "must not name 2025-11-04 twice", "", "elections"),
    # what one parameter says against another
    "two defenders": Bad('side = "challenger"', 'side = "defender"', 'parties.south.side = "defender"', "must differ from the other party's side"),
    "weights that do not sum to 1": Bad("territory = { weight = 0.7", "territory = { weight = 0.9", "parties.south.positions", "has weights that sum to 1.2 but must sum to 1", "take 0.2 off", "[parties.south.positions]"),
    "weights that sum to less than 1": Bad("territory = { weight = 0.7", "territory = { weight = 0.5", "parties.south.positions", "has weights that sum to 0.8 but must sum to 1", "", "[parties.south.positions]"),
    "drawn weights whose means do not sum to 1": Bad("territory = { weight = 0.7", 'territory = { weight = { dist = "uniform", low = 0.2, high = 0.8 }', "parties.south.positions", "has weights that sum to 0.8 but must sum to 1", "in their means", "[parties.south.positions]"),
    "a position that is not given": Bad("guarantees = { weight = 0.3, ideal = 0.0 }\n", "", "parties.south.positions.guarantees", "must be given", "every party needs a position on every issue", "[parties.south.positions]"),
    "a position on no issue": Bad("truce_terms = { guarantees = 0.1 }", "truce_terms = { guarantee = 0.1 }", "parties.north.truce_terms.guarantee = 0.1", "names no issue", 'did you mean "guarantees"?'),
    "a constituency's position on no issue": Bad("positions.territory.weight", "positions.teritory.weight", "parties.north.constituencies.public.positions.teritory", "names no issue", 'did you mean "territory"?'),
    "constituencies that weigh too much": Bad("[parties.south]\n", "[parties.north.constituencies.army]\nweight = 0.9\n[parties.south]\n", "parties.north.constituencies", "may weigh 1.1 together but at most 1", "lower their weights", "[parties.north.constituencies.public]"),
    "a constituency without a weight above 0": Bad("positions.territory.weight = 0.8", "positions = { territory = { weight = 0 }, guarantees = { weight = 0 } }", "parties.north.constituencies.public.positions", "must leave at least one weight above 0"),
    "a level beyond 1": Bad("levels = [0, 0.5, 1]", "levels = [0, 0.5, 2]", "issues.territory.levels = [0, 0.5, 2]", "must lie in [0, 1]"),
    "a level that is no number": Bad("levels = [0, 0.5, 1]", "levels = [0, nan]", "issues.territory.levels = [0, nan]", "must lie in [0, 1]"),
    "levels out of order": Bad("levels = [0, 0.5, 1]", "levels = [0, 1, 0.5]", "issues.territory.levels = [0, 1, 0.5]", "must increase from one level to the next"),
    "one level twice": Bad("levels = [0, 0.5, 1]", "levels = [0, 0.5, 0.5]", "issues.territory.levels = [0, 0.5, 0.5]", "must increase from one level to the next"),
    "a start term that is no level": Bad("[clock]", "[start.terms]\nterritory = 0.3\n[clock]", "start.terms.territory = 0.3", "must be among the issue's levels [0, 0.5, 1]", "", "territory = 0.3"),
    "a start term that may be no level": Bad("[clock]", "[start.terms]\nterritory = { choice = [0, 0.3] }\n[clock]", "start.terms.territory = { choice = [0, 0.3], weights = [1, 1] }", "must be among the issue's levels [0, 0.5, 1]", "", "territory = { choice"),
    "a start term on no issue": Bad("[clock]", "[start.terms]\nteritory = 0\n[clock]", "start.terms.teritory = 0", "names no issue", 'did you mean "territory"?', "teritory"),
    "a guarantor of nobody": Bad('protects = "north"', 'protects = "norht"', 'guarantors.ally.protects = "norht"', "names no party", 'did you mean "north"?'),
    "a guarantor that is no party": Bad('protects = "north"', 'protects = "north"\nparty = "west"', 'guarantors.ally.party = "west"', "names no party", "known: north, south", "party ="),
    "a pledge on no issue": Bad('issue = "guarantees"', 'issue = "guarantee"', 'guarantors.ally.issue = "guarantee"', "names no issue", 'did you mean "guarantees"?'),
    "a guarantor that depends on no other": Bad('protects = "north"', 'protects = "north"\ndepends_on = "aly"', 'guarantors.ally.depends_on = "aly"', "names no guarantor", 'did you mean "ally"?', "depends_on"),
    "a guarantor that depends on itself": Bad('protects = "north"', 'protects = "north"\ndepends_on = "ally"', 'guarantors.ally.depends_on = "ally"', "makes a circle: ally -> ally", "one of them must depend on nobody", "depends_on"),
    "aid to no party": Bad('to = "north"', 'to = "nroth"', 'aid.ally.to = "nroth"', "names no party", 'did you mean "north"?'),
    "leverage over no party": Bad("leverage = { north = 0.05", "leverage = { norht = 0.05", "mediators.envoy.leverage.norht = 0.05", "names no party", 'did you mean "north"?'),
    "costs of no party": Bad("costs = { north = 0.01", "costs = { norht = 0.01", "pressures.energy.costs.norht = 0.01", "names no party", 'did you mean "north"?'),
    "a hotspot that is no sector": Bad('hotspots = ["centre"]', 'hotspots = ["center"]', 'front.hotspots = ["center"]', 'names no sector by "center"', 'did you mean "centre"?'),
    "a third party": Bad("[mediators.envoy]", '[parties.east]\nside = "defender"\npositions = {}\n[mediators.envoy]', "parties", "must have at most 2 entries", "", "[parties.north]"),
}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bad.toml"


def refuse(file: Path, text: str) -> tuple[Problem, ...]:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    return caught.value.problems


def replaced(old: str, new: str) -> str:
    text = MINIMAL.read_text()
    assert old in text
    return text.replace(old, new, 1)


def line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if line.lstrip().startswith(start))


@pytest.mark.parametrize("kind", KINDS)
def test_bad_input_is_one_problem_with_line_rule_and_way_out(file: Path, kind: str) -> None:
    bad = KINDS[kind]
    text = replaced(bad.old, bad.new)
    (problem,) = refuse(file, text)
    assert problem.rule == bad.rule
    cut = problem.value.removesuffix("...")
    assert problem.value == bad.value or (cut != problem.value and bad.value.startswith(cut))
    assert problem.way_out.startswith(bad.way_out) if bad.way_out else True
    changed = text[: MINIMAL.read_text().index(bad.old)].count("\n") + 1
    assert problem.place == f"{file}:{line_of(text, bad.line) if bad.line else changed}"


def test_a_message_reads_as_one_line() -> None:
    problem = Problem("x.toml:41", "guarantors.germany.reliability = 1.4", "must lie in [0, 1]", "lower it")
    assert str(problem) == "x.toml:41: guarantors.germany.reliability = 1.4 must lie in [0, 1] (lower it)"
    assert str(Problem("--set", "", "must be PATH=VALUE")) == "--set: must be PATH=VALUE"


def test_every_problem_is_reported_at_once_and_once(file: Path) -> None:
    text = MINIMAL.read_text()
    chosen = [
        "an unknown key",
        "a missing class",
        "a rate above 1 a step",
        "aid to no party",
        "a text for a date",
    ]
    chosen += ["weights that do not sum to 1", "levels out of order", "an empty list", "no trials"]
    for kind in chosen:
        text = text.replace(KINDS[kind].old, KINDS[kind].new, 1)
    problems = refuse(file, text)
    assert {problem.rule for problem in problems} == {KINDS[kind].rule for kind in chosen}
    assert len(problems) == len(set(problems)) == len(chosen)


def test_problems_of_a_file_of_a_parent_and_of_an_override_come_together(file: Path) -> None:
    parent = file.with_name("parent.toml")
    parent.write_text(replaced("detection = 0.6", "detection = 2"))
    file.write_text('schema = 1\nextends = "parent.toml"\n[front]\nlength_km = 0\n')
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file, ["clock.rounds=0"])
    places = {problem.place.rpartition(":")[0] or problem.place for problem in caught.value.problems}
    assert places == {str(file), str(parent), "--set"}


def test_the_error_names_every_problem(file: Path) -> None:
    file.write_text(replaced("detection = 0.6", "detection = 2").replace("length_km = 300", "length_km = 0"))
    with pytest.raises(ScenarioError, match=r"(?s)length_km.*detection|detection.*length_km"):
        load_scenario(file)


def test_an_empty_scenario_lists_what_it_needs(file: Path) -> None:
    problems = refuse(file, "schema = 1\n")
    assert {problem.value for problem in problems} == {"start", "issues", "parties", "front"}
    assert {problem.rule for problem in problems} == {"must be given"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('sectors = ["west", "centre", "east"]', "sectors = 3"),
        ("[issues.territory]\n", "[issues.territory]\nstatus = 1\n"),
        ("date = 2025-01-06", "date = 3"),
        ('pledge = "bilateral_treaty"', 'pledge = "none"'),
        ("weight = 0.6\nideal = 1.0", "weight = 6\nideal = 1.0"),
        ("territory = { weight = 0.7", "territory = { weight = true"),
    ],
)
def test_what_follows_from_a_wrong_value_is_not_reported_too(file: Path, old: str, new: str) -> None:
    assert len(refuse(file, replaced(old, new))) == 1


def test_a_table_that_is_no_table_does_not_hide_other_problems(file: Path) -> None:
    problems = refuse(file, replaced("detection = 0.6", "detection = 2") + "[run]\ntrials = 0\n")
    assert len(problems) == 2


@pytest.mark.parametrize("table", ["start", "front", "issues", "parties", "monitors", "run", "talks"])
def test_a_number_where_a_table_belongs_is_told(file: Path, table: str) -> None:
    lines, skipping = [f"{table} = 3"], False
    for line in MINIMAL.read_text().split("\n"):
        if line.startswith("["):
            skipping = line.strip("[]").split(".")[0] == table
        if not skipping:
            lines.append(line)
    problems = refuse(file, "\n".join(lines))
    assert f"{table} = 3 must be a table" in {f"{problem.value} {problem.rule}" for problem in problems}
    assert len(problems) == 1


# ---------------------------------------------------------------- guarantors that depend on each other


def circle(leaders: dict[str, str]) -> str:
    text = MINIMAL.read_text()
    for name, leader in leaders.items():
        text += f'[guarantors.{name}]\npledge = "political"\nprotects = "north"\ndepends_on = "{leader}"\n'
    return text


def test_a_circle_of_guarantors_is_refused_for_each_of_them(file: Path) -> None:
    problems = refuse(file, circle({"a": "b", "b": "c", "c": "a", "d": "a"}))
    assert [problem.rule for problem in problems] == [
        "makes a circle: a -> b -> c -> a",
        "makes a circle: b -> c -> a -> b",
        "makes a circle: c -> a -> b -> c",
    ]


def test_a_line_of_guarantors_is_none(file: Path) -> None:
    file.write_text(circle({"a": "b", "b": "ally", "c": "ally"}))
    assert isinstance(load_scenario(file), Scenario)


# ---------------------------------------------------------------- correlations


UNCERTAIN = """
[[correlations]]
between = ["front.trend", "guarantors.ally.reliability"]
rho = {}
[[correlations]]
between = ["guarantors.ally.reliability", "guarantors.ally.material"]
rho = {}
[[correlations]]
between = ["guarantors.ally.material", "front.trend"]
rho = {}
"""


def correlate(between: str, rho: str) -> str:
    return MINIMAL.read_text() + f"[[correlations]]\nbetween = {between}\nrho = {rho}\n"


def test_correlations_that_agree_are_accepted(file: Path) -> None:
    file.write_text(MINIMAL.read_text() + UNCERTAIN.format(0.5, 0.5, 0.5))
    scenario = load_scenario(file)
    assert [pair.rho for pair in scenario.parameters.correlations] == [0.5] * 3


@pytest.mark.parametrize("rhos", [(0.9, 0.9, -0.9), (-0.6, -0.6, -0.6)])
def test_correlations_that_contradict_each_other_are_refused(file: Path, rhos: tuple[float, ...]) -> None:
    # Three equal correlations are possible down to -1/2.
    text = MINIMAL.read_text() + UNCERTAIN.format(*rhos)
    (problem,) = refuse(file, text)
    assert problem.rule == "contradict each other"
    assert problem.place == f"{file}:{line_of(text, '[[correlations]]')}"


@pytest.mark.parametrize(
    ("between", "rho", "rule"),
    [
        ('["front.trend", "front.blur"]', "0.1", 'names "front.blur", which is not an uncertain parameter'),
        (
            '["front.trend", "front.length_km"]',
            "0.1",
            'names "front.length_km", which is not an uncertain parameter',
        ),
        ('["front.trnd", "front.trend"]', "0.1", 'names "front.trnd", which is not an uncertain parameter'),
        ('["front", "front.trend"]', "0.1", 'names "front", which is not an uncertain parameter'),
        (
            '["front.trend", "front.trend"]',
            "0.1",
            "must tie front.trend and front.trend once, and no parameter to itself",
        ),
        ('["front.trend", "guarantors.ally.material"]', "1.0", "must be below 1"),
        ('["front.trend", "guarantors.ally.material"]', "-1", "must be above -1"),
        ('["front.trend", "guarantors.ally.material"]', "nan", "must be below 1"),
        ('["front.trend", "guarantors.ally.material"]', '"a"', "must be a number"),
        ('["front.trend", "guarantors.ally.material"]', f"0x{'f' * 5000}", "must be a number"),
        ('["front.trend"]', "0.1", "must be given"),
        ('["front.trend", 3]', "0.1", "must be a text"),
        ("3", "0.1", "must be a list"),
    ],
)
def test_a_correlation_that_ties_nothing_is_refused(file: Path, between: str, rho: str, rule: str) -> None:
    (problem,) = refuse(file, correlate(between, rho))
    assert problem.rule == rule


def test_one_pair_tied_twice_is_refused(file: Path) -> None:
    pair = '[[correlations]]\nbetween = ["{}", "{}"]\nrho = 0.1\n'
    ends = ("front.trend", "guarantors.ally.material")
    (problem,) = refuse(file, MINIMAL.read_text() + pair.format(*ends) + pair.format(*reversed(ends)))
    assert problem.rule.startswith("must tie guarantors.ally.material and front.trend once")
