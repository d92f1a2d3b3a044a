"""Signing in to the person's own page: a nonce, and a one-time ticket for the statement that the card signed (R18)."""

from datetime import datetime
from typing import Annotated

from pydantic import Base64Bytes, Field

from app.contract.message import Reply, Request


class SignInNonceReply(Reply):
    """audience and nonce go into the statement; it must be signed and sent before expires_at."""

    nonce: str
    audience: str
    expires_at: datetime


class TicketRequest(Request):
    """The sign-in statement (purpose `portal-sign-in`, institution `-`, no consent) as the card signed it.

    certificate: whole DER. signature: PKCS #1 v1.5 with SHA-256. expires_at: as stated, not after the nonce's.
    """

    certificate: Annotated[Base64Bytes, Field(max_length=8192)]
    signature: Annotated[Base64Bytes, Field(max_length=1024)]
    nonce: Annotated[str, Field(max_length=64, pattern=r"^[0-9A-Za-z_-]+$")]
    expires_at: datetime


class TicketReply(Reply):
    """page: path at this service for the person's browser; it holds the ticket, good once and until expires_at."""

    page: str
    expires_at: datetime
