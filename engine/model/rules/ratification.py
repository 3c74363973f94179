"""What constituencies and parliaments do with an agreement. ODD 7.4."""

from engine.model.arithmetic import logistic, normal_quantile
from engine.model.compiling import rule


@rule
def support(gain: float, slope: float, noise_sd: float, draw: float) -> float:
    """Share of a constituency in favour of an agreement when it votes.

    Parameters
    ----------
    gain : float
        Its utility of the terms less that of the status quo. [1]
    slope : float
        How steeply support follows the gain. [logit]
    noise_sd : float
        Standard deviation of what the campaign adds. [logit]
    draw : float
        Uniform draw addressed to this vote. [1]
    """
    return logistic(slope * gain + noise_sd * normal_quantile(draw))


@rule
def carries(in_favour: float, threshold: float) -> bool:
    """Whether the support reaches the threshold of the vote."""
    return in_favour >= threshold
