"""The tests' own PC/SC service stands beside whatever the machine runs, and can be taken away and brought back."""

import socket
import time

from smartcard import scard

from tests.card_service import CardService


def _state(reader: str, known: int = scard.SCARD_STATE_UNAWARE, timeout_ms: int = 0) -> tuple[int, int]:
    result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
    if result != scard.SCARD_S_SUCCESS:
        return result, 0
    try:
        result, states = scard.SCardGetStatusChange(context, timeout_ms, [(reader, known)])
        return result, states[0][1] if states else 0
    finally:
        scard.SCardReleaseContext(context)


def test_the_service_can_die_and_come_back(card_service: CardService) -> None:
    assert _state(card_service.readers[0])[1] & scard.SCARD_STATE_EMPTY
    card_service.stop()
    assert _state(card_service.readers[0])[0] == scard.SCARD_E_NO_SERVICE
    card_service.start()
    assert _state(card_service.readers[0])[1] & scard.SCARD_STATE_EMPTY


def test_who_connects_to_a_port_lies_on_that_reader(card_service: CardService) -> None:
    with socket.create_connection(("127.0.0.1", card_service.ports[1]), timeout=5) as card:
        card.settimeout(5)
        seen = 0
        deadline = time.monotonic() + 5
        while not seen & scard.SCARD_STATE_PRESENT and time.monotonic() < deadline:
            length = int.from_bytes(card.recv(2), "big")
            if card.recv(length) == b"\x04":  # asked for the answer to reset
                card.sendall(b"\x00\x02\x3b\x00")
            seen = _state(card_service.readers[1])[1]
        assert seen & scard.SCARD_STATE_PRESENT
        assert _state(card_service.readers[0])[1] & scard.SCARD_STATE_EMPTY
