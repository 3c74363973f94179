"""A replay as one HTML file to scrub through, which needs no network."""

import json
from pathlib import Path

from engine.analysis.replaying.encoding import encode_replay
from engine.analysis.replaying.replay import Replay
from engine.errors import Problem, StoreError

TEMPLATE = Path(__file__).with_name("page.html")
NOTE = "A conditional comparison under stated assumptions, not a forecast."


def write_page(replayed: Replay, path: Path) -> None:
    """Write a replay's page: front, incidents, beliefs against the truth, temptation, terms and events.

    Raises
    ------
    StoreError
        If there is a file already, or the disk does not allow it.
    """
    parameters = replayed.stored.scenario.parameters
    sides = {party.side: name.replace("_", " ").title() for name, party in parameters.parties.items()}
    title = replayed.stored.scenario.title or replayed.stored.name
    data = encode_replay(replayed) | sides | {"title": title, "note": NOTE}
    text = json.dumps(data, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE.read_text(encoding="utf-8").replace("__DATA__", text))
    except FileExistsError as error:
        raise StoreError(Problem("--page", str(path), "exists", "name another file")) from error
    except OSError as error:
        raise StoreError(Problem("--page", str(path), f"can't be written: {error.strerror}")) from error
