"""A file read for the working copy, block by block: what a worker process tells of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.claims.claimed import ClaimedReceipt, claimed, readable
from app.claims.month import WholeFile
from app.errors import InputRefused
from app.scheme.receipts.checking import FileCheck
from app.scheme.receipts.complaints import Complaint, Weight
from app.scheme.receipts.days import month_of
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.reading import ReceiptReader, ReceiptsUnreadable

_BLOCK = 50
"""Receipts a block: a few milliseconds of work for whoever writes it, so that window and counter hardly wait."""


class ReceiptFileUnusable(InputRefused):
    """The file cannot be opened or read from the disk."""

    code = "claims.file_unusable"


@dataclass(frozen=True, slots=True)
class TakenReceipt:
    """A receipt and its records as text. weight: of its heaviest complaint."""

    claimed: ClaimedReceipt
    lines: tuple[str, ...]
    weight: Weight | None


@dataclass(frozen=True, slots=True)
class TakenBlock:
    receipts: tuple[TakenReceipt, ...]
    complaints: tuple[Complaint, ...]


@dataclass(frozen=True, slots=True)
class TakenFile:
    """The end: the file as a whole, its counts, and complaints about it. claims: 件数."""

    whole: WholeFile
    complaints: tuple[Complaint, ...]
    receipts: int
    claims: int
    points: int


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The file holds no receipts (line and reason), or cannot be read from the disk (line None)."""

    line: int | None
    reason: str

    def failure(self) -> ReceiptsUnreadable | ReceiptFileUnusable:
        if self.line is None:
            return ReceiptFileUnusable("FILE", self.reason)
        return ReceiptsUnreadable(self.line, self.reason)


def take_in(path: Path) -> Iterator[TakenBlock | TakenFile | NotTaken]:
    """Blocks in order, at last the file; or NotTaken, and nothing more. The file is only read."""
    try:
        with path.open("rb") as stream:
            yield from _blocks(ReceiptReader(stream))
    except ReceiptsUnreadable as unreadable:
        yield NotTaken(unreadable.line, unreadable.reason)
    except OSError as trouble:
        yield NotTaken(None, f"cannot be read ({trouble.strerror})")


def _blocks(reader: ReceiptReader) -> Iterator[TakenBlock | TakenFile]:
    check = FileCheck(reader)
    taken: list[TakenReceipt] = []
    complaints: list[Complaint] = []
    for place, receipt in enumerate(reader, start=1):
        found = check.receipt(receipt)
        weight = min((each.weight for each in found), key=lambda each: each.rank, default=None)
        taken.append(TakenReceipt(claimed(place, receipt), receipt.lines, weight))
        complaints += found
        if len(taken) == _BLOCK:
            yield TakenBlock(tuple(taken), tuple(complaints))
            taken, complaints = [], []
    yield TakenBlock(tuple(taken), tuple(complaints))
    ended = tuple(check.end())
    yield TakenFile(_whole(reader), ended, check.receipts, check.claims, check.points)


def _whole(reader: ReceiptReader) -> WholeFile:
    record = (reader.head or ("",))[0].split(",")
    index = LAYOUTS[reader.kind][reader.kind.header].index

    def item(name: str) -> str:
        position = index.get(name, len(record))
        return record[position] if position < len(record) else ""

    institution = readable("".join(map(item, ("prefecture", "fee_table", "institution"))))
    month = month_of(item("claim_month"))
    return WholeFile(reader.kind, reader.form, reader.head, reader.trailer, institution, month)
