"""Slow work leaves the window's thread and comes back to it; what is dropped is told to nobody."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from app.desk.qt_lanes import QtLane
from app.errors import ClinicError


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[QtLane]:
    lane = QtLane("test")
    yield lane
    lane.close()


def unexpected(error: Exception) -> None:
    raise AssertionError(error)


def unexpected_result(result: str) -> None:
    raise AssertionError(result)


def test_work_is_done_elsewhere_and_told_on_the_windows_thread(qtbot: QtBot, lane: QtLane) -> None:
    told: list[tuple[str, str]] = []
    here = threading.current_thread().name
    lane.run(
        lambda: threading.current_thread().name,
        lambda there: told.append((there, threading.current_thread().name)),
        unexpected,
    )
    qtbot.waitUntil(lambda: bool(told))
    assert told == [("test-0", here)]


def test_one_thread_keeps_the_order_of_asking(qtbot: QtBot, lane: QtLane) -> None:
    told: list[int] = []
    for number in range(20):
        lane.run(partial(int, number), told.append, unexpected)
    qtbot.waitUntil(lambda: len(told) == 20)
    assert told == list(range(20))


def test_an_expected_failure_is_told_as_one(qtbot: QtBot, lane: QtLane) -> None:
    failures: list[Exception] = []

    def fail() -> str:
        raise ClinicError

    lane.run(fail, unexpected_result, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], ClinicError)


def test_dropped_work_is_told_to_nobody(qtbot: QtBot, lane: QtLane) -> None:
    may_end = threading.Event()
    told: list[str] = []

    def slow() -> str:
        may_end.wait(5)
        return "slow"

    ticket = lane.run(slow, told.append, unexpected)
    ticket.drop()
    may_end.set()
    lane.run(lambda: "next", told.append, unexpected)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["next"]


def test_a_bug_in_dropped_work_is_not_lost(qtbot: QtBot, lane: QtLane) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def buggy() -> str:
        begun.set()
        may_end.wait(5)
        raise ZeroDivisionError

    with qtbot.captureExceptions() as bugs:
        ticket = lane.run(buggy, unexpected_result, unexpected)
        assert begun.wait(5)
        ticket.drop()
        may_end.set()
        qtbot.waitUntil(lambda: bool(bugs))
    assert bugs[0][0] is ZeroDivisionError


def test_a_closed_lane_ends_what_it_had_begun_and_leaves_no_thread(qtbot: QtBot) -> None:
    lane = QtLane("closing", threads=3)
    begun, done = threading.Event(), threading.Event()

    def work() -> str:
        begun.set()
        done.set()
        return "written"

    lane.run(work, unexpected_result, unexpected)
    assert begun.wait(5)
    lane.close()
    assert done.is_set()
    assert not any(thread.name.startswith("closing") for thread in threading.enumerate())


def test_closing_waits_no_longer_than_its_limit(qtbot: QtBot) -> None:
    lane = QtLane("stuck")
    begun, may_end = threading.Event(), threading.Event()

    def stuck() -> str:
        begun.set()
        may_end.wait(5)
        return "late"

    lane.run(stuck, unexpected_result, unexpected)
    assert begun.wait(5)
    lane.close(limit_s=0.01)
    assert any(thread.name.startswith("stuck") for thread in threading.enumerate())
    may_end.set()
