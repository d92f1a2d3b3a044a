"""No class of Qt is made on a lane: it would be written into a table that Qt reads meanwhile (PySide6 6.11)."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

from app.assembly.imports import SCREENS

ON_A_LANE = """
import sys
from app.assembly.imports import without_qt
from app.assembly.openings import Opening
without_qt()
print(sorted(name for name in sys.modules if name.startswith("PySide6")))
"""


def test_what_a_lane_imports_knows_no_qt() -> None:
    done = subprocess.run([sys.executable, "-c", ON_A_LANE], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", SCREENS)
def test_what_the_window_imports_is_there(name: str) -> None:
    assert find_spec(name) is not None
