"""Between our values and the contract's messages, in both directions."""

from datetime import UTC, datetime
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from app.contract.eligibility import (
    CertificateReply,
    CheckRequest,
    EligibilityReply,
    InformationReply,
    PhotoCheckRequest,
    SignedCheckRequest,
    TypedCheckRequest,
)
from app.eligibility.answer import Answer, CheckId
from app.eligibility.question import PhotoQuestion, Question, SignedQuestion, TypedQuestion
from app.errors import InputRefused
from app.scheme.certificates import EntitlementCertificate
from app.scheme.cover import Cover, EligibilityInformation, PersonDetails
from app.scheme.numbers import InsuredNumber, InsurerNumber
from app.scheme.outcome import Level, Outcome

Message = TypeVar("Message", bound=BaseModel)


def message_of(model: type[Message], **fields: object) -> Message:
    """A message with what was typed in it. Raises: InputRefused naming the first field the contract refuses."""
    try:
        return model(**fields)
    except ValidationError as wrong:
        field = str(next(iter(wrong.errors(include_input=False)[0]["loc"]), ""))
        raise InputRefused(field, "not in the shape the service takes") from None


def request_of(check_id: CheckId, question: Question, staff_name: str) -> tuple[str, CheckRequest]:
    """The route below /v1/eligibility and its message."""
    match question:
        case TypedQuestion():
            return "typed", _typed(check_id, question, staff_name)
        case PhotoQuestion():
            return "photo", _photo(check_id, question, staff_name)
        case SignedQuestion():
            return "signed", _signed(check_id, question, staff_name)


def _typed(check_id: CheckId, question: TypedQuestion, staff_name: str) -> TypedCheckRequest:
    insured = question.insured
    return TypedCheckRequest(
        check_id=check_id,
        on=question.on,
        staff=staff_name,
        specific_disease_agreed=question.specific_disease_agreed,
        document=question.document,
        insurer=insured.insurer.digits,
        symbol=insured.symbol,
        number=insured.number,
        branch=insured.branch,
        month_day=question.month_day,
        birth_on=question.birth_on,
    )


def _photo(check_id: CheckId, question: PhotoQuestion, staff_name: str) -> PhotoCheckRequest:
    # model_construct: Base64Bytes decodes on validation, and what we hold is decoded already.
    return PhotoCheckRequest.model_construct(
        check_id=check_id,
        on=question.on,
        staff=staff_name,
        specific_disease_agreed=question.specific_disease_agreed,
        certificate=question.certificate,
    )


def _signed(check_id: CheckId, question: SignedQuestion, staff_name: str) -> SignedCheckRequest:
    return SignedCheckRequest.model_construct(
        check_id=check_id,
        on=question.on,
        staff=staff_name,
        specific_disease_agreed=question.specific_disease_agreed,
        certificate=question.certificate,
        signature=question.signature,
        nonce=question.statement.nonce,
        expires_at=question.statement.expires_at,
        consent_kinds=question.statement.consent_kinds,
        photograph_confirmed=question.photograph_confirmed,
    )


def answer_of(reply: EligibilityReply) -> Answer:
    """Raises: ValueError for an outcome or level this desk does not know (the service is newer)."""
    return Answer(
        outcome=Outcome(reply.outcome),
        level=Level(reply.level),
        on=reply.on,
        checked_at=_utc(reply.checked_at),
        information=tuple(_information(each) for each in reply.information),
    )


def _information(reply: InformationReply) -> EligibilityInformation:
    insured = InsuredNumber(InsurerNumber(reply.insurer), reply.symbol, reply.number, reply.branch)
    return EligibilityInformation(
        cover=Cover(
            insured=insured,
            insurer_name=reply.insurer_name,
            relationship=reply.relationship,
            acquired_on=reply.acquired_on,
            lost_on=reply.lost_on,
            loss_reason=reply.loss_reason,
        ),
        person=PersonDetails(
            name=reply.name,
            kana=reply.kana,
            sex=reply.sex,
            birth_on=reply.birth_on,
            postcode=reply.postcode,
            address=reply.address,
        ),
        ratio_percent=reply.ratio_percent,
        certificates=tuple(_certificate(each) for each in reply.certificates),
        withheld=reply.withheld,
        registered_at=_utc(reply.registered_at) if reply.registered_at else None,
    )


def _certificate(reply: CertificateReply) -> EntitlementCertificate:
    return EntitlementCertificate(
        kind=reply.kind,
        class_code=reply.class_code,
        ratio_percent=reply.ratio_percent,
        valid_from=reply.valid_from,
        valid_until=reply.valid_until,
    )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
