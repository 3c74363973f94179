"""What the page of a sweep says."""

from collections.abc import Iterator

from engine.report.answer import INTERVALS, NO_INTERVALS, NOTE
from engine.report.figures.differences import MOST_ROWS, draw_differences
from engine.report.figures.response import draw_response
from engine.report.page.parts import Grid, Page, Section, draw_plate, make_grid
from engine.report.page.provenance import list_checksums, list_provenance
from engine.report.points import join_shares, list_axes, name_points, say_number
from engine.report.sweep_answer import PEACE, say_point, say_sweep_answer
from engine.report.wording import say_interval, say_name, say_share
from engine.results.sweeps.loading import SweepResults

RESPONSE_CAPTION = (
    "Durable peace by point. Share of the trials of each point that end in durable peace, with 95% "
    "intervals for chance between trials; doubt about the assumptions is not in them."
)
MANY = "Where nothing differs, about one in twenty intervals of differences leaves out 0 all the same."
DIFFERENCES_CAPTION = (
    "Differences from the first point. Paired over the same trials, with 95% intervals, each for itself; a "
    "hollow mark is a difference that chance between trials explains."
)


def make_sweep_page(results: SweepResults) -> Page:
    """Say everything of a sweep."""
    run = results.run
    return Page(
        title=run.title or say_name(run.sweep),
        about=f"{run.points:,} points of {run.trials:,} trials, seed {run.seed}; all share their draws",
        answer=(say_sweep_answer(results),),
        question="",
        premises="",
        details=_say_axes(results),
        note=NOTE,
        plate=draw_plate(
            "response",
            RESPONSE_CAPTION,
            lambda narrow: draw_response(results, narrow=narrow),
            [_list_points(results)],
        ),
        sections=tuple(_list_sections(results)),
    )


def _list_sections(results: SweepResults) -> Iterator[Section]:
    run = results.run
    if run.rows and run.points > 1:
        more = f" The figure has the first {MOST_ROWS}." if run.points > MOST_ROWS else ""
        yield Section(
            "differences",
            "What makes a difference",
            2,
            (f"Every point against the first, trial by trial.{more}",),
            draw_plate(
                "differences-figure",
                DIFFERENCES_CAPTION,
                lambda narrow: draw_differences(results, narrow=narrow),
                [_list_differences(results)],
            ),
        )
    failed = f"{run.failed:,} trials failed and are in no share. " if run.failed else ""
    sure = f"{failed}{INTERVALS if run.sampling != 'sobol' else NO_INTERVALS}"
    yield Section(
        "sure",
        "How sure this is",
        2,
        (sure, MANY if run.rows and run.points > 1 else ""),
    )
    yield Section("outcomes", "All outcomes by point", 2, folded=(_list_outcomes(results),))
    yield Section(
        "provenance",
        "How it was made",
        2,
        ("The same command with the same engine gives the same numbers, byte for byte.",),
        grids=(list_provenance(run),),
        folded=(list_checksums(run.checksums),),
    )


def _say_axes(results: SweepResults) -> tuple[str, ...]:
    axes = [
        f"{row.axis} sets {row.key} ({row.kind}): {row.meaning}"
        for row in results.axes.itertuples(index=False)
    ]
    if "scenario" in list_axes(results):
        axes.insert(0, f"The scenarios: {', '.join(dict.fromkeys(results.points['scenario']))}.")
    return tuple(axes)


def _list_points(results: SweepResults) -> Grid:
    axes = list_axes(results)
    table = join_shares(results, PEACE)
    rows = tuple(
        (
            str(row["point"]),
            *(say_number(row[axis]) for axis in axes),
            f"{row['trials']:,} of {row['done']:,}",
            say_share(row["share"]),
            say_interval(row["low"], row["high"]),
        )
        for row in table.to_dict("records")
    )
    headings = ("point", *axes, "trials in durable peace", "share", "95% interval")
    return Grid("Durable peace by point", headings, rows, frozenset(range(1, len(headings))))


def _list_differences(results: SweepResults) -> Grid:
    names = name_points(results)
    table = results.differences
    rows = tuple(
        (names[int(row["point"])], f"{row['trials']:,}", say_point(row, names))
        for _, row in table[table["outcome"] == PEACE].iterrows()
    )
    return Grid("Durable peace against the first point", ("point", "trials of both", "in words"), rows)


def _list_outcomes(results: SweepResults) -> Grid:
    names = name_points(results)
    table = results.outcomes.assign(name=[names[point] for point in results.outcomes["point"]])
    table["outcome"] = table["outcome"].map(say_name)
    headings = ("point", "outcome", "trials", "share", "from", "to")
    return make_grid(
        "Shares of all outcomes", table[["name", "outcome", "trials", "share", "low", "high"]], headings
    )
