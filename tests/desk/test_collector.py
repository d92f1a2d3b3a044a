"""Garbage in circles goes on the window's thread, whoever leaves it and whoever allocates meanwhile."""

import gc
from collections.abc import Iterator
from threading import Thread, current_thread, main_thread

import pytest
from pytestqt.qtbot import QtBot

from app.desk.collector import Collector, collect_what_is_due


class Page:
    """Says who took it apart."""

    def __init__(self, ended: list[Thread]) -> None:
        self._itself = self
        self._ended = ended

    def __del__(self) -> None:
        self._ended.append(current_thread())


@pytest.fixture
def collector(qapp: object) -> Iterator[Collector]:
    gc.enable()
    found = Collector()
    found.begin()
    yield found
    found.end()
    assert gc.isenabled() and not gc.get_freeze_count()
    gc.disable()


def _busy_lane() -> list[list[object]]:
    """Allocates enough for Python's own collector to come by many times; what it made, to be held."""
    held: list[list[object]] = []

    def work() -> None:
        held.extend([[]] for _ in range(300_000))

    lane = Thread(target=work)
    lane.start()
    lane.join()
    return held


def test_a_replaced_page_is_never_taken_apart_on_a_lane(collector: Collector, qtbot: QtBot) -> None:
    ended: list[Thread] = []
    Page(ended)
    made = _busy_lane()
    assert made and ended == []
    qtbot.waitUntil(lambda: bool(ended), timeout=5_000)
    assert ended == [main_thread()]


def test_beginning_again_sets_nothing_more_aside(collector: Collector, qtbot: QtBot) -> None:
    """Somebody signs in again: what was left meanwhile goes like before."""
    ended: list[Thread] = []
    Page(ended)
    collector.begin()
    made = _busy_lane()
    qtbot.waitUntil(lambda: bool(ended), timeout=5_000)
    assert made and ended == [main_thread()]


def test_who_had_stopped_pythons_own_finds_it_stopped_afterwards(qapp: object) -> None:
    found = Collector()
    found.begin()
    found.end()
    assert not gc.isenabled()


def test_what_stays_is_looked_through_in_small_parts(qapp: object) -> None:
    """All that a long list brought, looked through at once, would hold the window up."""
    gc.collect()
    kept: list[list[list[object]]] = []
    for _ in range(20):
        kept.append([[] for _ in range(1_000)])
        collect_what_is_due()
        assert gc.get_count()[1] <= 3
    assert len(kept) == 20
