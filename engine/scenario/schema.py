"""All tables of a scenario file; every parameter is declared once, in `engine.scenario.sections`.

Validation, the JSON Schema for editors, the data dictionary and the packing of parameters are
derived from these classes; nothing else lists parameters.
"""

from typing import Annotated, Literal

from pydantic import Field

from engine.scenario.declaring import Name, Table, parameter
from engine.scenario.sections.front import Front
from engine.scenario.sections.guarantors import Guarantor
from engine.scenario.sections.mediators import Mediator
from engine.scenario.sections.monitors import Monitors
from engine.scenario.sections.outside import Aid, Pressure
from engine.scenario.sections.parties import Party
from engine.scenario.sections.talks import Issue, Sequence, Talks
from engine.scenario.sections.trial import Clock, Outcome, Start

SCHEMA = 1


class Correlation(Table):
    """A correlation between two uncertain parameters, as the Gaussian copula has it."""

    between: tuple[str, str] = parameter(..., "1", "Two dotted paths of uncertain parameters.")
    rho: Annotated[float, Field(gt=-1, lt=1)] = parameter(
        ..., "1", "Correlation of the Gaussian copula.", low=-1, high=1
    )


class Run(Table):
    """Defaults of `sim run`."""

    trials: Annotated[int, Field(ge=1, le=10**10)] = parameter(
        1000, "trials", "Trials to run.", low=1, high=10**10, source="definition"
    )
    seed: Annotated[int, Field(ge=0, lt=2**64)] = parameter(
        0, "1", "Seed of all draws.", low=0, high=2**64 - 1, source="definition"
    )
    sampling: Literal["random", "sobol"] = parameter(
        "random",
        "1",
        "How uncertain parameters are drawn: independently, or as scrambled Sobol' points, which fill their "
        "range more evenly but carry no intervals.",
        source="definition",
    )


class Parameters(Table):
    """All parameters of a scenario."""

    start: Start
    clock: Clock = Field(default_factory=Clock)
    issues: Annotated[dict[Name, Issue], Field(min_length=1, max_length=16)]
    parties: Annotated[dict[Name, Party], Field(min_length=2, max_length=2)]
    mediators: Annotated[dict[Name, Mediator], Field(max_length=16)] = Field(default_factory=dict)
    guarantors: Annotated[dict[Name, Guarantor], Field(max_length=32)] = Field(default_factory=dict)
    aid: Annotated[dict[Name, Aid], Field(max_length=16)] = Field(default_factory=dict)
    pressures: Annotated[dict[Name, Pressure], Field(max_length=16)] = Field(default_factory=dict)
    front: Front
    monitors: Monitors = Field(default_factory=Monitors)
    sequence: Sequence = Field(default_factory=Sequence)
    talks: Talks = Field(default_factory=Talks)
    outcome: Outcome = Field(default_factory=Outcome)
    correlations: Annotated[tuple[Correlation, ...], Field(max_length=256)] = ()
    run: Run = Field(default_factory=Run)
