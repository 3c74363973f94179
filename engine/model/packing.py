"""Scenario to numbers: one flat row of all parameters, and the named arrays that look into it.

The only file of the model that knows the scenario. A trial differs from another in the cells of its
row that are uncertain; every array of `Parameters` is a view of the row, so drawing a parameter is
writing its cells.
"""

import datetime
import itertools
from collections.abc import Mapping
from typing import Annotated, NamedTuple, TypeAlias, get_type_hints

import numpy as np
from numpy.typing import NDArray

from engine.errors import Problem, ScenarioError
from engine.model.draws import fill_trials, key_of, who_of
from engine.model.schedule import DAYS_PER_WEEK, WEEKS_PER_ROUND
from engine.model.streams import PARAMETER
from engine.scenario import Distribution, Scenario
from engine.scenario.schema import MAX_ELECTIONS, MAX_LEVELS

Floats: TypeAlias = NDArray[np.float64]

NEVER = np.inf
"""Week of a date that is not given."""
CODES: Mapping[str, int] = {
    "war": 0,
    "truce": 1,
    "accord": 2,
    "freely": 0,
    "after_agreement": 1,
    "after_ratification": 2,
    "truce_first": 0,
    "settlement_first": 1,
    "parallel": 2,
}


class Parameters(NamedTuple):
    """Every number that rules read, each an array with one axis for each ``{...}`` in its path.

    Words are codes, dates are weeks from the start (`NEVER` where absent), names are indices (-1
    where absent), yes and no are 1 and 0. Parties are ordered defender, challenger. Units are those
    of `engine.scenario.schema`.
    """

    start_phase: Annotated[Floats, "start.phase"]
    start_age: Annotated[Floats, "start.age_rounds"]
    start_front: Annotated[Floats, "start.front"]
    start_duress: Annotated[Floats, "start.duress"]
    start_terms: Annotated[Floats, "start.terms.{issue}"]

    status_quo: Annotated[Floats, "issues.{issue}.status_quo"]
    levels: Annotated[Floats, "issues.{issue}.levels.{level}"]
    power_shift: Annotated[Floats, "issues.{issue}.power_shift"]

    weight: Annotated[Floats, "{party}.positions.{issue}.weight"]
    ideal: Annotated[Floats, "{party}.positions.{issue}.ideal"]
    red_line: Annotated[Floats, "{party}.positions.{issue}.red_line"]
    firmness: Annotated[Floats, "{party}.positions.{issue}.firmness"]
    vulnerability: Annotated[Floats, "{party}.positions.{issue}.vulnerability"]
    aspiration: Annotated[Floats, "{party}.aspiration"]
    patience: Annotated[Floats, "{party}.patience_rounds"]
    concession: Annotated[Floats, "{party}.concession"]
    precision: Annotated[Floats, "{party}.precision"]
    reciprocity: Annotated[Floats, "{party}.reciprocity"]
    walk_out: Annotated[Floats, "{party}.walk_out"]
    cooling: Annotated[Floats, "{party}.cooling_rounds"]
    truce: Annotated[Floats, "{party}.truce"]
    truce_terms: Annotated[Floats, "{party}.truce_terms.{issue}"]
    truce_reluctance: Annotated[Floats, "{party}.truce_reluctance"]
    cost: Annotated[Floats, "{party}.cost"]
    winter_cost: Annotated[Floats, "{party}.winter_cost"]
    weariness_rate: Annotated[Floats, "{party}.weariness_rate"]
    discount_rate: Annotated[Floats, "{party}.discount_rate"]
    optimism: Annotated[Floats, "{party}.optimism"]
    doubt: Annotated[Floats, "{party}.doubt"]
    weapons: Annotated[Floats, "{party}.weapons"]
    surprise: Annotated[Floats, "{party}.surprise"]
    attack_rate: Annotated[Floats, "{party}.attack_rate"]
    noise: Annotated[Floats, "{party}.temptation_noise"]
    frailty_sd: Annotated[Floats, "{party}.frailty_sd"]
    damage: Annotated[Floats, "{party}.damage"]
    anger: Annotated[Floats, "{party}.anger"]
    retaliation: Annotated[Floats, "{party}.retaliation"]
    laxity: Annotated[Floats, "{party}.laxity"]
    laxity_growth: Annotated[Floats, "{party}.laxity_growth"]
    leader_exit: Annotated[Floats, "{party}.leader_exit_month"]

    home_weight: Annotated[Floats, "{constituency}.weight"]
    veto: Annotated[Floats, "{constituency}.veto"]
    threshold: Annotated[Floats, "{constituency}.threshold"]
    vote_delay: Annotated[Floats, "{constituency}.delay_rounds"]
    needs_truce: Annotated[Floats, "{constituency}.needs_truce"]
    not_before: Annotated[Floats, "{constituency}.not_before"]
    slope: Annotated[Floats, "{constituency}.slope"]
    vote_noise: Annotated[Floats, "{constituency}.noise_sd"]
    spoiler: Annotated[Floats, "{constituency}.spoiler_month"]
    provocation: Annotated[Floats, "{constituency}.provocation"]
    home_weights: Annotated[Floats, "{constituency}.positions.{issue}.weight"]
    home_ideal: Annotated[Floats, "{constituency}.positions.{issue}.ideal"]
    home_red_line: Annotated[Floats, "{constituency}.positions.{issue}.red_line"]
    home_firmness: Annotated[Floats, "{constituency}.positions.{issue}.firmness"]

    voice: Annotated[Floats, "{mediator}.voice"]
    tilt: Annotated[Floats, "{mediator}.tilt"]
    revision: Annotated[Floats, "{mediator}.revision"]
    push: Annotated[Floats, "{mediator}.push"]
    leverage: Annotated[Floats, "{mediator}.leverage.{party_name}"]
    deadline: Annotated[Floats, "{mediator}.deadline"]
    deadline_rounds: Annotated[Floats, "{mediator}.deadline_rounds"]
    deadline_pressure: Annotated[Floats, "{mediator}.deadline_pressure"]

    protects: Annotated[Floats, "{guarantor}.protects"]
    pledge_issue: Annotated[Floats, "{guarantor}.issue"]
    guarantor_party: Annotated[Floats, "{guarantor}.party"]
    family: Annotated[Floats, "{guarantor}.family"]
    reliability: Annotated[Floats, "{guarantor}.reliability"]
    material: Annotated[Floats, "{guarantor}.material"]
    capability: Annotated[Floats, "{guarantor}.capability"]
    belief_protege: Annotated[Floats, "{guarantor}.belief_protege"]
    belief_adversary: Annotated[Floats, "{guarantor}.belief_adversary"]
    belief_strength: Annotated[Floats, "{guarantor}.belief_strength"]
    drift: Annotated[Floats, "{guarantor}.drift_month"]
    elections: Annotated[Floats, "{guarantor}.elections.{election}"]
    election_sd: Annotated[Floats, "{guarantor}.election_sd"]
    term_years: Annotated[Floats, "{guarantor}.term_years"]
    depends_on: Annotated[Floats, "{guarantor}.depends_on"]
    dependence: Annotated[Floats, "{guarantor}.dependence"]
    common_shock: Annotated[Floats, "{guarantor}.common_shock"]
    force_trend: Annotated[Floats, "{guarantor}.force_trend"]
    material_trend: Annotated[Floats, "{guarantor}.material_trend"]
    parliament_support: Annotated[Floats, "{guarantor}.parliament.support"]
    parliament_delay: Annotated[Floats, "{guarantor}.parliament.delay_rounds"]
    parliament_essential: Annotated[Floats, "{guarantor}.parliament.essential"]

    aid_to: Annotated[Floats, "{aid}.to"]
    aid_trend: Annotated[Floats, "{aid}.trend"]
    aid_fatigue: Annotated[Floats, "{aid}.fatigue"]
    funded_until: Annotated[Floats, "{aid}.funded_until"]
    pressure_cost: Annotated[Floats, "{pressure}.costs.{party_name}"]
    pressure_fatigue: Annotated[Floats, "{pressure}.fatigue"]

    length: Annotated[Floats, "front.length_km"]
    hotspot: Annotated[Floats, "front.hotspots.{sector}"]
    hotspot_share: Annotated[Floats, "front.hotspot_share"]
    trend: Annotated[Floats, "front.trend"]
    trend_sd: Annotated[Floats, "front.trend_sd"]
    volatility: Annotated[Floats, "front.volatility"]
    offensive: Annotated[Floats, "front.offensive"]
    blur: Annotated[Floats, "front.blur"]
    blur_effect: Annotated[Floats, "front.blur_effect"]
    zone: Annotated[Floats, "front.zone_km"]
    zone_scale: Annotated[Floats, "front.zone_scale_km"]
    background: Annotated[Floats, "front.background"]
    memory: Annotated[Floats, "front.memory_weeks"]
    contagion: Annotated[Floats, "front.contagion"]
    misattribution: Annotated[Floats, "front.misattribution"]
    forgiveness: Annotated[Floats, "front.forgiveness"]
    cap: Annotated[Floats, "front.intensity_cap"]
    severity: Annotated[Floats, "front.severity"]

    detection: Annotated[Floats, "monitors.detection"]
    attribution: Annotated[Floats, "monitors.attribution"]
    restraint: Annotated[Floats, "monitors.restraint"]
    commission: Annotated[Floats, "monitors.commission"]
    commission_restraint: Annotated[Floats, "monitors.commission_restraint"]
    commission_calming: Annotated[Floats, "monitors.commission_calming"]

    order: Annotated[Floats, "sequence.order"]
    fixed_terms: Annotated[Floats, "sequence.fixed_terms"]
    shelf_life: Annotated[Floats, "sequence.shelf_life_rounds"]
    truce_term: Annotated[Floats, "sequence.truce_term_rounds"]
    partial: Annotated[Floats, "sequence.partial_month"]
    partial_rounds: Annotated[Floats, "sequence.partial_rounds"]
    partial_extension: Annotated[Floats, "sequence.partial_extension"]
    partial_relief: Annotated[Floats, "sequence.partial_relief"]

    ripeness: Annotated[Floats, "talks.ripeness"]
    ripeness_pain: Annotated[Floats, "talks.ripeness_pain"]
    ripeness_stalemate: Annotated[Floats, "talks.ripeness_stalemate"]
    resentment: Annotated[Floats, "talks.resentment"]
    spoiler_surge: Annotated[Floats, "talks.spoiler_surge"]
    spill_over: Annotated[Floats, "talks.spill_over"]
    forgetting: Annotated[Floats, "talks.forgetting"]

    durable_years: Annotated[Floats, "outcome.durable_years"]
    quiet: Annotated[Floats, "outcome.quiet_incidents"]
    war_line: Annotated[Floats, "outcome.war_incidents"]


