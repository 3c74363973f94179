"""The command `sim` on made-up trials that take their time; the chunks begun are in begun.txt."""

import os
import time
from typing import Any

from made_trials import MADE

from engine.cli.main import main
from engine.experiment.backends import BACKENDS
from engine.simulation.records import Chunk

SECONDS_A_TRIAL = 0.005


def run_logged(*asked: Any) -> Chunk:
    first, n_trials = asked[2:4]
    handle = os.open("begun.txt", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, f"{first} {n_trials}\n".encode())
    os.close(handle)
    time.sleep(n_trials * SECONDS_A_TRIAL)
    return MADE.runner(*asked)


if __name__ == "__main__":
    BACKENDS["kernel"] = MADE._replace(runner=run_logged, chunk_trials=10, share=os.environ["SIM_SHARE"])
    main()
