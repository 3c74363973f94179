"""A copy of the pair's file in which things go by other names."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.analysis.verification.worlds import PAIR


@contextmanager
def renamed(*pairs: tuple[str, str]) -> Iterator[Path]:
    """Write the copy for as long as it is needed.

    Parameters
    ----------
    *pairs : tuple of str
        An old name and the new one, each.
    """
    text = PAIR.read_text("utf-8")
    for old, new in pairs:
        text = re.sub(rf"\b{old}\b", new, text)
    with TemporaryDirectory() as folder:
        path = Path(folder) / PAIR.name
        path.write_text(text, "utf-8")
        yield path