class Names(NamedTuple):
    """Actors and issues in the order of their axes; the parties are defender, challenger.

    Guarantors are ordered so that each stands after the one it depends on, and like the other actors
    otherwise by name, so that their order in a file changes no bit; issues and sectors keep the file's.
    """

    parties: tuple[str, str]
    issues: tuple[str, ...]
    constituencies: tuple[tuple[int, str], ...]
    mediators: tuple[str, ...]
    guarantors: tuple[str, ...]
    aid: tuple[str, ...]
    pressures: tuple[str, ...]
    sectors: tuple[str, ...]

    def who(self) -> dict[str, int]:
        """Address of every actor, by its kind and name, for its draws."""
        addresses = ["world", "monitors"]
        addresses += [f"party/{party}" for party in self.parties]
        addresses += [f"constituency/{self.parties[side]}/{name}" for side, name in self.constituencies]
        addresses += [f"mediator/{name}" for name in self.mediators]
        addresses += [f"guarantor/{name}" for name in self.guarantors]
        addresses += [f"unit/{party}/{sector}" for party in self.parties for sector in self.sectors]
        addresses += [f"monitors/{sector}" for sector in self.sectors]
        return {address: who_of(address) for address in addresses}


class Packed(NamedTuple):
    """A scenario as numbers.

    Attributes
    ----------
    scenario : Scenario
        What was packed.
    names : Names
        The order of every axis.
    row : ndarray, shape (n_cells,)
        All parameters, uncertain ones at their means, weights as written; `draw_rows` scales them.
    shapes : tuple of tuple of int
        Shape of each field of `Parameters`, which lie in the row one after another.
    cells : tuple of (str, tuple of int)
        Each uncertain parameter's path and the cells of the row that hold it.
    winter : ndarray of bool, shape (weeks + 1,)
        Whether each week's Monday lies in a winter month.
    """

    scenario: Scenario
    names: Names
    row: Floats
    shapes: tuple[tuple[int, ...], ...]
    cells: tuple[tuple[str, tuple[int, ...]], ...]
    winter: NDArray[np.bool_]

    def parameters(self, row: Floats) -> Parameters:
        """Name the parts of a row; the arrays are views of it."""
        ends = list(itertools.accumulate(int(np.prod(shape)) for shape in self.shapes))
        parts = [row[end - int(np.prod(shape)) : end] for shape, end in zip(self.shapes, ends, strict=True)]
        return Parameters(*[part.reshape(shape) for part, shape in zip(parts, self.shapes, strict=True)])


