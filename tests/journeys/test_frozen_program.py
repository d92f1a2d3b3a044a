"""What is handed out to clinics: a folder with a program that needs no Python, and a wheel."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PNG = b"\x89PNG\r\n\x1a\n"

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]


def test_the_built_program_answers_a_practice_card_by_itself(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "packaging/dev.py", "build", "--out", str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=240,
    )
    assert built.returncode == 0, built.stdout

    (wheel,) = tmp_path.glob("madoguchi-*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    shelf = [path for path in (ROOT / "resources").rglob("*") if path.is_file()]
    assert {f"app/resources/{path.relative_to(ROOT / 'resources').as_posix()}" for path in shelf} <= packed
    assert not [name for name in packed if name.startswith(("tests/", "packaging/"))]

    program = tmp_path / "madoguchi" / ("madoguchi.exe" if os.name == "nt" else "madoguchi")
    picture = tmp_path / "valid.png"
    without_python = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    shown = subprocess.run(
        [program, "--practice", "--check", picture],
        cwd=tmp_path,
        env={**without_python, "PATH": "/usr/bin:/bin"} if os.name == "posix" else without_python,
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert shown.returncode == 0, shown.stderr
    assert picture.read_bytes().startswith(PNG)
