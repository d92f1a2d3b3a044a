"""The port ConsentLine over HTTP, and the one of a desk whose connection is not whole (R15)."""

from datetime import UTC, datetime

from app.adapters.central_client.translation import message_of
from app.adapters.central_client.transport import Transport
from app.consent.consent import ConsentId, ConsentKind, ConsentLevel, ConsentRecord, Consents
from app.consent.ports import PaperForm
from app.contract.consent import ConsentReply, ConsentsReply, PaperConsentRequest, WithdrawRequest
from app.eligibility.answer import CheckId
from app.eligibility.ports import CentralFailing, LineError
from app.scheme.digits import folded


class CentralConsentLine:
    """The way to the central service; see ConsentLine."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def consents_of(self, check_id: CheckId) -> Consents:
        return _consents(self._transport.get("/v1/consents", ConsentsReply, {"check_id": check_id}))

    def record_paper(self, check_id: CheckId, form: PaperForm, staff_name: str) -> Consents:
        message = message_of(
            PaperConsentRequest,
            check_id=check_id,
            kinds=tuple(kind.value for kind in form.kinds),
            form_number=folded(form.number),
            identity_document=form.identity_document,
            staff=staff_name,
        )
        return _consents(self._transport.post("/v1/consents/paper", message, ConsentsReply))

    def withdraw(self, consent_id: ConsentId, staff_name: str) -> Consents:
        path = f"/v1/consents/{consent_id}/withdraw"
        return _consents(self._transport.post(path, WithdrawRequest(staff=staff_name), ConsentsReply))


class NoConsentLine:
    """A desk whose connection is not whole opens nothing; the reason is always the same."""

    def __init__(self, reason: type[LineError]) -> None:
        self._reason = reason

    def consents_of(self, check_id: CheckId) -> Consents:
        raise self._reason

    def record_paper(self, check_id: CheckId, form: PaperForm, staff_name: str) -> Consents:
        raise self._reason

    def withdraw(self, consent_id: ConsentId, staff_name: str) -> Consents:
        raise self._reason


def _consents(reply: ConsentsReply) -> Consents:
    """Kinds of a newer service are left out: this desk has nothing to open with them."""
    known = [each for each in reply.consents if each.kind in list(ConsentKind)]
    return Consents(tuple(_record(each) for each in known), _utc(reply.now))


def _record(reply: ConsentReply) -> ConsentRecord:
    """Raises: CentralFailing for a level this desk does not know."""
    try:
        level = ConsentLevel(reply.level)
    except ValueError:
        raise CentralFailing("a level of consent this desk does not know") from None
    return ConsentRecord(
        ConsentId(reply.consent_id),
        CheckId(reply.check_id),
        ConsentKind(reply.kind),
        level,
        _utc(reply.given_at),
        _utc(reply.until),
        _utc(reply.withdrawn_at) if reply.withdrawn_at else None,
        reply.form_number,
    )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
