"""Commands to a card and its answers (ISO 7816-4), as both transports carry them."""

from collections.abc import Callable
from typing import NamedTuple

Transmit = Callable[[bytes], bytes]
"""Sends one command APDU; returns data and the two bytes of the status word. Raises: CardError."""

OK = 0x9000
_READ_BINARY = 0xB0


class Response(NamedTuple):
    """data: 0–256 bytes. status: the status word, e.g. 0x9000."""

    data: bytes
    status: int


def exchange(transmit: Transmit, command: bytes) -> Response:
    """One command and its whole answer, also behind readers that make the host fetch it (61xx) or repeat Le (6Cxx).

    Only a read is repeated: the last byte of other commands is no Le, but for example a digit of the PIN.
    """
    response = _response(transmit(command))
    if response.status >> 8 == 0x6C and command[1] == _READ_BINARY:
        response = _response(transmit(command[:-1] + bytes([response.status & 0xFF])))
    data = response.data
    while response.status >> 8 == 0x61:
        response = _response(transmit(b"\x00\xc0\x00\x00" + bytes([response.status & 0xFF])))
        data += response.data
    return Response(data, response.status)


def _response(raw: bytes) -> Response:
    return Response(raw[:-2], int.from_bytes(raw[-2:], "big"))
