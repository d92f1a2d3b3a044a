"""The program started as people start it: in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Done(NamedTuple):
    status: int
    out: bytes
    err: bytes


def run(*arguments: str, stdin: bytes = b"", **environment: str) -> Done:
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=60,
    )
    return Done(done.returncode, done.stdout, done.stderr)
