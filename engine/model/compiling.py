"""The decorator that compiles rules, each with one signature, cached under a digest of all sources."""

import atexit
import hashlib
import inspect
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeAlias, TypeVar, cast

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numpy.typing import NDArray

P = ParamSpec("P")
R = TypeVar("R")
Floats: TypeAlias = NDArray[np.float64]

_PACKAGE = Path(__file__).parents[1]
_TYPES = {
    float: types.float64,
    int: types.int64,
    bool: types.boolean,
    Floats: types.Array(types.float64, 1, "C"),
}


def _digest_of_sources() -> str:
    """Digest every file that compiled code is made of, as numba misses edits in called files."""
    digest = hashlib.sha256()
    for folder in ("model", "simulation"):
        for path in sorted((_PACKAGE / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> str:
    """Give the folder of compiled code; one for this process alone where the usual one can't be written."""
    try:
        root = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        folder = Path(root) / "ceasefire-engine" / _digest_of_sources()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return str(folder)
    except (OSError, RuntimeError):  # the latter where there is no home
        alone = tempfile.mkdtemp(prefix="ceasefire-engine-")
        atexit.register(shutil.rmtree, alone, ignore_errors=True)
        return alone


CACHE_FOLDER = _cache_folder()
_POINTERS: list[object] = []
"""What keeps code that is called by its address in memory."""


def _is_ours(function: Callable[..., object]) -> bool:
    """Whether a function is the engine's; the digest knows no others, which are compiled each time."""
    return Path(function.__code__.co_filename).is_relative_to(_PACKAGE)


def is_compiled() -> bool:
    """Whether this Python has compiled the kernel before, and finds it in the cache."""
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    return any(Path(CACHE_FOLDER).rglob(f"trials.run_trials-*.{version}*.nbi"))


def _signature(function: Callable[..., object]) -> object:
    hints = inspect.get_annotations(function, eval_str=True)
    untyped = [name for name in (*inspect.signature(function).parameters, "return") if name not in hints]
    if untyped:
        shown = ", ".join("the result" if name == "return" else name for name in untyped)
        raise TypeError(f"the rule {function.__name__} must say the type of {shown}, such as float")
    result = hints.pop("return")
    if result not in _TYPES:
        parts = [_TYPES[part] for part in result.__args__]
        return types.UniTuple(parts[0], len(parts))(*[_TYPES[hint] for hint in hints.values()])
    return _TYPES[result](*[_TYPES[hint] for hint in hints.values()])


def rule(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a scalar function with the one signature that its annotations declare.

    The interpreter and compiled code differ in last bits, so both drivers call the compiled
    function. There is no fastmath: every operation is the IEEE operation written.

    Raises
    ------
    TypeError
        If an argument or the result has no annotation.
    KeyError
        If an annotation is not float, int, bool, a tuple of one of them or an array to work in.
    """
    return compile_function(_signature(function), cached=_is_ours(function))(function)


def inlined_rule(function: Callable[P, R]) -> Callable[P, R]:
    """Compile like `rule`, and have the function's body copied to where compiled code calls it.

    For small functions that loops call, which then become vector code; the operations stay the same.
    """
    return compile_function(_signature(function), inline=True, cached=_is_ours(function))(function)


def compile_function(
    signature: object = None, *, inline: bool = False, cached: bool = True
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Compile a function into the engine's own cache folder, for one signature or, without it, when called.

    Parameters
    ----------
    signature : object
        numba's types of the result and arguments.
    inline : bool
        Whether callers that are compiled get a copy of its body.
    cached : bool
        Whether it is kept for other processes, which know an edit of the engine alone.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        before = numba.config.CACHE_DIR
        numba.config.CACHE_DIR = CACHE_FOLDER
        try:
            compiled = numba.njit(
                signature,
                cache=cached,
                nogil=True,
                error_model="numpy",
                forceinline=inline,
                _nrt=False,
            )(function)
        finally:
            numba.config.CACHE_DIR = before
        return cast("Callable[P, R]", compiled)

    return decorate


def address_of(rule: Callable[..., float]) -> int:
    """Address of a compiled rule from numbers to a number, for `call_rule`; it stays valid."""
    plain = rule.py_func
    options = {"error_model": "numpy", "nogil": True, "_nrt": False}
    pointer = numba.cfunc(_signature(plain), **options)(plain)
    _POINTERS.append(pointer)
    return int(pointer.address)


def _call_rule(_: object, address: types.Type, arguments: types.UniTuple) -> tuple[object, object]:

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        numbers = cgutils.unpack_tuple(builder, values[1])
        double = ir.DoubleType()
        kind = ir.FunctionType(double, [double] * len(numbers))
        return builder.call(builder.inttoptr(values[0], kind.as_pointer()), numbers)

    return types.float64(address, arguments), generate


call_rule = cast("Callable[[int, tuple[float, ...]], float]", intrinsic(_call_rule))
"""Calls the compiled rule at an address with floats, from compiled code; it gives a float."""
