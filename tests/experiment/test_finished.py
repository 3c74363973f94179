import os
import signal
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from types import FrameType

import pytest

from engine.experiment.finished import Finished


class Stop(BaseException):
    pass


def stop(number: int, frame: FrameType | None) -> None:
    raise Stop


@pytest.fixture(autouse=True)
def _a_handler(monkeypatch: pytest.MonkeyPatch) -> object:
    before = signal.signal(signal.SIGUSR1, stop)
    yield
    signal.signal(signal.SIGUSR1, before)


def test_futures_come_as_they_finish() -> None:
    first, second = Future[int](), Future[int]()
    with Finished[int]() as finished:
        finished.watch(first)
        finished.watch(second)
        second.set_result(2)
        first.set_result(1)
        assert [finished.get(), finished.get()] == [second, first]


def test_a_stop_waits_for_get_and_takes_no_lock_with_it() -> None:
    future = Future[int]()
    with Finished[int]() as finished:
        with future._condition:
            os.kill(os.getpid(), signal.SIGUSR1)
            while finished._queue.empty():
                pass
        with pytest.raises(Stop):
            finished.get()
    assert signal.getsignal(signal.SIGUSR1) is stop


def test_a_stop_ends_a_wait() -> None:
    threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1)).start()
    with pytest.raises(Stop), Finished[int]() as finished:
        finished.get()


def test_a_stop_after_the_last_future_is_not_lost() -> None:
    with pytest.raises(Stop), Finished[int]():
        os.kill(os.getpid(), signal.SIGUSR1)


def test_a_second_stop_need_not_wait() -> None:
    with Finished[int]() as finished:
        os.kill(os.getpid(), signal.SIGUSR1)
        with pytest.raises(Stop):
            finished.get()
        with pytest.raises(Stop):
            os.kill(os.getpid(), signal.SIGUSR1)


def test_other_threads_leave_signals_alone() -> None:
    def enter() -> bool:
        with Finished[int]():
            return signal.getsignal(signal.SIGUSR1) is stop

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(enter).result()
