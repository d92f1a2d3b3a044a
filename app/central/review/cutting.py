"""A file handed in, checked whole and cut into blocks of whole receipts, in memory that does not grow with it."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum

from app.errors import ClinicError
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.letters import CLOSING

_BLOCK = 192 * 1024
"""About 250 receipts: as many as one look-up asks for, and some 20 ms of work."""

_BOM = b"\xef\xbb\xbf"
_LONGEST_RECEIPT = 1 << 24


class FileRefusal(StrEnum):
    """Why a file as a whole is refused."""

    UNREADABLE = "unreadable"
    OTHER_INSTITUTION = "other_institution"
    NO_TRAILER = "no_trailer"
    COUNTS = "counts"
    DIGEST = "digest"


class FileRefused(ClinicError):
    """The file goes back as a whole. refusal: why."""

    code = "review.file_refused"

    def __init__(self, refusal: FileRefusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Block:
    """Whole receipts as bytes of the file. first_place: of its first receipt, from 1."""

    first_place: int
    receipts: int
    content: bytes


@dataclass
class Cutter:
    """Feeds on the file's bytes. kind, head: known once the first block came; the rest once all did.

    head: all before the first receipt; institution: its code, 10 digits.
    """

    kind: ReceiptKind | None = None
    head: bytes = b""
    institution: str = ""
    receipts: int = 0
    claims: int = 0
    trailer: bytes = b""

    async def cut(self, chunks: AsyncIterator[bytes], digest: bytes) -> AsyncIterator[Block]:
        """The blocks in order. Raises: FileRefused, when the whole was seen at the latest."""
        seen, held = hashlib.sha256(), b""
        mark = b""
        async for chunk in chunks:
            seen.update(chunk)
            held += chunk
            if self.kind is None and (mark := self._begun(held)):
                held = held[len(self.head) :]
            if self.kind is None and len(held) > _LONGEST_RECEIPT:
                raise FileRefused(FileRefusal.UNREADABLE)
            while mark and len(held) > _BLOCK and (end := held.rfind(mark, 0, 2 * _BLOCK)) > 0:
                yield self._block(held[: end + 1], mark)
                held = held[end + 1 :]
            if mark and len(held) > _LONGEST_RECEIPT:
                raise FileRefused(FileRefusal.UNREADABLE)
        if not mark:
            raise FileRefused(FileRefusal.UNREADABLE)
        rest = self._without_trailer(held)
        if rest:
            yield self._block(rest, mark)
        self._must_be_whole(seen.digest(), digest)

    def _begun(self, held: bytes) -> bytes:
        """What stands between two receipts, once the head is there; else nothing. Raises: FileRefused."""
        start = held.removeprefix(_BOM)
        kind = ReceiptKind.of_header(start[:2].decode("ascii", "replace"))
        if len(start) > 2 and (kind is None or start[2:3] != b","):
            raise FileRefused(FileRefusal.UNREADABLE)
        if kind is None:
            return b""
        mark = b"\n" + kind.opening.encode() + b","
        end = held.find(mark)
        if end < 0:
            return b""
        self.kind, self.head = kind, held[: end + 1]
        items = start[:end].split(b",", 5)
        self.institution = b"".join(items[2:5]).decode("ascii", "replace")
        return mark

    def _block(self, content: bytes, mark: bytes) -> Block:
        receipts = content.count(mark) + 1
        first = self.receipts + 1
        self.receipts += receipts
        self.claims += content.count(b"\nHO,") + content.count(b"\nKO,")
        return Block(first, receipts, content)

    def _without_trailer(self, held: bytes) -> bytes:
        held = held.removesuffix(CLOSING)
        start = held.rfind(b"\nGO,")
        if start < 0:
            raise FileRefused(FileRefusal.NO_TRAILER)
        self.trailer = held[start + 1 :]
        return held[: start + 1]

    def _must_be_whole(self, seen: bytes, digest: bytes) -> None:
        if seen != digest:
            raise FileRefused(FileRefusal.DIGEST)
        stated = self.trailer.split(b",", 2)[1]
        if not stated.isdigit() or int(stated) != self.claims:
            raise FileRefused(FileRefusal.COUNTS)
