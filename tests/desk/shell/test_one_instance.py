"""A second start of the desk, in processes of their own where only that tells the truth."""

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.shell.one_instance import OneInstance, server_name

_KILLED_DESK = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.desk.shell.one_instance import OneInstance
application = QCoreApplication([])
desk = OneInstance(Path(sys.argv[1]))
os._exit(0 if desk.claim() else 1)
"""


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path):
    desk = OneInstance(tmp_path)
    assert desk.claim()
    yield desk
    desk.release()


def _another_start(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", _KILLED_DESK, str(home)])


def test_a_second_start_brings_the_first_window_to_the_front_and_ends(qtbot, tmp_path, first):
    with qtbot.waitSignal(first.raise_requested):
        second = _another_start(tmp_path)
    assert second.wait(10) == 1


def test_another_home_has_a_desk_of_its_own(tmp_path, first):
    other = tmp_path / "other"
    other.mkdir()
    beside = OneInstance(other)
    assert beside.claim()
    beside.release()


def test_after_a_killed_desk_the_next_start_is_the_first_and_hears_the_one_after(qtbot, tmp_path):
    assert _another_start(tmp_path).wait(10) == 0
    desk = OneInstance(tmp_path)
    assert desk.claim()
    with qtbot.waitSignal(desk.raise_requested):
        third = _another_start(tmp_path)
    assert third.wait(10) == 1
    desk.release()


def test_a_closed_desk_leaves_the_home_free(tmp_path, first):
    first.release()
    again = OneInstance(tmp_path)
    assert again.claim()
    again.release()


def test_a_home_that_cannot_be_written_to_is_left_to_the_ledger_to_explain(qtbot, tmp_path):
    assert OneInstance(tmp_path / "missing").claim()


def test_a_home_has_one_name_however_it_is_spelt(tmp_path):
    (tmp_path / "home").mkdir()
    assert server_name(tmp_path / "home") == server_name(tmp_path / "home" / ".." / "home")
    assert server_name(tmp_path / "home") != server_name(tmp_path)
