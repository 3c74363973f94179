"""Making the records of the kernel from a scenario.

All records look into one flat buffer of 8-byte words, so that a trial begins by copying the words that
every trial begins with and writing the uncertain parameters into theirs.
"""

import re
from typing import NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

from engine.model.choices import find_addresses
from engine.model.packing import Names, Packed
from engine.model.parameters import Floats, Parameters
from engine.model.rules.war import WAR_VALUE_ROOM
from engine.model.schedule import MONTHS_PER_YEAR, SIGNS, WEEKS_PER_ROUND, WEEKS_PER_YEAR
from engine.simulation.compiled.world import Front, Rows, World
from engine.simulation.records import columns

SIDES = 2
N_LEDGER = 27
"""Recorded numbers that every scenario has: the first of `engine.simulation.records.columns`."""

_ENTITIES = {
    (): "world",
    ("issue",): "issue",
    ("issue", "level"): "level",
    ("party",): "party",
    ("party", "issue"): "position",
    ("constituency",): "home",
    ("constituency", "issue"): "home_position",
    ("mediator",): "mediator",
    ("mediator", "party_name"): "leverage",
    ("guarantor",): "guarantor",
    ("guarantor", "election"): "election",
    ("aid",): "aid",
    ("pressure", "party_name"): "pressure_cost",
    ("pressure",): "pressure",
    ("sector",): "sector",
}
"""Which record holds a parameter, by the axes of its path."""

_CARRIED = {
    "world": {
        "key": "u8",
        "trial": "u8",
        "who": "u8",
        "once": "u8",
        "other": "u8",
        "units_other": "u8",
        "posts_other": "u8",
        "exchanged_from": "i8",
        "exchanged_to": "i8",
        "winter_share": "f8",
        "phase": "i8",
        "round": "i8",
        "week": "i8",
        "position": "f8",
        "remembered_front": "f8",
        "true_trend": "f8",
        "edge": "f8",
        "fatigue": "f8",
        "all_push": "f8",
        "forgotten_share": "f8",
        "partial_chance": "f8",
        "partial_rounds_left": "f8",
        "recent_incidents": "f8",
        "signed_week": "i8",
        "renewed_week": "i8",
        "ceasefire_week": "i8",
        "accord_week": "i8",
        "agreed_round": "i8",
        "attacked": "i8",
        "had_ceasefire": "i8",
        "began_in_accord": "i8",
        "learnt": "i8",
        "has_terms": "i8",
        "pending": "i8",
    },
    "issue": {"term": "f8", "draft": "f8", "agreed": "f8", "last_agreed": "f8"},
    "party": {
        "who": "u8",
        "once": "u8",
        "other": "u8",
        "side": "i8",
        "sign": "f8",
        "frailty": "f8",
        "slackening": "f8",
        "head_start": "f8",
        "exit_chance": "f8",
        "pressures": "f8",
        "status_quo_worth": "f8",
        "worst_worth": "f8",
        "weariness_now": "f8",
        "trend_mean": "f8",
        "trend_variance": "f8",
        "rounds_talked": "f8",
        "back_at_table": "f8",
        "asked": "f8",
        "asking": "f8",
        "conceded": "f8",
        "laxity_now": "f8",
        "duress": "f8",
        "agreed_pressure": "f8",
        "war_worth": "f8",
        "gross": "f8",
        "deterred": "f8",
        "temptation": "f8",
        "judged": "i8",
        "war_cost": "f8",
    },
    "home": {
        "who": "u8",
        "other": "u8",
        "side": "i8",
        "status_quo_worth": "f8",
        "staged": "f8",
        "provoke_far": "f8",
        "provoke_near": "f8",
        "passed": "i8",
    },
    "mediator": {"tilt_now": "f8"},
    "guarantor": {
        "who": "u8",
        "other": "u8",
        "true_reliability": "f8",
        "drift_sd": "f8",
        "drifted": "i8",
        "ratified": "i8",
        "passed": "i8",
        "void": "i8",
        "called": "i8",
        "came": "i8",
        "helped": "i8",
        "times_called": "f8",
        "times_honoured": "f8",
        "times_helped": "f8",
    },
    "aid": {"level": "f8"},
    "belief": {"alpha": "f8", "beta": "f8", "prior_alpha": "f8", "prior_beta": "f8"},
    "ledger": {},
}
"""What each record carries beside its parameters; flags are 0 or 1.

An actor draws under `other` in the weeks that are exchanged, and under `once` what is drawn once a trial.
"""

