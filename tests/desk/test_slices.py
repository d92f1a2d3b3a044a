"""Work of the window's thread in slices: what was made gets its turn before more is made."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QMetaObject, QObject, Qt, QTimer, Slot
from pytestqt.qtbot import QtBot

from app.desk.slices import Slices


class _Styled(QObject):
    """What Qt does of itself after a step, as it styles a widget: in the next turn of the loop."""

    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self._told = told

    def later(self) -> None:
        QMetaObject.invokeMethod(self, "style", Qt.ConnectionType.QueuedConnection)

    @Slot()
    def style(self) -> None:
        self._told.append("styled")


def test_what_was_made_is_styled_before_the_next_is_made(qtbot: QtBot) -> None:
    told: list[str] = []
    styled = _Styled(told)

    def making() -> Iterator[None]:
        for part in ("form", "answer", "list"):
            told.append(part)
            styled.later()
            yield

    slices = Slices(making())
    slices.when_done(lambda: told.append("done"))
    qtbot.waitUntil(lambda: "done" in told)
    assert told == ["form", "styled", "answer", "styled", "list", "styled", "done"]


def test_a_turn_without_a_step_stands_between_two(qtbot: QtBot) -> None:
    """Keys and paints have it."""
    told: list[str] = []

    def making() -> Iterator[None]:
        for _ in range(3):
            told.append("step")
            yield

    slices = Slices(making())
    turns = QTimer(interval=0)
    turns.timeout.connect(lambda: told.append("turn"))
    turns.start()
    slices.when_done(turns.stop)
    qtbot.waitUntil(lambda: told.count("step") == 3)
    steps = [place for place, each in enumerate(told) if each == "step"]
    assert [told[one:other].count("turn") for one, other in pairwise(steps)] == [2, 2]


def test_who_asks_after_the_end_is_called_at_once(qtbot: QtBot) -> None:
    told: list[str] = []
    slices = Slices(iter(()))
    slices.when_done(lambda: told.append("first"))
    slices.when_done(lambda: told.append("second"))
    qtbot.waitUntil(lambda: len(told) == 2)
    slices.when_done(lambda: told.append("late"))
    assert told == ["first", "second", "late"]


def test_once_stopped_nothing_is_made(qtbot: QtBot) -> None:
    """The window closes."""
    told: list[str] = []

    def making() -> Iterator[None]:
        told.append("made")
        yield

    slices = Slices(making())
    slices.when_done(lambda: told.append("done"))
    slices.stop()
    qtbot.wait(20)
    assert told == []
