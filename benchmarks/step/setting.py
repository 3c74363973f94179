"""What the hot step is measured on: a scenario's front and drawn parameters, in a ceasefire throughout."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.model.drawing import draw_rows
from engine.model.draws import key_of
from engine.model.packing import Packed, pack
from engine.model.parameters import Floats, Parameters
from engine.model.rules import incidents
from engine.model.schedule import WEEKS_PER_ROUND
from engine.scenario import Scenario
from engine.simulation.compiled.layout import SIDES, make_front


class Setting(NamedTuple):
    """Trials by weeks under orders to hold, without spoilers and crises; week 0 begins without retaliation.

    Attributes
    ----------
    key : int
        Of all draws.
    weeks : int
    unit, post : ndarray of uint64, shape (2 * n_sectors,), (n_sectors,)
        Addresses of draws.
    background : ndarray, shape (n_trials, 2 * n_sectors)
        Unrestrained incidents of each unit. [1/week]
    laxity : ndarray, shape (n_trials, n_rounds, 2)
        Of each side; orders slacken from round to round. [1]
    norm : ndarray, shape (n_trials, 2)
        Retaliation of each side. [1]
    attributing, forgiveness, misattribution, memory, contagion, cap : ndarray, shape (n_trials,)
    """

    key: int
    weeks: int
    unit: NDArray[np.uint64]
    post: NDArray[np.uint64]
    background: Floats
    laxity: Floats
    norm: Floats
    attributing: Floats
    forgiveness: Floats
    misattribution: Floats
    memory: Floats
    contagion: Floats
    cap: Floats


class Ran(NamedTuple):
    """Incidents of each week, shape (n_trials, n_weeks), and intensities at the end, (n_trials, n_units)."""

    totals: Floats
    intensity: Floats


def make_setting(scenario: Scenario, seed: int, trials: int, weeks: int) -> Setting:
    """Draw the parameters of trials 0 to trials - 1."""
    packed = pack(scenario)
    front = make_front(packed)
    drawn = [packed.parameters(row) for row in draw_rows(packed, seed, 0, trials)[0]]
    return Setting(
        key_of(seed),
        weeks,
        front.unit[: front.intensity.size],
        front.post[: len(packed.names.sectors)],
        np.array([_background(packed, p) for p in drawn]),
        np.array([_laxity(p, -(-weeks // WEEKS_PER_ROUND)) for p in drawn]),
        np.array([p.retaliation for p in drawn]),
        np.array([p.detection[0] * p.attribution[0] for p in drawn]),
        *(
            np.array([getattr(p, name)[0] for p in drawn])
            for name in ("forgiveness", "misattribution", "memory", "contagion", "cap")
        ),
    )


def _background(packed: Packed, p: Parameters) -> list[float]:
    """List the unrestrained incidents of both sides' units."""
    n = len(packed.names.sectors)
    n_hot = float(p.hotspot.sum())
    shares = [incidents.sector_share(hot != 0.0, n_hot, float(n), p.hotspot_share[0]) for hot in p.hotspot]
    line, blurred = (p.background[0], p.length[0]), (p.blur[0], p.blur_effect[0], p.zone[0], p.zone_scale[0])
    return [incidents.background(*line, share, *blurred) for share in shares] * SIDES


def _laxity(p: Parameters, rounds: int) -> list[list[float]]:
    """List both sides' laxity in each round."""
    held = [
        incidents.laxity_growth(
            growth, p.detection[0], p.restraint[0], p.commission[0], p.commission_restraint[0]
        )
        for growth in p.laxity_growth
    ]
    laxities = [[float(laxity) for laxity in p.laxity]]
    while len(laxities) < rounds:
        laxities.append([incidents.slacken(*pair) for pair in zip(laxities[-1], held, strict=True)])
    return laxities
