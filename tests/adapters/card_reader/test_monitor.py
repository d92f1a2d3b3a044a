"""The monitor over a scripted PC/SC service: what real readers do and vpcd cannot."""

import threading
import time
from collections.abc import Iterable

import pytest
from smartcard import scard

from app.adapters.card_reader import monitor as monitor_module
from app.adapters.card_reader.insertions import Insertions
from app.adapters.card_reader.monitor import Monitor
from app.adapters.card_reader.watchers import Watchers
from app.eligibility.card import Presence, ReadersStatus, ReaderStatus
from tests.adapters.card_reader.conftest import Seen

PLUG_AND_PLAY = r"\\?PnP?\Notification"
EMPTY, PRESENT, MUTE = scard.SCARD_STATE_EMPTY, scard.SCARD_STATE_PRESENT, scard.SCARD_STATE_MUTE
CHANGED, EXCLUSIVE = scard.SCARD_STATE_CHANGED, scard.SCARD_STATE_EXCLUSIVE
READER = "SONY FeliCa Port/PaSoRi 4.0 0"

Step = dict[str, int] | int
"""The readers and their states, or the code of a failure."""


class ScriptedService:
    """PC/SC's functions and constants. Each wait takes the next step; the last one ends the monitor."""

    def __init__(self, steps: Iterable[Step], stop: threading.Event) -> None:
        self._steps = list(steps)
        self._stop = stop
        self._readers: list[str] = []
        self.contexts = 0
        self.asked: list[list[tuple[str, int]]] = []

    def __getattr__(self, constant: str) -> int:
        return int(getattr(scard, constant))

    def SCardEstablishContext(self, scope: int) -> tuple[int, int]:
        self.contexts += 1
        return scard.SCARD_S_SUCCESS, self.contexts

    def SCardReleaseContext(self, context: int) -> int:
        return 0

    def SCardListReaders(self, context: int, groups: list[str]) -> tuple[int, list[str]]:
        self._readers = next((list(step) for step in self._steps if isinstance(step, dict)), self._readers)
        return (scard.SCARD_S_SUCCESS if self._readers else scard.SCARD_E_NO_READERS_AVAILABLE), self._readers

    def SCardGetStatusChange(
        self, context: int, wait_ms: int, asked: list[tuple[str, int]]
    ) -> tuple[int, list[tuple[str, int, list[int]]]]:
        self.asked.append(asked)
        if not self._steps:
            self._stop.set()
            return scard.SCARD_E_CANCELLED, []
        step = self._steps.pop(0)
        if isinstance(step, int):
            return step, []
        return scard.SCARD_S_SUCCESS, [(name, step.get(name, 0) | CHANGED, []) for name, _state in asked]


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch):
    """Runs the monitor over a script; returns what was told, each status once a change, and the service."""

    def run(*steps: Step) -> tuple[list[ReadersStatus], ScriptedService]:
        stop = threading.Event()
        told: list[ReadersStatus] = []
        service = ScriptedService(steps, stop)
        monkeypatch.setattr(monitor_module, "scard", service)
        Monitor(
            lambda status: told.append(status) if told[-1:] != [status] else None, Insertions(), stop
        ).run()
        return told, service

    return run


def state(flags: int, events: int = 0) -> int:
    """A reader's state with the service's count of cards in its upper half."""
    return flags | events << 16


def test_a_swap_too_fast_to_be_seen_is_told_by_the_counter(watched) -> None:
    told, _ = watched({READER: state(PRESENT, 1)}, {READER: state(PRESENT, 3)})
    numbers = [each.readers[0].insertion for each in told if each.readers]
    assert len(set(numbers)) == 2 and {each.readers[0].presence for each in told} == {Presence.CARD}


def test_a_card_that_does_not_answer_is_mute(watched) -> None:
    told, _ = watched({READER: state(PRESENT | MUTE, 1)})
    assert told[-1].readers[0].presence is Presence.MUTE


def test_a_card_another_program_holds_is_the_same_card(watched) -> None:
    told, _ = watched(
        {READER: state(PRESENT, 1)}, {READER: state(PRESENT | EXCLUSIVE, 1)}, {READER: state(PRESENT, 1)}
    )
    seen = [each.readers[0] for each in told]
    assert [each.presence for each in seen] == [Presence.CARD, Presence.IN_USE, Presence.CARD]
    assert len({each.insertion for each in seen}) == 1


