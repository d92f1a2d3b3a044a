"""A file handed in, checked whole and cut into blocks of whole receipts, in memory that does not grow with it."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum

from app.errors import ClinicError
from app.scheme.receipts.checking import speaks_for_the_file
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.letters import CLOSING
from app.scheme.receipts.reading import ReceiptReader

_BLOCK = 192 * 1024
"""About 250 receipts: as many as one look-up asks for, and some 20 ms of work."""

_BOM = b"\xef\xbb\xbf"
_LONGEST_RECEIPT = 1 << 24
_MOST_DIGITS = 10
_TOTAL_POINTS = 5
"""Where 合計点数 stands in HO and KO, whatever the kind."""


class FileRefusal(StrEnum):
    """Why a file as a whole is refused."""

    UNREADABLE = "unreadable"
    OTHER_INSTITUTION = "other_institution"
    NO_TRAILER = "no_trailer"
    COUNTS = "counts"
    POINTS = "points"
    ITEMS = "items"
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

    head: all before the first receipt; institution: its code, 10 digits. points: the receipts' 合計点数, None where one
    of them cannot be read.
    """

    kind: ReceiptKind | None = None
    head: bytes = b""
    institution: str = ""
    receipts: int = 0
    claims: int = 0
    points: int | None = 0
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
        rest = self._without_trailer(held, mark)
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
        if self.head.count(b"\n") > 1:
            raise FileRefused(FileRefusal.UNREADABLE)
        items = start[:end].split(b",", 5)
        self.institution = b"".join(items[2:5]).decode("ascii", "replace")
        return mark

    def _block(self, content: bytes, mark: bytes) -> Block:
        first, totals = self.receipts + 1, self._totals(content, mark)
        self.receipts += len(totals)
        for claims, points in totals:
            self.claims += claims
            self.points = None if self.points is None or points is None else self.points + points
        return Block(first, len(totals), content)

    def _totals(self, content: bytes, mark: bytes) -> list[tuple[int, int | None]]:
        """件数 and 合計点数 of each receipt that the review will read there; points None where they cannot be read."""
        pieces = content.split(mark)
        if any(piece.count(b"\nHO") > 1 or piece.count(b"\nRE") > 1 for piece in pieces):
            receipts = ReceiptReader(self.head + content, has_trailer=False)  # parts what ran together
            return [(each.payers, each.points if each.payers else 0) for each in receipts]
        return [(piece.count(b"\nHO") + piece.count(b"\nKO"), _points_of(piece)) for piece in pieces]

    def _without_trailer(self, held: bytes, mark: bytes) -> bytes:
        held = held.removesuffix(CLOSING)
        start = held.rfind(b"\nGO,")
        if start < 0 or b"\nGO" in held[max(held.rfind(mark, 0, start), 0) : start]:
            raise FileRefused(FileRefusal.NO_TRAILER)
        self.trailer, _, behind = held[start + 1 :].partition(b"\n")
        if behind.strip():
            raise FileRefused(FileRefusal.NO_TRAILER)
        return held[: start + 1]

    def _must_be_whole(self, seen: bytes, digest: bytes) -> None:
        if seen != digest:
            raise FileRefused(FileRefusal.DIGEST)
        _, claims, points, *_ = (*self.trailer.rstrip(b"\r").split(b","), b"")
        if _number(claims) != self.claims:
            raise FileRefused(FileRefusal.COUNTS)
        if _number(points) is None or self.points not in (None, _number(points)):
            raise FileRefused(FileRefusal.POINTS)
        if not speaks_for_the_file(self.head + self.trailer.rstrip(b"\r")):
            raise FileRefused(FileRefusal.ITEMS)


def _points_of(receipt: bytes) -> int | None:
    """合計点数 of the first payer: the insurance, or else the first public expense."""
    payer = receipt.find(b"\nHO")
    if payer < 0:
        payer = receipt.find(b"\nKO")
    if payer < 0:
        return 0
    items = receipt[payer + 1 :].partition(b"\n")[0].rstrip(b"\r").split(b",", _TOTAL_POINTS + 1)
    return _number(items[_TOTAL_POINTS]) if len(items) > _TOTAL_POINTS else None


def _number(digits: bytes) -> int | None:
    return int(digits) if digits.isdigit() and len(digits) <= _MOST_DIGITS else None
