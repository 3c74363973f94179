"""The script that has Slurm run a sweep: an array of shards, and a job that merges them."""

import math
import shlex
from collections.abc import Sequence
from typing import NamedTuple

from engine.errors import Problem, ScenarioError
from engine.experiment.sweeps.probing import Forecast
from engine.results.sweeps.record import MOST_SHARDS

LEAST_SECONDS = 1800.0
"""Time that makes a task worth its place in the queue. [s]"""
LEAST_TASKS = 2
"""Tasks of the shortest sweep; one would be no array."""
MOST_CPUS = 1024
SLACK = 1.5
"""How much longer than foreseen a task may take before it is stopped and queued again."""
SPARE_MINUTES = 10
"""Time for a task's start and end, beyond its trials. [min]"""
WARNING_SECONDS = 120
"""How long before the end of its time a task is told. [s]"""


class Tasks(NamedTuple):
    """How a sweep is cut into the tasks of an array.

    Attributes
    ----------
    tasks, cpus : int
        Tasks, and CPUs of each.
    seconds : float
        Time that one takes. [s]
    minutes : int
        Time that one is given. [min]
    """

    tasks: int
    cpus: int
    seconds: float
    minutes: int


def size_tasks(forecast: Forecast, asked: int, cpus: int = 1) -> Tasks:
    """Cut a sweep into as many tasks as asked for, or into fewer, each worth half an hour.

    Raises
    ------
    ScenarioError
        If no tasks or CPUs are asked for, or too many.
    """
    counts = (("--tasks", asked, LEAST_TASKS, MOST_SHARDS), ("--cpus", cpus, 1, MOST_CPUS))
    if problems := [
        Problem(option, str(count), f"must lie between {least} and {most:,}")
        for option, count, least, most in counts
        if not least <= count <= most
    ]:
        raise ScenarioError(*problems)
    seconds = forecast.cpu_seconds / cpus
    tasks = max(LEAST_TASKS, min(asked, int(seconds / LEAST_SECONDS), forecast.points * forecast.trials))
    each = seconds / tasks
    return Tasks(tasks, cpus, each, math.ceil(SLACK * each / 60) + SPARE_MINUTES)


def write_script(
    reference: str,
    out: str,
    tasks: Tasks,
    *,
    trials: int | None = None,
    rows: bool = True,
    options: Sequence[str] = (),
    minutes: int | None = None,
    modules: Sequence[str] = (),
) -> str:
    """Write the script; it is run by ``bash``, and submits two jobs.

    Parameters
    ----------
    reference : str
        The sweep, as the command takes it.
    out : str
        The folder that all shards share.
    tasks : Tasks
        How it is cut.
    trials : int, optional
        Trials of each point, where not the file's own.
    rows : bool
        Whether the rows of trials are kept.
    options : sequence of str
        Further options of sbatch for both jobs, such as ``--partition=long``.
    minutes : int, optional
        Time that a task is given, where not as sized. [min]
    modules : sequence of str
        Files of rules from outside the package.

    Raises
    ------
    ScenarioError
        If a word holds a line end or another letter that is not printed, which would end its line.
    """
    words = (reference, out, *options, *modules)
    if problems := [
        Problem("sim slurm", word, "holds letters that are not printed", "name it otherwise")
        for word in words
        if not word.isprintable()
    ]:
        raise ScenarioError(*problems)
    named = [word for module in modules for word in ("--module", module)]
    command = ["sim", "sweep", reference, "--out", out, "--quiet"]
    command += ["--trials", str(trials)] if trials is not None else []
    command += [*([] if rows else ["--no-rows"]), *named]
    more = "".join(f"#SBATCH {option}\n" for option in options)
    return TEMPLATE.format(
        name=shlex.quote(f"sweep-{_plain(reference)}"),
        command=shlex.join(command),
        merge=shlex.join(["sim", "merge", out, *named]),
        tasks=tasks.tasks,
        cpus=tasks.cpus,
        limit=tasks.minutes if minutes is None else minutes,
        about=max(1, round(tasks.seconds / 60)),
        warning=WARNING_SECONDS,
        more=more,
    )


def _plain(reference: str) -> str:
    stem = reference.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".toml")
    return "".join(each if each.isalnum() or each in "-_" else "-" for each in stem)


TEMPLATE = """\
#!/bin/bash
# Runs a sweep on Slurm: {tasks} tasks of about {about} min on {cpus} CPU(s) each, and a job that merges them.
# Start it with bash, on a node that may submit jobs, where sim is on the PATH and the folder is shared.
# Tasks that are lost or cancelled go on where they were: bash this.sh 3,7 submits those again, and the merge.
set -euo pipefail

sim warmup --quiet

array=$(sbatch --parsable --array="${{1:-1-{tasks}}}" <<'JOB'
#!/bin/bash
#SBATCH --job-name={name}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task={cpus}
#SBATCH --time={limit}
#SBATCH --signal=B:USR1@{warning}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output={name}-%a.log
{more}
stop() {{  # what is finished is kept; a task that ran out of time is queued again and goes on
    trap '' USR1 TERM
    kill -TERM "$running" 2>/dev/null
    wait "$running"
    [ "$1" = again ] && scontrol requeue "${{SLURM_ARRAY_JOB_ID}}_$SLURM_ARRAY_TASK_ID"
    exit 143
}}
trap 'stop again' USR1
trap 'stop' TERM
{command} --shard "$SLURM_ARRAY_TASK_ID/{tasks}" --workers {cpus} &
running=$!
wait "$running"
JOB
)

merge=$(sbatch --parsable --dependency="afterany:${{array%%;*}}" <<'JOB'
#!/bin/bash
#SBATCH --job-name={name}-merge
#SBATCH --ntasks=1
#SBATCH --time={limit}
#SBATCH --output={name}-merge.log
{more}
{merge} --quiet
JOB
)
echo "array ${{array%%;*}}, merge ${{merge%%;*}}"
"""
