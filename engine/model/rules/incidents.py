"""Incidents along the front: laxity, retaliation, monitors, spoilers and crises. ODD 7.5."""

from engine.model.arithmetic import exp, poisson_quantile
from engine.model.compiling import inlined_rule, rule

DAYS_PER_WEEK = 7.0
SIDES = 2.0


@rule
def sector_share(hot: bool, n_hot: float, n_sectors: float, hotspot_share: float) -> float:
    """Share of all background incidents that falls in one sector."""
    if n_hot <= 0.0 or n_hot >= n_sectors:
        return 1.0 / n_sectors
    return hotspot_share / n_hot if hot else (1.0 - hotspot_share) / (n_sectors - n_hot)


@rule
def background(
    per_km_day: float,
    length_km: float,
    share: float,
    blur: float,
    blur_effect: float,
    zone_km: float,
    zone_scale_km: float,
) -> float:
    """Background incidents of one unit a week, without restraint.

    Parameters
    ----------
    per_km_day : float
        Background incidents of both sides. [1/(km day)]
    length_km : float
        Length of the whole line. [km]
    share : float
        The sector's share, from `sector_share`. [1]
    blur, blur_effect : float
        How blurred the line is, and what a fully blurred one adds, as a multiple. [1]
    zone_km, zone_scale_km : float
        Width of the demilitarised zone, and the width that divides incidents by e. [km]

    Notes
    -----
    Fortna 2004 on zones.
    """
    weekly = per_km_day * length_km * DAYS_PER_WEEK * share / SIDES
    return weekly * (1.0 + blur_effect * blur) * exp(-zone_km / zone_scale_km)


@inlined_rule
def intensity(background_rate: float, laxity: float, retaliation: float) -> float:
    """Mean incidents of a unit in a week: what restraint leaves of the background, and what it answers."""
    return background_rate * laxity + retaliation


@rule
def fire(draw: float, mean: float) -> float:
    """Incidents of a unit in a week; the same draw gives more at a higher mean."""
    return poisson_quantile(draw, mean)


@inlined_rule
def perceive(enemy: float, own: float, attributed: bool, forgiveness: float, misattribution: float) -> float:
    """Hostile incidents that a unit believes it suffered.

    Parameters
    ----------
    enemy, own : float
        Incidents of the enemy's and of its own unit in the sector this week. [incidents]
    attributed : bool
        Whether monitors attributed this sector's incidents this week.
    forgiveness : float
        Share of attributed hostile incidents that is not answered. [1]
    misattribution : float
        Share of its own fire taken for hostile where nothing is attributed. [1]
    """
    if attributed:
        return enemy * (1.0 - forgiveness)
    return enemy + misattribution * own


@inlined_rule
def retaliate(
    current: float, memory_weeks: float, norm: float, here: float, beside: float, contagion: float, cap: float
) -> float:
    """Retaliation intensity of a unit for next week.

    Parameters
    ----------
    current : float
        Its intensity now. [incidents/week]
    memory_weeks : float
        Over how many weeks it remembers. [week]
    norm : float
        Incidents answered for each hostile one perceived. [1]
    here, beside : float
        Hostile incidents it perceived, and its neighbours of the same side did, together. [incidents]
    contagion : float
        Weight of the neighbours' incidents. [1]
    cap : float
        Highest intensity. [incidents/week]

    Notes
    -----
    A Hawkes process in weeks (Hawkes 1971; Lewis et al. 2012).
    """
    remembered = 1.0 / memory_weeks
    return min(cap, (1.0 - remembered) * current + remembered * norm * (here + contagion * beside))


@rule
def branching(
    norm: float, forgiveness: float, misattribution: float, attributed: float, contagion: float
) -> float:
    """Mean number of incidents that one incident sets off inside the front; explosive above 1."""
    return (
        norm
        * (1.0 - forgiveness * attributed + misattribution * (1.0 - attributed))
        * (1.0 + 2.0 * contagion)
    )


@rule
def laxity_growth(
    growth: float, detection: float, restraint: float, commission: float, commission_restraint: float
) -> float:
    """Growth of laxity in a round, less with monitors and a joint commission. [1/round]."""
    return growth * (1.0 - restraint * detection) * (1.0 - commission_restraint * commission)


@inlined_rule
def slacken(laxity: float, growth: float) -> float:
    """Laxity of a side's units after another round under the same order."""
    return min(1.0, laxity * (1.0 + growth))


@rule
def recommit(laxity: float, fresh: float, commission: float) -> float:
    """Laxity after a crisis that was contained: a working joint commission renews the order."""
    return laxity + commission * (fresh - laxity)


@inlined_rule
def crisis_chance(severity: float, incidents: float, calming: float, attributed: float) -> float:
    """Chance that at least one of the week's incidents becomes a crisis.

    Parameters
    ----------
    severity : float
        Chance that an incident becomes one where nobody knows its author. [1/incident]
    incidents : float
        The week's incidents. [incidents]
    calming : float
        Share of crises averted where the author of every incident is known. [1]
    attributed : float
        Chance that monitors attribute an incident. [1]
    """
    return 1.0 - exp(-severity * (1.0 - calming * attributed) * incidents)


@rule
def provocation_chance(monthly: float, surge: float, near_signing: bool) -> float:
    """Chance a month of a spoiler's provocation, higher near signing and ratification."""
    return min(1.0, monthly * surge) if near_signing else monthly


@inlined_rule
def recent_incidents(average: float, incidents: float, weeks: float, window: float) -> float:
    """Weekly incidents averaged over a window, or since the ceasefire began if that is shorter."""
    return average + (incidents - average) / min(weeks, window)
