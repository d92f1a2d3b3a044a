"""The one canonical statement that a My Number card signs: rebuilt by the service, good for its purpose only."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

VERSION = "madoguchi/1"
_SHA256_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


class Purpose(StrEnum):
    ELIGIBILITY = "eligibility"
    CONSENT = "consent"
    PORTAL_SIGN_IN = "portal-sign-in"


@dataclass(frozen=True, slots=True)
class Statement:
    """What the card's holder states.

    audience: the service's own name. institution: 10 digits, "-" for the portal. consent_kinds: codes such as
    "drug", chosen before the PIN, so that one PIN serves eligibility and consent. nonce: the service's, used once.
    Source: design, trust at the counter.
    """

    purpose: Purpose
    audience: str
    institution: str
    consent_kinds: tuple[str, ...]
    expires_at: datetime
    nonce: str

    def canonical(self) -> bytes:
        """UTF-8 lines ending in LF, in this order, kinds sorted, the moment in UTC to the second."""
        moment = self.expires_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        lines = (
            VERSION,
            f"purpose={self.purpose}",
            f"audience={self.audience}",
            f"institution={self.institution}",
            f"consent={','.join(sorted(self.consent_kinds)) or '-'}",
            f"expires={moment}",
            f"nonce={self.nonce}",
        )
        if any("\n" in line for line in lines):
            raise ValueError("a statement's fields hold no line break")
        return "".join(f"{line}\n" for line in lines).encode()

    def digest_info(self) -> bytes:
        """The 51 bytes given to the card's key: DigestInfo of SHA-256 with its NULL (PKCS #1 v1.5, RFC 8017 §9.2)."""
        return _SHA256_DIGEST_INFO + hashlib.sha256(self.canonical()).digest()
