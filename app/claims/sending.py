"""A month on its way: written from the working copy, sent in parts, its review awaited, and settled (R14).

The service knows a file by its digest: whatever was cut off, the same steps again go on where it was, and a file that
is sent twice is one submission.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from app.claims.fixes import mended
from app.claims.month import SENT, ClaimState, MonthFile, MonthId, WholeFile
from app.claims.ports import ClaimBook, ClaimsLine, CopiedReceipt, Standing, ToldOutcome, Worker
from app.claims.preparing import MonthNotOpen
from app.eligibility.ports import RefusedByCentral
from app.errors import ClinicError
from app.scheme.receipts.letters import LetterOutside
from app.scheme.receipts.receipt import Receipt
from app.scheme.receipts.writing import written
from app.staff.member import Duty, StaffMember

PART = 512 * 1024
"""Bytes a part: a few seconds on a slow line, so that a cut costs little."""
_AT_ONCE = 500
_REFUSED, _REVIEWED, _UPLOADING = "refused", "reviewed", "uploading"
_UNKNOWN = "receipts.unknown"
OpenNotices = Callable[[str], int | None]
"""How many notices of a submission are not done; None while it has none at all."""
Foreign = tuple[str, int, str, str]
"""A letter that stops the writing, as LetterOutside takes it."""


class MonthEmpty(ClinicError):
    """There is nothing to send in this file."""

    code = "claims.empty"


def want_sending(month_id: MonthId, staff: StaffMember, book: ClaimBook) -> MonthFile:
    """From now on nothing of it is changed. Raises: NotAllowed, MonthNotOpen, MonthEmpty."""
    staff.must_be_allowed(Duty.KEEP_CLAIMS)
    month = book.month(month_id)
    if month.state is not ClaimState.PREPARED:
        raise MonthNotOpen
    if not month.receipts:
        raise MonthEmpty
    month = replace(month, wants_sending=True, refusal=None)
    book.keep(month)
    return month


def hold_back(month_id: MonthId, book: ClaimBook) -> MonthFile:
    """Not sent after all; what the service has of it counts for nothing. Raises: MonthNotOpen once it was sent."""
    month = book.month(month_id)
    if month.state is not ClaimState.PREPARED:
        raise MonthNotOpen
    month = replace(month, wants_sending=False, receipt_number=None, length=0, sent=0)
    book.keep(month)
    return month


def write_copy(month: MonthFile, book: ClaimBook, worker: Worker) -> bytes:
    """The file as it is sent: byte for byte the original where nothing was fixed.

    Raises: LetterOutside where a letter stands in it that receipts cannot hold; MonthEmpty.
    """
    whole = month.whole
    if whole is None:
        raise MonthEmpty
    pieces = list(_pieces(worker, write_lines, whole, whole.head, 1))
    place = 0
    while copies := book.copies(month.id, place, _AT_ONCE):
        place = copies[-1].place
        pieces += _pieces(worker, write_receipts, whole, copies)
    trailer = list(_pieces(worker, write_lines, whole, whole.trailer, 0))
    end = whole.form.line_end.encode()
    content = end.join((*pieces, *trailer))
    last = end if whole.form.last_end else b""
    return whole.form.opening + content + last + whole.form.closing


def _pieces(
    worker: Worker, work: Callable[..., Iterator[bytes | Foreign]], *arguments: object
) -> Iterator[bytes]:
    for piece in worker.stream(work, *arguments):
        if isinstance(piece, bytes):
            yield piece
        else:
            raise LetterOutside(*piece)


def write_lines(whole: WholeFile, lines: tuple[str, ...], at: int) -> Iterator[bytes | Foreign]:
    """In a worker: lines of the file's head or trailer as bytes, without the last line end."""
    if lines:
        yield from _encoded(whole, (Receipt(whole.kind, at, lines),))


def write_receipts(whole: WholeFile, copies: Sequence[CopiedReceipt]) -> Iterator[bytes | Foreign]:
    """In a worker: receipts with their fixes as bytes, without the last line end."""
    yield from _encoded(
        whole, [mended(Receipt(whole.kind, each.line, each.lines), each.fixes) for each in copies]
    )


def _encoded(whole: WholeFile, receipts: Sequence[Receipt]) -> Iterator[bytes | Foreign]:
    bare = replace(whole.form, last_end=False, closing=b"", bom=False)
    encoded = []
    for receipt in receipts:
        try:
            encoded.append(written(whole.kind, bare, receipt.lines))
        except LetterOutside as found:
            line = receipt.line + found.line - 1 if receipt.line else 0
            yield found.letter, line, found.record, found.field
            return
    yield whole.form.line_end.encode().join(encoded)


