"""Short-lived bearer tokens, signed so that no request needs the database to know its caller."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.central.problems import Refused
from app.contract.problem import ProblemCode

ELIGIBILITY = "eligibility"
REGISTRATION = "registration"
DELIVERIES = "deliveries"
SCOPES = {
    ELIGIBILITY: "confirm eligibility (clinics and pharmacies)",
    REGISTRATION: "register an insurer's own members",
    DELIVERIES: "fetch what the review delivers to an insurer",
}
TOKEN_LIFE = timedelta(minutes=15)
_PURPOSE = b"madoguchi token\n"


@dataclass(frozen=True, slots=True)
class Bearer:
    """What a token says. subject: an institution's code or an insurer's number. secret_mark: which of its secrets
    it was given for."""

    subject: str
    scopes: tuple[str, ...]
    secret_mark: str = ""


def issue_token(
    key: bytes,
    subject: str,
    scopes: Sequence[str],
    now: datetime,
    life: timedelta = TOKEN_LIFE,
    secret_mark: str = "",
) -> str:
    """Two base64url parts: what is claimed, and its HMAC-SHA256."""
    ends_at = int((now + life).timestamp())
    claims = {"sub": subject, "scope": list(scopes), "exp": ends_at, "mark": secret_mark}
    payload = urlsafe_b64encode(json.dumps(claims, separators=(",", ":")).encode())
    return f"{payload.decode()}.{urlsafe_b64encode(_mac(key, payload)).decode()}"


def read_token(keys: Iterable[bytes], token: str, now: datetime) -> Bearer:
    """Raises: Refused (token.missing for one that none of the keys signed, token.expired)."""
    payload, _, signature = token.encode().partition(b".")
    if not any(hmac.compare_digest(signature, urlsafe_b64encode(_mac(key, payload))) for key in keys):
        raise Refused(ProblemCode.TOKEN_MISSING)
    claims = json.loads(urlsafe_b64decode(payload))
    if now.timestamp() >= claims["exp"]:
        raise Refused(ProblemCode.TOKEN_EXPIRED)
    return Bearer(claims["sub"], tuple(claims["scope"]), claims.get("mark", ""))


def _mac(key: bytes, payload: bytes) -> bytes:
    return hmac.digest(key, _PURPOSE + payload, hashlib.sha256)
