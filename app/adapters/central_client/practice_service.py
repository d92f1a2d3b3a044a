"""The practice service: this program again, as `central serve --practice`, in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from app.errors import ClinicError

START_LIMIT_S = 60.0


class PracticeUnavailable(ClinicError):
    """The service's libraries are not installed (madoguchi[central]), or it did not start."""

    code = "practice.unavailable"


@dataclass(frozen=True, slots=True)
class PracticeTown:
    """What the service says when it is ready. cards: folder of soft card files."""

    url: str
    institution: str
    secret: str
    cards: Path


class PracticeService:
    """Runs while it is held; ends with its standard input, so that no service outlives its desk."""

    def __init__(self, process: "subprocess.Popen[str]", town: PracticeTown) -> None:
        self._process = process
        self.town = town

    def stop(self) -> None:
        """Lets it end by itself, then makes it."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


def command_of_central(*arguments: str) -> list[str]:
    """How this very program is started as the service, from source and frozen."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "central", *arguments]
    return [sys.executable, "-m", "app", "central", *arguments]


def start_practice_service(
    new_process: Callable[..., "subprocess.Popen[str]"] = subprocess.Popen,
) -> PracticeService:
    """Blocks until the town is ready, about a second. Raises: PracticeUnavailable."""
    command = command_of_central("serve", "--practice", "--listen", "127.0.0.1:0", "--stop-with-stdin")
    process = new_process(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[3] if not getattr(sys, "frozen", False) else None,
    )
    line = _first_line(process)
    try:
        said = json.loads(line)
        town = PracticeTown(said["listening"], said["institution"], said["secret"], Path(said["cards"]))
    except (ValueError, KeyError, TypeError) as cause:
        process.kill()
        process.wait()
        raise PracticeUnavailable(f"exit status {process.returncode}") from cause
    return PracticeService(process, town)


def _first_line(process: "subprocess.Popen[str]") -> str:
    """Empty when the process ended or said nothing in time."""
    stdout = process.stdout
    if stdout is None:
        return ""
    lines: Queue[str] = Queue()
    Thread(target=lambda: lines.put(stdout.readline()), daemon=True, name="practice-start").start()
    try:
        return lines.get(timeout=START_LIMIT_S)
    except Empty:
        return ""
