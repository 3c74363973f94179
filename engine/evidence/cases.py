"""Coded agreements of the past: what was known at signature, and, apart from it, what became of them."""

import csv
import datetime
import difflib
import math
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from engine.errors import Problem, ScenarioError

SETTLEMENT_KINDS = (
    "peace_treaty",
    "peace_agreement",
    "treaty_neutrality",
    "treaty_guarantee",
    "alliance",
    "political_agreement",
    "neutrality_declaration",
    "assurance",
    "armistice",
    "disengagement",
    "military_technical",
    "ceasefire_political",
    "ceasefire_assurance",
    "ceasefire",
    "ceasefire_unwritten",
    "cessation",
    "phased_ceasefire",
    "partial_arrangement",
)
GUARANTEE_CLASSES = (
    "none",
    "assurance",
    "political",
    "treaty_multilateral",
    "treaty_bilateral",
    "interested_pk",
    "alliance_troops",
)
MONITOR_TYPES = (
    "none",
    "inspectors",
    "contractors",
    "civilian_observers",
    "un_observers",
    "un_armed_observers",
    "joint_patrols",
    "armed_pk",
    "enforcement",
)
HORIZONS = (1, 5, 20)
"""Years after signature at which a case held or did not."""
MAX_BYTES = 10_000_000
UNKNOWN = ""


class Case(NamedTuple):
    """What was known of an agreement when it was signed; the only input of a back-test.

    Attributes
    ----------
    case_id, name : str
        Its short code and its name.
    start : date
        Day of signature.
    belligerents : str
        Who fought, one side and the other with a dash between.
    settlement_kind, guarantee_class, monitor_type : str
        One of the words of this module.
    guarantors : tuple of str
        Who pledged, as the file names them; informal ones in brackets.
    combat_troops : bool
        Whether guarantors had combat troops in place.
    monitors : bool
        Whether anybody watched.
    zone : bool
        Whether there was a demilitarised zone.
    front_sharpness : float
        From 0, intermingled, to 1, a sharp line. [1]
    terms_imbalance : float
        From 0, balanced, to 1, dictated. [1]
    expected_shift : float
        Shift of power against the weaker side that was expected at signature, 0 where not coded. [1]
    """

    case_id: str
    name: str
    start: datetime.date
    belligerents: str
    settlement_kind: str
    guarantee_class: str
    guarantors: tuple[str, ...]
    combat_troops: bool
    monitors: bool
    monitor_type: str
    zone: bool
    front_sharpness: float
    terms_imbalance: float
    expected_shift: float


class CodedCase(NamedTuple):
    """A case and, apart from it, whether it held 1, 5 and 20 years; NaN where that is not known yet."""

    case: Case
    held: tuple[float, ...]


def shipped_cases() -> Path:
    """File of the cases that come with the package."""
    return Path(str(resources.files("engine.evidence").joinpath("cases.csv")))


def read_cases(path: Path) -> tuple[CodedCase, ...]:
    """Read coded cases from a CSV with the columns of the shipped one; others are not looked at.

    Raises
    ------
    ScenarioError
        With every problem found, each with file, line and column.
    """
    rows = _read_table(path)
    problems: list[Problem] = []
    cases = []
    seen: dict[str, int] = {}
    for line, row in rows:
        reader = _Row(f"{path}:{line}", row, problems)
        coded = reader.coded()
        if coded.case.case_id in seen:
            first = seen[coded.case.case_id]
            reader.refuse("case_id", f"stands in line {first} already", "give each case its own")
        seen.setdefault(coded.case.case_id, line)
        cases.append(coded)
    if not rows:
        problems.append(Problem(str(path), "", "has no cases", "one line each, under the headings"))
    if problems:
        raise ScenarioError(*problems)
    return tuple(cases)


