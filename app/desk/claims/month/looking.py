"""One look into the ledger: all that the page of a month shows, read on a lane."""

from dataclasses import dataclass

from app.claims.month import MonthFile, MonthId
from app.claims.ports import ClaimBook, MonthSummary, ReceiptPage, ReceiptRow, View
from app.scheme.receipts.complaints import Complaint

AT_ONCE = 100
"""Rows that the list gets at a time."""
MOST_ON_PAPER = MOST_COMPLAINTS = 500


@dataclass(frozen=True, slots=True)
class Looked:
    """rows: the first of total. chosen: the receipt that was asked for, else the first of the list."""

    month: MonthFile
    summary: MonthSummary
    total: int
    rows: tuple[ReceiptRow, ...]
    chosen: ReceiptPage | None
    complaints: tuple[Complaint, ...]


def look(book: ClaimBook, month_id: MonthId, view: View, place: int | None) -> Looked:
    """place: of the receipt that stands beside the list, None for its first."""
    rows = book.rows(month_id, view, 0, AT_ONCE)
    shown = place if place is not None else rows[0].place if rows else None
    return Looked(
        month=book.month(month_id),
        summary=book.summary(month_id),
        total=book.count(month_id, view),
        rows=rows,
        chosen=_page(book, month_id, shown),
        complaints=book.complaints(month_id, MOST_COMPLAINTS),
    )


def _page(book: ClaimBook, month_id: MonthId, place: int | None) -> ReceiptPage | None:
    try:
        return book.page(month_id, place) if place is not None else None
    except KeyError:
        return None
