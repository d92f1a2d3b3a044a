"""Who asks: client credentials for a token (RFC 6749 §4.4), the service's word about itself and the institution."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class TokenRequest(BaseModel):
    """Sent as application/x-www-form-urlencoded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    grant_type: str
    client_id: str
    client_secret: str


class TokenReply(BaseModel):
    """expires_in: seconds."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    access_token: str
    token_type: str
    expires_in: int


class InstitutionReply(BaseModel):
    """The caller's own institution; `connect` shows it before it keeps the secret. now: the service's clock, UTC."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    code: str
    name: str
    practice: bool
    audience: str
    now: datetime


class InsurerReply(BaseModel):
    """An insurer that takes part. usual_delay_days: median days from acquisition to registration; None unknown."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    number: str
    name: str
    usual_delay_days: int | None


class InsurersReply(BaseModel):
    """A page of insurers ordered by number; next_cursor None on the last."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    insurers: tuple[InsurerReply, ...]
    next_cursor: str | None
