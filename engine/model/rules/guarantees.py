"""Pledges: what binds, what is believed, what deters, who comes, and what is learnt from it. ODD 7.6."""

from engine.model.arithmetic import exp, logistic, logit, normal_quantile
from engine.model.compiling import rule


@rule
def binding_capability(capability: float, term: float) -> float:
    """Capability of a pledge as far as the terms contain it."""
    return capability * term


@rule
def believed(alpha: float, beta: float) -> float:
    """Reliability that a party believes: the mean of its Beta belief."""
    return alpha / (alpha + beta)


@rule
def left_uncovered(uncovered: float, chance: float, capability: float) -> float:
    """Share of an attacker's prospects left after one more guarantor, coming with a given chance."""
    return uncovered * (1.0 - chance * capability)


@rule
def deterrence(damage: float, uncovered: float) -> float:
    """Loss that an attacker expects from the guarantors of its victim."""
    return damage * (1.0 - uncovered)


@rule
def reliability_called(
    reliability: float, shock: float, loading: float, leader_failed: bool, dependence: float
) -> float:
    """Chance that a guarantor honours when called, given what is common to all and who led.

    Parameters
    ----------
    reliability : float
        Its true propensity, not what anyone believes of it. [1]
    shock : float
        Uniform draw of the shock common to all guarantors at this call. [1]
    loading : float
        Its loading on that shock. [logit]
    leader_failed : bool
        Whether the guarantor on which it depends was called and did not honour.
    dependence : float
        Share of its reliability lost in that case. [1]
    """
    shifted = reliability
    if loading > 0.0:
        shifted = logistic(logit(reliability) + loading * normal_quantile(shock))
    return shifted * (1.0 - dependence) if leader_failed else shifted


@rule
def honour(draw: float, reliability: float) -> bool:
    """Whether a guarantor called upon defends its protege with force.

    Parameters
    ----------
    draw : float
        Uniform draw addressed to this guarantor and week. [1]
    reliability : float
        Its true propensity at this call, from `reliability_called`. [1]

    Notes
    -----
    Class priors: Berkemeier & Fuhrmann 2018; own coding of 65 challenged commitments.
    """
    return draw < reliability


@rule
def drift(reliability: float, sd: float, draw: float) -> float:
    """Reliability after a step of its walk in logits; 0 and 1 stay what they are."""
    if sd <= 0.0 or reliability <= 0.0 or reliability >= 1.0:
        return reliability
    return logistic(logit(reliability) + sd * normal_quantile(draw))


@rule
def share_forgotten(rate: float, years: float) -> float:
    """Share of the way to its prior that a belief returns over a time step."""
    return 1.0 - exp(-rate * years)


@rule
def forgotten(parameter: float, prior: float, share: float) -> float:
    """Parameter of a Beta belief after it returned a share of the way to its prior."""
    return parameter + share * (prior - parameter)


@rule
def trend_brought(
    force: bool, help_sent: bool, capability: float, force_trend: float, material_trend: float
) -> float:
    """Change of the military trend for the victim that one guarantor's answer brings. [1/year]."""
    if force:
        return capability * force_trend
    return material_trend if help_sent else 0.0
