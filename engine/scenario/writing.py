"""Values as TOML text."""

import datetime
import json
import math
import re
from collections.abc import Mapping
from typing import Any

from engine.scenario.distributions import Distribution

MAX_SHOWN = 80
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
ESCAPED = {"\x7f": "\\u007F"}


def write_value(value: Any) -> str:
    """Write one value so that TOML reads the very same back."""
    if isinstance(value, Distribution):
        return write_value(value.to_table())
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return write_text(value)
    if isinstance(value, float):
        return write_number(value)
    if isinstance(value, Mapping):
        pairs = [f"{write_key(str(key))} = {write_value(inner)}" for key, inner in value.items()]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(write_value(entry) for entry in value)}]"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value) if not isinstance(value, int) or abs(value) < 2**64 else hex(value)


def show(path: str, value: Any) -> str:
    """Write a value as the user did, with its path; a long one is cut short."""
    text = write_value(value)
    return f"{path} = {text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 3] + '...'}"


def write_key(key: str) -> str:
    """Write a key, in quotes where it needs them."""
    return key if BARE_KEY.fullmatch(key) else write_text(key)


def write_text(text: str) -> str:
    """Write a basic string."""
    return "".join(ESCAPED.get(character, character) for character in json.dumps(text, ensure_ascii=False))


def write_number(number: float) -> str:
    """Write a float in the shortest form that reads back the same; whole numbers without a fraction."""
    if math.isfinite(number) and number == int(number) and abs(number) < 2**53:
        return str(int(number))
    return repr(number)
