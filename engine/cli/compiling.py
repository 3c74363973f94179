"""What to say before the kernel is compiled."""

import typer


def announce_compilation(quiet: bool) -> None:
    """Say that the kernel must be compiled first, if it must."""
    from engine.model.compiling import is_compiled

    if not is_compiled() and not quiet:
        typer.echo(
            "Compiling the model for this machine, once for each version of it: about half a minute ...",
            err=True,
        )
