"""The port RecordsLine over HTTP, and the one of a desk whose connection is not whole (R15, R16)."""

from datetime import UTC, datetime

from app.adapters.central_client.translation import message_of
from app.adapters.central_client.transport import Transport
from app.consent.consent import ConsentId, ConsentInForce
from app.contract.records import (
    AlertAnswerRequest,
    AnsweredAlert,
    CheckupReply,
    CheckupsReply,
    DispensingReply,
    DrugHistoryReply,
    MedicineReply,
    NotAnswered,
    RecordsRequest,
)
from app.eligibility.ports import LineError
from app.health_records.records import (
    Answered,
    Checkup,
    CheckupHistory,
    CheckupValue,
    Dispensing,
    DrugHistory,
    GenericSaving,
    Medicine,
    Withheld,
)


class CentralRecordsLine:
    """The way to the central service; see RecordsLine. What comes is handed on and kept nowhere."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def drugs(self, consent: ConsentInForce, staff_name: str) -> DrugHistory:
        return _drugs(
            self._transport.post("/v1/records/drugs", _asked(consent, staff_name), DrugHistoryReply)
        )

    def checkups(self, consent: ConsentInForce, staff_name: str) -> CheckupHistory:
        reply = self._transport.post("/v1/records/checkups", _asked(consent, staff_name), CheckupsReply)
        return CheckupHistory(
            ConsentId(reply.consent_id),
            _utc(reply.read_at),
            reply.complete_from,
            tuple(_checkup(each) for each in reply.checkups),
            _withheld(reply.not_answered),
        )

    def answer(
        self, consent: ConsentInForce, alert: str, facts: str, answer: str, note: str, staff_name: str
    ) -> Answered:
        message = message_of(
            AlertAnswerRequest,
            consent_id=consent.id,
            alert=alert,
            facts=facts,
            answer=answer,
            note=note,
            staff=staff_name,
        )
        return _answered(self._transport.post("/v1/records/answers", message, AnsweredAlert))


class NoRecordsLine:
    """A desk whose connection is not whole reads nothing; the reason is always the same."""

    def __init__(self, reason: type[LineError]) -> None:
        self._reason = reason

    def drugs(self, consent: ConsentInForce, staff_name: str) -> DrugHistory:
        raise self._reason

    def checkups(self, consent: ConsentInForce, staff_name: str) -> CheckupHistory:
        raise self._reason

    def answer(
        self, consent: ConsentInForce, alert: str, facts: str, answer: str, note: str, staff_name: str
    ) -> Answered:
        raise self._reason


def _asked(consent: ConsentInForce, staff_name: str) -> RecordsRequest:
    return RecordsRequest(consent_id=consent.id, staff=staff_name)


def _drugs(reply: DrugHistoryReply) -> DrugHistory:
    return DrugHistory(
        consent_id=ConsentId(reply.consent_id),
        read_at=_utc(reply.read_at),
        complete_from=reply.complete_from,
        newest_month=reply.newest_month,
        dispensings=tuple(_dispensing(each) for each in reply.dispensings),
        withheld=_withheld(reply.not_answered),
        answered=tuple(_answered(each) for each in reply.answered),
        about_generics=tuple(_answered(each) for each in reply.generics_declined),
    )


def _dispensing(reply: DispensingReply) -> Dispensing:
    generic = reply.generic
    return Dispensing(
        id=reply.dispensing_id,
        on=reply.dispensed_on,
        place=reply.place,
        place_token=reply.place_token,
        own=reply.own,
        medicine=_medicine(reply.medicine),
        quantity=reply.quantity,
        days_supply=reply.days_supply,
        form=reply.form,
        source=reply.source,
        known_at=_utc(reply.known_at),
        generic=GenericSaving(generic.name, generic.saving_yen) if generic else None,
    )


def _medicine(reply: MedicineReply) -> Medicine:
    return Medicine(
        reply.code,
        reply.name,
        reply.ingredient,
        reply.class_code,
        reply.class_name,
        reply.unit,
        reply.is_generic,
    )


def _checkup(reply: CheckupReply) -> Checkup:
    values = tuple(
        CheckupValue(
            *(each.item, each.name, each.value, each.unit),
            *(each.low, each.high, each.visit_low, each.visit_high),
        )
        for each in reply.values
    )
    return Checkup(reply.held_on, reply.insurer_name, _utc(reply.registered_at), values)


def _withheld(replies: tuple[NotAnswered, ...]) -> tuple[Withheld, ...]:
    return tuple(
        Withheld(each.insurer_name, each.reason, each.valid_from, each.valid_until) for each in replies
    )


def _answered(reply: AnsweredAlert) -> Answered:
    return Answered(reply.alert, reply.facts, reply.answer, reply.note, reply.staff, _utc(reply.answered_at))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
