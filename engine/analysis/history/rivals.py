"""What any back-test must beat: climatology, and a logistic regression on the same codes."""

import math
from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_expit

from engine.analysis.history.codes import PLEDGES, SETTLEMENTS, WATCHES
from engine.analysis.history.scores import Floats
from engine.evidence.cases import Case

RIDGE = 1.0
"""Penalty on squared standardised coefficients: as if one case of each kind spoke against each code."""
PLEDGE_RANKS = ("assurance", "political", "multilateral_treaty", "bilateral_treaty", "alliance_troops")


def climatology(held: Floats) -> Floats:
    """Give each case the share of the other cases that held, one more of each kind added."""
    n = held.size
    return np.asarray((held.sum() - held + 1) / (n - 1 + 2))


def logistic_regression(cases: Sequence[Case], held: Floats) -> Floats:
    """Give each case the chance by a ridge logistic regression on the other cases' codes (leave one out)."""
    codes = np.array([list_codes(case) for case in cases])
    chances = np.empty(held.size)
    for i in range(held.size):
        others = np.arange(held.size) != i
        chances[i] = _fit_and_predict(codes[others], held[others], codes[i])
    return chances


def list_codes(case: Case) -> tuple[float, ...]:
    """Give the codes of a case as numbers, those that the mapping reads."""
    settlement, watch = SETTLEMENTS[case.settlement_kind], WATCHES[case.monitor_type]
    pledge = PLEDGES.get(case.guarantee_class)
    return (
        settlement.order,
        settlement.commission,
        float(settlement.term_rounds > 0),
        0.0 if pledge is None else 1.0 + PLEDGE_RANKS.index(pledge),
        float(case.combat_troops),
        watch.detection,
        float(bool(watch.pledge)),
        float(case.zone),
        case.front_sharpness,
        case.terms_imbalance,
        case.expected_shift,
    )


def _fit_and_predict(codes: Floats, held: Floats, asked: Floats) -> float:
    if held.size == 0:
        return math.nan
    spread = codes.std(axis=0)
    used = spread > 0
    scaled = (codes[:, used] - codes[:, used].mean(axis=0)) / spread[used]
    signs = 2 * held - 1

    def penalised(coefficients: Floats) -> float:
        logits = coefficients[0] + scaled @ coefficients[1:]
        return float(-log_expit(signs * logits).sum() + RIDGE / 2 * (coefficients[1:] ** 2).sum())

    start = np.zeros(1 + int(used.sum()))
    share = (held.sum() + 1) / (held.size + 2)
    start[0] = math.log(share / (1 - share))
    fitted = minimize(penalised, start, method="L-BFGS-B", bounds=[(-5, 5)] * start.size).x
    new = (asked[used] - codes[:, used].mean(axis=0)) / spread[used]
    return float(expit(fitted[0] + new @ fitted[1:]))
