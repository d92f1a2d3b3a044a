"""The `.venv` beside the sources, filled from the locked lists and from nothing else."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT / "packaging"
_VENV = ROOT / ".venv"
_STAMP = _VENV / "locked.json"
_SCRIPTS = _VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = _SCRIPTS / ("python.exe" if os.name == "nt" else "python")

# What the lists are made from; `native` is what packages without a wheel are built with.
SOURCES = {
    "native": ["--group", "native"],
    "run": ["--extra", "central"],
    "test": ["--extra", "central", "--extra", "dev"],
}


def locked_list(name: str) -> Path:
    return LISTS / f"requirements-{name}.txt"


def _fingerprint(name: str) -> str:
    lists = b"".join(locked_list(part).read_bytes() for part in ("native", name))
    return hashlib.sha256(lists).hexdigest()


def _stamps() -> dict[str, str]:
    try:
        stamps: dict[str, str] = json.loads(_STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps


def ready(name: str) -> bool:
    return PYTHON.exists() and _stamps().get(name) == _fingerprint(name)


def prepare(name: str) -> None:
    """Makes `.venv` hold the locked list of that name; costs only the reading of a stamp where it does."""
    if ready(name):
        return
    if not PYTHON.exists():
        _report("making .venv")
        _or_exit([sys.executable, "-m", "venv", "--clear", str(_VENV)])
    _report(f"installing the locked packages ({locked_list(name).name})")
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    _or_exit([*install, "--requirement", str(locked_list("native"))])
    _or_exit([*install, "--no-build-isolation", "--requirement", str(locked_list(name))])
    covered = {part: _fingerprint(part) for part in ("run", name)}  # the longer list holds the shorter one
    _STAMP.write_text(json.dumps({**_stamps(), **covered}), encoding="utf-8")


def lock(upgrade: bool) -> None:
    """Writes the locked lists anew from pyproject.toml, for every platform at once and without host names."""
    for name, source in SOURCES.items():
        command = [
            str(PYTHON),
            "-m",
            "uv",
            "pip",
            "compile",
            "pyproject.toml" if name != "native" else "",
            *source,
        ]
        command += [
            "--universal",
            "--python-version",
            "3.11",
            "--generate-hashes",
            "--no-header",
            "--no-annotate",
        ]
        command += ["--no-emit-package", "pip", "--quiet", "--output-file", str(locked_list(name))]
        if name == "test":
            command += ["--constraint", str(locked_list("run"))]
        if upgrade:
            command.append("--upgrade")
        _or_exit([part for part in command if part])


def _or_exit(command: list[str]) -> None:
    path = os.pathsep.join([str(_SCRIPTS), os.environ.get("PATH", "")])  # swig is called by name
    environment = {**os.environ, "PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-4000:]}")


def _report(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
