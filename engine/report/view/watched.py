"""The Mesa model of a live view: one trial of a scenario, with what is changed laid over it."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.analysis.replaying.recording import Recorder
from engine.report.view.controls import Control
from engine.scenario import load_scenario
from engine.simulation.model import PeaceTalks


def watch(
    reference: str, overrides: Sequence[str], controls: Sequence[Control], seed: int | None, trial: int
) -> type[PeaceTalks]:
    """Give the class of models that Mesa's view makes anew whenever something is changed.

    Parameters
    ----------
    reference : str
        A shipped scenario or a TOML file.
    overrides : sequence of str
        Laid over it, as ``KEY=VALUE``.
    controls : sequence of Control
        What can be changed, each an argument of the class by its name.
    seed : int, optional
        Seed of all draws; the scenario's own where absent.
    trial : int
        The trial shown at first; an argument of the class too.
    """

    class Watched(PeaceTalks):
        """One trial; while nothing is changed, the one of `sim run` to the last bit."""

        def __init__(self, **kwargs: Any) -> None:
            changed = list_changed(controls, kwargs)
            self.recorder = Recorder()
            self.recorder.model = self
            scenario = load_scenario(reference, [*overrides, *changed])
            super().__init__(
                scenario, rng=seed, trial=int(kwargs.get("trial", trial)), listener=self.recorder.hear
            )
            self.scenario_name, self.changed = scenario.title or scenario.name, changed

    return Watched


def list_changed(controls: Sequence[Control], values: Mapping[str, Any]) -> list[str]:
    """List what differs from the scenario, as ``KEY=VALUE``."""
    asked = ((control, values.get(control.name, control.value)) for control in controls)
    return [control.override(value) for control, value in asked if value != control.value]
