"""The command that plays one trial of a run again."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli.modules import Modules

if TYPE_CHECKING:
    from engine.analysis.replaying.replay import Replay

CHECKED = "Played again by Mesa's agents, it equals its stored row to the last bit."

Folder = Annotated[Path, typer.Argument(help="A folder that sim run or sim sweep wrote.")]
Point = Annotated[int | None, typer.Option(help="The point of a sweep, from 0.")]
Typical = Annotated[
    str | None, typer.Option(metavar="END", help="In place of a number: collapse, or how trials end.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(replay)


def replay(
    folder: Folder,
    trial: Annotated[
        int | None, typer.Option(help="Number of the trial, from 0; lists trials worth reading if absent.")
    ] = None,
    typical: Typical = None,
    point: Point = None,
    every: Annotated[
        bool, typer.Option("--all", help="Print provocations and each failed draft too.")
    ] = False,
    page: Annotated[
        Path | None, typer.Option(help="Write one HTML file to scrub through, and print its name alone.")
    ] = None,
    json: Json = False,
    module: Modules = None,
) -> None:
    """Play one trial again and tell what happened and why; it equals its stored row or is refused."""
    from engine.analysis.replaying.replay import replay as play_again
    from engine.cli.saying import print_json

    trial = choose_trial(folder, trial, typical, point)
    if trial is None:
        _list_telling(folder, point, json)
        return
    replayed = play_again(folder, trial, point)
    if json:
        from engine.analysis.replaying.encoding import encode_replay

        print_json(encode_replay(replayed))
    elif page is not None:
        from engine.analysis.replaying.page import write_page

        write_page(replayed, page)
        typer.echo(str(page))
    else:
        print_replay(replayed, every)


def choose_trial(folder: Path, trial: int | None, typical: str | None, point: int | None) -> int | None:
    """Give the trial that is asked for by its number or its end; nothing where none is.

    Raises
    ------
    ScenarioError
        If both are given, or there is no such end.
    StoreError
        If the folder can't be read or keeps no rows.
    """
    if typical is None:
        return trial
    from engine.analysis.replaying.stored import open_source
    from engine.analysis.telling import find_typical
    from engine.errors import Problem, ScenarioError

    if trial is not None:
        raise ScenarioError(Problem("--typical", typical, "is given with --trial", "give one of them"))
    return find_typical(open_source(folder, point), typical)


def _list_telling(folder: Path, point: int | None, json: bool) -> None:
    from engine.analysis.replaying.stored import open_source
    from engine.analysis.telling import list_telling
    from engine.cli.listing import print_rows
    from engine.cli.saying import print_json
    from engine.report.wording import say_name

    telling = list_telling(open_source(folder, point))
    if json:
        print_json({"folder": str(folder), "trials": [each._asdict() for each in telling]})
        return
    rows = [
        (say_name(each.of or "any"), each.what, f"{each.trial}", say_name(each.outcome), f"{each.trials:,}")
        for each in telling
    ]
    print_rows(("of", "worth reading as", "trial", "ends in", "of trials"), rows)
    if telling:
        typer.echo(f"\nNext: sim replay {folder} --trial {telling[0].trial}")


def print_replay(replayed: "Replay", every: bool) -> None:
    """Print a trial's timeline, its end, and whether it was checked."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from engine.analysis.replaying.condensing import condense, list_lines
    from engine.report.answer import NOTE
    from engine.report.wording import say_name

    stored, console = replayed.stored, Console(highlight=False)
    parameters = stored.scenario.parameters
    console.print(Text(stored.scenario.title or say_name(stored.name), style="bold"))
    end = f"ends in {say_name(replayed.outcome)}" if replayed.outcome else "failed"
    console.print(Text(f"Trial {stored.trial:,}, seed {stored.run.seed}: {end}"), style="dim")
    console.print()
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    tell = list_lines if every else condense
    for line in tell(replayed.told, tuple(parameters.issues), parameters.start.date):
        dates = f"{line.first}" if line.first == line.last else f"{line.first}\nto {line.last}"
        table.add_row(Text(dates, style="dim"), Text(line.sentence))
    console.print(table)
    console.print()
    for said in (_say_end(replayed), replayed.note or CHECKED, NOTE):
        console.print(Text(said))


def _say_end(replayed: "Replay") -> str:
    from engine.report.wording import say_name

    last = replayed.weeks.iloc[-1]
    parties = replayed.stored.scenario.parameters.parties
    sides = {party.side: say_name(name).title() for name, party in parties.items()}
    where = f"+1 is victory for {sides['defender']}, -1 for {sides['challenger']}"
    ends = "in victory" if last["phase"] == "decided" else f"in {last['phase']}"
    return f"The trial ends {ends}, with the front at {last['front']:+.2f} ({where})."
