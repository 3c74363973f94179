"""What a model tells whoever listens to it: one thing that happened, and what decided it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias


class Told(NamedTuple):
    """One thing that happened, or did not.

    Attributes
    ----------
    kind : str
        What; see the calls of `tell` and `decides`.
    week : int
        Week of the trial.
    actor : str
        Address of who did it, such as ``party/ukraine`` or ``world``.
    stream : int or None
        Stream of the draw that decided, if one did; the address is (week, actor, stream).
    facts : dict
        What decided, by name; `done` says whether the thing was done, `chance` how likely that was.
    """

    kind: str
    week: int
    actor: str
    stream: int | None
    facts: Mapping[str, Any]


Listener: TypeAlias = Callable[[Told], None]
