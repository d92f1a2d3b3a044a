"""Several processes on one port: Python uses one core a process.

This process opens the port, starts workers, tells once that all are ready, starts anew whichever dies, and ends them
all. Between it and each worker runs a pipe: the worker says through it that it is ready, and stops in peace when it
closes, so that no worker outlives this process, however that ends.
"""

import asyncio
import logging
import multiprocessing
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from threading import Thread

from app.central.running import Running, announce, listening, run_until_told, serve_on, stdin_ends
from app.central.storage.database import open_database
from app.central.storage.migrate import must_be_current

_LOG = logging.getLogger("madoguchi.central")
_SPAWN = multiprocessing.get_context("spawn")
_LAST_REPLIES_S = 10.0
_BETWEEN_STARTS_S = 1.0
FAILED = 1


class _NeverReady(Exception):
    """A worker ended before it was ready: another would do the same."""


@dataclass(frozen=True, slots=True)
class _Worker:
    process: SpawnProcess
    line: Connection


def serve_by_workers(running: Running, url: str, count: int) -> int:
    """As `running.serve`, by so many processes.

    Raises: InputRefused where the port cannot be had; what opening the database raises.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    asyncio.run(_must_be_usable(url))
    with listening(running) as listener, _told_to_stop(running.stop_with_stdin) as stop:
        start = partial(_start, running, url, listener)
        workers = [start() for _ in range(count)]
        try:
            if _all_ready(workers, stop):
                announce(running, listener, {})
                _keep(workers, start, stop)
        except _NeverReady:
            return FAILED
        finally:
            _end(workers)
    return 0


async def _must_be_usable(url: str) -> None:
    """So that what is wrong with the database is told once, and before anything is started."""
    database = await open_database(url)
    try:
        await must_be_current(database)
    finally:
        await database.close()


def _start(running: Running, url: str, listener: socket.socket) -> _Worker:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_work, args=(running, url, listener, theirs), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _work(running: Running, url: str, listener: socket.socket, line: Connection) -> None:
    """In the worker."""

    def closed() -> None:
        try:
            line.recv()
        except (EOFError, OSError):
            return

    def ready(_: dict[str, str]) -> None:
        with suppress(OSError):  # the first process ended meanwhile: `closed` sees it too
            line.send("ready")

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the first process passes it on
    run_until_told(serve_on(listener, running, url, ready, closed))


def _all_ready(workers: list[_Worker], stop: Connection) -> bool:
    """Whether they are; False when told to stop. Raises: _NeverReady."""
    waiting = {worker.line for worker in workers}
    while waiting:
        for told in wait([stop, *waiting]):
            if told is stop:
                return False
            assert isinstance(told, Connection)
            try:
                told.recv()
            except EOFError:
                raise _NeverReady from None
            waiting.remove(told)
    return True


def _keep(workers: list[_Worker], start: partial[_Worker], stop: Connection) -> None:
    """Until told to stop."""
    while True:
        ended = wait([stop, *(worker.process.sentinel for worker in workers)])
        if stop in ended:
            return
        for place, worker in enumerate(workers):
            if worker.process.sentinel in ended:
                _LOG.warning("a worker ended with %s: another is started", worker.process.exitcode)
                worker.line.close()
                workers[place] = start()
        time.sleep(_BETWEEN_STARTS_S)  # one that dies at once must not keep a core busy


def _end(workers: list[_Worker]) -> None:
    for worker in workers:
        worker.line.close()
    until = time.monotonic() + _LAST_REPLIES_S
    for worker in workers:
        worker.process.join(max(0.0, until - time.monotonic()))
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()


@contextmanager
def _told_to_stop(with_stdin: bool) -> Iterator[Connection]:
    """A connection that can be read from once a signal, or the end of standard input, said to stop."""
    reading, writing = _SPAWN.Pipe(duplex=False)

    def stop(*_: object) -> None:
        if not writing.closed:
            writing.send("stop")

    def at_end_of_stdin() -> None:
        stdin_ends()
        stop()

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)
    if with_stdin:
        Thread(target=at_end_of_stdin, name="stdin", daemon=True).start()
    try:
        yield reading
    finally:
        writing.close()
        reading.close()
