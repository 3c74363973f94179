"""A command that was told to stop ends, even where something would keep Python waiting at its exit."""

import subprocess
import sys

WAITING = """
import sys, threading, time
from engine.cli import main

threading.Thread(target=time.sleep, args=(60,)).start()
main.app = lambda: sys.exit({status})
main.main()
"""


def test_a_stopped_command_ends_with_its_status_though_a_thread_is_busy_for_a_minute() -> None:
    for status in (130, 143):
        script = WAITING.format(status=status)
        # Ends after three seconds; without the last call it would take sixty.
        done = subprocess.run([sys.executable, "-c", script], timeout=40, check=False)
        assert done.returncode == status
