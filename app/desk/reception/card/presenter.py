"""What happens at the reader: a card is read by itself; photograph or PIN makes it a question."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from app.consent.consent import ConsentKind
from app.desk.advice import advice_for
from app.desk.lanes import Lane, Ticket
from app.desk.reception.state import CardPhase, CardState
from app.eligibility.card import (
    CardReaders,
    CardReading,
    NoCard,
    Pin,
    PinBlocked,
    PinMalformed,
    PinWrong,
    Presence,
    ReadersStatus,
    ReaderStatus,
)
from app.scheme.days import Clock, business_day


@dataclass(frozen=True, slots=True)
class CardRequests:
    """What a card leads to; the reception fulfils it."""

    ask_by_photograph: Callable[[CardReading], None]
    ask_by_pin: Callable[[CardReading, Pin, bool, Callable[[], None], Callable[[Exception], None]], None]


class CardPresenter:
    """show: paints a state. lane: of the reader. preferred: name of the reader used last, "" for any."""

    def __init__(
        self,
        show: Callable[[CardState], None],
        readers: CardReaders,
        lane: Lane,
        clock: Clock,
        requests: CardRequests,
        preferred: Callable[[], str],
    ) -> None:
        self._show_state = show
        self._readers = readers
        self._lane = lane
        self._clock = clock
        self._requests = requests
        self._preferred = preferred
        self._ticket: Ticket | None = None
        self._status: ReadersStatus | None = None
        self._presence = Presence.EMPTY
        self._state = CardState()

    @property
    def state(self) -> CardState:
        return self._state

    def readers_changed(self, status: ReadersStatus) -> None:
        """Told by the monitor, on the window's thread."""
        was_kept_from_us = self._state.phase is CardPhase.FAILED and self._presence is not Presence.CARD
        self._status = status
        chosen = self._chosen(status)
        self._presence = chosen.presence if chosen is not None else Presence.EMPTY
        if not status.service_running:
            self._leave(CardPhase.NO_SERVICE, "")
        elif chosen is None:
            self._leave(CardPhase.NO_READER, "")
        elif chosen.presence is Presence.EMPTY:
            self._leave(CardPhase.EMPTY, chosen.name)
        elif self._is_another_card(chosen) or (was_kept_from_us and chosen.presence is Presence.CARD):
            self._read(chosen)

    def session_ended(self) -> None:
        """Locked, asleep, or another person at the counter: what was confirmed of this card counts no more."""
        if self._state.reading is not None:
            self._show(
                replace(
                    self._state,
                    photograph_confirmed=False,
                    pin_given=False,
                    done=False,
                    busy=False,
                    agreed=frozenset(),
                )
            )

    def consent_chosen(self, kind: ConsentKind, agreed: bool) -> None:
        """The patient's yes or no, before the PIN: what is signed is signed."""
        if not self._state.busy and not self._state.pin_given:
            before = self._state.agreed
            self._show(replace(self._state, agreed=before | {kind} if agreed else before - {kind}))

    def read_again_requested(self) -> None:
        """The card stays where it is; the reader tries anew."""
        chosen = self._chosen(self._status) if self._status else None
        if chosen is not None and chosen.presence is not Presence.EMPTY:
            self._read(chosen)

    def photograph_confirmed(self) -> None:
        """Staff compared face and photograph. A phone shows none."""
        reading, state = self._state.reading, self._state
        if state.phase is CardPhase.EMPTY:
            self._show(replace(state, trouble=advice_for(NoCard())))
        is_over = state.done and state.photograph_confirmed
        if reading is None or state.busy or is_over or reading.kind.is_phone:
            return
        self._show(replace(self._state, photograph_confirmed=True, busy=True, trouble=None))
        self._requests.ask_by_photograph(reading)

    def pin_entered(self, typed: str) -> None:
        """Sent to the card once; never again by itself."""
        reading = self._state.reading
        if reading is None or self._state.busy or self._state.tries_left == 0:
            return
        try:
            pin = Pin(typed)
        except PinMalformed as malformed:
            self._show(replace(self._state, trouble=advice_for(malformed)))
            return
        self._show(replace(self._state, busy=True, trouble=None))
        insertion = self._state.insertion
        self._requests.ask_by_pin(
            reading,
            pin,
            self._state.photograph_confirmed,
            partial(self._pin_given, insertion),
            partial(self._pin_failed, insertion),
        )

    def answered(self, certificate: bytes) -> None:
        """An answer, or a provisional one, came for this card: it can be handed back (R5)."""
        reading = self._state.reading
        if reading is not None and reading.certificate == certificate:
            self._show(replace(self._state, busy=False, done=True))

    def not_answered(self, certificate: bytes) -> None:
        """The question could not even be entered: the card stays to be tried again."""
        reading = self._state.reading
        if reading is not None and reading.certificate == certificate:
            self._show(replace(self._state, photograph_confirmed=False, busy=False))

    def _chosen(self, status: ReadersStatus) -> ReaderStatus | None:
        """The reader with a card; among several the one used last; without a card any that is preferred."""
        with_card = [each for each in status.readers if each.presence is not Presence.EMPTY]
        among = with_card or list(status.readers)
        names = (self._state.reader, self._preferred())
        return next(
            (each for name in names for each in among if each.name == name), among[0] if among else None
        )

    def _is_another_card(self, status: ReaderStatus) -> bool:
        return (status.name, status.insertion) != (self._state.reader, self._state.insertion)

    def _leave(self, phase: CardPhase, reader: str) -> None:
        if self._ticket is not None:
            self._ticket.drop()
        self._show(CardState(phase, reader, today=business_day(self._clock())))

    def _read(self, status: ReaderStatus) -> None:
        if self._ticket is not None:
            self._ticket.drop()
        today = business_day(self._clock())
        self._show(CardState(CardPhase.READING, status.name, status.insertion, today=today, busy=True))
        self._ticket = self._lane.run(partial(self._readers.read, status), self._was_read, self._was_not_read)

    def _was_read(self, reading: CardReading) -> None:
        self._show(
            replace(
                self._state, phase=CardPhase.READ, reading=reading, tries_left=reading.tries_left, busy=False
            )
        )

    def _was_not_read(self, error: Exception) -> None:
        self._show(replace(self._state, phase=CardPhase.FAILED, trouble=advice_for(error), busy=False))

    def _pin_given(self, insertion: int) -> None:
        if insertion == self._state.insertion:
            tries = self._state.reading.tries_left if self._state.reading else 3
            self._show(replace(self._state, pin_given=True, busy=False, done=True, tries_left=max(tries, 3)))

    def _pin_failed(self, insertion: int, error: Exception) -> None:
        advice = advice_for(error)
        if insertion != self._state.insertion:
            return
        left = self._state.tries_left
        if isinstance(error, PinWrong):
            left = error.tries_left
        elif isinstance(error, PinBlocked):
            left = 0
        self._show(replace(self._state, busy=False, tries_left=left, trouble=advice))

    def _show(self, state: CardState) -> None:
        self._state = state
        self._show_state(state)
