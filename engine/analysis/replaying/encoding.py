"""A replay as plain texts, numbers, lists and tables."""

from typing import Any

import pandas as pd

from engine.analysis.replaying.replay import Replay
from engine.scenario.values import encode

TABLES = ("events", "weeks", "rounds", "beliefs", "incidents")


def encode_replay(replayed: Replay) -> dict[str, Any]:
    """Turn a replay into what JSON has words for; what is no number becomes nothing."""
    stored = replayed.stored
    told: dict[str, Any] = {
        "folder": str(stored.folder),
        "scenario": stored.name,
        "seed": stored.run.seed,
        "trial": stored.trial,
        "engine": stored.run.engine,
        "sources": stored.run.sources,
        "checked": not replayed.note,
        "record": dict(replayed.record),
    }
    return told | {name: _list_rows(getattr(replayed, name)) for name in TABLES}


def _list_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): _encode(cell) for key, cell in row.items()} for row in table.to_dict("records")]


def _encode(cell: Any) -> Any:
    return None if cell is None or cell != cell else encode(cell)
