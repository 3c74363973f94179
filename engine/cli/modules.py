"""The option that names files of rules from outside the package."""

from pathlib import Path
from typing import Annotated

import typer


def use_modules(files: list[Path] | None) -> list[Path] | None:
    """Load the modules named, before anything reads a scenario, and check that their rules can be called."""
    from engine.modules import load_modules, use

    use(files or ())
    if load_modules():
        from engine.model.choices import check_rules

        check_rules()
    return files


Modules = Annotated[
    list[Path] | None,
    typer.Option(
        "--module",
        metavar="FILE",
        callback=use_modules,
        help="A Python file of rules that the scenario chooses; may be given several times.",
    ),
]