_STARTS = {
    "issue": {"last_agreed": np.nan},
    "party": {"asked": np.nan, "asking": np.nan, "judged": -1},
    "aid": {"level": 1.0},
}
"""What does not start at 0."""


class Keys(NamedTuple):
    """Words of the buffer that hold an actor's keys.

    Attributes
    ----------
    once : int
        That of what is drawn once a trial; -1 where nothing is.
    other : int
        That of the weeks that are exchanged.
    """

    once: int
    other: int


class Plan(NamedTuple):
    """Where everything lies in the flat buffer.

    Attributes
    ----------
    start : ndarray, shape (n_words,)
        The words with which every trial begins.
    cells : ndarray of int64, shape (n_cells,)
        Word of each parameter of `Packed.row`.
    words : ndarray, shape (n_words,)
        The buffer.
    world : World
        The records that look into it.
    keys : dict of str to Keys
        Where the keys of those lie whose luck can be exchanged, by name.
    """

    start: Floats
    cells: NDArray[np.int64]
    words: Floats
    world: World
    keys: dict[str, Keys]


def plan_world(packed: Packed, row: Floats, key: int) -> Plan:
    """Lay out the records of a scenario's actors and fill in what no draw changes.

    Parameters
    ----------
    row : ndarray, shape (n_cells,)
        All parameters, weights scaled.
    """
    shapes, fields = _list_records(packed)
    sizes = [int(np.prod(shapes[entity])) * len(fields[entity]) for entity in fields]
    ends = np.cumsum(sizes)
    start = np.zeros(int(ends[-1]))
    first = dict(zip(fields, (ends - sizes).tolist(), strict=True))
    n_asked = len(packed.names.constituencies) + len(packed.names.guarantors) + 1

    def look(words: Floats) -> World:
        views = {}
        for entity, end in zip(fields, ends.tolist(), strict=True):
            dtype = np.dtype(list(fields[entity].items()))
            views[entity] = words[first[entity] : end].view(dtype).reshape(shapes[entity])
        return World(
            **views,
            asked=np.zeros((n_asked, count_years(packed)), dtype=np.bool_),
            choices=find_addresses(),
            room=np.zeros(WAR_VALUE_ROOM),
        )

    def word_of(entity: str, place: int, field: str) -> int:
        named = list(fields[entity])
        return first[entity] + place * len(named) + named.index(field) if field in named else -1

    cells = []
    for field, (entity, shape) in zip(Parameters._fields, _places(packed), strict=True):
        width, at = len(fields[entity]), list(fields[entity]).index(field)
        cells.append(first[entity] + np.arange(int(np.prod(shape))) * width + at)
    where = np.concatenate(cells).astype(np.int64)
    start[where] = row
    _fill_in(look(start), packed, key)
    words = start.copy()
    keys = {
        name: Keys(word_of(entity, place, "once"), word_of(entity, place, "other"))
        for entity, names in list_actors(packed.names).items()
        for place, name in enumerate(names)
    }
    keys["units"], keys["monitors"] = (
        Keys(-1, word_of("world", 0, field)) for field in ("units_other", "posts_other")
    )
    return Plan(start, where, words, look(words), keys)


def list_actors(names: Names) -> dict[str, list[str]]:
    """Name the actors that draw, by the kind and in the order of their records."""
    return {
        "world": ["world"],
        "party": [f"party/{party}" for party in names.parties],
        "home": [f"constituency/{names.parties[side]}/{name}" for side, name in names.constituencies],
        "guarantor": [f"guarantor/{name}" for name in names.guarantors],
    }


