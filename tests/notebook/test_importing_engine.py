"""What `import engine` gives, and what it leaves for later."""

import pydoc
import subprocess
import sys

import pytest

import engine

HEAVY = ("pandas", "numba", "mesa", "numpy", "pydantic", "rich", "IPython", "matplotlib", "xarray")
FACE = (
    "choose",
    "compare",
    "discover",
    "load",
    "load_scenario",
    "replay",
    "run",
    "search",
    "sensitivity",
    "sweep",
    "tripwires",
    "value",
)


def test_importing_the_package_imports_nothing_heavy() -> None:
    look = f"import sys, engine; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", FACE)
def test_each_function_is_there_and_explains_itself(name: str) -> None:
    assert name in engine.__all__
    assert name in dir(engine)
    assert "Parameters\n" in (getattr(engine, name).__doc__ or "")


def test_help_shows_the_functions() -> None:
    shown = pydoc.plain(pydoc.render_doc(engine))
    assert all(f"    {name}(" in shown for name in FACE)


def test_what_is_not_there_is_an_attribute_error_as_of_any_module() -> None:
    with pytest.raises(AttributeError, match="module 'engine' has no attribute 'forecast'"):
        _ = engine.forecast
