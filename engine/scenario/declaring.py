"""How a parameter is declared: its type, unit, bounds, meaning, source, lever or uncertainty."""

from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

Name: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


def parameter(
    default: Any,
    unit: str,
    meaning: str,
    *,
    low: float | None = None,
    high: float | None = None,
    lever: bool = False,
    source: str = "",
) -> Any:
    """Declare one parameter.

    Parameters
    ----------
    default
        Its default; ``...`` where a scenario must say it, ``dict`` for an empty table.
    unit : str
        Unit, ``"1"`` where it has none; ``"date"`` or ``"text"`` (which no result depends on).
    meaning : str
        One sentence for the data dictionary.
    low, high : float, optional
        Closed bounds of a number, or of the whole support of a distribution. [unit]
    lever : bool
        Whether somebody at the table can choose it; otherwise it is an uncertainty.
    source : str
        What the default rests on; ``assumption: why`` where nothing does.
    """
    extra: JsonDict = {"unit": unit, "lever": lever, "low": low, "high": high, "source": source}
    if default is ...:
        return Field(description=meaning, json_schema_extra=extra)
    if default is dict:
        return Field(default_factory=dict, description=meaning, json_schema_extra=extra)
    return Field(default=default, description=meaning, json_schema_extra=extra)


class Table(BaseModel):
    """A table of a scenario file: immutable, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
