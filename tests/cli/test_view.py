import importlib.metadata
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from engine.cli.main import app
from engine.errors import EngineError, ScenarioError


def view(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["view", *arguments])


def test_what_is_wrong_is_refused_before_anything_is_served() -> None:
    refused = view("berlin", "--lever", "monitors.atribution", "--no-open").exception
    assert isinstance(refused, ScenarioError)
    assert "--lever: monitors.atribution is no value of berlin (did you mean" in str(refused)


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    there = [SimpleNamespace(name="solara"), SimpleNamespace(name="Solara-Server")]
    monkeypatch.setattr(importlib.metadata, "distributions", lambda: there)
    refused = view("berlin", "--no-open").exception
    assert isinstance(refused, EngineError)
    assert "needs solara-assets" in str(refused)
    assert "ceasefire-engine[view]" in str(refused)
