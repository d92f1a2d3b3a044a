"""Reading a revocation list from an address: over TLS, or plain on this very computer; within limits."""

import urllib.error
import urllib.request
from http.client import HTTPException
from ipaddress import ip_address
from time import monotonic
from typing import Protocol
from urllib.parse import urlsplit

from app.errors import ClinicError, InputRefused

LONGEST_LIST = 128 * 1024 * 1024
"""Bytes: several million entries."""
_SILENT_S = 15.0
_WHOLE_S = 120.0
_PIECE = 256 * 1024


class ListUnreachable(ClinicError):
    """The address does not answer as it should, or not in time."""

    code = "crl.unreachable"


class ListTooLong(ClinicError):
    """More bytes than any issuer's list has."""

    code = "crl.too_long"


class Fetch(Protocol):
    def __call__(self, url: str, /) -> bytes: ...


def must_be_fetchable(url: str) -> None:
    """Raises: InputRefused for anything but https, or http to this computer."""
    parts = urlsplit(url)
    if parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname))):
        return
    raise InputRefused("source", "a file, https://…, or http:// on this computer only")


def fetch(url: str) -> bytes:
    """Blocks: for a thread. A redirect is not followed. Raises: InputRefused, ListUnreachable, ListTooLong."""
    must_be_fetchable(url)
    try:
        with _opener(url).open(url, timeout=_SILENT_S) as reply:
            return _whole(reply)
    except (OSError, HTTPException) as cause:
        raise ListUnreachable(_reason(cause)) from cause


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Another address has not been looked at: https could lead to http."""

    def redirect_request(self, *_: object) -> None:
        return None


def _opener(url: str) -> urllib.request.OpenerDirector:
    """No proxy stands between us and this computer."""
    handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
    if url.startswith("http://"):
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)


class _Reply(Protocol):
    def read(self, size: int, /) -> bytes: ...


def _whole(reply: _Reply) -> bytes:
    """However slowly it comes, within one limit of time and one of size."""
    until = monotonic() + _WHOLE_S
    content = bytearray()
    while piece := reply.read(_PIECE):
        content += piece
        if len(content) > LONGEST_LIST:
            raise ListTooLong
        if monotonic() > until:
            raise ListUnreachable("too slow")
    return bytes(content)


def _reason(cause: Exception) -> str:
    if isinstance(cause, urllib.error.HTTPError):
        return f"status {cause.code}"
    below = getattr(cause, "reason", cause)
    return type(below).__name__
