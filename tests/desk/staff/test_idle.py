"""The desk locks itself when nobody touches it, and after sleep."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.desk.staff.idle import IdleWatch
from tests.patients.fakes import NOON


class Hands:
    """A watch with a clock that the test turns."""

    def __init__(self, application) -> None:
        self.now = NOON
        self.locked = 0
        self.watch = IdleWatch(application, lambda: self.now)
        self.watch.idle.connect(self._lock)
        self.watch.set_minutes(1)
        self.watch.begin()

    def _lock(self) -> None:
        self.locked += 1

    def pass_time(self, seconds: int) -> datetime:
        """As the timer does it: a tick every five seconds."""
        for _ in range(seconds // 5):
            self.now += timedelta(seconds=5)
            self.watch.tick()
        return self.now


@pytest.fixture
def hands(qapp):
    made = Hands(qapp)
    yield made
    made.watch.end()


def test_the_desk_locks_once_the_time_is_over_and_only_once(hands):
    hands.pass_time(55)
    assert hands.locked == 0
    hands.pass_time(300)
    assert hands.locked == 1


def test_every_key_begins_the_time_anew(hands, qtbot):
    field = QWidget()
    qtbot.addWidget(field)
    field.show()
    hands.pass_time(55)
    qtbot.keyClick(field, Qt.Key.Key_A)
    hands.pass_time(55)
    assert hands.locked == 0


def test_a_pc_that_slept_is_locked_when_it_wakes_however_short_the_sleep(hands):
    hands.watch.set_minutes(30)
    hands.pass_time(5)
    hands.now += timedelta(seconds=40)
    hands.watch.tick()
    assert hands.locked == 1
