"""The command that says what would have ended a trial otherwise."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli.modules import Modules
from engine.cli.replay import Folder, Json, Point, Typical, choose_trial

if TYPE_CHECKING:
    from engine.analysis.explaining.explaining import Explanation, Twin
    from engine.analysis.explaining.hinges import Hinge
    from engine.analysis.explaining.showing import Showing
    from engine.scenario import Scenario

AVERAGE = "What ends one trial otherwise need not help on average; sim explain without --trial counts that."


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(explain)


def explain(
    folder: Folder,
    trial: Annotated[int | None, typer.Option(help="Number of the trial, from 0.")] = None,
    typical: Typical = None,
    point: Point = None,
    trials: Annotated[int, typer.Option(help="Without a trial: how many of the run's to count over.")] = 1000,
    hinges: Annotated[bool, typer.Option(help="Look for luck on which the end hung.")] = True,
    module: Modules = None,
    json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing while it plays.")] = False,
) -> None:
    """Say what would have ended a trial otherwise; without one, what most often decides, levers and luck.

    One thing is changed at a time, over the same draws.
    """
    from engine.analysis.explaining.explaining import explain as explain_trial
    from engine.cli.compiling import announce_compilation
    from engine.cli.explain_many import explain_many
    from engine.cli.saying import print_json

    chosen = choose_trial(folder, trial, typical, point)
    if chosen is None:
        explain_many(folder, trials, point, hinges=hinges, json=json, quiet=quiet)
        return
    if hinges:
        announce_compilation(quiet)
    explanation = explain_trial(folder, chosen, point, hinges=hinges, showing=show_in("changes", quiet))
    if json:
        print_json(encode(explanation))
    else:
        print_explanation(explanation)


def show_in(things: str, quiet: bool) -> "Showing":
    """Show on stderr how many things have been done."""
    from functools import partial

    from rich.console import Console

    from engine.experiment.progress import showing_progress

    return partial(showing_progress, console=Console(stderr=True, quiet=quiet), things=things)


def print_explanation(explanation: "Explanation") -> None:
    """Print what flips the end of a trial."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from engine.report.answer import NOTE
    from engine.report.wording import say_name

    replayed, console = explanation.replayed, Console(highlight=False)
    stored = replayed.stored
    console.print(Text(stored.scenario.title or say_name(stored.name), style="bold"))
    about = (
        f"Trial {stored.trial:,}, seed {stored.run.seed}: ends in {say_name(replayed.outcome or 'failure')}"
    )
    console.print(Text(about, style="dim"))
    for heading, lines in (
        ("What those at the table could have chosen", list(_say_twins(explanation, "lever"))),
        ("What was decided", list(_say_twins(explanation, "decision"))),
        ("Luck", list(_say_luck(explanation))),
    ):
        console.print()
        console.print(Text(heading, style="bold"))
        for line in lines:
            console.print(Padding(Text(line), (0, 0, 0, 2)))
    console.print()
    runs = (
        f"{explanation.runs:,} trials were played for this, all draws but those named being the trial's own."
    )
    console.print(Text(runs))
    console.print(Text(AVERAGE))
    console.print(Text(NOTE))


def encode(explanation: "Explanation") -> dict[str, Any]:
    """Turn an explanation into plain texts, numbers and lists."""
    stored = explanation.replayed.stored
    return {
        "folder": str(stored.folder),
        "scenario": stored.name,
        "seed": stored.run.seed,
        "trial": stored.trial,
        "outcome": explanation.replayed.outcome or None,
        "twins": [each._asdict() | {"date": _date(explanation, each.week)} for each in explanation.twins],
        "unturned": explanation.unturned,
        "blocks": explanation.blocks,
        "hinges": [_encode_hinge(explanation, each) for each in explanation.hinges],
        "runs": explanation.runs,
    }


def _encode_hinge(explanation: "Explanation", hinge: "Hinge") -> dict[str, Any]:
    told = hinge._asdict() | {"share": hinge.share._asdict()}
    block = hinge.block
    when = _say_when(explanation, block.year)
    told["block"] = {"actor": block.actor, "year": block.year, "when": when}
    return told


def _say_twins(explanation: "Explanation", kind: str) -> Iterator[str]:
    from engine.report.wording import say_name

    twins = [each for each in explanation.twins if each.kind == kind]
    flipping = [each for each in twins if each.flips]
    outcome = explanation.replayed.outcome
    changed = sum(each.outcome != outcome and not each.flips for each in twins)
    side = "on the other side of peace and war"
    things = "settings of a lever" if kind == "lever" else "decisions turned round"
    for each in flipping:
        yield f"{_say_condition(explanation, each)}: {say_name(each.outcome)}."
    rest = f"No other of the {len(twins):,}" if flipping else f"None of the {len(twins):,}"
    if len(twins) == len(flipping):
        rest = f"That is all of the {len(twins):,}" if twins else "There are no"
        yield f"{rest} {things}."
        return
    yield f"{rest} {things}, one at a time, ends it {side}; {changed:,} otherwise on the same side."
    if kind == "decision" and explanation.unturned:
        yield f"{explanation.unturned:,} more could not have been taken otherwise by any draw."


def _say_condition(explanation: "Explanation", twin: "Twin") -> str:
    if twin.kind == "lever":
        return f"With {twin.condition}"
    return f"If {twin.condition} ({_date(explanation, twin.week)})"


def _say_luck(explanation: "Explanation") -> Iterator[str]:
    from engine.report.wording import say_interval, say_percent

    if not explanation.blocks:
        yield "Not looked into."
        return
    for hinge in explanation.hinges:
        if not hinge.more:
            continue
        name = "A hinge" if hinge.claimed else "No hinge, but more than chance"
        interval = say_interval(hinge.share.low, hinge.share.high)
        yield (
            f"{name}: {say_whose(hinge.block.actor)}, {_say_when(explanation, hinge.block.year)}. "
            f"Exchanged with that of {hinge.exchanged} twins, "
            f"the end flips in {hinge.flipped} ({say_percent(hinge.share.value)}, 95% interval {interval}); "
            f"exchanging other luck flips it in {say_percent(hinge.elsewhere)}."
        )
    if not any(hinge.claimed for hinge in explanation.hinges):
        yield (
            f"No hinge was found among {explanation.blocks:,} blocks of luck, by actor and year: none flips "
            "the end at least every other time it is exchanged, and more often than others do."
        )


def say_whose(actor: str) -> str:
    """Say whose luck a block is."""
    from engine.analysis.replaying.sentences import say_actor

    together = {
        "world": "the world's luck in war and crises",
        "units": "the luck of the units on the line",
        "monitors": "the monitors' luck",
    }
    return together.get(actor) or f"the luck of {say_actor(actor)}"


def _say_when(explanation: "Explanation", year: int) -> str:
    return say_period(explanation.replayed.stored.scenario, year)


def say_period(scenario: "Scenario", year: int) -> str:
    """Say when a period of luck is."""
    from engine.analysis.explaining.explaining import date_of
    from engine.model.schedule import WEEKS_PER_YEAR

    if year < 0:
        return "drawn once for the whole trial"
    first, last = (date_of(scenario, WEEKS_PER_YEAR * each) for each in (year, year + 1))
    return f"{first} to {last}"


def _date(explanation: "Explanation", week: int) -> str:
    from engine.analysis.explaining.explaining import date_of

    return date_of(explanation.replayed.stored.scenario, week).isoformat()
