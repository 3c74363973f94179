"""CART: the leaves of a classification tree (Breiman et al. 1984) as boxes, pruned out of sample."""

from typing import Any, NamedTuple

import numpy as np

from engine.analysis.discovery.boxes import Box, Flags, make_whole
from engine.errors import EngineError, Problem
from engine.model.parameters import Floats

LEAST_MASS = 0.05
"""Least share of trials in a leaf."""
FOLDS = 5


class Leaf(NamedTuple):
    """A leaf of a tree: its limits, and the share of cases among the trials that it was grown on."""

    box: Box
    density: float


def grow(x: Floats, hits: Flags) -> tuple[list[Leaf], float]:
    """Grow a tree on trials, and prune it by cost-complexity.

    Of the prunings, the one with the fewest leaves whose squared error (Brier 1950) on left-out fifths of the
    trials is within one standard error of the least (Breiman et al. 1984, 3.4.3).

    Returns
    -------
    leaves : list of Leaf
        One without limits where no split is worth its cost.
    pruning : float
        Cost of a leaf that was chosen.

    Raises
    ------
    EngineError
        If scikit-learn is not installed.
    """
    prunings = _list_prunings(x, hits)
    fold = np.arange(hits.size) % FOLDS
    errors = np.empty((prunings.size, FOLDS))
    for left_out in range(FOLDS):
        there = fold != left_out
        tree = fit(x[:, there], hits[there])
        for place, pruning in enumerate(prunings):
            errors[place, left_out] = _measure_error(
                list_leaves(tree, len(x), pruning), x[:, ~there], hits[~there]
            )
    mean = errors.mean(axis=1)
    best = int(np.argmin(mean))
    allowed = mean[best] + errors[best].std(ddof=1) / np.sqrt(FOLDS)
    chosen = float(prunings[np.flatnonzero(mean <= allowed).max()])
    return list_leaves(fit(x, hits), len(x), chosen), chosen


def fit(x: Floats, hits: Flags) -> Any:
    """Fit the whole tree, as scikit-learn keeps it."""
    return _make_tree(hits.size).fit(np.ascontiguousarray(x.T), hits).tree_


def list_leaves(tree: Any, n_columns: int, pruning: float) -> list[Leaf]:
    """List the leaves of the subtree whose impurity and leaves cost least (Breiman et al. 1984, 3.3)."""
    splits = _choose_splits(tree, pruning)
    leaves, waiting = [], [(0, make_whole(n_columns))]
    while waiting:
        node, box = waiting.pop()
        if not splits[node]:
            shares = tree.value[node, 0]
            leaves.append(Leaf(box, float(shares[-1] / shares.sum())))
            continue
        column, limit = int(tree.feature[node]), float(tree.threshold[node])
        waiting.append(
            (int(tree.children_right[node]), box.limit(column, 0, float(np.nextafter(limit, np.inf))))
        )
        waiting.append((int(tree.children_left[node]), box.limit(column, 1, limit)))
    return leaves


def _choose_splits(tree: Any, pruning: float) -> Flags:
    """Say of each node whether the subtree of least cost splits it; children stand behind their parents."""
    weights = tree.weighted_n_node_samples / tree.weighted_n_node_samples[0]
    cost = tree.impurity * weights + pruning
    splits = np.zeros(tree.node_count, dtype=bool)
    for node in range(tree.node_count - 1, -1, -1):
        left, right = tree.children_left[node], tree.children_right[node]
        if left != right and cost[left] + cost[right] < cost[node]:
            cost[node], splits[node] = cost[left] + cost[right], True
    return splits


def _make_tree(n_trials: int) -> Any:
    try:
        from sklearn.tree import DecisionTreeClassifier
    except ImportError as error:
        way_out = "pip install 'ceasefire-engine[analysis]'"
        rule = "needs scikit-learn, which is not installed"
        raise EngineError(Problem("sim discover", "", rule, way_out)) from error
    least = max(1, int(np.ceil(LEAST_MASS * n_trials)))
    return DecisionTreeClassifier(min_samples_leaf=least, random_state=0)


def _list_prunings(x: Floats, hits: Flags) -> Floats:
    """List a cost of a leaf between each two at which the tree shrinks, and one that leaves no split."""
    path = _make_tree(hits.size).cost_complexity_pruning_path(np.ascontiguousarray(x.T), hits)
    costs = np.unique(np.maximum(path.ccp_alphas, 0.0))
    between = np.sqrt(costs[:-1] * costs[1:])
    return np.append(between, 2 * costs[-1] + np.finfo(float).tiny)


def _measure_error(leaves: list[Leaf], x: Floats, hits: Flags) -> float:
    chances = np.zeros(hits.size)
    for leaf in leaves:
        chances[leaf.box.holds(x)] = leaf.density
    return float(np.mean((chances - hits) ** 2))