ABSENT = -1.0
"""Stands for a term, a level, an index or a parliament that a scenario does not name."""
_MISSING: Mapping[str, float] = {
    "deadline": NEVER,
    "elections.{election}": NEVER,
    "not_before": 0.0,
    "funded_until": 0.0,
    "leverage.{party_name}": 0.0,
    "costs.{party_name}": 0.0,
}


def pack(scenario: Scenario) -> Packed:
    """Lay out a scenario as numbers.

    Raises
    ------
    ScenarioError
        If the addresses of two actors' draws, or of two uncertain parameters, collide.
    """
    names = _name(scenario)
    _refuse_collisions(scenario, names)
    axes = _axes(names)
    values: list[float] = []
    shapes: list[tuple[int, ...]] = []
    places: dict[str, list[int]] = {}
    for template in _templates().values():
        keys = [axis for axis in axes if f"{{{axis}}}" in template]
        keys.sort(key=lambda axis, text=template: text.index(f"{{{axis}}}"))  # type: ignore[misc]
        shapes.append(tuple(len(axes[key]) for key in keys) or (1,))
        for combination in itertools.product(*[axes[key] for key in keys]):
            filled = template
            for key, name in zip(keys, combination, strict=True):
                filled = filled.replace(f"{{{key}}}", name)
            path, value = _look_up(scenario, names, template, filled)
            if isinstance(value, Distribution):
                places.setdefault(path, []).append(len(values))
            values.append(_encode(value, path, template, scenario, names))
    cells = tuple((path, tuple(places[path])) for path in scenario.uncertain)
    return Packed(scenario, names, np.array(values), tuple(shapes), cells, _winter_weeks(scenario))


