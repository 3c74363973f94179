"""What a kill or a damaged disk left in a folder, removed; its trials are then missing and run again."""

from collections.abc import Iterator
from pathlib import Path

from engine.results.disk import sweep
from engine.results.parts import DamageError, list_parts, name_part, read_part
from engine.results.store import AGGREGATE, TRIALS, Store
from engine.results.trials import count_rows


def repair(store: Store) -> None:
    """Remove half-written files, parts within others and what can't be read, which `damaged` then names."""
    sweep(store.folder)
    sweep(store.parts)
    store.damaged = (*_drop_old(store), *_drop_parts(store))


def _drop_old(store: Store) -> Iterator[Path]:
    """Drop the old aggregate where the old rows are lost, so that all trials run again."""
    if store.run.rows and store.n_old and count_rows(store.folder / TRIALS) < store.n_old:
        (store.folder / AGGREGATE).unlink()
        store.base = None
        yield store.folder / TRIALS


def _drop_parts(store: Store) -> Iterator[Path]:
    spans = {name_part(store.parts, span): span for span in list_parts(store.parts)}
    for path in set(store.parts.glob("*.npz")) - set(spans):
        path.unlink()
    for path, span in spans.items():
        try:
            read_part(path, store.of, store.run.rows, span.n_trials)
        except DamageError:
            path.unlink()
            yield path
