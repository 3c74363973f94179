"""The tables of the scenario reference, from the schema and from the classes of pledges."""

from collections.abc import Iterable
from typing import get_args

from engine.cli.saying import say_bounds, say_meaning, say_unit
from engine.scenario.dictionary import Described, describe_parameters
from engine.scenario.json_schema import write_json_schema
from engine.scenario.layering import Leaf
from engine.scenario.pledges import pledge_defaults
from engine.scenario.quantity import KEYS
from engine.scenario.sections.guarantors import PledgeClass
from engine.scenario.writing import write_value

COLUMNS = ("key", "meaning", "bounds [unit]", "default", "kind", "what the default rests on")


def fill_in(text: str) -> str:
    """Put each table in the place that a page keeps for it."""
    for mark, write in TABLES.items():
        if mark in text:
            text = text.replace(mark, write())
    return text


def write_heads() -> str:
    """Write the keys of a file that are no parameters."""
    schema = write_json_schema()
    known = {one.path.partition(".")[0] for one in describe_parameters()}
    heads = {key: form | schema["$defs"].get(key, {}) for key, form in schema["properties"].items()}
    rows = [(f"`{key}`", form["description"]) for key, form in heads.items() if key not in known]
    return _write(("key", "meaning"), rows)


def write_distributions() -> str:
    """Write the distributions by name, with the numbers that each takes."""
    rows = [(_code([f'dist = "{name}"']), _code(needs), _code(may)) for name, (_, needs, may) in KEYS.items()]
    return _write(("distribution", "needs", "may have"), rows)


def write_parameters() -> str:
    """Write all parameters, with a heading for each table of a scenario file."""
    tables: dict[str, list[tuple[str, ...]]] = {}
    for one in describe_parameters():
        table, _, key = one.path.rpartition(".")
        tables.setdefault(table, []).append(_describe(key, one))
    return "\n\n".join(f"### `[{table}]`\n\n{_write(COLUMNS, rows)}" for table, rows in tables.items())


def write_pledges() -> str:
    """Write what each class of pledges brings to a guarantor."""
    classes = {pledge: pledge_defaults(pledge) for pledge in get_args(PledgeClass)}
    keys = list(dict.fromkeys(key for brought in classes.values() for key in brought))
    leaves = {pledge: [brought.get(key) for key in keys] for pledge, brought in classes.items()}
    rows = [
        (
            _code([pledge]),
            *(_code([write_value(leaf.value)]) if isinstance(leaf, Leaf) else "" for leaf in row),
        )
        for pledge, row in leaves.items()
    ]
    return _write(("class", *map(_code, zip(keys))), rows)


def _describe(key: str, one: Described) -> tuple[str, ...]:
    unit = say_unit(one.unit)
    bounds = f"{say_bounds(one)} {f'[{unit}]' if unit else ''}".strip()
    return (_code([key]), say_meaning(one), bounds, _code([one.default]), one.kind, one.source)


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _write(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


TABLES = {
    "<!-- heads -->": write_heads,
    "<!-- distributions -->": write_distributions,
    "<!-- parameters -->": write_parameters,
    "<!-- pledges -->": write_pledges,
}