class Sending:
    """One month being sent; made anew after a crash or a cut. step: again while it gives True."""

    def __init__(
        self,
        month_id: MonthId,
        book: ClaimBook,
        worker: Worker,
        line: ClaimsLine,
        now: Callable[[], datetime],
    ) -> None:
        self._month_id = month_id
        self._book = book
        self._worker = worker
        self._line = line
        self._now = now
        self._content = b""

    def step(self) -> bool:
        """Announces, or sends one part.

        Raises: LetterOutside — it then waits to be fixed; LineError, RefusedByCentral.
        """
        month = self._book.month(self._month_id)
        if month.state is not ClaimState.PREPARED or not month.wants_sending:
            return False
        if not self._content:
            standing = self._announced(month)
        else:
            standing = self._line.send_part(
                month.receipt_number or "", month.sent, self._content[month.sent : month.sent + PART]
            )
        return self._kept(month, standing)

    def _announced(self, month: MonthFile) -> Standing:
        try:
            content = write_copy(month, self._book, self._worker)
        except LetterOutside:
            hold_back(month.id, self._book)
            raise
        standing = self._line.announce(len(content), hashlib.sha256(content).hexdigest())
        self._content = content
        return standing

    def _kept(self, month: MonthFile, standing: Standing) -> bool:
        month = replace(
            month,
            receipt_number=standing.receipt_number,
            length=len(self._content),
            sent=standing.received_bytes,
        )
        if standing.state == _REFUSED:
            month = replace(
                month, wants_sending=False, receipt_number=None, sent=0, refusal=standing.refusal or ""
            )
        elif standing.state != _UPLOADING:
            month = replace(
                month, state=ClaimState.SENT, wants_sending=False, sent_at=standing.received_at or self._now()
            )
        self._book.keep(month)
        return month.wants_sending


def follow(
    month_id: MonthId, book: ClaimBook, line: ClaimsLine, open_notices: OpenNotices | None
) -> MonthFile:
    """How far the review is: fetched once it is done, and again when it ran again; settled when every notice is done.

    What the service does not know, though it was sent, is to be sent once more, unless it was settled.
    A settled month of which a later review told something is reviewed only, until what it told is done as well.
    open_notices: None where nobody can tell; then only a month without any notice settles.
    Raises: LineError, RefusedByCentral.
    """
    month = book.month(month_id)
    number = month.receipt_number
    if month.state not in SENT or number is None:
        return month
    try:
        standing = line.standing(number)
    except RefusedByCentral as refusal:
        if refusal.reason != _UNKNOWN or month.state is ClaimState.SETTLED:
            raise
        return _to_be_sent_anew(month, book)
    if standing.state != _REVIEWED or standing.counts is None:
        return month  # counts stand once a review is done: a later one may be going on
    if standing.run != month.run:
        outcomes = _all_outcomes(number, line)
        month = replace(month, state=ClaimState.REVIEWED, run=standing.run, closes_on=standing.closes_on)
        book.keep_outcomes(month, outcomes)
    is_settled = _is_settled(number, standing.counts, open_notices)
    state = ClaimState.SETTLED if is_settled else ClaimState.REVIEWED
    if state is not month.state:
        month = replace(month, state=state)
        book.keep(month)
    return month


def _to_be_sent_anew(month: MonthFile, book: ClaimBook) -> MonthFile:
    """A service that came back from a copy lacks what it took in since; where it does not, the file is the same one."""
    month = replace(
        month,
        state=ClaimState.PREPARED,
        wants_sending=True,
        receipt_number=None,
        length=0,
        sent=0,
        sent_at=None,
        run=0,
        closes_on=None,
    )
    book.keep(month)
    return month


def _all_outcomes(receipt_number: str, line: ClaimsLine) -> list[ToldOutcome]:
    page = line.outcomes(receipt_number, None)
    found = [*page.outcomes]
    while page.next_cursor is not None:
        page = line.outcomes(receipt_number, page.next_cursor)
        found += page.outcomes
    return found


def _is_settled(receipt_number: str, counts: dict[str, int], open_notices: OpenNotices | None) -> bool:
    """Where all went on as it came there may be notices too: of cards that lapsed all the same (R11)."""
    still_open = open_notices(receipt_number) if open_notices is not None else None
    if still_open is not None:
        return still_open == 0
    return not any(number for outcome, number in counts.items() if outcome != "forwarded")
