"""What lies on which PC/SC reader, watched by one thread: readers plugged and pulled, cards, the service itself.

pyscard's own monitors end for good when the service stops, and take two cards of one batch for the same. Here every
error of the service leads to a new context, and a swap is told by the event counter of the reader's state.
"""

import sys
import threading
from collections.abc import Callable

from smartcard import scard

from app.adapters.card_reader.failures import Code, code_of, must_succeed
from app.adapters.card_reader.insertions import Insertions
from app.eligibility.card import CardError, Presence, ReadersStatus, ReaderStatus

_PLUG_AND_PLAY = r"\\?PnP?\Notification"
_HAS_PLUG_AND_PLAY = sys.platform != "darwin"
_WAIT_MS = 1500  # also finds readers where nothing tells of them, and outlives a lost cancel
_SHORT_PAUSE_S = 0.05
_FIRST_BACK_OFF_S, _LONGEST_BACK_OFF_S = 0.25, 1.0
_NO_NEWS = (Code.TIMEOUT, Code.CANCELLED)
_READERS_CHANGED = (
    Code.UNKNOWN_READER,
    Code.READER_UNAVAILABLE,
    Code.INVALID_VALUE,
    Code.NO_READERS_AVAILABLE,
)
_NOT_FOR_PATIENTS = (" SAM", "Windows Hello")


class Monitor:
    """Runs until `stop` is set and `cancel` called. publish: gets every status, also one that is no change."""

    def __init__(
        self, publish: Callable[[ReadersStatus], None], insertions: Insertions, stop: threading.Event
    ) -> None:
        self._publish = publish
        self._insertions = insertions
        self._stop = stop
        self._context: int | None = None
        self._back_off_s = _FIRST_BACK_OFF_S

    def run(self) -> None:
        while not self._stop.is_set():
            try:
                self._watch_one_service()
            except CardError:  # whatever it was: the context is not to be trusted any more
                self._insertions.forget()
                self._publish(ReadersStatus(False, ()))
                self._stop.wait(self._back_off_s)
                self._back_off_s = min(2 * self._back_off_s, _LONGEST_BACK_OFF_S)

    def cancel(self) -> None:
        """Wakes a waiting `run`; from another thread, the only call of PC/SC that may come from there."""
        if self._context is not None:
            scard.SCardCancel(self._context)

    def _watch_one_service(self) -> None:
        """Raises: CardError when the service goes or is not there."""
        result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        must_succeed(result)
        self._context = context
        try:
            self._watch(context)
        finally:
            self._context = None
            scard.SCardReleaseContext(context)

    def _watch(self, context: int) -> None:
        states: dict[str, int] = {}
        seen: dict[str, ReaderStatus] = {}
        while not self._stop.is_set():
            names = _reader_names(context)
            self._back_off_s = _FIRST_BACK_OFF_S
            self._insertions.keep_only(names)
            seen = {name: seen[name] for name in names if name in seen}
            # A reader was pulled out, or there is none: nothing else tells of that.
            if len(seen) == len(names):
                self._publish(ReadersStatus(True, tuple(seen.values())))
            watched = ([_PLUG_AND_PLAY] if _HAS_PLUG_AND_PLAY else []) + names
            states = {name: states.get(name, scard.SCARD_STATE_UNAWARE) for name in watched}
            states = self._after_change(context, states)
            seen |= {name: self._seen(name, states[name]) for name in names if name in states}
            if len(seen) == len(names):
                self._publish(ReadersStatus(True, tuple(seen[name] for name in names)))

    def _after_change(self, context: int, states: dict[str, int]) -> dict[str, int]:
        """The states after the next change; after a while without one those of no reader, so that all is asked anew.

        pcsc-lite, for one, does not call it a change when a program takes a reader for itself.
        """
        anew = {name: state for name, state in states.items() if name == _PLUG_AND_PLAY}
        if not states:
            self._stop.wait(_WAIT_MS / 1000)
            return anew
        result, answer = scard.SCardGetStatusChange(context, _WAIT_MS, list(states.items()))
        if code_of(result) in _NO_NEWS:
            return anew
        if code_of(result) in _READERS_CHANGED:
            self._stop.wait(_SHORT_PAUSE_S)
            return anew
        must_succeed(result)
        found = {name: state & ~scard.SCARD_STATE_CHANGED for name, state, _atr in answer}
        if found == states:  # a service that answers at once without news must not keep a core busy
            self._stop.wait(_SHORT_PAUSE_S)
        return found

    def _seen(self, name: str, state: int) -> ReaderStatus:
        is_there = bool(state & scard.SCARD_STATE_PRESENT)
        insertion = self._insertions.count(name, is_there, state >> 16)
        return ReaderStatus(name, _presence(state), insertion)


def _reader_names(context: int) -> list[str]:
    """All but slots where no patient's card can lie."""
    result, names = scard.SCardListReaders(context, [])
    if code_of(result) == Code.NO_READERS_AVAILABLE:
        return []
    must_succeed(result)
    return [name for name in names if not any(part in name for part in _NOT_FOR_PATIENTS)]


def _presence(state: int) -> Presence:
    if not state & scard.SCARD_STATE_PRESENT:
        return Presence.EMPTY
    if state & scard.SCARD_STATE_EXCLUSIVE:
        return Presence.IN_USE
    return Presence.MUTE if state & scard.SCARD_STATE_MUTE else Presence.CARD
