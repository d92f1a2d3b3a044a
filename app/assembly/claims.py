"""The receipts' screen and commands joined to a home."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from app.assembly.lines import OpenLine
from app.assembly.screens import ScreenParts
from app.claims.ports import Worker
from app.claims.sending import OpenNotices
from app.desk.claims.courier import ClaimsOutside
from app.desk.claims.screen import ClaimsWork
from app.notices.notice import NoticeState
from app.notices.ports import NoticeLine
from app.scheme.days import business_day, utc_now

_LONGEST_MONTH = timedelta(days=400)
"""A month whose notices took longer than this to be done never settles by itself."""


def claims_work(
    parts: ScreenParts, worker: Worker, institution: Callable[[], str], reviewed: Callable[[], None]
) -> ClaimsWork:
    return ClaimsWork(
        book=parts.home.ledger.claims,
        outside=claims_outside(parts.home.line, worker),
        read=parts.lanes.read,
        write=parts.lanes.ledger,
        line=parts.lanes.line,
        clock=utc_now,
        at_counter=parts.now.at_counter,
        new_id=lambda: str(uuid4()),
        institution=institution,
        reviewed=reviewed,
        sample=parts.home.town.receipts if parts.home.town is not None else None,
    )


def claims_outside(line: OpenLine, worker: Worker) -> ClaimsOutside:
    notices = line.notices
    return ClaimsOutside(worker, line.batches, line.claims, open_notices_of(notices) if notices else None)


def open_notices_of(line: NoticeLine) -> OpenNotices:
    """How many notices of a submission somebody must still deal with, as the service keeps them."""

    def count(receipt_number: str) -> int | None:
        since = business_day(utc_now()) - _LONGEST_MONTH
        mine = [each for each in line.notices(since) if each.receipt_number == receipt_number]
        return sum(each.handling.state is not NoticeState.DONE for each in mine) if mine else None

    return count
