"""What a search for packages says."""

from collections.abc import Iterator, Sequence

import pandas as pd

from engine.analysis.arms import Arm, Asked
from engine.analysis.measured import estimate_difference, estimate_mean
from engine.analysis.objective import Objective, parse_objective
from engine.analysis.searching.asking import SearchAsked
from engine.analysis.searching.judging import SIGNED
from engine.analysis.searching.packages import Lever, Package
from engine.analysis.searching.search import Judged, Searched
from engine.report.figures.search import Axis, draw_search
from engine.report.findings.finding import Finding, Part, Table
from engine.report.findings.recording import record_asked
from engine.report.wording import say_interval, say_name, say_percent
from engine.results.estimates import Estimate

OWN = "own"
ONLY = (
    "Signing is judged from talks that begin in war with the package as the only draft, lasting from an "
    "accord of these terms that is in force on the first day. A class of pledges changes how reliable and "
    "how believed guarantors are, not what each could do."
)
FREE = (
    "What costs nobody anything in the model, such as monitors or a wider zone, is chosen for that reason; "
    "--lever sets what may be chosen."
)
MANY = (
    "Each interval stands for itself: where nothing differs, about one in twenty leaves out 0 all the same."
)
CAPTION = (
    "What both sides would sign, and what lasts. Numbered: packages that no other one tried beats in both, "
    "on fresh draws, with 95% intervals for chance between trials. Grey: all that were tried, as the search "
    "saw them, which flatters those that it chose. Square: the scenario as it stands."
)
PACKAGES = {
    "package": "Number of the package; own is the scenario as it stands.",
    "signed": "Share of fresh trials in which both sides sign it within two years, as the only draft.",
    "signed_low": "Lower end of its 95% interval.",
    "signed_high": "Upper end of its 95% interval.",
    "lasts": "Mean of the objective over fresh trials that begin with it in force.",
    "lasts_low": "Lower end of its 95% interval.",
    "lasts_high": "Upper end of its 95% interval.",
    "more_signed": "Signed less that of the scenario as it stands, over the same trials.",
    "more_signed_low": "Lower end of its 95% interval.",
    "more_signed_high": "Upper end of its 95% interval.",
    "more_lasting": "Lasts less that of the scenario as it stands, over the same trials.",
    "more_lasting_low": "Lower end of its 95% interval.",
    "more_lasting_high": "Upper end of its 95% interval.",
    "signed_in_search": "Signed as the search saw it.",
    "lasts_in_search": "Lasts as the search saw it.",
}
LEVER = "Dotted path of the lever; * stands for all that fit it."
SETTING = "What {} sets it to, as TOML."
TRIED = {
    "order": "Order in which packages were tried.",
    "settings": "What each lever is set to, in the order of the table of settings.",
    "signed": "Share of the search's trials in which both sides sign it within two years.",
    "lasts": "Mean of the objective over the search's trials that begin with it in force.",
}


def say_search(asked: SearchAsked, searched: Searched) -> Finding:
    """Say what a search found."""
    scenario, levers, objective = asked.scenario, asked.levers, asked.objective
    signing = parse_objective(SIGNED, scenario)
    packages = _tabulate_packages(searched, signing, objective)
    tried = _tabulate_tried(searched, levers)
    n_tried = len(tried)
    up = Axis(f"{_name(objective)}, once in force", objective.is_share)
    front = Part(
        "front",
        "What both sides would sign, and what lasts",
        tuple(_say_front(packages, objective)),
        ("packages",),
        lambda narrow: draw_search(tried, packages, up, narrow=narrow),
        CAPTION,
    )
    return Finding(
        kind="search",
        name=scenario.name,
        title=f"Packages for {scenario.title or say_name(scenario.name)}",
        about=f"{n_tried:,} packages; the best judged on {asked.fresh:,} fresh trials, seed {asked.seed}",
        answer=tuple(_say_answer(packages, n_tried, objective)),
        parts=(
            front,
            Part("settings", "What is in them", (ONLY, FREE), ("settings",), folded=("tried",)),
        ),
        tables={
            "packages": Table("Packages of the front on fresh draws", packages, PACKAGES),
            "settings": _tabulate_settings(searched, levers),
            "tried": Table("All packages that were tried, as the search saw them", tried, TRIED),
        },
        record=record_asked(
            Asked((Arm(scenario.name, scenario),), asked.trials, asked.seed),
            fresh=asked.fresh,
            objective=objective.text,
            signed=SIGNED,
            packages=n_tried,
            levers={lever.path: list(lever.settings) for lever in levers},
        ),
    )


