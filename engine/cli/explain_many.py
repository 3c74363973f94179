"""What decides over many trials, in the terminal: levers, luck, and in which years whose luck is a hinge."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from engine.cli.explain import say_period, show_in
from engine.cli.listing import print_rows

if TYPE_CHECKING:
    from engine.analysis.explaining.counting import Counted, CountedLuck
    from engine.analysis.explaining.counting_hinges import CountedHinges
    from engine.analysis.replaying.stored import Source

TOGETHER = {"world": "war and crises", "units": "the units on the line", "monitors": "the monitors"}
"""Whose luck it is where that is no single actor's."""
SHOWN = 20
"""Most settings of levers, and most blocks of luck, that the terminal shows."""
HEADINGS = ("flips the end", "95% interval", "to peace", "to war")


def explain_many(
    folder: Path, n_trials: int, point: int | None, *, hinges: bool, json: bool, quiet: bool
) -> None:
    """Count and print what decides in the first trials of a run."""
    from engine.analysis.explaining.counting import count_levers, count_luck
    from engine.analysis.explaining.counting_hinges import count_hinges
    from engine.analysis.replaying.stored import open_source
    from engine.cli.compiling import announce_compilation
    from engine.cli.saying import print_json
    from engine.experiment.settings import refuse_wrong

    refuse_wrong(trials=n_trials)
    source = open_source(folder, point)
    n_trials = min(n_trials, source.run.trials)
    announce_compilation(quiet)
    asked = source.scenario, source.run.seed, n_trials
    levers = count_levers(*asked, show_in("settings", quiet))
    luck = count_luck(*asked)
    found = count_hinges(*asked, show_in("trials", quiet)) if hinges else None
    if json:
        print_json({"folder": str(folder), "trials": n_trials} | _encode(levers, luck, found))
        return
    _print_levers(levers, n_trials)
    _print_luck(luck)
    if found is not None:
        _print_hinges(found, source)
    _print_notes()


def _encode(
    levers: "list[Counted]", luck: "list[CountedLuck]", found: "CountedHinges | None"
) -> dict[str, Any]:
    encoded: dict[str, Any] = {
        "levers": [
            each._asdict() | {"flipped": each.flipped._asdict(), "peace": each.peace._asdict()}
            for each in levers
        ],
        "luck": [each._asdict() | {"flipped": each.flipped._asdict()} for each in luck],
        "hinges": None,
    }
    if found is not None:
        blocks = [each._asdict() | {"share": each.share._asdict()} for each in found.blocks]
        encoded["hinges"] = found._asdict() | {"share": found.share._asdict(), "blocks": blocks}
    return encoded


def _print_levers(counted: "list[Counted]", n_trials: int) -> None:
    settings = f"{len(counted):,} settings of levers, one at a time"
    typer.echo("Which levers most often decide between peace and war")
    typer.echo(f"{settings}, in {n_trials:,} trials over the same draws\n")
    levers = [(f"{each.path} = {each.then}", *_say_flips(each)) for each in counted[:SHOWN]]
    print_rows(("lever set to", *HEADINGS), levers)
    typer.echo(f"\nThe {min(SHOWN, len(counted))} that flip most ends; --json gives all.\n")


def _print_luck(luck: "list[CountedLuck]") -> None:
    typer.echo("Whose luck most often decides")
    typer.echo("Each actor's luck exchanged for a twin's in the same trials, all else as it was\n")
    print_rows(("luck of", *HEADINGS), [(_say_group(each.actor), *_say_flips(each)) for each in luck])


def _print_hinges(found: "CountedHinges", source: "Source") -> None:
    from engine.analysis.explaining.hinges import FALSE_ALARM
    from engine.report.wording import say_interval, say_percent, say_share

    share = found.share
    typer.echo("\nOn whose luck, and when, the end hung")
    typer.echo("Exchanging a hinge flips the end at least every other time, and more often than other luck\n")
    rows = [
        (
            _say_group(each.actor),
            say_period(source.scenario, each.year),
            f"{each.hinged:,}",
            say_share(each.share.value),
            say_interval(each.share.low, each.share.high),
            f"{each.asked:,}",
        )
        for each in found.blocks[:SHOWN]
    ]
    print_rows(("luck of", "when", "a hinge in", "of trials", "95% interval", "asked for in"), rows)
    if rows:
        typer.echo(f"\nThe {len(rows)} that are a hinge most often; --json gives all.")
    alarm = say_percent(FALSE_ALARM)
    hinged = f"{say_share(share.value)}, 95% interval {say_interval(share.low, share.high)}"
    for line in (
        f"{found.hinged:,} of {found.trials:,} trials ({hinged}) have a hinge.",
        f"A trial in which no luck counts more than other luck shows one by chance in {alarm} at most.",
        f"In {found.certain:,} one stands where the chance of any false one in all trials is {alarm}.",
        f"{found.plays:,} trials were played for the hinges.",
    ):
        typer.echo(line)


def _print_notes() -> None:
    from engine.report.answer import INTERVALS, NOTE

    typer.echo(f"\n{INTERVALS}")
    typer.echo(NOTE)


def _say_flips(counted: "Counted | CountedLuck") -> tuple[str, ...]:
    from engine.report.wording import say_interval, say_share

    share = counted.flipped
    interval = say_interval(share.low, share.high)
    return say_share(share.value), interval, f"{counted.to_peace:,}", f"{counted.to_war:,}"


def _say_group(actor: str) -> str:
    from engine.analysis.explaining.counting import ALL
    from engine.analysis.replaying.sentences import say_actor

    if actor == ALL:
        return "everybody at once"
    guarantor = " as guarantor" if actor.startswith("guarantor/") else ""
    return TOGETHER.get(actor) or f"{say_actor(actor)}{guarantor}"
