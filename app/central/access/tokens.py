"""Short-lived bearer tokens, signed so that no request needs the database to know its caller."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.central.problems import Refused
from app.contract.problem import ProblemCode

ELIGIBILITY = "eligibility"
TOKEN_LIFE = timedelta(minutes=15)
_PURPOSE = b"madoguchi token\n"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, as the token says. institution: its code."""

    institution: str
    scopes: tuple[str, ...]

    def must_hold(self, scope: str) -> None:
        """Raises: Refused (scope.missing)."""
        if scope not in self.scopes:
            raise Refused(ProblemCode.SCOPE_MISSING)


def issue_token(key: bytes, institution: str, scopes: Sequence[str], now: datetime) -> str:
    """Two base64url parts: what is claimed, and its HMAC-SHA256."""
    claims = {"sub": institution, "scope": list(scopes), "exp": int((now + TOKEN_LIFE).timestamp())}
    payload = urlsafe_b64encode(json.dumps(claims, separators=(",", ":")).encode())
    return f"{payload.decode()}.{urlsafe_b64encode(_mac(key, payload)).decode()}"


def read_token(key: bytes, token: str, now: datetime) -> Caller:
    """Raises: Refused (token.missing for one we did not make, token.expired)."""
    payload, _, signature = token.encode().partition(b".")
    made_here = hmac.compare_digest(signature, urlsafe_b64encode(_mac(key, payload)))
    if not made_here:
        raise Refused(ProblemCode.TOKEN_MISSING)
    claims = json.loads(urlsafe_b64decode(payload))
    if now.timestamp() >= claims["exp"]:
        raise Refused(ProblemCode.TOKEN_EXPIRED)
    return Caller(claims["sub"], tuple(claims["scope"]))


def _mac(key: bytes, payload: bytes) -> bytes:
    return hmac.digest(key, _PURPOSE + payload, hashlib.sha256)
