"""A replayed trial of an accord, and its page."""

from pathlib import Path

from places import MINIMAL

from engine.analysis.replaying.page import write_page
from engine.analysis.replaying.replay import Replay, replay
from engine.experiment.running import Settings, run_scenario
from engine.scenario import load_scenario


def write_replay(folder: Path) -> tuple[Replay, Path]:
    scenario = load_scenario(MINIMAL, ["start.phase=accord", "guarantors.ally.issue=guarantees"])
    run_scenario(scenario, Settings(3, 4, 1), out=folder / "accord")
    replayed, page = replay(folder / "accord", 1), folder / "trial.html"
    write_page(replayed, page)
    return replayed, page
