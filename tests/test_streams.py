"""How every terminal command ends where its output goes nowhere."""

import sys
from pathlib import Path

import pytest

from app.streams import NOT_WRITTEN, in_terminal

_FULL = Path("/dev/full")


@pytest.mark.skipif(not _FULL.exists(), reason="no device here is always full")
def test_output_that_finds_no_room_is_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def command() -> int:
        print("found")
        return 0

    with _FULL.open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert in_terminal(command) == NOT_WRITTEN
    assert capsys.readouterr().err == "output cannot be written (No space left on device)\n"


def test_another_trouble_of_the_system_is_not_hidden() -> None:
    def command() -> int:
        raise OSError(13, "denied")

    with pytest.raises(OSError, match="denied"):
        in_terminal(command)
