"""Files of rows that were told, block by block, so that the same file again is known as the same."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.central.registration.held import Window
from app.central.storage.database import Transaction
from app.central.storage.settings import service_settings


@dataclass(frozen=True, slots=True)
class ToldFile:
    """before: when this very file was told before; None the first time."""

    digest: bytes
    before: Window | None


async def told_file(tx: Transaction, content: Iterable[bytes]) -> ToldFile:
    """content: of the file, piece by piece. Its digest is keyed: a file of one row could else be guessed."""
    digest = hmac.new((await service_settings(tx)).key, b"file of rows/", hashlib.sha256)
    for piece in content:
        digest.update(piece)
    row = await tx.fetch_one("SELECT begun_at, ended_at FROM file_told WHERE digest = $1", digest.digest())
    return ToldFile(digest.digest(), Window(*row) if row else None)


async def note_told(tx: Transaction, file: ToldFile, moment: datetime) -> None:
    """In the transaction of a block that changed something."""
    await tx.execute(
        "INSERT INTO file_told (digest, begun_at, ended_at) VALUES ($1, $2, $2)"
        " ON CONFLICT (digest) DO UPDATE SET ended_at = excluded.ended_at",
        *(file.digest, moment),
    )