def test_slots_for_other_chips_are_not_offered(watched) -> None:
    told, _ = watched(
        {
            "ACS ACR1252 1S CL Reader SAM 0": state(PRESENT, 1),
            "Windows Hello for Business 1": state(PRESENT, 1),
            READER: state(EMPTY),
        }
    )
    assert [each.name for each in told[-1].readers] == [READER]


def test_a_reader_plugged_in_later_is_found(watched) -> None:
    told, _ = watched({READER: state(EMPTY)}, {READER: state(EMPTY), "Reader B": state(PRESENT, 1)})
    assert told[-1].readers[-1] == ReaderStatus("Reader B", Presence.CARD, 1)


def test_a_reader_pulled_out_is_gone_and_its_card_is_a_new_one_when_it_returns(watched) -> None:
    told, _ = watched(
        {READER: state(PRESENT, 1), "Reader B": state(EMPTY)},
        scard.SCARD_E_UNKNOWN_READER,
        {"Reader B": state(EMPTY)},
        {READER: state(PRESENT, 1), "Reader B": state(EMPTY)},
    )
    assert [tuple(r.name for r in each.readers) for each in told] == [
        (READER, "Reader B"),
        ("Reader B",),
        (READER, "Reader B"),
    ]
    assert told[-1].readers[0].insertion > told[0].readers[0].insertion


def test_without_any_reader_that_is_told_at_once(watched) -> None:
    told, _ = watched()
    assert told == [ReadersStatus(True, ())]


@pytest.mark.parametrize(
    "code",
    [
        scard.SCARD_E_NO_SERVICE,
        scard.SCARD_E_SERVICE_STOPPED,
        scard.SCARD_F_COMM_ERROR,
        scard.SCARD_E_INVALID_HANDLE,
        scard.SCARD_E_SYSTEM_CANCELLED,
        scard.SCARD_E_NO_MEMORY,
    ],
)
def test_after_any_failure_of_the_service_a_new_context_is_taken(watched, code: int) -> None:
    told, service = watched({READER: state(PRESENT, 1)}, code, {READER: state(PRESENT, 1)})
    assert [each.service_running for each in told] == [True, False, True]
    assert told[-1].readers[0].insertion > told[0].readers[0].insertion
    assert service.contexts == 2


def test_after_a_quiet_while_all_is_asked_anew(watched) -> None:
    _, service = watched({READER: state(PRESENT, 1)}, scard.SCARD_E_TIMEOUT, {READER: state(PRESENT, 1)})
    readers_state = [dict(asked).get(READER) for asked in service.asked]
    assert readers_state[1] == state(PRESENT, 1)
    assert readers_state[2] == scard.SCARD_STATE_UNAWARE


def test_a_service_that_answers_without_news_keeps_no_core_busy(watched) -> None:
    """Windows may call its plug-and-play pseudo reader changed again and again."""
    began = time.monotonic()
    watched(*[{READER: state(EMPTY)}] * 5)
    assert time.monotonic() - began > 4 * 0.04


def test_a_listener_that_stops_itself_hears_no_more() -> None:
    watchers = Watchers()
    heard: list[ReadersStatus] = []
    stopped = threading.Event()

    def once(status: ReadersStatus) -> None:
        heard.append(status)
        watch.stop()
        stopped.set()

    watch = watchers.add(once)
    other = Seen()
    watch_of_other = watchers.add(other)
    watchers.publish(ReadersStatus(True, ()))
    assert stopped.wait(5)
    watchers.publish(ReadersStatus(False, ()))
    other.until(lambda each: not each.service_running)
    watch_of_other.stop()
    assert heard == [ReadersStatus(True, ())]


def test_a_slow_listener_delays_no_other() -> None:
    watchers = Watchers()
    released = threading.Event()

    def dawdles(status: ReadersStatus) -> None:
        released.wait()

    slow = watchers.add(dawdles)
    quick = Seen()
    watch = watchers.add(quick)
    watchers.publish(ReadersStatus(True, ()))
    quick.until(lambda each: each.service_running)
    released.set()
    slow.stop()
    watch.stop()