def draw_rows(packed: Packed, seed: int, first: int, n_trials: int) -> tuple[Floats, Floats]:
    """Draw the uncertain parameters of consecutive trials.

    Returns
    -------
    rows : ndarray, shape (n_trials, n_cells)
        All parameters of each trial.
    draws : ndarray, shape (n_trials, n_uncertain)
        The uncertain ones as drawn, in the order of `Packed.cells`.
    """
    key = key_of(seed)
    uniforms = np.empty((len(packed.cells), n_trials))
    for uniform, (path, _) in zip(uniforms, packed.cells, strict=True):
        fill_trials(key, first, who_of(path), PARAMETER, uniform)
    correlate(packed.scenario, uniforms)
    rows = np.repeat(packed.row[np.newaxis, :], n_trials, axis=0)
    draws = np.empty((n_trials, len(packed.cells)))
    for i, (path, cells) in enumerate(packed.cells):
        distribution = packed.scenario.value_at(path)
        assert isinstance(distribution, Distribution)
        draws[:, i] = distribution.quantile(uniforms[i])
        for cell in cells:
            rows[:, cell] = draws[:, i]
    _scale_weights(packed, rows)
    return rows, draws


def correlate(scenario: Scenario, uniforms: Floats) -> None:
    """Give uniforms, shape (n_uncertain, n_trials), the scenario's Gaussian copula, in place.

    A parameter that no correlation names keeps its uniforms to the last bit.
    """
    pairs = scenario.parameters.correlations
    if not pairs:
        return
    from scipy.special import ndtr, ndtri

    tied = sorted({path for pair in pairs for path in pair.between})
    matrix = np.eye(len(tied))
    for pair in pairs:
        i, j = (tied.index(path) for path in pair.between)
        matrix[i, j] = matrix[j, i] = pair.rho
    rows = [scenario.uncertain.index(path) for path in tied]
    normals = ndtri(uniforms[rows])
    lower = cholesky(matrix)
    for i, row in enumerate(rows):
        mixed = np.zeros(uniforms.shape[1])
        for j in range(i + 1):
            mixed += lower[i, j] * normals[j]
        uniforms[row] = ndtr(mixed)


