"""The port BatchLine over HTTP, and the one of a desk whose connection is not whole (R10)."""

from collections.abc import Sequence

from app.adapters.central_client.translation import answer_of
from app.adapters.central_client.transport import Transport
from app.appointments.appointment import BatchId, Item, ItemId
from app.appointments.ports import ItemResult, Progress, ResultPage
from app.contract.batch import BatchItem, BatchProgress, BatchRequest, BatchResult, BatchResults
from app.contract.eligibility import EligibilityReply
from app.eligibility.ports import CentralFailing, LineError
from app.scheme.outcome import Level


class CentralBatchLine:
    """The way of batches to the central service; see BatchLine."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def hand_over(self, batch_id: BatchId, items: Sequence[Item], staff_name: str) -> Progress:
        message = BatchRequest(
            batch_id=batch_id, staff=staff_name, items=tuple(_item(each) for each in items)
        )
        return _progress(self._transport.post("/v1/batches", message, BatchProgress))

    def progress(self, receipt_number: str) -> Progress:
        return _progress(self._transport.get(f"/v1/batches/{receipt_number}", BatchProgress))

    def results(self, receipt_number: str, cursor: str | None) -> ResultPage:
        params = {"cursor": cursor} if cursor else None
        page = self._transport.get(f"/v1/batches/{receipt_number}/results", BatchResults, params)
        return ResultPage(tuple(_result(each) for each in page.results), page.next_cursor)

    def cancel(self, receipt_number: str) -> Progress:
        return _progress(self._transport.delete(f"/v1/batches/{receipt_number}", BatchProgress))


class NoBatchLine:
    """A desk whose connection is not whole: batches wait until it is set right; the reason is always the same."""

    def __init__(self, reason: type[LineError]) -> None:
        self._reason = reason

    def hand_over(self, batch_id: BatchId, items: Sequence[Item], staff_name: str) -> Progress:
        raise self._reason

    def progress(self, receipt_number: str) -> Progress:
        raise self._reason

    def results(self, receipt_number: str, cursor: str | None) -> ResultPage:
        raise self._reason

    def cancel(self, receipt_number: str) -> Progress:
        raise self._reason


def _item(item: Item) -> BatchItem:
    """With branch month and day of birth, else the full date (R6); a file often has more than is asked."""
    appointment = item.appointment
    insured, birth_on = appointment.insured, appointment.birth_on
    month_day = appointment.month_day or (birth_on.strftime("%m%d") if birth_on is not None else None)
    return BatchItem(
        item_id=item.id,
        on=appointment.on,
        insurer=insured.insurer.digits,
        symbol=insured.symbol,
        number=insured.number,
        branch=insured.branch,
        month_day=month_day if insured.branch else None,
        birth_on=None if insured.branch else birth_on,
    )


def _progress(reply: BatchProgress) -> Progress:
    return Progress(reply.receipt_number, reply.state, reply.total, reply.done, reply.paused_until)


def _result(reply: BatchResult) -> ItemResult:
    """Raises: CentralFailing for an outcome this desk does not know."""
    item_id = ItemId(reply.item_id)
    if reply.outcome is None or reply.on is None:
        return ItemResult(item_id, None, reply.problem or "central.refused")
    whole = EligibilityReply(
        check_id="",
        outcome=reply.outcome,
        level=Level.TYPED.value,
        on=reply.on,
        checked_at=reply.checked_at,
        information=reply.information,
    )
    try:
        return ItemResult(item_id, answer_of(whole), None)
    except ValueError:
        raise CentralFailing("an outcome this desk does not know") from None
