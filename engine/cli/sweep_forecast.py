"""What a sweep will take, in words."""

import shutil
from pathlib import Path
from typing import Any

import typer

from engine.experiment.executors import count_cpus
from engine.experiment.sweeps.probing import Forecast
from engine.scenario.sweep import Plan

CLUSTER = 1000
"""CPUs of a cluster for which the time is told."""
SIZES = ((10**12, "TB"), (10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


def print_forecast(plan: Plan, foreseen: Forecast) -> None:
    """Print what a sweep will take."""
    free, here = shutil.disk_usage(Path.cwd()).free, count_cpus()
    n_all = foreseen.points * foreseen.trials
    lines = [f"{foreseen.points:,} points of {foreseen.trials:,} trials: {n_all:,} in all"]
    for axis in plan.axes:
        kinds = ", ".join(dict.fromkeys(key.kind for key in axis.keys))
        lines.append(f"  {axis.name} ({kinds}): {', '.join(key.path for key in axis.keys[:3])}")
    spread = f"{say_time(foreseen.least_seconds)} to {say_time(foreseen.most_seconds)}"
    lines += [
        f"time on one CPU like this one: {say_time(foreseen.cpu_seconds)} (as the points differ, {spread})",
        f"on the {here} CPUs here: {say_time(foreseen.cpu_seconds / here)}",
        f"on {CLUSTER:,} CPUs: {say_time(foreseen.cpu_seconds / CLUSTER)}",
        f"disk: {say_size(foreseen.bytes_after)}, {say_size(foreseen.bytes_at_work)} at the most; "
        f"{say_size(free)} are free here",
    ]
    for share, width in foreseen.widths:
        lines.append(f"a share of {share:g} would be known to within {width / 2:.2g} (half its 95% interval)")
    for line in lines:
        typer.echo(line)


def summarise_forecast(foreseen: Forecast) -> dict[str, Any]:
    """Give the same as plain values."""
    return {**foreseen._asdict(), "widths": [width._asdict() for width in foreseen.widths]}


def say_time(seconds: float) -> str:
    """Say a time in the unit that suits it."""
    for length, unit in ((86400, "days"), (3600, "hours"), (60, "min")):
        if seconds >= 2 * length:
            return f"{seconds / length:,.3g} {unit}"
    return f"{seconds:.2g} s"


def say_size(n_bytes: int) -> str:
    """Say a number of bytes in the unit that suits it."""
    for size, unit in SIZES:
        if n_bytes >= size:
            return f"{n_bytes / size:,.3g} {unit}"
    return f"{n_bytes} bytes"