def cholesky(matrix: Floats) -> Floats:
    """Lower Cholesky factor in a fixed order of operations; NaN where the matrix is not positive definite."""
    n = len(matrix)
    lower = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            rest = matrix[i, j]
            for k in range(j):
                rest -= lower[i, k] * lower[j, k]
            if i == j:
                lower[i, i] = np.sqrt(rest) if rest > 0 else np.nan
            else:
                lower[i, j] = rest / lower[j, j]
    return lower


def _templates() -> dict[str, str]:
    hints = get_type_hints(Parameters, include_extras=True)
    return {field: hints[field].__metadata__[0] for field in Parameters._fields}


def _name(scenario: Scenario) -> Names:
    parameters = scenario.parameters
    sides = {party.side: name for name, party in parameters.parties.items()}
    parties = (sides["defender"], sides["challenger"])
    return Names(
        parties=parties,
        issues=tuple(parameters.issues),
        constituencies=tuple(
            (side, name)
            for side, party in enumerate(parties)
            for name in sorted(parameters.parties[party].constituencies)
        ),
        mediators=tuple(sorted(parameters.mediators)),
        guarantors=_leaders_first(
            {name: guarantor.depends_on for name, guarantor in parameters.guarantors.items()}
        ),
        aid=tuple(sorted(parameters.aid)),
        pressures=tuple(sorted(parameters.pressures)),
        sectors=parameters.front.sectors,
    )


def _leaders_first(depends_on: Mapping[str, str | None]) -> tuple[str, ...]:
    def depth(name: str) -> int:
        leader = depends_on[name]
        return 0 if leader is None else 1 + depth(leader)

    return tuple(sorted(depends_on, key=lambda name: (depth(name), name)))


def _axes(names: Names) -> dict[str, list[str]]:
    return {
        "party": [f"parties.{name}" for name in names.parties],
        "party_name": list(names.parties),
        "constituency": [
            f"parties.{names.parties[side]}.constituencies.{name}" for side, name in names.constituencies
        ],
        "mediator": [f"mediators.{name}" for name in names.mediators],
        "guarantor": [f"guarantors.{name}" for name in names.guarantors],
        "aid": [f"aid.{name}" for name in names.aid],
        "pressure": [f"pressures.{name}" for name in names.pressures],
        "issue": list(names.issues),
        "sector": list(names.sectors),
        "level": [str(i) for i in range(MAX_LEVELS)],
        "election": [str(i) for i in range(MAX_ELECTIONS)],
    }