def _read_table(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Read the lines of a table, each with its number; refuse one without the columns needed."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ScenarioError(Problem(str(path), "", f"is larger than {MAX_BYTES // 10**6} MB"))
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [column for column in _NEEDED if column not in (reader.fieldnames or ())]
            if missing:
                rule = f"lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}"
                raise ScenarioError(Problem(f"{path}:1", "", rule, "see sim evidence cases"))
            rows = [(reader.line_num, row) for row in reader]
    except OSError as wrong:
        reason = (wrong.strerror or str(wrong)).lower()
        raise ScenarioError(Problem(str(path), "", f"can't be read: {reason}")) from wrong
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise ScenarioError(Problem(str(path), "", f"is not a CSV in UTF-8: {wrong}")) from wrong
    for line, row in rows:
        if None in row or None in row.values():
            rule = "has another number of cells than the headings"
            raise ScenarioError(Problem(f"{path}:{line}", "", rule, "quote a text that holds a comma"))
    return rows


_NEEDED = (
    "case_id",
    "name",
    "start",
    "belligerents",
    "settlement_kind",
    "guarantee_class",
    "guarantors",
    "guarantor_combat_troops",
    "monitors",
    "monitor_type",
    "dmz",
    "front_sharpness",
    "terms_imbalance",
    *(f"held_{years}y" for years in HORIZONS),
)


class _Row:
    """One line; what is wrong with a cell is added to the problems."""

    def __init__(self, place: str, cells: Mapping[str, str], problems: list[Problem]) -> None:
        self._place, self._cells, self._problems = place, cells, problems

    def coded(self) -> CodedCase:
        case = Case(
            case_id=self.text("case_id"),
            name=self.text("name"),
            start=self.date("start"),
            belligerents=self.text("belligerents"),
            settlement_kind=self.word("settlement_kind", SETTLEMENT_KINDS),
            guarantee_class=self.word("guarantee_class", GUARANTEE_CLASSES),
            guarantors=tuple(self.names("guarantors")),
            combat_troops=self.flag("guarantor_combat_troops"),
            monitors=self.flag("monitors"),
            monitor_type=self.word("monitor_type", MONITOR_TYPES),
            zone=self.flag("dmz"),
            front_sharpness=self.share("front_sharpness"),
            terms_imbalance=self.share("terms_imbalance"),
            expected_shift=self.shift("expected_shift"),
        )
        return CodedCase(case, tuple(self.held(f"held_{years}y") for years in HORIZONS))

    def refuse(self, column: str, rule: str, way_out: str = "") -> None:
        self._problems.append(Problem(self._place, f"{column} = {self._cells[column][:60]!r}", rule, way_out))

    def text(self, column: str) -> str:
        value = self._cells[column].strip()
        if not value or not value.isprintable():
            self.refuse(column, "must be a text")
        return value

    def names(self, column: str) -> Iterator[str]:
        return (name.strip() for name in self._cells[column].split(";") if name.strip())

    def date(self, column: str) -> datetime.date:
        try:
            return datetime.date.fromisoformat(self._cells[column].strip())
        except ValueError:
            self.refuse(column, "must be a date, such as 1953-07-27")
            return datetime.date.min

    def word(self, column: str, known: tuple[str, ...]) -> str:
        value = self._cells[column].strip()
        if value not in known:
            near = difflib.get_close_matches(value, known, n=1)
            way_out = f'did you mean "{near[0]}"?' if near else f"one of {', '.join(known)}"
            self.refuse(column, "is no known code", way_out)
        return value

    def flag(self, column: str) -> bool:
        value = self._cells[column].strip()
        if value not in ("0", "1"):
            self.refuse(column, "must be 0 or 1")
        return value == "1"

    def share(self, column: str) -> float:
        return self._number(column, 0.0)

    def shift(self, column: str) -> float:
        """Read an optional column: without it, or empty, nothing was expected."""
        return self._number(column, -1.0) if self._cells.get(column, "").strip() else 0.0

    def held(self, column: str) -> float:
        value = self._cells[column].strip()
        if value == UNKNOWN:
            return math.nan
        if value not in ("0", "1", "0.0", "1.0"):
            self.refuse(column, "must be 1, 0 or empty where it is not known yet")
            return math.nan
        return float(value)

    def _number(self, column: str, low: float) -> float:
        try:
            value = float(self._cells[column])
        except ValueError:
            value = math.nan
        if not low <= value <= 1:
            self.refuse(column, f"must be a number from {low:g} to 1")
            return 0.0
        return value
