"""The tables of runs and of sweeps by name, whoever gives them."""

from abc import ABC, abstractmethod

import pandas as pd


class Tables(ABC):
    """Gives tables by name."""

    @abstractmethod
    def _give(self, table: str) -> pd.DataFrame:
        """Give one table."""


class RunTables(Tables):
    """The tables of a run."""

    @property
    def outcomes(self) -> pd.DataFrame:
        """Share of trials by the class they end in, with 95% intervals."""
        return self._give("outcomes")

    @property
    def trials(self) -> pd.DataFrame:
        """One row a trial: what it recorded and what was drawn for it."""
        return self._give("trials")

    @property
    def survival(self) -> pd.DataFrame:
        """How long first ceasefires and first accords hold, and what ends them."""
        return self._give("survival")

    @property
    def terms(self) -> pd.DataFrame:
        """Terms last agreed by issue."""
        return self._give("terms")

    @property
    def guarantors(self) -> pd.DataFrame:
        """How often each guarantor was called, honoured its pledge and helped."""
        return self._give("guarantors")

    @property
    def phases(self) -> pd.DataFrame:
        """Share of trials in each phase by round."""
        return self._give("phases")

    @property
    def estimates(self) -> pd.DataFrame:
        """Every quantity with its interval, unit and meaning."""
        return self._give("estimates")

    @property
    def variance(self) -> pd.DataFrame:
        """How much of each outcome's variance is doubt about the parameters, and how much is chance."""
        return self._give("variance")

    @property
    def assumptions(self) -> pd.DataFrame:
        """Every value of the scenario, its origin and what it rests on."""
        return self._give("assumptions")

    @property
    def dictionary(self) -> pd.DataFrame:
        """What every column of every table means."""
        return self._give("dictionary")


class SweepTables(Tables):
    """The tables of a sweep."""

    @property
    def points(self) -> pd.DataFrame:
        """A row for each point: its number, scenario and values."""
        return self._give("points")

    @property
    def axes(self) -> pd.DataFrame:
        """What each axis sets, and whether that is a lever or an uncertainty."""
        return self._give("axes")

    @property
    def outcomes(self) -> pd.DataFrame:
        """Share of trials by point and outcome, with 95% intervals."""
        return self._give("outcomes")

    @property
    def estimates(self) -> pd.DataFrame:
        """Every quantity by point, with its interval and unit."""
        return self._give("estimates")

    @property
    def differences(self) -> pd.DataFrame:
        """How the share of each outcome differs from that at point 0, over the same trials."""
        return self._give("differences")

    @property
    def trials(self) -> pd.DataFrame:
        """One row for each trial of each point, with the values of the axes as columns."""
        return self._give("trials")
