"""What is handed out to clinics: a folder with a program that needs no Python, and a wheel."""

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PNG = b"\x89PNG\r\n\x1a\n"

BUILT = "MADOGUCHI_BUILT"
_WITHIN_S = 240.0

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `packaging/dev.py test` has been filling since before the journeys; made here without it."""
    if given := os.environ.get(BUILT):
        folder, ended = Path(given), Path(given, "build.exit")
        deadline = time.monotonic() + _WITHIN_S
        while not (ended.exists() and ended.read_text(encoding="ascii")):
            assert time.monotonic() < deadline, "the build does not end"
            time.sleep(0.1)
        assert ended.read_text(encoding="ascii") == "0", (folder / "build.log").read_text(errors="replace")
        return folder
    folder = tmp_path_factory.mktemp("built")
    build = [sys.executable, "packaging/dev.py", "build", "--out", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, timeout=_WITHIN_S)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_built_program_answers_a_practice_card_by_itself(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("madoguchi-*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    shelf = [path for path in (ROOT / "resources").rglob("*") if path.is_file()]
    assert {f"app/resources/{path.relative_to(ROOT / 'resources').as_posix()}" for path in shelf} <= packed
    assert not [name for name in packed if name.startswith(("tests/", "packaging/"))]

    program = built / "madoguchi" / ("madoguchi.exe" if os.name == "nt" else "madoguchi")
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