def _look_up(scenario: Scenario, names: Names, template: str, path: str) -> tuple[str, object]:
    """Find the value at a path; what a constituency does not say is its party's."""
    if template == "front.hotspots.{sector}":
        return path, path.rsplit(".", 1)[1] in scenario.parameters.front.hotspots
    value = _walk(scenario.parameters, path)
    if value is None and template.startswith("{constituency}.positions."):
        party, _, rest = path.partition(".constituencies.")
        path = f"{party}.positions.{rest.split('.', 2)[2]}"
        value = _walk(scenario.parameters, path)
    if value is None and template == "{guarantor}.family":
        value = _walk(scenario.parameters, path.removesuffix("family") + "pledge")
    return path, value


def _walk(table: object, path: str) -> object:
    for key in path.split("."):
        if isinstance(table, Mapping):
            table = table.get(key)
        elif isinstance(table, tuple):
            table = table[int(key)] if int(key) < len(table) else None
        else:
            table = getattr(table, key, None)
        if table is None:
            return None
    return table


def _encode(value: object, path: str, template: str, scenario: Scenario, names: Names) -> float:
    if value is None:
        return next((number for end, number in _MISSING.items() if template.endswith(end)), ABSENT)
    if isinstance(value, Distribution):
        return value.mean()
    if isinstance(value, datetime.date):
        return float((value - scenario.parameters.start.date).days // DAYS_PER_WEEK)
    if isinstance(value, str):
        if template in ("{guarantor}.protects", "{guarantor}.party", "{aid}.to"):
            return float(names.parties.index(value))
        if template == "{guarantor}.issue":
            return float(names.issues.index(value))
        if template == "{guarantor}.depends_on":
            return float(names.guarantors.index(value))
        if template == "{guarantor}.family":
            return float(who_of(value))
        return float(CODES[value])
    assert isinstance(value, (int, float)), path
    return float(value)


def _scale_weights(packed: Packed, rows: Floats) -> None:
    """Scale constituencies' weights, and a party's where one is uncertain, to sum to 1, in place."""
    fields = Parameters._fields
    starts = np.concatenate([[0], np.cumsum([int(np.prod(shape)) for shape in packed.shapes])])
    uncertain = {cell for _, cells in packed.cells for cell in cells}
    for field in ("weight", "home_weights"):
        at = fields.index(field)
        n_actors, n_issues = packed.shapes[at]
        for actor in range(n_actors):
            first = int(starts[at]) + actor * n_issues
            cells = range(first, first + n_issues)
            if field == "weight" and uncertain.isdisjoint(cells):
                continue
            total = np.zeros(len(rows))
            for cell in cells:
                total = total + rows[:, cell]
            for cell in cells:
                rows[:, cell] = rows[:, cell] / total


def _winter_weeks(scenario: Scenario) -> NDArray[np.bool_]:
    start, clock = scenario.parameters.start.date, scenario.parameters.clock
    dates = (
        start + datetime.timedelta(days=DAYS_PER_WEEK * week)
        for week in range(clock.rounds * WEEKS_PER_ROUND + 1)
    )
    return np.array([date.month in clock.winter_months for date in dates])


def _refuse_collisions(scenario: Scenario, names: Names) -> None:
    for group in (names.who(), {path: who_of(path) for path in scenario.uncertain}):
        seen: dict[int, str] = {}
        for name, who in group.items():
            if who in seen:
                rule = f"shares the address of its draws with {seen[who]}"
                raise ScenarioError(Problem(scenario.name, name, rule, "rename one of them"))
            seen[who] = name
