"""The port ClaimsLine over HTTP, and the one of a desk whose connection is not whole (R14)."""

from uuid import uuid4

from app.adapters.central_client.transport import Transport
from app.claims.ports import OutcomePage, Standing, ToldOutcome
from app.contract.receipts import OutcomesReply, SubmissionReply, SubmissionRequest
from app.eligibility.ports import LineError


class CentralClaimsLine:
    """The way of receipts to the central service; see ClaimsLine."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def announce(self, length: int, sha256: str) -> Standing:
        """Under a new key each time: the reply must say how much is there now, and the digest tells a repeat."""
        message = SubmissionRequest(length=length, sha256=sha256, paper=())
        key = {"Idempotency-Key": str(uuid4())}
        return _standing(self._transport.post("/v1/receipts", message, SubmissionReply, key))

    def send_part(self, receipt_number: str, position: int, content: bytes) -> Standing:
        where = {"receipt_number": receipt_number, "position": str(position)}
        return _standing(self._transport.put("/v1/receipts/content", content, SubmissionReply, where))

    def standing(self, receipt_number: str) -> Standing:
        return _standing(self._transport.get(f"/v1/receipts/{receipt_number}", SubmissionReply))

    def outcomes(self, receipt_number: str, cursor: str | None) -> OutcomePage:
        params = {"cursor": cursor} if cursor else None
        page = self._transport.get(f"/v1/receipts/{receipt_number}/outcomes", OutcomesReply, params)
        told = tuple(ToldOutcome(each.place, each.outcome, each.reason) for each in page.outcomes)
        return OutcomePage(told, page.next_cursor)


class NoClaimsLine:
    """A desk whose connection is not whole: receipts wait until it is set right; the reason is always the same."""

    def __init__(self, reason: type[LineError]) -> None:
        self._reason = reason

    def announce(self, length: int, sha256: str) -> Standing:
        raise self._reason

    def send_part(self, receipt_number: str, position: int, content: bytes) -> Standing:
        raise self._reason

    def standing(self, receipt_number: str) -> Standing:
        raise self._reason

    def outcomes(self, receipt_number: str, cursor: str | None) -> OutcomePage:
        raise self._reason


def _standing(reply: SubmissionReply) -> Standing:
    return Standing(
        receipt_number=reply.receipt_number,
        state=reply.state,
        refusal=reply.refusal,
        received_bytes=reply.received_bytes,
        received_at=reply.received_at,
        run=reply.run,
        closes_on=reply.closes_on,
        counts=reply.counts.model_dump() if reply.counts is not None else None,
    )
