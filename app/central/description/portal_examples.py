"""An example of every message of signing in to the person's own page. Nothing in them is real."""

from base64 import b64encode
from datetime import UTC, datetime

from pydantic import BaseModel

from app.contract.portal import SignInNonceReply, TicketReply, TicketRequest

_NONCE = "Zk9yZXhhbXBsZS1vbmx5LW5vdC1hLXJlYWwtbm9uY2U"
_UNTIL = datetime(2026, 4, 1, 0, 35, tzinfo=UTC)

PORTAL_EXAMPLES: tuple[BaseModel, ...] = (
    SignInNonceReply(nonce=_NONCE, audience="madoguchi:0f1e2d3c4b5a6978", expires_at=_UNTIL),
    TicketRequest(
        certificate=b64encode(b"DER of the card's certificate"),
        signature=b64encode(b"256 bytes that the card's key made of the statement"),
        nonce=_NONCE,
        expires_at=_UNTIL,
    ),
    TicketReply(
        page="/portal/enter/bm90LWEtcmVhbC10aWNrZXQtanVzdC1hbi1leGFtcGxl",
        expires_at=datetime(2026, 4, 1, 0, 31, tzinfo=UTC),
    ),
)
