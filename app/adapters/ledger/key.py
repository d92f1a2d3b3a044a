"""The ledger's key: 256 random bits, given to SQLCipher raw, so that opening takes 2 ms and guessing is hopeless."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Self

_BYTES = 32


@dataclass(frozen=True, slots=True)
class LedgerKey:
    """raw: 32 bytes, never shown."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != _BYTES:
            raise ValueError("a ledger key has 32 bytes")

    @classmethod
    def new(cls) -> Self:
        return cls(secrets.token_bytes(_BYTES))

    @classmethod
    def of_text(cls, text: str) -> Self:
        """From the form kept in a keyring. Raises: ValueError, which does not repeat it."""
        try:
            return cls(bytes.fromhex(text))
        except ValueError:
            raise ValueError("not a ledger key") from None

    @property
    def text(self) -> str:
        """64 hexadecimal digits."""
        return self.raw.hex()

    @property
    def id(self) -> str:
        """Tells keys apart without telling anything of them: a wrong key from a damaged file."""
        return hmac.new(self.raw, b"madoguchi ledger key id", hashlib.sha256).hexdigest()[:16]
