"""The ledger's key wrapped by the recovery code, beside the ledger: for another account, or another PC."""

import base64
import json
import os
import secrets
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from app.adapters.ledger.errors import LedgerUnreachable, RecoveryCodeWrong, RecoveryMissing
from app.adapters.ledger.home import LedgerHome
from app.adapters.ledger.key import LedgerKey
from app.adapters.ledger.recovery_code import RecoveryCode

_VERSION = 1
_PURPOSE = b"madoguchi ledger recovery 1"
# The code has 120 random bits of its own; scrypt (about 0.1 s) is there for a code seen in part.
_SCRYPT = {"n": 2**15, "r": 8, "p": 1}


def write_recovery(home: Path, key: LedgerKey) -> RecoveryCode:
    """Wraps the key under a new code and returns it, this once; an earlier code is good no more.

    Raises: LedgerUnreachable.
    """
    code = RecoveryCode.new()
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    wrapped = AESGCM(_wrapping_key(code, salt, _SCRYPT)).encrypt(nonce, key.raw, _PURPOSE)
    written = {
        "version": _VERSION,
        "scrypt": _SCRYPT,
        "salt": _text(salt),
        "nonce": _text(nonce),
        "wrapped": _text(wrapped),
        "key_id": key.id,
    }
    _replace(LedgerHome(home).recovery, json.dumps(written, indent=1))
    return code


def unwrapped(home: Path, code: RecoveryCode) -> LedgerKey:
    """Raises: RecoveryMissing, RecoveryCodeWrong."""
    written = _written(home)
    try:
        wrapping = _wrapping_key(code, _bytes(written["salt"]), written["scrypt"])
        return LedgerKey(
            AESGCM(wrapping).decrypt(_bytes(written["nonce"]), _bytes(written["wrapped"]), _PURPOSE)
        )
    except InvalidTag:
        raise RecoveryCodeWrong from None
    except (KeyError, TypeError, ValueError) as cause:
        raise RecoveryMissing from cause


def is_key_of(home: Path, key: LedgerKey) -> bool:
    """Whether this is the key the ledger was made with, as far as its recovery file tells; False without one."""
    try:
        return bool(_written(home).get("key_id") == key.id)
    except RecoveryMissing:
        return False


def _written(home: Path) -> dict[str, Any]:
    place = LedgerHome(home)
    beside = LedgerHome(place.backups)
    path = place.recovery if place.recovery.exists() else beside.recovery
    try:
        written: Any = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as cause:
        raise RecoveryMissing from cause
    if not isinstance(written, dict) or written.get("version") != _VERSION:
        raise RecoveryMissing
    return dict(written)


def _wrapping_key(code: RecoveryCode, salt: bytes, cost: dict[str, int]) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost["n"], r=cost["r"], p=cost["p"]).derive(code.secret)


def _replace(path: Path, text: str) -> None:
    """Whole or not at all, and on the disk before the code is shown."""
    unfinished = path.with_suffix(".unfinished")
    try:
        with open(unfinished, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError as cause:
        raise LedgerUnreachable from cause


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
