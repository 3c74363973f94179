"""The state of one trial in the kernel: a record for each actor, its parameters beside what it carries.

Compiled code reads and writes a record's fields by name; `engine.simulation.compiled.layout` makes them.
"""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.model.parameters import Floats

Words: TypeAlias = NDArray[np.uint64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Records: TypeAlias = NDArray[np.void]
Record: TypeAlias = Any
"""One element of `Records`, as compiled code sees it."""


class World(NamedTuple):
    """Records of everything in a trial; a parameter and what is carried are fields by name.

    Attributes
    ----------
    world, ledger : records, shape (1,)
        What is one for the whole trial, and what it has recorded so far.
    issue, party, home, mediator, guarantor, aid, pressure, sector : records, shape (n,)
        Homes are constituencies; parties are ordered defender, challenger.
    level, position, home_position, leverage, election, pressure_cost, belief : records, shape (n, m)
        By issue and place in its list, party and issue, constituency and issue, mediator and party,
        guarantor and place, pressure and party, party and guarantor.
    asked : ndarray of bool, shape (n_constituencies + n_guarantors + 1, n_years)
        Whose luck a trial asks for in which year: of constituencies, apart from that for provocations,
        of guarantors, and last of units and monitors at once.
    choices : ndarray of int64, shape (n_kinds, n_rules)
        Addresses of rules from outside by kind and code, from `engine.model.choices`.
    room : ndarray, shape (`WAR_VALUE_ROOM`,)
        Room in which values of war are worked out.
    """

    world: Records
    ledger: Records
    issue: Records
    party: Records
    home: Records
    mediator: Records
    guarantor: Records
    aid: Records
    pressure: Records
    sector: Records
    level: Records
    position: Records
    home_position: Records
    leverage: Records
    election: Records
    pressure_cost: Records
    belief: Records
    asked: Flags
    choices: Ints
    room: Floats


class Front(NamedTuple):
    """Rows of numbers along the front, for loops that become vector code.

    Attributes
    ----------
    unit, unit_week : ndarray of uint64 and int64, shape (4 * 2 * n_sectors,)
        Addresses of the draws of units, by week of the round, side and sector.
    post, post_week : ndarray of uint64 and int64, shape (4 * n_sectors,)
        Addresses of the draws of monitors, by week of the round and sector.
    draw, score : ndarray, shape (4 * 2 * n_sectors,)
        Draws of a round's incidents, and their normal scores.
    attribute : ndarray, shape (4 * n_sectors,)
        Draws of a round's attributions.
    background, intensity, mean, fired, added : ndarray, shape (2 * n_sectors,)
        By side and sector; `mean` is what a unit fires on average, `added` what spoilers stage.
    perceived : ndarray, shape (n_sectors + 2,)
        Of one side at a time, with a nought at either end of the line.
    by_year : ndarray, shape (n_years,)
        Incidents under a ceasefire.
    """

    unit: Words
    unit_week: Ints
    post: Words
    post_week: Ints
    draw: Floats
    score: Floats
    attribute: Floats
    background: Floats
    intensity: Floats
    mean: Floats
    fired: Floats
    added: Floats
    perceived: Floats
    by_year: Floats


class Rows(NamedTuple):
    """Uniforms of the streams that are drawn at a fixed pace, for a whole trial; and the calendar.

    Attributes
    ----------
    leader_exit, convene, attack : ndarray, shape (2, n_rounds)
    partial : ndarray, shape (n_rounds,)
    crisis : ndarray, shape (n_weeks,)
    provoke : ndarray, shape (n_constituencies, n_weeks)
        Filled where the constituency has spoilers.
    winter : ndarray of bool, shape (n_weeks + 1,)
        Whether each week begins in a winter month.
    """

    leader_exit: Floats
    convene: Floats
    attack: Floats
    partial: Floats
    crisis: Floats
    provoke: Floats
    winter: Flags
