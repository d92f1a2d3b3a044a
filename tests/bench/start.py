"""Start, and the longest gap on the window's thread: measured in processes of their own, as a clinic starts them."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.adapters.credentials.keyring_keeper import KeyringKeeper
from app.adapters.credentials.pin_hasher import Argon2PinHasher
from app.adapters.ledger.ledger import create_ledger
from app.staff.sign_in import create_first_manager
from tests.bench.figures import Figure, median
from tests.bench.search import people
from tests.bench.start_child import PIN

_START_RATIO = 3.0
_ROWS_GOAL_MS = 1000.0
_GAP_GOAL_MS = 50.0


def start(patients: int = 50_000, runs: int = 5) -> list[Figure]:
    """Sign-in field takes keys; first ledger rows after sign-in. The key comes from the system's own keyring."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _fill(home, patients)
        _child("tests.bench.start_child", folder)  # once for the disk's cache and compiled modules
        bare = [_child("tests.bench.empty_child")[0] for _ in range(runs)]
        ours = [_child("tests.bench.start_child", folder) for _ in range(runs)]
    field, rows = [each[0] for each in ours], [each[1] for each in ours]
    return [
        Figure(
            f"start: sign-in field takes keys, {patients:,} patients",
            median(field),
            median(bare),
            "an empty PySide6 window with a table",
            f"≤ {_START_RATIO:.0f} × bare",
            median(field) <= _START_RATIO * median(bare),
            runs,
        ),
        Figure(
            "start: from sign-in to the first rows of the ledger",
            median(rows),
            None,
            "—",
            f"≤ {_ROWS_GOAL_MS:.0f} ms",
            median(rows) <= _ROWS_GOAL_MS,
            runs,
        ),
    ]


def window_gap(runs: int, receipts: int, appointments: int) -> list[Figure]:
    """The longest gap of a 5 ms timer, from first paint: through a visit, a month of so many receipts, a full day."""
    return [
        _gap("a visit", runs, "tests.bench.gap_child"),
        _gap(f"a month of {receipts:,} receipts", runs, "tests.bench.month_gap_child", str(receipts)),
        _gap(f"a day of {appointments:,} exceptions", runs, "tests.bench.day_gap_child", str(appointments)),
    ]


def _gap(through: str, runs: int, module: str, *arguments: str) -> Figure:
    gaps = []
    for _ in range(runs):
        gap_ms, step = _run(module, *arguments).split(maxsplit=1)
        gaps.append((float(gap_ms), step.strip()))
    longest, step = sorted(gaps)[len(gaps) // 2]
    return Figure(
        f"longest gap of a 5 ms timer through {through} (at: {step})",
        longest,
        5.0,
        "the timer's own period",
        f"≤ {_GAP_GOAL_MS:.0f} ms",
        longest <= _GAP_GOAL_MS,
        runs,
    )


def _fill(home: Path, patients: int) -> None:
    ledger, code = create_ledger(home, KeyringKeeper(home))
    ledger.patients.add_all(people(patients))
    ledger.try_recovery_code(code.text)
    create_first_manager("佐藤", PIN, ledger.staff, Argon2PinHasher())
    ledger.close()


def _child(module: str, *arguments: str) -> list[float]:
    """What it printed, in milliseconds; its clock and ours are one (monotonic)."""
    said = _run(module, str(time.monotonic()), *arguments)
    return [float(line) * 1000 for line in said.split()]


def _run(module: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout
