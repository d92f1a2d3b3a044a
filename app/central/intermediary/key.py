"""The intermediary's key: 32 random bytes in a file of their own, from which each use draws a key of its own."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import ClinicError

_LENGTH = 32
_SEALING, _FINDING = b"madoguchi intermediary: sealing 1", b"madoguchi intermediary: finding 1"


class IntermediaryKeyMissing(ClinicError):
    """The key file is not there or holds no key: without it no My Number can be read or found."""

    code = "intermediary.key_missing"


class IntermediaryKeyForeign(ClinicError):
    """The key does not belong to this intermediary's database."""

    code = "intermediary.key_foreign"


@dataclass(frozen=True, slots=True)
class IntermediaryKey:
    """sealing encrypts My Numbers, finding makes their look-up value: whoever has one has not the other."""

    sealing: bytes = field(repr=False)
    finding: bytes = field(repr=False)

    @classmethod
    def of(cls, master: bytes) -> Self:
        """master: 32 random bytes."""
        return cls(_derived(master, _SEALING), _derived(master, _FINDING))

    @classmethod
    def read(cls, file: Path) -> Self:
        """Raises: IntermediaryKeyMissing."""
        try:
            master = bytes.fromhex(file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            raise IntermediaryKeyMissing from None
        if len(master) != _LENGTH:
            raise IntermediaryKeyMissing
        return cls.of(master)

    @classmethod
    def random(cls) -> Self:
        """For a store that ends with the program."""
        return cls.of(secrets.token_bytes(_LENGTH))


def make_key_file(file: Path) -> bool:
    """Makes the file, its owner's alone (0600); whether it was missing. A file that is there is left as it is."""
    try:
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(made, "w", encoding="ascii") as opened:
        opened.write(secrets.token_hex(_LENGTH))
        opened.flush()
        os.fsync(opened.fileno())  # a key that is lost with the power takes every My Number with it
    return True


def _derived(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_LENGTH, salt=None, info=purpose).derive(master)
