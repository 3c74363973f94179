"""How a run or a sweep was made, as a table."""

from engine.report.page.parts import Grid
from engine.results.provenance import Run
from engine.results.sweeps.record import SweepRun


def list_provenance(run: Run | SweepRun) -> Grid:
    """List how a run or a sweep was made."""
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(run.libraries.items()))
    what = [("Scenario", run.scenario)] if isinstance(run, Run) else [("Sweep", run.sweep)]
    rows = [
        *what,
        ("Command", run.command or "none: made from Python"),
        ("Seed", str(run.seed)),
        ("Trials", f"{run.trials:,}" if isinstance(run, Run) else f"{run.points:,} points of {run.trials:,}"),
        ("Digest of all that results depend on", run.digest),
        ("Engine", f"{run.engine}, sources {run.sources}"),
        ("Python and libraries", f"Python {run.python}, {libraries}"),
        ("Begun and done", f"{run.started}, {run.finished}"),
    ]
    return Grid("Provenance", ("what", "value"), tuple(rows))


def list_checksums(checksums: dict[str, str]) -> Grid:
    """List the digests of a folder's files, which were checked when this was written."""
    rows = tuple(sorted(checksums.items()))
    return Grid("Files and their SHA-256, as they were when this page was written", ("file", "SHA-256"), rows)
