"""The service's process: it says where it is, or practice is refused; it never outlives whoever started it."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.adapters.central_client.practice_service import (
    PracticeTown,
    PracticeUnavailable,
    command_of_central,
    start_practice_service,
)

TOWN = {
    "listening": "http://127.0.0.1:9",
    "institution": "1319990014",
    "secret": "s3cret",
    "cards": "cards",
    "receipts": "cards/RECEIPTC.UKE",
}
SAYS = (
    "import json, sys; print(json.dumps({said!r}), flush=True); sys.stdin.read(); open({mark!r}, 'w').close()"
)


def _says(said: object, mark: Path) -> list[str]:
    """A program that says something, and leaves a mark when its standard input ends."""
    return [sys.executable, "-c", SAYS.format(said=said, mark=str(mark))]


def test_it_ends_by_itself_when_its_standard_input_does(tmp_path: Path) -> None:
    mark = tmp_path / "ended"
    service = start_practice_service(_says(TOWN, mark))
    assert service.town == PracticeTown(
        "http://127.0.0.1:9", "1319990014", "s3cret", Path("cards"), Path("cards/RECEIPTC.UKE")
    )
    assert "s3cret" not in repr(service.town)
    assert not mark.exists()
    service.stop()
    assert mark.exists(), "it was waited for, not killed"


@pytest.mark.parametrize(
    "said",
    [
        {},
        [],
        5,
        None,
        "text",
        {**TOWN, "listening": 5},
        {**TOWN, "cards": None},
        {**TOWN, "receipts": 5},
        {"listening": "x"},
    ],
)
def test_a_program_that_talks_nonsense_is_ended_and_practice_refused(tmp_path: Path, said: object) -> None:
    mark = tmp_path / "ended"
    with pytest.raises(PracticeUnavailable):
        start_practice_service(_says(said, mark))
    assert mark.exists()


def test_a_program_that_dies_early_is_told_by_its_exit_status() -> None:
    with pytest.raises(PracticeUnavailable, match="exit status 4"):
        start_practice_service([sys.executable, "-c", "raise SystemExit(4)"])


def test_a_program_that_keeps_silent_is_not_waited_for_ever(tmp_path: Path) -> None:
    silent = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with pytest.raises(PracticeUnavailable):
        start_practice_service(silent, start_limit_s=0.01)


def test_a_program_that_cannot_be_started_is_said(tmp_path: Path) -> None:
    with pytest.raises(PracticeUnavailable):
        start_practice_service([str(tmp_path / "no such program")])


WITHOUT_THE_EXTRA = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"asyncpg", "fastapi", "starlette", "uvicorn"}:
            raise ModuleNotFoundError(f"absent here: {name}", name=name)

sys.meta_path.insert(0, Absent())
from app.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_without_the_services_libraries_practice_says_what_to_install() -> None:
    command = [sys.executable, "-c", WITHOUT_THE_EXTRA, *command_of_central("serve", "--practice")[3:]]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=30)
    assert done.returncode == 4
    assert (done.stdout, done.stderr) == (
        "",
        "uvicorn is not installed: the service needs madoguchi[central]\n",
    )
    with pytest.raises(PracticeUnavailable, match="exit status 4"):
        start_practice_service(command)
