"""Slow work leaves the window alone, and comes back to it."""

import threading
from collections.abc import Iterator
from functools import partial
from time import monotonic

import pytest
from pytestqt.qtbot import QtBot

from app.desk.lanes import Inline
from app.desk.qt_lanes import QtLane
from app.eligibility.ports import CentralSlow


@pytest.fixture
def lane(qapp) -> Iterator[QtLane]:
    one = QtLane("ledger")
    yield one
    one.close()


def _unwanted(error: Exception) -> None:
    raise AssertionError from error


def _refuse() -> None:
    raise CentralSlow


def _blunder() -> None:
    raise ZeroDivisionError


def test_work_is_done_off_the_windows_thread_and_its_result_comes_back_to_it(qtbot: QtBot, lane: QtLane):
    came: list[tuple[int, int]] = []
    lane.run(threading.get_ident, lambda there: came.append((there, threading.get_ident())), _unwanted)
    qtbot.waitUntil(lambda: bool(came))
    there, here = came[0]
    assert there != here == threading.get_ident()


def test_a_refusal_comes_back_to_the_windows_thread(qtbot: QtBot, lane: QtLane):
    came: list[tuple[Exception, int]] = []
    lane.run(_refuse, lambda _: None, lambda error: came.append((error, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(came))
    error, here = came[0]
    assert isinstance(error, CentralSlow)
    assert here == threading.get_ident()


def test_the_ledger_is_written_in_the_order_of_asking(qtbot: QtBot, lane: QtLane):
    written: list[int] = []
    told: list[None] = []
    for number in range(50):
        lane.run(partial(written.append, number), told.append, _unwanted)
    qtbot.waitUntil(lambda: len(told) == 50)
    assert written == list(range(50))


def test_an_answer_that_nobody_waits_for_is_not_told(qtbot: QtBot, lane: QtLane):
    begun, may_go_on = threading.Event(), threading.Event()
    told: list[str] = []

    def slow() -> None:
        begun.set()
        may_go_on.wait(5)

    late = lane.run(slow, lambda _: told.append("late"), _unwanted)
    assert begun.wait(5)
    late.drop()
    may_go_on.set()
    lane.run(lambda: None, lambda _: told.append("next"), _unwanted)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["next"]


def test_what_is_dropped_before_its_turn_is_never_begun(qtbot: QtBot, lane: QtLane):
    may_go_on = threading.Event()
    begun: list[None] = []
    told: list[None] = []
    lane.run(lambda: may_go_on.wait(5), lambda _: None, _unwanted)
    lane.run(lambda: begun.append(None), told.append, _unwanted).drop()
    may_go_on.set()
    lane.run(lambda: None, told.append, _unwanted)
    qtbot.waitUntil(lambda: bool(told))
    assert begun == []


def test_a_bug_is_heard_although_nobody_waits_for_the_answer(qtbot: QtBot, lane: QtLane):
    begun, may_go_on = threading.Event(), threading.Event()

    def blunder_later() -> None:
        begun.set()
        may_go_on.wait(5)
        _blunder()

    with qtbot.captureExceptions() as heard:
        late = lane.run(blunder_later, lambda _: None, _unwanted)
        assert begun.wait(5)
        late.drop()
        may_go_on.set()
        qtbot.waitUntil(lambda: bool(heard))
    assert heard[0][0] is ZeroDivisionError


def test_a_refusal_that_nobody_waits_for_is_no_bug(qtbot: QtBot, lane: QtLane):
    told: list[None] = []
    with qtbot.captureExceptions() as heard:
        lane.run(_refuse, lambda _: None, _unwanted).drop()
        lane.run(lambda: None, told.append, _unwanted)
        qtbot.waitUntil(lambda: bool(told))
    assert heard == []


def test_four_threads_ask_the_service_at_the_same_time(qtbot: QtBot, qapp):
    together = threading.Barrier(4)
    line = QtLane("line", 4)
    told: list[int] = []
    for _ in range(4):
        line.run(lambda: together.wait(5), told.append, _unwanted)
    qtbot.waitUntil(lambda: len(told) == 4)
    line.close()


def test_closing_waits_for_what_was_begun_and_drops_what_was_not(qapp):
    lane, begun, may_go_on = QtLane("ledger"), threading.Event(), threading.Event()
    done: list[str] = []

    def first() -> None:
        begun.set()
        may_go_on.wait(5)
        done.append("first")

    lane.run(first, lambda _: None, _unwanted)
    lane.run(lambda: done.append("second"), lambda _: None, _unwanted)
    assert begun.wait(5)
    threading.Timer(0.05, may_go_on.set).start()
    lane.close()
    assert done == ["first"]


def test_closing_waits_no_longer_than_its_limit(qapp):
    lane, begun, may_go_on = QtLane("reader"), threading.Event(), threading.Event()

    def stuck() -> None:
        begun.set()
        may_go_on.wait(10)

    lane.run(stuck, lambda _: None, _unwanted)
    assert begun.wait(5)
    began = monotonic()
    lane.close(limit_s=0.1)
    assert 0.1 <= monotonic() - began < 1.0
    may_go_on.set()


def test_for_tests_work_is_done_at_once():
    told: list[object] = []
    Inline().run(lambda: 3, told.append, _unwanted)
    Inline().run(_refuse, lambda _: None, told.append)
    assert told[0] == 3
    assert isinstance(told[1], CentralSlow)