def count_years(packed: Packed) -> int:
    """Count the years of a trial that reaches its horizon, the last of them begun."""
    return -(-packed.scenario.parameters.clock.rounds * WEEKS_PER_ROUND // WEEKS_PER_YEAR)


def make_front(packed: Packed) -> Front:
    """Make the rows along the front of a scenario."""
    names, who = packed.names, packed.names.who()
    sectors = len(names.sectors)
    units = [who[f"unit/{party}/{sector}"] for party in names.parties for sector in names.sectors]
    posts = [who[f"monitors/{sector}"] for sector in names.sectors]
    weeks = np.arange(WEEKS_PER_ROUND)
    draw, score = np.zeros((2, WEEKS_PER_ROUND * SIDES * sectors))
    background, intensity, mean, fired, added = np.zeros((5, SIDES * sectors))
    return Front(
        unit=np.tile(np.array(units, dtype=np.uint64), WEEKS_PER_ROUND),
        unit_week=np.repeat(weeks, SIDES * sectors),
        post=np.tile(np.array(posts, dtype=np.uint64), WEEKS_PER_ROUND),
        post_week=np.repeat(weeks, sectors),
        draw=draw,
        score=score,
        attribute=np.zeros(WEEKS_PER_ROUND * sectors),
        background=background,
        intensity=intensity,
        mean=mean,
        fired=fired,
        added=added,
        perceived=np.zeros(sectors + 2),
        by_year=np.zeros(count_years(packed)),
    )


def make_rows(packed: Packed) -> Rows:
    """Make the rows of draws of a scenario."""
    rounds = packed.scenario.parameters.clock.rounds
    weeks = rounds * WEEKS_PER_ROUND
    leader_exit, convene, attack = np.zeros((3, SIDES, rounds))
    return Rows(
        leader_exit=leader_exit,
        convene=convene,
        attack=attack,
        partial=np.zeros(rounds),
        crisis=np.zeros(weeks),
        provoke=np.zeros((len(packed.names.constituencies), weeks)),
        winter=packed.winter,
    )


def _places(packed: Packed) -> list[tuple[str, tuple[int, ...]]]:
    hints = get_type_hints(Parameters, include_extras=True)
    axes = [tuple(re.findall(r"{(\w+)}", hints[field].__metadata__[0])) for field in Parameters._fields]
    return [(_ENTITIES[each], shape) for each, shape in zip(axes, packed.shapes, strict=True)]


def _list_records(packed: Packed) -> tuple[dict[str, tuple[int, ...]], dict[str, dict[str, str]]]:
    """List the shape of each kind of record and the types of its fields, parameters first."""
    shapes: dict[str, tuple[int, ...]] = {
        "ledger": (1,),
        "belief": (SIDES, len(packed.names.guarantors)),
    }
    fields: dict[str, dict[str, str]] = {entity: {} for entity in World._fields[:-3]}
    for field, (entity, shape) in zip(Parameters._fields, _places(packed), strict=True):
        shapes[entity] = shape
        fields[entity][field] = "f8"
    for column in columns(packed.scenario)[:N_LEDGER]:
        fields["ledger"][column.name] = "f8"
    for entity, carried in _CARRIED.items():
        fields[entity] |= carried
    return shapes, fields


def _fill_in(world: World, packed: Packed, key: int) -> None:
    who = packed.names.who()
    for entity, starts in _STARTS.items():
        for field, value in starts.items():
            getattr(world, entity)[field] = value
    for column in columns(packed.scenario)[:N_LEDGER]:
        counted = column.kind == "count" or column.name == "status"
        world.ledger[column.name] = 0.0 if counted else np.nan
    months = packed.scenario.parameters.clock.winter_months
    world.world["key"] = np.uint64(key)
    for entity, names in list_actors(packed.names).items():
        getattr(world, entity)["who"] = [who[name] for name in names]
        getattr(world, entity)["other"] = np.uint64(key)
    for field in ("once", "units_other", "posts_other"):
        world.world[field] = np.uint64(key)
    world.party["once"] = np.uint64(key)
    world.world["winter_share"] = len(set(months)) / MONTHS_PER_YEAR
    world.party["side"] = range(SIDES)
    world.party["sign"] = SIGNS
    world.home["side"] = [side for side, _ in packed.names.constituencies]
