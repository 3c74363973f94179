"""Small parts made into fewer, so that a long run leaves no tens of thousands of files."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from engine.results.aggregate import merge
from engine.results.parts import Part, Span, name_part, write_part

JOINED_TRIALS = 16_384
"""Most trials of a joined part; 10^8 trials then lie in some 6,000 files."""


def join_parts(folder: Path, spans: Iterable[Span], read: Callable[[Span], Part]) -> None:
    """Join neighbours where one more would make them too long, so that few are ever joined twice.

    A kill between writing the whole and removing its pieces leaves both; the pieces then count for
    nothing.
    """
    for group in _group(spans):
        write_part(name_part(folder, _cover(group)), _merge([read(span) for span in group]))
        for span in group:
            name_part(folder, span).unlink()


def _group(spans: Iterable[Span]) -> Iterator[list[Span]]:
    group: list[Span] = []
    for span in spans:
        if group and group[-1].stop != span.first:
            group = []
        if group and span.stop - group[0].first > JOINED_TRIALS:
            if len(group) > 1:
                yield group
            group = []
        group.append(span)


def _cover(group: list[Span]) -> Span:
    return Span(group[0].first, group[-1].stop - group[0].first)


def _merge(parts: list[Part]) -> Part:
    merged, *others = (part.aggregate for part in parts)
    for other in others:
        merged = merge(merged, other)
    rows = [part.rows for part in parts if part.rows is not None]
    return Part(parts[0].of, merged, pa.concat_tables(rows) if rows else None)
