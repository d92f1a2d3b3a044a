"""How a journey starts `python -m app`: as people do, or — for many commands — forked where all is imported already."""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any, Protocol

from tests.journeys.central import ROOT


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


class Terminal(Protocol):
    def run(self, arguments: list[str], stdin: str) -> Done: ...


class NewProcess:
    def run(self, arguments: list[str], stdin: str) -> Done:
        command = [sys.executable, "-m", "app", *arguments]
        done = subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, text=True, timeout=60)
        return Done(done.returncode, done.stdout, done.stderr)


class Forking:
    """Each command is still a process of its own, with streams and an exit status; only its imports are spared."""

    def __init__(self, server: "subprocess.Popen[str]") -> None:
        self._server = server

    def run(self, arguments: list[str], stdin: str) -> Done:
        assert self._server.stdin and self._server.stdout
        self._server.stdin.write(json.dumps([arguments, stdin]) + "\n")
        self._server.stdin.flush()
        return Done(*json.loads(self._server.stdout.readline()))


@contextmanager
def forking() -> Iterator[Forking]:
    command = [sys.executable, "-m", "tests.journeys.terminal"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        yield Forking(server)
        assert server.stdin
        server.stdin.close()


def _serve() -> None:
    import app.assembly.terminal  # noqa: F401  what is imported here is spared each command

    for line in iter(sys.stdin.readline, ""):
        print(json.dumps(_forked(*json.loads(line))), flush=True)


def _forked(arguments: list[str], stdin: str) -> tuple[int, str, str]:
    with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
        given.write(stdin.encode())
        given.seek(0)
        child = os.fork()
        if child == 0:
            for place, file in enumerate((given, out, err)):
                os.dup2(file.fileno(), place)
            os._exit(_command(arguments))
        _, status = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        return os.waitstatus_to_exitcode(status), out.read().decode(), err.read().decode()


def _command(arguments: list[str]) -> int:
    """As the interpreter ends a program, which a forked one must do for itself."""
    from app.__main__ import main

    with open(0) as sys.stdin, open(1, "w") as sys.stdout, open(2, "w") as sys.stderr:
        try:
            return main(arguments)
        except SystemExit as end:
            return int(end.code or 0)
        except Exception:
            traceback.print_exc()
            return 1


if __name__ == "__main__":
    _serve()
