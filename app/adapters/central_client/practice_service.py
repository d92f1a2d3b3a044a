"""The practice service: this program again, as `central serve --practice`, in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from app.errors import ClinicError

START_LIMIT_S = 60.0
_END_LIMIT_S = 3.0
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows no console appears beside the desk


class PracticeUnavailable(ClinicError):
    """The service's libraries are not installed (madoguchi[central]), or it did not start."""

    code = "practice.unavailable"


@dataclass(frozen=True, slots=True)
class PracticeTown:
    """What the service says when it is ready.

    cards: folder of soft card files; it goes with the service, and with it whatever was put there, even when the
    desk was killed. receipts: the clinic's file of last month, still to be handed in; it lies in that folder too.
    """

    url: str
    institution: str
    secret: str = field(repr=False)
    cards: Path
    receipts: Path

    @classmethod
    def of_line(cls, line: str) -> "PracticeTown":
        """Raises: ValueError, which repeats nothing of the line."""
        try:
            said = json.loads(line)
            texts = [said[name] for name in ("listening", "institution", "secret", "cards", "receipts")]
        except (ValueError, LookupError, TypeError):
            raise ValueError("not what a practice service says") from None
        if not all(isinstance(text, str) for text in texts):
            raise ValueError("not what a practice service says")
        url, institution, secret, cards, receipts = texts
        return cls(url, institution, secret, Path(cards), Path(receipts))


class PracticeService:
    """Runs while it is held; ends with its standard input, so that no service outlives its desk."""

    def __init__(self, process: "subprocess.Popen[str]", town: PracticeTown) -> None:
        self._process = process
        self.town = town

    def stop(self) -> None:
        """Lets it end by itself, then makes it."""
        _end(self._process)


def command_of_central(*arguments: str) -> list[str]:
    """How this very program is started as the service, from source and frozen."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "central", *arguments]
    return [sys.executable, "-m", "app", "central", *arguments]


SERVE = ("serve", "--practice", "--listen", "127.0.0.1:0", "--stop-with-stdin")


def start_practice_service(
    command: Sequence[str] | None = None, start_limit_s: float = START_LIMIT_S
) -> PracticeService:
    """Blocks until the town is ready, about a second. command: for tests. Raises: PracticeUnavailable."""
    try:
        process = subprocess.Popen(
            command or command_of_central(*SERVE),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            creationflags=_NO_WINDOW,
            cwd=None if getattr(sys, "frozen", False) else Path(__file__).parents[3],
        )
    except OSError as cause:
        raise PracticeUnavailable(type(cause).__name__) from cause
    try:
        return PracticeService(process, PracticeTown.of_line(_first_line(process, start_limit_s)))
    except ValueError as cause:
        _end(process)
        raise PracticeUnavailable(f"exit status {process.returncode}") from cause
    except BaseException:
        _end(process)
        raise


def _first_line(process: "subprocess.Popen[str]", limit_s: float) -> str:
    """Empty when the process ended or said nothing in time."""
    assert process.stdout is not None, "it was asked for"
    lines: Queue[str] = Queue()
    read = process.stdout.readline
    Thread(target=lambda: lines.put(read()), daemon=True, name="practice-start").start()
    try:
        return lines.get(timeout=limit_s)
    except Empty:
        return ""


def _end(process: "subprocess.Popen[str]") -> None:
    """Closes its standard input and waits; kills it where that was not enough."""
    with suppress(BrokenPipeError):
        if process.stdin:
            process.stdin.close()
    try:
        process.wait(_END_LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
