"""Dask's workers as an executor: of a scheduler that runs, or of jobs that dask-jobqueue submits."""

import importlib
import importlib.util
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from engine.errors import EngineError, Problem, ScenarioError
from engine.experiment.sweeps.executing import Workers

QUEUES = {
    "htcondor": "HTCondorCluster",
    "lsf": "LSFCluster",
    "oar": "OARCluster",
    "pbs": "PBSCluster",
    "sge": "SGECluster",
    "slurm": "SLURMCluster",
}
"""Clusters of dask-jobqueue by the name under which its configuration describes them."""
PATIENCE = 10
"""How long a scheduler may take to answer. [s]"""
CHUNK_TRIALS = 16_384
"""Most trials of a chunk: seconds of work, as sending it costs a few milliseconds of the one scheduler."""
SECONDS_BETWEEN_COUNTS = 5.0
_TCP = re.compile(r"(?:tcp://)?(?P<host>\[[0-9a-fA-F:]+\]|[^:/\s]+):(?P<port>\d{1,5})")


def check_dask(address: str | None, jobs: int | None = None) -> None:
    """Refuse what can't be a cluster, before anything is written.

    Raises
    ------
    ScenarioError
        If Dask is not installed, or nobody answers at the address.
    """
    if address is None:
        return
    needed = ["distributed", *(["dask_jobqueue"] if address in QUEUES else [])]
    if absent := [name for name in needed if importlib.util.find_spec(name) is None]:
        rule = f"needs {' and '.join(absent)}"
        raise ScenarioError(Problem("--dask", address, rule, "pip install 'ceasefire-engine[cluster]'"))
    if address in QUEUES:
        if jobs is None:
            way_out = "each job is as the configuration of dask-jobqueue describes it"
            raise ScenarioError(Problem("--dask", address, "needs --workers, the number of jobs", way_out))
        return
    if address.endswith(".json"):
        if not Path(address).is_file():
            rule = "is no scheduler's file"
            raise ScenarioError(Problem("--dask", address, rule, "dask scheduler --scheduler-file writes it"))
        return
    if "://" in address and not address.startswith("tcp://"):
        return  # of TLS or another transport, which the client itself must try
    found = _TCP.fullmatch(address)
    if found is None:
        rule = "is no address"
        way_out = f"such as tcp://host:8786, a scheduler's file, or one of {', '.join(QUEUES)}"
        raise ScenarioError(Problem("--dask", address, rule, way_out))
    try:
        socket.create_connection((found["host"].strip("[]"), int(found["port"])), PATIENCE).close()
    except (OSError, OverflowError) as error:
        rule = f"does not answer: {error}"
        raise ScenarioError(Problem("--dask", address, rule, "start dask scheduler there")) from error


@contextmanager
def dask_cluster(address: str, jobs: int | None = None) -> Iterator[Workers]:
    """Connect to Dask's workers, or submit jobs that are workers.

    Parameters
    ----------
    address : str
        A scheduler's address or file, or a kind of queue.
    jobs : int, optional
        How many jobs, for a queue.

    Raises
    ------
    EngineError
        If the scheduler can't be reached.
    """
    connect: Any = importlib.import_module("distributed").Client
    with ExitStack() as stack:
        try:
            if address in QUEUES:
                client = stack.enter_context(connect(stack.enter_context(_submit_jobs(address, jobs or 1))))
            elif address.endswith(".json"):
                client = stack.enter_context(connect(scheduler_file=address, timeout=PATIENCE))
            else:
                client = stack.enter_context(connect(address, timeout=PATIENCE))
        except (OSError, ValueError) as error:
            rule = f"can't be reached: {error}"
            raise EngineError(
                Problem("--dask", address, rule, "see to the scheduler, then resume")
            ) from error
        pool = stack.enter_context(client.get_executor(pure=False))
        yield Workers(pool, _counting(client), CHUNK_TRIALS)


@contextmanager
def _submit_jobs(kind: str, jobs: int) -> Iterator[Any]:
    """Submit jobs as dask-jobqueue is configured; those that are lost are submitted again."""
    with getattr(importlib.import_module("dask_jobqueue"), QUEUES[kind])() as cluster:
        cluster.adapt(minimum_jobs=jobs, maximum_jobs=jobs)
        yield cluster


def _counting(client: Any) -> Callable[[], int]:
    """Count the threads of all workers; they come and go, and are asked for now and then."""
    said, at = 0, float("-inf")

    def count() -> int:
        nonlocal said, at
        if time.monotonic() - at > SECONDS_BETWEEN_COUNTS:
            said, at = sum(client.nthreads().values()), time.monotonic()
        return said

    return count
