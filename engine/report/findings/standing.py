"""How arms stand before anything more is known, as the analyses of choices tell it."""

import pandas as pd

from engine.analysis.arms import Asked
from engine.analysis.choosing.choosing import Standing
from engine.analysis.objective import Objective
from engine.report.findings.amounts import say_estimate, say_mean, say_objective, scale_of
from engine.report.findings.finding import Table

LUCK = "Luck within trials can't be found out beforehand, and is no unknown here."


def say_standing(asked: Asked, objective: Objective, standing: Standing) -> str:
    """Say which arm is best over the trials, or that they don't tell."""
    best, second = asked.names[standing.best], asked.names[standing.second]
    means, lead = standing.means, standing.leads[standing.second]
    name = say_objective(objective)
    worth = f"{name} {say_mean(objective, means[standing.best])}"
    if lead.value == 0 and lead.high <= 1 / asked.trials * 4:
        return f"{best} and {second} come out alike in every trial: {worth}."
    if not lead.low > 0:
        return (
            f"Which of {best} and {second} is better these trials don't tell: {best} is ahead by "
            f"{say_estimate(objective, lead)} of {name}."
        )
    return f"{best} does best: {worth}, {say_estimate(objective, lead)} more than {second}."


def tabulate_standing(asked: Asked, objective: Objective, standing: Standing) -> Table:
    """Tabulate the arms."""
    scale = scale_of(objective)
    unit = "percent" if objective.is_share else "unit of the objective"
    rows = [
        (name, *(scale * end for end in mean), *(scale * end for end in lead))
        for name, mean, lead in zip(asked.names, standing.means, standing.leads, strict=True)
    ]
    meanings = {
        "arm": "Name of the arm.",
        "mean": f"Mean of the objective over all trials [{unit}].",
        "mean_low": "Lower end of its 95% interval.",
        "mean_high": "Upper end of its 95% interval.",
        "behind": f"How much more the best arm is worth, trial by trial [{unit}].",
        "behind_low": "Lower end of its 95% interval.",
        "behind_high": "Upper end of its 95% interval.",
    }
    return Table("The arms with what is known now", pd.DataFrame(rows, columns=list(meanings)), meanings)
