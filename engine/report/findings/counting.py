"""Counts of trials as findings say them."""

from engine.report.wording import say_interval, say_percent
from engine.results.estimates import wilson


def say_counted(happened: int, trials: int, of: str) -> str:
    """Say how many of so many things, ``held-out trials``, with the interval of their share.

    What was never or always seen has no percent.
    """
    if trials == 0:
        return f"none of the {of}, as there are none"
    share = wilson(happened, trials)
    interval = f"95% interval {say_interval(share.low, share.high)}"
    if happened in (0, trials):
        return f"{'all' if happened else 'none'} of the {trials:,} {of} ({interval})"
    return f"{say_percent(share.value)} of the {of} ({happened:,} of {trials:,}, {interval})"
