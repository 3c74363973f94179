"""The line, in war and under a ceasefire."""

from typing import Annotated

from pydantic import Field

from engine.scenario.declaring import Name, Table, parameter
from engine.scenario.quantity import Quantity


class Front(Table):
    """The line, as a random walk in war and as sectors under a ceasefire."""

    length_km: Quantity = parameter(..., "km", "Length of the line.", low=1, high=10000)
    sectors: Annotated[tuple[Name, ...], Field(min_length=1, max_length=64)] = parameter(
        ..., "1", "Sectors along the line, neighbours in order."
    )
    hotspots: Annotated[tuple[Name, ...], Field(max_length=64)] = parameter(
        (), "1", "Sectors in which incidents concentrate; spread evenly where absent.", source="definition"
    )
    hotspot_share: Quantity = parameter(
        0.76,
        "1",
        "Share of background incidents in the hotspots.",
        low=0,
        high=1,
        source="Donbas: 76% in four hotspots",
    )
    trend: Quantity = parameter(
        0.0,
        "1/year",
        "Mean of the true military trend, toward the defender.",
        low=-3,
        high=3,
        source="assumption: balanced",
    )
    trend_sd: Quantity = parameter(
        0.05, "1/year", "Spread of the true trend between trials.", low=0, high=3, source="assumption"
    )
    volatility: Quantity = parameter(
        0.2,
        "1/sqrt(year)",
        "Volatility of the front in war.",
        low=0.02,
        high=3,
        source="assumption: about 30% of high-intensity wars end decisively",
    )
    offensive: Quantity = parameter(
        2.0,
        "standard deviations",
        "Advance in a round that counts as an offensive and restarts the gainer's clock of talks.",
        low=0,
        high=10,
        source="assumption",
    )
    blur: Quantity = parameter(
        0.0,
        "1",
        "How blurred the line is: 0 sharp, 1 intermingled.",
        low=0,
        high=1,
        lever=True,
        source="assumption: sharp unless a scenario says so",
    )
    blur_effect: Quantity = parameter(
        1.44,
        "1",
        "What a fully blurred line adds to background incidents and to a surprise, as a multiple.",
        low=0,
        high=20,
        source="calibrated to H1, P1-P3 and P8 of docs/validation.md, 0.551 to 2.68 left open; "
        "hazard ratio of a blurred front 2.5 (1.4-4.5)",
    )
    zone_km: Quantity = parameter(
        0.0,
        "km",
        "Width of the demilitarised zone.",
        low=0,
        high=200,
        lever=True,
        source="assumption: none unless a scenario says so",
    )
    zone_scale_km: Quantity = parameter(
        6.12,
        "km",
        "Width over which a zone divides background incidents and surprise by e.",
        low=0.1,
        high=1000,
        source="calibrated to H1, P1-P3 and P8 of docs/validation.md, 4.27 to 17.5 left open; "
        "hazard ratio of a zone of 5-10 km .60 (Fortna 2004)",
    )
    background: Quantity = parameter(
        0.95,
        "incidents/(km day)",
        "Background incidents without restraint.",
        low=0,
        high=1000,
        source="Donbas: 1.4-2.6 in a weak truce, of which retaliation at the default norm makes half",
    )
    memory_weeks: Quantity = parameter(
        4.0, "weeks", "Memory of hostile incidents.", low=1, high=520, source="2-6 weeks (Lewis et al. 2012)"
    )
    contagion: Quantity = parameter(
        0.1, "1", "Weight of incidents in the neighbouring sectors (chi).", low=0, high=1, source="assumption"
    )
    misattribution: Quantity = parameter(
        0.1,
        "1",
        "Share of a unit's own fire that it takes for hostile where nothing is attributed (eps).",
        low=0,
        high=1,
        source="assumption",
    )
    forgiveness: Quantity = parameter(
        0.5,
        "1",
        "Share of attributed hostile incidents that is not answered (phi).",
        low=0,
        high=1,
        source="assumption: branching .45 monitored against .80 unsupported",
    )
    intensity_cap: Quantity = parameter(
        5000.0,
        "incidents/week",
        "Cap on a unit's retaliation intensity.",
        low=1,
        high=1e6,
        source="assumption: above 16,000 recorded violations a week in all of Donbas",
    )
    severity: Quantity = parameter(
        4.42e-06,
        "1/incident",
        "Chance that an incident becomes a crisis.",
        low=0,
        high=1,
        source="calibrated to H1, P1-P3 and P8 of docs/validation.md, 3.11e-06 to 1.02e-05 left open; "
        "some ten crises in two million violations in Donbas",
    )
