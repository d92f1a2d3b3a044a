"""A PostgreSQL of the tests' own: the system's programs, a temporary folder, a unix socket, nothing kept on disk."""

import os
import shutil
import subprocess
from pathlib import Path

_ADMIN = "postgres"
_ALWAYS = "-c listen_addresses='' -c max_connections=60"
_DURABLE = f"{_ALWAYS} -c shared_buffers=512MB -c max_wal_size=4GB"
# Nothing here outlives the tests, so nothing waits for the disk.
_FAST = f"{_ALWAYS} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class PostgresMissing(Exception):
    """No initdb on this computer."""


class PostgresServer:
    """Started by its constructor. root may not run PostgreSQL: then the system's user `postgres` does.

    durable: waits for its disk as one that is relied on.
    """

    def __init__(self, folder: Path, durable: bool = False) -> None:
        self._programs = _programs()
        self._as_user = ["runuser", "-u", _ADMIN, "--"] if os.name == "posix" and os.geteuid() == 0 else []
        self._data = folder / "data"
        self._folder = folder
        if self._as_user:
            shutil.chown(folder, _ADMIN)
        self._run(
            "initdb", "-D", self._data, "-U", _ADMIN, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        options = f"-k {folder} {_DURABLE if durable else _FAST}"
        self._run("pg_ctl", "-D", self._data, "-o", options, "-l", folder / "log", "-w", "start")

    def url(self) -> str:
        return f"postgresql:///postgres?host={self._folder}&user={_ADMIN}"

    @property
    def process(self) -> int:
        """The id of its first process."""
        return int((self._data / "postmaster.pid").read_text().splitlines()[0])

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def program(self, name: str, *arguments: str) -> None:
        """One of PostgreSQL's own client programs, on this server."""
        command = [str(self._programs / name), "-h", str(self._folder), "-U", _ADMIN, *arguments]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr}")

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [*self._as_user, str(self._programs / program), *map(str, arguments)]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/")
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")


def _programs() -> Path:
    """On the path, or where Debian keeps one folder a version."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent  # a link may stand there alone, without the programs beside it
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not versions:
        raise PostgresMissing
    return versions[-1].parent
