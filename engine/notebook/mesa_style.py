"""Trials under the names that Mesa's ``batch_run`` gives."""

from typing import NamedTuple

import pandas as pd

from engine.notebook.runs import RunResults

RUN = ["RunId", "iteration", "Step"]
CALLS = ("called", "honoured", "helped")


class MesaFrames(NamedTuple):
    """Tables as Mesa's ``batch_run`` has them at the last step.

    Attributes
    ----------
    model : DataFrame
        A row for each trial: ``RunId`` and ``iteration``, which are its number; ``Step``, the last round that
        it ran, from 0 (Mesa's own counts from 1 since 3.5), missing where it failed; the values that were
        drawn; and what was recorded.
    agents : DataFrame
        A row for each trial and each party or guarantor, ``AgentID``, of the type ``AgentType``.
    """

    model: pd.DataFrame
    agents: pd.DataFrame


def name_as_mesa(run: RunResults) -> MesaFrames:
    """Give a run's trials so; raises StoreError if it keeps none."""
    scenario, trials = run.scenario, run.trials
    numbers = trials["trial"]
    last = trials["decision_round"].fillna(scenario.parameters.clock.rounds - 1)
    step = last.where(trials["status"] == "done").astype("Int64")
    named = pd.DataFrame({"RunId": numbers, "iteration": numbers, "Step": step})
    drawn = list(scenario.uncertain)
    parties, guarantors = list(scenario.parameters.parties), list(scenario.parameters.guarantors)
    own = [f"war_cost_{party}" for party in parties]
    own += [f"{act}_{guarantor}" for guarantor in guarantors for act in CALLS]
    recorded = [name for name in trials if name not in {"trial", *drawn, *own}]
    model = pd.concat([named, trials[drawn], trials[recorded]], axis=1)
    agents = [
        named.assign(AgentID=party, AgentType="Party", war_cost=trials[f"war_cost_{party}"])
        for party in parties
    ]
    for guarantor in guarantors:
        acts = {act: trials[f"{act}_{guarantor}"].astype("Int64") for act in CALLS}
        agents.append(named.assign(AgentID=guarantor, AgentType="Guarantor", **acts))
    together = pd.concat(agents, ignore_index=True).sort_values("RunId", kind="stable", ignore_index=True)
    return MesaFrames(model, together)
