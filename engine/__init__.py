"""Agent-based Monte Carlo scenarios of peace talks, guarantees and ceasefire compliance.

`run`, `sweep`, `load`, `compare`, `replay` and the analyses are for notebooks and scripts; they are
imported when first asked for, so that importing the package takes no time.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.notebook.choosing import choose, value
    from engine.notebook.comparing import compare
    from engine.notebook.discovering import discover
    from engine.notebook.loading import load
    from engine.notebook.replaying import replay
    from engine.notebook.running import run, sweep
    from engine.notebook.search import search
    from engine.notebook.sensitivity import sensitivity
    from engine.notebook.tripping import tripwires
    from engine.scenario.loading import load_scenario

__version__ = "0.1.0"
__all__ = [
    "__version__",
    "choose",
    "compare",
    "discover",
    "load",
    "load_scenario",
    "replay",
    "run",
    "search",
    "sensitivity",
    "sweep",
    "tripwires",
    "value",
]

_HOMES = {
    "choose": "engine.notebook.choosing",
    "compare": "engine.notebook.comparing",
    "discover": "engine.notebook.discovering",
    "load": "engine.notebook.loading",
    "load_scenario": "engine.scenario.loading",
    "replay": "engine.notebook.replaying",
    "run": "engine.notebook.running",
    "search": "engine.notebook.search",
    "sensitivity": "engine.notebook.sensitivity",
    "sweep": "engine.notebook.running",
    "tripwires": "engine.notebook.tripping",
    "value": "engine.notebook.choosing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'engine' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
