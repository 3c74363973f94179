from pathlib import Path

import pytest
from made_trials import make_chunk

from engine.errors import StoreError
from engine.results.aggregate import aggregate
from engine.results.parts import DamageError, Part
from engine.results.sweeps.failures import FAILURES, Failure, read_failures, write_failures
from engine.results.sweeps.pile import (
    bring_together,
    clean,
    drop_covered,
    find_parts,
    keep_part,
    name_cell,
    pack_part,
    read_cell,
    read_name,
)
from engine.results.trials import tabulate_rows
from engine.scenario import Scenario
from engine.scenario.sweep import Cell, find_gaps

OF = {0: "nought", 3: "three"}


def keep(folder: Path, scenario: Scenario, cell: Cell) -> None:
    chunk = make_chunk(scenario, cell.point, cell.first, cell.n_trials)
    rows = tabulate_rows(chunk, scenario)
    keep_part(folder, cell, pack_part(Part(OF[cell.point], aggregate(chunk, scenario), rows)))


def test_names_tell_their_cells() -> None:
    cell = Cell(12, 4096, 100)
    assert read_name(name_cell(cell)) == cell
    assert read_name("notes.npz") is None


def test_a_part_within_another_counts_for_nothing() -> None:
    long, within, after, other = Cell(0, 0, 10), Cell(0, 3, 4), Cell(0, 10, 2), Cell(1, 3, 4)
    assert drop_covered([other, after, within, long]) == [long, after, other]


def test_gaps_are_what_is_asked_for_and_not_there() -> None:
    asked = [Cell(0, 5, 15), Cell(1, 0, 10)]
    assert find_gaps(asked, []) == asked
    assert find_gaps(asked, [Cell(0, 0, 7), Cell(0, 10, 5), Cell(1, 0, 10)]) == [
        Cell(0, 7, 3),
        Cell(0, 15, 5),
    ]


def test_loose_parts_become_one_file_that_holds_the_same(minimal: Scenario, tmp_path: Path) -> None:
    cells = [Cell(0, 0, 4), Cell(0, 4, 4), Cell(0, 12, 4), Cell(3, 0, 4)]
    for cell in cells:
        keep(tmp_path, minimal, cell)
    last = Cell(3, 0, 4)
    before = read_cell(find_parts(tmp_path)[last], last, "three", True).rows
    bring_together(tmp_path, OF, rows=True)
    assert [path.name for path in tmp_path.iterdir()] == ["00000001.zip"]
    found = find_parts(tmp_path)
    assert list(found) == [Cell(0, 0, 8), Cell(0, 12, 4), Cell(3, 0, 4)]
    joined = read_cell(found[Cell(0, 0, 8)], Cell(0, 0, 8), "nought", True).rows
    assert joined is not None
    assert joined["trial"].to_pylist() == list(range(8))
    after = read_cell(found[last], last, "three", True).rows
    assert before is not None
    assert before.equals(after)


def test_pieces_that_a_kill_left_beside_the_whole_change_nothing(minimal: Scenario, tmp_path: Path) -> None:
    for first in (0, 4):
        keep(tmp_path, minimal, Cell(0, first, 4))
    bring_together(tmp_path, OF, rows=True)
    keep(tmp_path, minimal, Cell(0, 4, 4))
    assert list(find_parts(tmp_path)) == [Cell(0, 0, 8)]
    bring_together(tmp_path, OF, rows=True)
    assert list(find_parts(tmp_path)) == [Cell(0, 0, 8)]


def test_what_is_damaged_or_of_another_point_is_removed(minimal: Scenario, tmp_path: Path) -> None:
    keep(tmp_path, minimal, Cell(0, 0, 4))
    keep(tmp_path, minimal, Cell(3, 0, 4))
    bring_together(tmp_path, OF, rows=True)
    keep(tmp_path, minimal, Cell(0, 4, 4))
    (tmp_path / ".aside-1-x").write_text("half")
    bundle = tmp_path / "00000001.zip"
    torn = bytearray(bundle.read_bytes())
    torn[2000] ^= 1
    bundle.write_bytes(torn)
    assert clean(tmp_path, OF, rows=True) == [bundle]
    assert list(find_parts(tmp_path)) == [Cell(0, 4, 4)]
    assert clean(tmp_path, {3: "three"}, rows=True) != []


def test_a_file_that_is_no_bundle_is_told(tmp_path: Path) -> None:
    (tmp_path / "00000001.zip").write_bytes(b"no zip")
    with pytest.raises(DamageError, match=r"00000001.zip does not hold"):
        find_parts(tmp_path)


def test_failures_are_kept_until_none_is_left(tmp_path: Path) -> None:
    failures = [Failure(Cell(3, 4, 4), "KilledWorker: ...")]
    write_failures(tmp_path, failures)
    assert read_failures(tmp_path) == failures
    write_failures(tmp_path, [])
    assert not (tmp_path / FAILURES).exists()
    (tmp_path / FAILURES).write_text("{")
    with pytest.raises(StoreError, match="can't be read"):
        read_failures(tmp_path)