def _tabulate_packages(searched: Searched, signing: Objective, objective: Objective) -> pd.DataFrame:
    own = searched.own.worth
    rows = []
    for name, judged in _name_packages(searched):
        worth = judged.worth
        rows.append(
            (
                name,
                *estimate_mean(signing, worth.signed),
                *estimate_mean(objective, worth.lasts),
                *estimate_difference(signing, worth.signed, own.signed),
                *estimate_difference(objective, worth.lasts, own.lasts),
                judged.tried.signed,
                judged.tried.lasts,
            )
        )
    return pd.DataFrame(rows, columns=list(PACKAGES))


def _tabulate_settings(searched: Searched, levers: Sequence[Lever]) -> Table:
    columns = {"lever": [lever.path for lever in levers]}
    meanings = {"lever": LEVER}
    for name, judged in _name_packages(searched):
        package = judged.tried.package
        column = "as_it_stands" if name == OWN else f"package_{name}"
        columns[column] = [lever.settings[setting] for lever, setting in zip(levers, package, strict=True)]
        meanings[column] = SETTING.format(f"package {name}" if name != OWN else "the scenario")
    return Table("What each package sets", pd.DataFrame(columns), meanings)


def _tabulate_tried(searched: Searched, levers: Sequence[Lever]) -> pd.DataFrame:
    rows = [
        (order, _say_settings(each.package, levers), each.signed, each.lasts)
        for order, each in enumerate(searched.tried)
    ]
    return pd.DataFrame(rows, columns=list(TRIED))


def _say_settings(package: Package, levers: Sequence[Lever]) -> str:
    return ", ".join(lever.settings[setting] for lever, setting in zip(levers, package, strict=True))


def _name_packages(searched: Searched) -> Iterator[tuple[str, Judged]]:
    for number, judged in enumerate(searched.front, start=1):
        yield str(number), judged
    yield OWN, searched.own


def _say_answer(packages: pd.DataFrame, n_tried: int, objective: Objective) -> Iterator[str]:
    front = packages[packages["package"] != OWN]
    own = packages.iloc[-1]
    if len(front) == 1:
        yield (
            f"Of {n_tried:,} packages tried, package 1 was both signed most often and lasted best: "
            f"{_say_package(front.iloc[0], objective)}."
        )
    else:
        first, last = front.iloc[0], front.iloc[-1]
        yield (
            f"Of {n_tried:,} packages tried, {len(front)} were beaten by none both in being signed and in "
            f"lasting. Package 1, signed most often: {_say_package(first, objective)}. Package "
            f"{last['package']}, which lasted best: {_say_package(last, objective)}. The scenario as it "
            f"stands: {_say_package(own, objective)}."
        )
    both = front[(front["more_signed_low"] > 0) & (front["more_lasting_low"] > 0)]
    yield (
        "Signed more often than the scenario as it stands, and lasting better, both told apart from chance "
        f"on fresh trials: {len(both)} of the {len(front)}."
    )


def _say_package(row: "pd.Series[float]", objective: Objective) -> str:
    signed = f"signed by both within two years in {_say_share(row, 'signed')}"
    return f"{signed}, and once in force {_name(objective)} {_say_value(row, 'lasts', objective)}"


def _say_front(packages: pd.DataFrame, objective: Objective) -> Iterator[str]:
    front = packages[packages["package"] != OWN]
    signed = 100 * (front["signed_in_search"] - front["signed"]).mean()
    yield (
        "Packages were chosen on the search's trials and are judged here on fresh ones, since the best of "
        "many look better than they are: in the search these were on average signed "
        f"{abs(signed):.1f} points {'more' if signed > 0 else 'less'} often, and lasted "
        f"{_say_flattered(front, objective)}."
    )
    yield MANY
    worse = int((front["more_lasting_high"] < 0).sum())
    if worse:
        last = "lasts" if worse == 1 else "last"
        yield f"{worse} of them {last} less well than the scenario as it stands, the price of being signed."


def _say_flattered(front: pd.DataFrame, objective: Objective) -> str:
    gap = float((front["lasts_in_search"] - front["lasts"]).mean())
    size = f"{100 * abs(gap):.1f} points" if objective.is_share else f"{abs(gap):.3g}"
    return f"{size} {'better' if gap > 0 else 'less well'}"


def _say_share(row: "pd.Series[float]", name: str) -> str:
    estimate = Estimate(row[name], row[f"{name}_low"], row[f"{name}_high"])
    interval = say_interval(estimate.low, estimate.high)
    return f"{say_percent(estimate.value)} of trials (95% interval {interval})"


def _say_value(row: "pd.Series[float]", name: str, objective: Objective) -> str:
    if objective.is_share:
        return f"in {_say_share(row, name)}"
    return f"{row[name]:.3g} (95% interval {row[f'{name}_low']:.3g} to {row[f'{name}_high']:.3g})"


def _name(objective: Objective) -> str:
    return say_name(objective.text)
