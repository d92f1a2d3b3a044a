"""All that is wrong with a file of receipts, told while it is read: a broken receipt never hides a good one."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.scheme.receipts.claim_checks import claim_complaints, institution_digit_fits
from app.scheme.receipts.complaints import Complaint, Fault, Weight
from app.scheme.receipts.days import month_of
from app.scheme.receipts.item_checks import fits, item_complaints
from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.layouts import LAYOUTS
from app.scheme.receipts.letters import Encoding
from app.scheme.receipts.order_checks import order_complaints
from app.scheme.receipts.reading import ReceiptReader
from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.sum_checks import sum_complaints
from app.scheme.receipts.treatment import whole

_IN_GENERAL = frozenset({Fault.FILE_ITEM, Fault.FILE_FEE_TABLE})
_LAST_VOLUME = "99"
_WESTERN_MONTH = 6


def complaints_of(receipt: Receipt, number: int = 1, claim_month: date | None = None) -> list[Complaint]:
    """What is wrong with one receipt for itself, by line; empty for a valid one.

    number: where it stands in the file. claim_month: of the file, where it is known.
    """
    kind, month = receipt.kind, receipt.item("RE", "month")
    older, first = len(month) < _WESTERN_MONTH, month_of(month)
    found: list[Complaint] = []
    for at, line in enumerate(receipt.lines, start=receipt.line):
        if not fits(kind, line):
            found.extend(item_complaints(kind, line, at, number, older))
    found.extend(order_complaints(receipt, number))
    found.extend(claim_complaints(receipt, number, first, claim_month))
    found.extend(sum_complaints(receipt, number, first))
    if found:
        found.sort(key=lambda complaint: complaint.line)
    return found


def speaks_for_the_file(kept: bytes) -> bool:
    """Whether the records that speak for a whole file say what they must; kept: all in front of its receipts, and GO.

    Counts and totals are for who has the receipts. Raises: ReceiptsUnreadable.
    """
    check = FileCheck(reader := ReceiptReader(kept))
    for _ in reader:
        pass
    return not any(each.fault in _IN_GENERAL for each in check.end())


class FileCheck:
    """Checks a file beside its reader: `receipt` for each receipt in order, `end` once all were given.

    receipts, claims, points: how many receipts and 件数 there were so far, and their 合計点数.
    """

    def __init__(self, reader: ReceiptReader) -> None:
        self._reader = reader
        self._head = _items(reader.kind, reader.head[0]) if reader.head else {}
        self._claim_month = month_of(self._head.get("claim_month", ""))
        self.receipts = 0
        self.claims = 0
        self.points = 0
        self._points_known = True

    def receipt(self, receipt: Receipt) -> list[Complaint]:
        """By line."""
        self.receipts += 1
        self.claims += receipt.payers
        self.points += receipt.points or 0
        self._points_known &= not receipt.payers or receipt.points is not None
        found = complaints_of(receipt, self.receipts, self._claim_month)
        if receipt.number != str(self.receipts) and "RE" in receipt.names:
            at = receipt.line + receipt.names.index("RE")
            found.append(
                Complaint(Fault.NUMBER_ORDER, at, "RE", "レセプト番号", str(self.receipts), self.receipts)
            )
        if self._reader.kind is ReceiptKind.DENTAL and not self._same_institution(receipt):
            found.append(
                Complaint(Fault.INSTITUTION, receipt.line, "IR", "医療機関コード", "UK と同じ", self.receipts)
            )
        return found

    def end(self) -> list[Complaint]:
        """What is wrong with the file as a whole, by line."""
        found = [*self._at_head(), *self._form()]
        if not self.receipts:
            found.append(Complaint(Fault.FILE_EMPTY, 0))
        found.extend(self._at_trailer())
        return found

    def _same_institution(self, receipt: Receipt) -> bool:
        return receipt.item("IR", "institution") in ("", self._head.get("institution", ""))

    def _at_head(self) -> Iterator[Complaint]:
        reader = self._reader
        yield from self._whole(reader.head[:1], 1)
        for at, line in enumerate(reader.head[1:], start=2):
            yield Complaint(Fault.FILE_HEAD, at, line[:2] if line[:2] in LAYOUTS[reader.kind] else "")
        head, name = self._head, reader.kind.header
        if head.get("fee_table") and head["fee_table"] != reader.kind.fee_table:
            yield Complaint(Fault.FILE_FEE_TABLE, 1, name, "点数表", reader.kind.fee_table)
        elif not institution_digit_fits(head):
            yield Complaint(Fault.FILE_INSTITUTION_DIGIT, 1, name, "医療機関コード")

    def _form(self) -> Iterator[Complaint]:
        form = self._reader.form
        if form.encoding is Encoding.UTF_8:
            yield Complaint(Fault.FILE_ENCODING, 0, expected="Shift_JIS")
        if form.line_end == "\n":
            yield Complaint(Fault.FILE_LINE_FEED, 0, expected="0D 0A")
        if not form.last_end:
            yield Complaint(Fault.FILE_LAST_LINE, 0, expected="0D 0A")
        for at in self._reader.stray_ends:
            yield Complaint(Fault.FILE_LINE_END, at, expected="ほかの行と同じ")
        if self._reader.strays > len(self._reader.stray_ends):
            all_of_them = f"ほかの行と同じ（全部で {self._reader.strays:,}行）"
            yield Complaint(Fault.FILE_LINE_END, 0, expected=all_of_them)

    def _at_trailer(self) -> Iterator[Complaint]:
        reader = self._reader
        if not reader.trailer:
            yield Complaint(Fault.FILE_TRAILER_MISSING, 0, "GO", expected="GO")
            return
        at = reader.trailer_line
        yield from self._whole(reader.trailer[:1], at)
        total = _items(reader.kind, reader.trailer[0])
        for fault, item, word, right in (
            (Fault.FILE_CLAIMS, "claims", "総件数", self.claims),
            (Fault.FILE_POINTS, "points", "総合計点数", self.points),
        ):
            stated = whole(total.get(item, ""))
            known = self._points_known or fault is not Fault.FILE_POINTS
            if known and stated is not None and stated != right:
                yield Complaint(fault, at, "GO", word, str(right))
        if total.get("volume") not in (None, "", _LAST_VOLUME):
            yield Complaint(Fault.FILE_VOLUME, at, "GO", "マルチボリューム識別情報", _LAST_VOLUME)
        for behind, line in enumerate(reader.trailer[1:], start=at + 1):
            name = line[:2] if line[:2] in LAYOUTS[reader.kind] else ""
            yield Complaint(Fault.FILE_TRAILER_NOT_LAST if line else Fault.RECORD_BLANK, behind, name)

    def _whole(self, lines: tuple[str, ...], at: int) -> Iterator[Complaint]:
        """Items of a record that speaks for the whole file weigh as much as the file."""
        older = self._claim_month is not None and len(self._head.get("claim_month", "")) < _WESTERN_MONTH
        for line in lines:
            for found in item_complaints(self._reader.kind, line, at, 0, older):
                heavy = found.weight is Weight.RECEIPT
                yield found._replace(fault=Fault.FILE_ITEM) if heavy else found


def _items(kind: ReceiptKind, line: str) -> dict[str, Any]:
    """The items of a record by name; those that are not there are left out."""
    record = line.split(",")
    layout = LAYOUTS[kind].get(record[0])
    return dict(zip(layout.index, record[1:], strict=False)) if layout else {}
