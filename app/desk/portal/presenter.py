"""Signing in to the person's own page: one press reads the card, signs, and opens the browser."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.desk.advice import Advice
from app.desk.lanes import DroppedTicket, Lane, Ticket
from app.desk.portal.advice import advice_to_person
from app.eligibility.card import Pin, PinMalformed


@dataclass(frozen=True, slots=True)
class SignInState:
    """trouble: why it did not go on. page: where no browser was found, the address to be opened by hand."""

    busy: bool = False
    opened: bool = False
    trouble: Advice | None = None
    page: str = ""


class SignInView(Protocol):
    def show_state(self, state: SignInState) -> None: ...


class SignInPresenter:
    """sign_in: blocks, and answers with the address. open_page: whether a browser was found."""

    def __init__(
        self,
        view: SignInView,
        sign_in: Callable[[Pin], str],
        open_page: Callable[[str], bool],
        lane: Lane,
    ) -> None:
        self._view = view
        self._sign_in = sign_in
        self._open_page = open_page
        self._lane = lane
        self._ticket: Ticket = DroppedTicket()
        self.state = SignInState()

    def submitted(self, digits: str) -> None:
        """The PIN goes to the card once; a second press while it is under way does nothing."""
        if self.state.busy:
            return
        try:
            pin = Pin(digits)
        except PinMalformed as malformed:
            self._show(SignInState(trouble=advice_to_person(malformed)))
            return
        self._show(SignInState(busy=True))
        self._ticket = self._lane.run(lambda: self._opened(pin), self._done, self._failed)

    def closed(self) -> None:
        self._ticket.drop()

    def _opened(self, pin: Pin) -> str:
        """The address where no browser was found, else nothing. On the lane: finding a browser may take a while."""
        page = self._sign_in(pin)
        return "" if self._open_page(page) else page

    def _done(self, page: str) -> None:
        self._show(SignInState(opened=not page, page=page))

    def _failed(self, error: Exception) -> None:
        self._show(SignInState(trouble=advice_to_person(error)))

    def _show(self, state: SignInState) -> None:
        self.state = state
        self._view.show_state(state)
