"""Who asks: client credentials for a token (RFC 6749 §4.4), the service's word about itself and the institution."""

from datetime import datetime

from app.contract.message import Reply, Request


class TokenRequest(Request):
    """Sent as application/x-www-form-urlencoded."""

    grant_type: str
    client_id: str
    client_secret: str


class TokenReply(Reply):
    """expires_in: seconds."""

    access_token: str
    token_type: str
    expires_in: int


class InstitutionReply(Reply):
    """The caller's own institution; `connect` shows it before it keeps the secret. now: the service's clock, UTC."""

    code: str
    name: str
    practice: bool
    audience: str
    now: datetime


class InsurerReply(Reply):
    """An insurer that takes part. usual_delay_days: median days from acquisition to registration; None unknown."""

    number: str
    name: str
    usual_delay_days: int | None


class InsurersReply(Reply):
    """A page of insurers ordered by number; next_cursor None on the last."""

    insurers: tuple[InsurerReply, ...]
    next_cursor: str | None
