"""Shards: each finished share of a sweep is one file, and all of them together are the sweep."""

import json
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from engine.errors import Problem, StoreError
from engine.results.disk import writing_aside
from engine.results.folder import explaining_disk_errors
from engine.results.lock import Lock, is_held
from engine.results.modules import refuse_other_modules
from engine.results.parts import DamageError
from engine.results.reading import UNREADABLE
from engine.results.sweeps.finishing import finish_sweep, measure_seconds
from engine.results.sweeps.layout import SHARDS, name_shard, name_work
from engine.results.sweeps.pile import Bundle, Place, join_neighbours, list_bundle, name_cell, pack_part
from engine.results.sweeps.record import SweepRun, list_mixtures, parse_record, read_sweep_record
from engine.results.sweeps.store import SweepStore
from engine.scenario.sweep import WHOLE, Cell, Share, cut_share, find_gaps

RECORD = "shard.json"
SHOWN = 12
"""Most shards that a message names."""


class Shard(NamedTuple):
    """A finished share, as its file has it.

    Attributes
    ----------
    path : Path
        The file.
    share : Share
        Which part of the work it is.
    seconds : float
        Time at work. [s]
    run : SweepRun
        The record of the sweep that it is a share of.
    cells : tuple of Cell
        Its trials, in order.
    """

    path: Path
    share: Share
    seconds: float
    run: SweepRun
    cells: tuple[Cell, ...]


def seal_shard(store: SweepStore) -> Path:
    """Write the one file of a finished share, then remove its parts.

    Raises
    ------
    StoreError
        If a part can't be read, or the disk does not allow it.
    """
    path = name_shard(store.folder, store.share)
    with explaining_disk_errors(store.folder):
        with writing_aside(path) as aside:
            bundle = Bundle(aside)
            about = {
                "number": store.share.number,
                "seconds": round(measure_seconds(store.clock), 3),
                "run": json.loads(store.run.model_dump_json(by_alias=True)),
            }
            bundle.add(RECORD, json.dumps(about, indent=2) + "\n")
            for cell, part in join_neighbours(store.find_parts(), store.of, store.run.rows):
                bundle.add(name_cell(cell), pack_part(part))
            bundle.close()
        store.check_held()
        shutil.rmtree(store.work, ignore_errors=True)
    return path


def find_sealed(store: SweepStore) -> Path | None:
    """Give the file of a share that is finished already, as a task that was queued twice finds it."""
    path = name_shard(store.folder, store.share)
    if not path.is_file():
        return None
    shutil.rmtree(store.work, ignore_errors=True)
    return path


def read_shard(path: Path) -> Shard:
    """Read what a shard holds, not yet its trials.

    Raises
    ------
    DamageError
        If it is no shard, or not whole.
    """
    try:
        with zipfile.ZipFile(path) as bundle:
            about = json.loads(bundle.read(RECORD))
        run = parse_record(about["run"], path)
        share = Share(int(about["number"]), run.shards)
        if not 1 <= share.number <= share.shares:
            raise ValueError(share)
        return Shard(path, share, float(about["seconds"]), run, tuple(list_bundle(path)))
    except (*UNREADABLE, IsADirectoryError) as error:
        rule = "is no whole shard of a sweep"
        raise DamageError(Problem("shard", str(path), rule, "remove it and run that shard again")) from error


def merge_shards(folder: Path, others: Sequence[Path] = ()) -> SweepRun:
    """Bring the shards of one or more folders together in the first, as if one process had run them all.

    Raises
    ------
    StoreError
        If trials are missing or there twice, or shards are of other sweeps or engines; names the shards. If
        modules of rules are others than the sweep's.
    """
    run = read_sweep_record(folder)
    if run.status == "complete":
        rule = "is complete: there is nothing to merge"
        raise StoreError(Problem("output folder", str(folder), rule, f"sim show {folder}"))
    if run.shards == 1:
        rule = "is no sweep in shards"
        raise StoreError(Problem("output folder", str(folder), rule, f"sim resume {folder} completes it"))
    refuse_other_modules(run.modules, folder)
    with explaining_disk_errors(folder):
        lock = Lock(folder)
    try:
        shards, problems = _collect([folder, *others])
        for shard in shards:
            problems += list_mixtures(run, shard.run, f"shard {shard.share}: {shard.path}")
        if not problems:
            problems += [*_list_duplicates(shards), *_list_gaps(folder, run, shards)]
        if problems:
            raise StoreError(*problems)
        ordered = sorted(shards, key=lambda shard: shard.cells[0])
        places = {cell: Place(shard.path, bundled=True) for shard in ordered for cell in shard.cells}
        return finish_sweep(folder, run, places, run.workers, sum(shard.seconds for shard in shards))
    finally:
        lock.release(folder)


def _collect(folders: Sequence[Path]) -> tuple[list[Shard], list[Problem]]:
    paths: dict[Path, Path] = {}
    shards: list[Shard] = []
    problems: list[Problem] = []
    for folder in folders:
        found = sorted((folder / SHARDS).glob("*.zip"))
        if not (folder / SHARDS).is_dir():
            problems.append(Problem("sim merge", str(folder), "holds no shards", "name folders of shards"))
        paths |= {path.resolve(): path for path in found}
    for path in paths.values():
        try:
            shards.append(read_shard(path))
        except StoreError as error:
            problems += error.problems
    return shards, problems


def _list_duplicates(shards: list[Shard]) -> Iterator[Problem]:
    cells = sorted((cell, place) for place, shard in enumerate(shards) for cell in shard.cells)
    told: set[tuple[int, int]] = set()
    reached: tuple[Cell, int] | None = None
    for cell, place in cells:
        if reached and reached[0].point == cell.point and cell.first < reached[0].stop:
            pair = (reached[1], place)
            if pair not in told:
                told.add(pair)
                one, other = (shards[each] for each in pair)
                shown = f"{one.path} and {other.path}"
                rule = f"are shards {one.share} and {other.share} with the same trials: {cell}"
                yield Problem("sim merge", shown, rule, "remove one of them")
            if cell.stop <= reached[0].stop:
                continue
        reached = (cell, place)


def _list_gaps(folder: Path, run: SweepRun, shards: list[Shard]) -> Iterator[Problem]:
    there = sorted(cell for shard in shards for cell in shard.cells)
    gaps = find_gaps(cut_share(run.points, run.trials, WHOLE), there)
    if not gaps:
        return
    missing = [
        share
        for share in (Share(number, run.shards) for number in range(1, run.shards + 1))
        if _overlap(cut_share(run.points, run.trials, share), gaps)
    ]
    for share in missing[:SHOWN]:
        work = name_work(folder, share)
        state = "is not there"
        if work.is_dir():
            state = "is being written by another process" if is_held(work) else "is unfinished"
        cells = cut_share(run.points, run.trials, share)
        span = f"{cells[0]}, to {cells[-1]}" if len(cells) > 1 else str(cells[0])
        yield Problem(f"shard {share}", span, state, f"sim resume {folder} --shard {share}")
    if len(missing) > SHOWN:
        yield Problem("sim merge", f"{len(missing) - SHOWN} more shards", "are not there")


def _overlap(cells: list[Cell], gaps: list[Cell]) -> bool:
    spans: dict[int, list[Cell]] = {}
    for gap in gaps:
        spans.setdefault(gap.point, []).append(gap)
    return any(
        gap.first < cell.stop and cell.first < gap.stop for cell in cells for gap in spans.get(cell.point, ())
    )
