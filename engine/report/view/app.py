"""What `solara run` serves: the page of one live trial, as the environment says which."""

import os
from collections.abc import Callable
from typing import Any

import solara
from matplotlib.figure import Figure
from mesa.visualization import SolaraViz
from mesa.visualization.utils import update_counter

from engine.analysis.replaying.sentences import Sentences
from engine.report.view.asking import ASKED, read_asked
from engine.report.view.controls import Control, list_controls
from engine.report.view.panels import draw_beliefs, draw_front, draw_line, draw_temptation, draw_terms
from engine.report.view.watched import watch
from engine.report.wording import say_name
from engine.scenario import load_scenario
from engine.simulation.model import PeaceTalks

MOST_SENTENCES = 12
SCROLLED = {"max-height": "17rem", "overflow-y": "auto", "padding": "8px"}
LAST_TRIAL = 999
STEPS = 100
FIGURES = (draw_front, draw_line, draw_beliefs, draw_temptation, draw_terms)


def _show(draw: Callable[[Any], Figure]) -> Callable[[PeaceTalks], Any]:
    @solara.component
    def Panel(model: PeaceTalks) -> None:  # noqa: N802
        update_counter.get()
        solara.FigureMatplotlib(draw(model.recorder), format="png")

    return Panel


@solara.component
def Story(model: PeaceTalks) -> None:  # noqa: N802
    """Say where the trial stands and what happened last."""
    update_counter.get()
    recorder, sentences = model.recorder, Sentences(model.names.issues)
    with solara.Column(gap="4px", style=SCROLLED):
        if recorder.rounds:
            solara.Text(_say_standing(model), style={"font-weight": "bold"})
        for change in model.changed:
            solara.Text(f"Changed: {change}")
        for told in recorder.told[: -MOST_SENTENCES - 1 : -1]:
            solara.Text(f"Week {told.week}: {sentences.say(told)}")
        solara.Text("One trial under stated assumptions, not a forecast.", style={"font-style": "italic"})


def _say_standing(model: PeaceTalks) -> str:
    standing = f"{model.date}, round {model.round}: {model.recorder.rounds[-1]['phase']}."
    if model.running:
        return standing
    return f"{standing} It ends as {say_name(model.datacollector.model_vars['outcome'][-1])}."


def _parameter(control: Control) -> dict[str, Any]:
    label = control.path + (" (drawn)" if control.drawn else "")
    if isinstance(control.value, bool):
        return {"type": "Checkbox", "label": label, "value": control.value}
    if isinstance(control.value, str):
        return {"type": "Select", "label": label, "value": control.value, "values": list(control.words)}
    step = (control.high - control.low) / STEPS
    found = {"type": "SliderFloat", "label": label, "value": control.value, "step": step}
    return found | {"min": control.low, "max": control.high}


asked = read_asked(os.environ[ASKED])
scenario = load_scenario(asked.scenario, asked.overrides)
controls = list_controls(scenario, asked.levers)
trial = {"type": "SliderInt", "label": "trial", "value": asked.trial, "min": 0, "step": 1}
page = SolaraViz(
    watch(asked.scenario, asked.overrides, controls, asked.seed, asked.trial)(),
    components=[(Story, 0), *((_show(draw), 0) for draw in FIGURES)],
    model_params={"trial": trial | {"max": max(LAST_TRIAL, asked.trial)}}
    | {control.name: _parameter(control) for control in controls},
    name=scenario.title or scenario.name,
)
