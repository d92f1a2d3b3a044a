"""Signing in with the card: the statement first, so that no try of the PIN is spent while the line is down."""

from app.eligibility.card import CardReaders, Pin
from app.eligibility.lying_card import reader_with_card
from app.portal.ports import SignInLine


def page_signed_in(
    readers: CardReaders, reader: str | None, wait_s: float, pin: Pin, line: SignInLine
) -> str:
    """The address of the person's own page. reader: its name, None for the one with a card.

    Raises: CardError, PinWrong, PinBlocked, LineError, RefusedByCentral.
    """
    reading = readers.read(reader_with_card(readers, reader, wait_s))
    statement = line.new_statement()
    signature = readers.sign(reading, pin, statement.digest_info())
    return line.page_of(reading.certificate, statement, signature)
