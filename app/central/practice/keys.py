"""RSA keys of the practice town's cards: made on all cores, kept for the next town.

A key takes about 35 ms of one core, a town of cards about a second. They belong to nobody, and only databases marked
practice ever trust them; each user still has keys of their own, readable by them alone, and none is shipped.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from platformdirs import user_cache_path

_BITS = 2048
_EXPONENT = 65537


def default_folder() -> Path:
    return user_cache_path("madoguchi", appauthor=False) / "practice-keys"


def key_bytes(key: RSAPrivateKey) -> bytes:
    """PKCS #8 DER."""
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


class KeyRing:
    """folder: where keys are kept by name, made when missing; None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def keys(self, names: Sequence[str]) -> dict[str, RSAPrivateKey]:
        """A key for each name, the same as last time where it was kept. Names are file names."""
        # OpenSSL makes keys without holding Python's lock, so threads use every core.
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as makers:
            return dict(zip(names, makers.map(self._key, names), strict=True))

    def _key(self, name: str) -> RSAPrivateKey:
        if self._folder is None:
            return generate_private_key(_EXPONENT, _BITS)
        file = self._folder / f"{name}.der"
        if kept := _read(file):
            return kept
        key = generate_private_key(_EXPONENT, _BITS)
        _keep(file, key_bytes(key))
        return key


def _read(file: Path) -> RSAPrivateKey | None:
    """None for a missing file or one that holds no such key: a new one takes its place."""
    try:
        key = load_der_private_key(file.read_bytes(), None, unsafe_skip_rsa_key_validation=True)
    except (FileNotFoundError, ValueError):
        return None
    return key if isinstance(key, RSAPrivateKey) else None


def _keep(file: Path, content: bytes) -> None:
    """Appears whole or not at all, so that two towns may be built at once."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file.with_name(f"{file.name}.{uuid4().hex}")
    write_private(part, content)
    part.replace(file)


def write_private(file: Path, content: bytes) -> None:
    """Readable and writable by its owner alone (0600), from its first byte on."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
