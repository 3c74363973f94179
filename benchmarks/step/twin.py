"""The hot step's twin in C, compiled when asked for and called through ctypes."""

import ctypes
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.step.setting import Ran, Setting

SOURCE = Path(__file__).with_name("twin.c")
COMPILE = ("-O3", "-ffp-contract=off", "-shared", "-fPIC")
_SIZES = ("trials", "weeks", "rounds", "sectors")
_ARRAYS = (
    "unit", "post", "background", "laxity", "norm",
    "attributing", "forgiveness", "misattribution", "memory", "contagion", "cap",
)  # fmt: skip


class _Setting(ctypes.Structure):
    _fields_ = (
        *((size, ctypes.c_int64) for size in _SIZES),
        ("key", ctypes.c_uint64),
        *((array, ctypes.c_void_p) for array in _ARRAYS),
    )


def has_compiler() -> bool:
    """Whether there is a gcc."""
    return shutil.which("gcc") is not None


@cache
def compile_twin(*flags: str) -> ctypes.CDLL:
    """Compile the twin, with these flags besides the usual ones."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "twin.so"
        subprocess.run(["gcc", *COMPILE, *flags, "-o", library, SOURCE, "-lm"], check=True)
        return ctypes.CDLL(str(library))


def run_twin(s: Setting, *flags: str) -> Ran:
    """Let all weeks pass."""
    trials, units = s.background.shape
    arrays = [np.ascontiguousarray(getattr(s, name)) for name in _ARRAYS]
    pointers = [array.ctypes.data for array in arrays]
    given = _Setting(trials, s.weeks, s.laxity.shape[1], units // 2, s.key, *pointers)
    ran = Ran(np.empty((trials, s.weeks)), np.empty((trials, units)))
    failed = compile_twin(*flags).run(
        ctypes.byref(given), *(ctypes.c_void_p(array.ctypes.data) for array in ran)
    )
    assert not failed, "too many sectors for the twin"
    return ran
