"""The documents as a site: SIM_DOCUMENTS=1, with the extra `docs`."""

import os
from pathlib import Path

import pytest

SKIP = pytest.mark.skipif(
    os.environ.get("SIM_DOCUMENTS") != "1", reason="needs the extra docs: SIM_DOCUMENTS=1"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(SKIP)
