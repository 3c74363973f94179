"""Sweep files over the minimal scenario."""

import shutil
from pathlib import Path

from places import MINIMAL

GRID = """\
schema = 1
title = "Made up"

[sweep]
scenario = "minimal.toml"
design = "grid"
trials = 30
seed = 7

[[axes]]
name = "attribution"
key = "monitors.attribution"
values = [0.2, 0.8]

[[axes]]
key = "front.zone_km"
values = [0, 5, 10]
"""


def write_sweep(folder: Path, text: str = GRID, name: str = "made.toml") -> Path:
    shutil.copy(MINIMAL, folder / "minimal.toml")
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
