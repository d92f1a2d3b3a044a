"""Several processes on one port: one service to whoever asks, and none left when it ends."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, cast

import pytest

from app.central.__main__ import main
from app.central.running import Running, listening
from app.central.storage.database import open_database
from app.central.storage.migrate import migrate
from app.central.workers import _work
from tests.central.clinic import MORNING
from tests.central.test_serve import Served

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(sys.platform != "linux", reason="workers are counted in /proc"),
]
_WITHIN_S = 20.0


@pytest.fixture
async def served(empty_postgres: str, tmp_path: Path, cache: Path) -> AsyncIterator[Served]:
    database = await open_database(empty_postgres)
    await migrate(database, MORNING)
    await database.close()
    served = Served(tmp_path, cache, "--database", empty_postgres, "--workers", "2", "--stop-with-stdin")
    yield served
    served.close()


def _workers(served: Served) -> set[int]:
    """multiprocessing keeps a process of its own beside them, for what they share."""
    children = Path(f"/proc/{served.process.pid}/task/{served.process.pid}/children").read_text().split()
    return {int(each) for each in children if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()}


def _is_running(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _WITHIN_S
    while not holds():
        assert time.monotonic() < deadline, "it did not come to it"
        time.sleep(0.05)


async def test_a_worker_that_dies_is_replaced_and_all_end_with_standard_input(served: Served) -> None:
    assert set(served.said) == {"listening"}
    first = _workers(served)
    assert len(first) == 2
    os.kill(min(first), signal.SIGKILL)
    _until(lambda: len(_workers(served) - first) == 1)
    assert all(served.get("/health").status_code == 200 for _ in range(4))
    last = _workers(served)
    cast(Any, served.process.stdin).close()
    assert served.process.wait(timeout=_WITHIN_S) == 0
    assert not any(_is_running(each) for each in last)


async def test_no_worker_outlives_a_service_that_is_killed(served: Served) -> None:
    workers = _workers(served)
    assert len(workers) == 2
    served.process.kill()
    _until(lambda: not any(_is_running(each) for each in workers))


async def test_a_worker_that_is_left_alone_while_it_starts_ends_in_peace(empty_postgres: str) -> None:
    database = await open_database(empty_postgres)
    await migrate(database, MORNING)
    await database.close()
    running = Running("127.0.0.1", 0, None, None, 30, False)
    spawn = multiprocessing.get_context("spawn")
    with listening(running) as listener:
        ours, theirs = spawn.Pipe()
        worker = spawn.Process(target=_work, args=(running, empty_postgres, listener, theirs), daemon=True)
        worker.start()
        theirs.close()
        ours.close()
        worker.join(_WITHIN_S)
    assert worker.exitcode == 0


async def test_a_service_by_workers_told_to_stop_ends_cleanly(served: Served) -> None:
    workers = _workers(served)
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(timeout=_WITHIN_S) == 0
    assert not any(_is_running(each) for each in workers)


async def test_sqlite_and_practice_are_served_by_one_process_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for where in (["--database", f"sqlite:///{tmp_path / 'central.sqlite3'}"], ["--practice"]):
        assert main(["serve", "--workers", "2", *where]) == 2
        assert "workers: SQLite is served by one process" in capsys.readouterr().err


async def test_a_database_out_of_shape_is_told_once(empty_postgres: str, tmp_path: Path, cache: Path) -> None:
    served = Served(tmp_path, cache, "--database", empty_postgres, "--workers", "2")
    try:
        assert served.process.wait(timeout=_WITHIN_S) == 3
        assert served.said == {}
    finally:
        served.close()
