"""Made-up scenarios: every kind of actor in any number, and parameters all over their ranges."""

import random
from pathlib import Path

from engine.errors import ScenarioError
from engine.scenario import Scenario, load_scenario
from engine.scenario.shapes import shape_at
from engine.scenario.values import list_values

MOVED_SHARE = 0.4
UNCERTAIN_SHARE = 0.05
SIDES = {"north": "defender", "south": "challenger"}
PLEDGES = ("bilateral_treaty", "article5_style", "political", "alliance_troops")
FIXED = ("weight", "length_km", "rounds", "trials", "seed", "durable_years", "age_rounds")


def make_scenario(seed: int, folder: Path) -> Scenario:
    """Make the scenario of a seed: an outline, then moves of its parameters as far as they are valid."""
    rng = random.Random(seed)
    path = folder / "made.toml"
    path.write_text(write_outline(rng))
    outline = load_scenario(path)
    moves = [
        move_value(rng, entry.path, entry.value, entry.facts.low, entry.facts.high)
        for entry in list_values(outline.parameters)
        if can_move(entry.path, entry.value) and rng.random() < MOVED_SHARE
    ]
    while moves:
        try:
            return load_scenario(path, moves)
        except ScenarioError:
            moves = rng.sample(moves, len(moves) // 2)
    return outline


def can_move(path: str, value: object) -> bool:
    shape = shape_at(path)
    return (
        isinstance(value, float)
        and shape is not None
        and shape.is_quantity
        and not path.endswith(FIXED)
        and ".elections" not in path
    )


def move_value(rng: random.Random, path: str, value: float, low: float | None, high: float | None) -> str:
    least, most = -2.0 if low is None else low, max(1.0, 4 * abs(value)) if high is None else high
    moved = rng.choice([rng.uniform(least, most), value * rng.uniform(0.3, 2.5), value + rng.gauss(0, 0.1)])
    moved = min(max(moved, least), most)
    if rng.random() < UNCERTAIN_SHARE and moved < most:
        return f'{path}={{ dist = "uniform", low = {moved!r}, high = {most!r}, source = "assumption" }}'
    return f"{path}={moved!r}"


def write_outline(rng: random.Random) -> str:
    issues = [f"issue_{i}" for i in range(rng.randint(1, 4))]
    lines = [
        "schema = 1",
        'title = "Made up"',
        'source = "assumption: made up"',
        "[start]",
        "date = 2025-03-03",
        f'phase = "{rng.choice(["war", "war", "truce", "accord"])}"',
        f"age_rounds = {rng.choice([0, 0, 3])}",
        f"front = {rng.uniform(-0.7, 0.7)!r}",
        f"terms = {{ {issues[0]} = {rng.choice([0.0, 0.5, 1.0])} }}",
        "[clock]",
        f"rounds = {rng.choice([13, 27, 40])}",
        "[sequence]",
        f'order = "{rng.choice(["truce_first", "settlement_first", "parallel"])}"',
        f"fixed_terms = {rng.choice(['true', 'false', 'false'])}",
        f"truce_term_rounds = {rng.choice([0, 0, 3])}",
        f"partial_month = {rng.choice([0, 0.3])}",
        f"shelf_life_rounds = {rng.choice([1, 2, 13])}",
        "[front]",
        f"length_km = {rng.choice([20, 300, 1200])}",
        f"sectors = {[f's{i}' for i in range(rng.randint(1, 11))]}",
        f"severity = {10 ** rng.uniform(-6, -2)!r}",
        f"volatility = {rng.uniform(0.05, 0.5)!r}",
    ]
    for issue in issues:
        lines += [f"[issues.{issue}]", f"status_quo = {rng.choice([0.0, 0.5, 1.0])}"]
        if rng.random() < 0.4:
            lines.append("levels = [0.0, 0.5, 1.0]")
    for party, side in SIDES.items():
        lines += write_party(rng, party, side, issues)
    for i in range(rng.randint(0, 3)):
        lines += [f"[mediators.m{i}]", f"leverage = {{ north = {rng.random() / 4!r} }}"]
        if rng.random() < 0.5:
            lines.append("deadline = 2025-09-01")
    names = [f"g{i}" for i in range(rng.randint(0, 4))]
    rng.shuffle(names)
    for i, name in enumerate(names):
        lines += write_guarantor(rng, name, names[:i], issues)
    for i in range(rng.randint(0, 2)):
        lines += [
            f"[aid.a{i}]",
            f'to = "{rng.choice(list(SIDES))}"',
            "funded_until = 2025-08-01",
            "trend = 0.05",
        ]
    for i in range(rng.randint(0, 2)):
        lines += [f"[pressures.p{i}]", f"costs = {{ south = {rng.random() / 10!r} }}"]
    return "\n".join(lines) + "\n"


def write_party(rng: random.Random, party: str, side: str, issues: list[str]) -> list[str]:
    weights = [rng.uniform(0.1, 1.0) for _ in issues]
    shares = [round(weight / sum(weights), 3) for weight in weights[:-1]]
    shares.append(round(1 - sum(shares), 3))
    ideal = 1.0 if side == "defender" else 0.0
    lines = [
        f"[parties.{party}]",
        f'side = "{side}"',
        f'truce = "{rng.choice(["freely", "after_agreement", "after_ratification"])}"',
        f"truce_terms = {{ {rng.choice(issues)} = {rng.random()!r} }}",
        f"cost = {rng.uniform(0.05, 0.5)!r}",
        f"attack_rate = {rng.choice([0.1, 0.5])}",
    ]
    for issue, share in zip(issues, shares, strict=True):
        bends = f", red_line = {rng.random()!r}, firmness = {rng.random()!r}" if rng.random() < 0.5 else ""
        beyond = f", vulnerability = {rng.random() / 2!r}"
        lines += [f"[parties.{party}.positions.{issue}]"]
        lines += f"weight = {share}, ideal = {ideal}{bends}{beyond}".split(", ")
    for i in range(rng.randint(0, 3)):
        lines += [
            f"[parties.{party}.constituencies.c{i}]",
            f"veto = {rng.choice(['true', 'false'])}",
            f"weight = {rng.choice([0, 0.2])}",
            f"spoiler_month = {rng.choice([0, 0, 0.2])}",
            f"needs_truce = {rng.choice(['true', 'false', 'false'])}",
        ]
        if rng.random() < 0.5:
            lines.append("noise_sd = 1.0")
    return lines


def write_guarantor(rng: random.Random, name: str, earlier: list[str], issues: list[str]) -> list[str]:
    protects = rng.choice(list(SIDES))
    lines = [
        f"[guarantors.{name}]",
        f'pledge = "{rng.choice(PLEDGES)}"',
        f'protects = "{protects}"',
        f'family = "{rng.choice(["east", "west"])}"',
        f"capability = {rng.uniform(0.05, 0.9)!r}",
        f"term_years = {rng.choice([1, 30])}",
    ]
    if rng.random() < 0.6:
        lines.append(f'issue = "{rng.choice(issues)}"')
    if rng.random() < 0.2:
        lines.append(f'party = "{"south" if protects == "north" else "north"}"')
    if rng.random() < 0.5:
        lines.append("in_truce = true")
    if rng.random() < 0.5:
        lines.append("elections = [2025-06-01, 2026-02-01]")
    if earlier and rng.random() < 0.5:
        lines += [f'depends_on = "{rng.choice(earlier)}"', f"dependence = {rng.random()!r}"]
    if rng.random() < 0.5:
        essential = rng.choice(["true", "false"])
        lines.append(f"parliament = {{ support = 0.7, delay_rounds = 1, essential = {essential} }}")
    return lines
