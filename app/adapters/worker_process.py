"""Work of more than a few milliseconds of processor time, done by a process of its own: the window keeps its core.

The process is this program started again; it lives from the first piece of work until `close`, and ends by itself when
this one does, however that comes about: the pipe between them closes then.
"""

import multiprocessing
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Lock
from typing import Any

from app.errors import ClinicError

_SPAWN = multiprocessing.get_context("spawn")
_LAST_WORD_S = 2.0
_VALUE, _END, _BROKEN = "value", "end", "broken"


class WorkerEnded(ClinicError):
    """The process went away in the middle: killed, out of memory, or the desk is closing. Trying again is right."""

    code = "claims.worker_ended"


class WorkerFailed(RuntimeError):
    """A mistake of ours in the worker, with its traceback as text: it belongs to the crash window."""


class WorkerProcess:
    """Fulfils `Worker`. Safe to use from several lanes: one piece of work at a time."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None

    def stream(self, work: Callable[..., Iterator[Any]], *arguments: object) -> Iterator[Any]:
        """work: a generator function of a module. Left before its end, the process goes, and the next work starts anew.

        Raises: WorkerEnded; WorkerFailed.
        """
        with self._turn:
            line = self._started()
            whole = False
            try:
                line.send((work, arguments))
                while (told := line.recv())[0] == _VALUE:
                    yield told[1]
                whole = True
            except (EOFError, OSError) as cause:
                raise WorkerEnded from cause
            finally:
                if not whole:
                    self._end()
            if told[0] == _BROKEN:
                raise WorkerFailed(told[1])

    def close(self) -> None:
        """Without waiting for work that is under way: whoever waits for it gets WorkerEnded."""
        if self._turn.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._turn.release()
        elif (process := self._process) is not None:
            process.kill()

    def _started(self) -> Connection:
        if self._line is None or self._process is None or not self._process.is_alive():
            self._end()
            self._line, theirs = _SPAWN.Pipe()
            self._process = _SPAWN.Process(target=_work_off, args=(theirs,), name="receipts", daemon=True)
            self._process.start()
            theirs.close()
        return self._line

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.join(_LAST_WORD_S)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
            self._process.close()
        self._line = self._process = None


class WorkerHere:
    """Does the work where it stands: at a terminal nobody waits for a window."""

    def stream(self, work: Callable[..., Iterator[Any]], *arguments: object) -> Iterator[Any]:
        return work(*arguments)


def _work_off(line: Connection) -> None:
    """In the process: one piece of work after another, until nobody is there any more."""
    while True:
        try:
            work, arguments = line.recv()
        except (EOFError, OSError):
            return
        try:
            for value in work(*arguments):
                line.send((_VALUE, value))
            last = (_END, "")
        except (BrokenPipeError, ConnectionResetError):
            return
        except Exception:  # told to whoever waits, who raises it again
            last = (_BROKEN, traceback.format_exc())
        line.send(last)
