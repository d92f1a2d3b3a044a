"""Values of the clinic's work as JSON documents: written out field by field, each with the version of its shape.

A document is never rewritten by an upgrade; an older version is read by code that stays here.
"""

import base64
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from app.adapters.ledger.errors import LedgerTooNew
from app.adapters.ledger.versioned import Fields, document_of, fields_of
from app.eligibility.answer import Answer
from app.eligibility.question import PhotoQuestion, Question, SignedQuestion, TypedQuestion
from app.patients.patient import HeldCard, Patient, PatientId
from app.scheme.certificates import EntitlementCertificate
from app.scheme.cover import Cover, EligibilityInformation, PersonDetails
from app.scheme.numbers import InsuredNumber, InsurerNumber
from app.scheme.outcome import DocumentKind, Level, Outcome
from app.scheme.statement import Purpose, Statement

Value = TypeVar("Value")


def moment_text(moment: datetime) -> str:
    """UTC with microseconds always: text order is time order. Raises: ValueError for a moment without zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment has a zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str) -> datetime:
    return datetime.fromisoformat(text)


def day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def day_of(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def question_document(question: Question) -> str:
    """The certificate is kept beside it, once for all checks of one card."""
    return document_of(_question_fields(question))


def question_of(document: str, certificate: bytes | None) -> Question:
    """Raises: LedgerTooNew for a shape this version does not know."""
    fields = fields_of(document)
    match fields["kind"]:
        case "typed":
            return _typed_question(fields)
        case "photo" if certificate is not None:
            return PhotoQuestion(certificate, date.fromisoformat(fields["on"]), fields["disease_agreed"])
        case "signed" if certificate is not None:
            return _signed_question(fields, certificate)
        case _:
            raise LedgerTooNew


def _question_fields(question: Question) -> Fields:
    match question:
        case TypedQuestion():
            own: Fields = {
                "kind": "typed",
                "document": question.document.value,
                "insured": insured_fields(question.insured),
                "month_day": question.month_day,
                "birth_on": day_text(question.birth_on),
            }
        case PhotoQuestion():
            own = {"kind": "photo"}
        case SignedQuestion():
            own = {
                "kind": "signed",
                "statement": _statement_fields(question.statement),
                "signature": base64.b64encode(question.signature).decode(),
                "photograph_confirmed": question.photograph_confirmed,
            }
    return own | {"on": day_text(question.on), "disease_agreed": question.specific_disease_agreed}


def _typed_question(fields: Fields) -> TypedQuestion:
    return TypedQuestion(
        document=DocumentKind(fields["document"]),
        insured=insured_of(fields["insured"]),
        month_day=fields["month_day"],
        birth_on=day_of(fields["birth_on"]),
        on=date.fromisoformat(fields["on"]),
        specific_disease_agreed=fields["disease_agreed"],
    )


def _signed_question(fields: Fields, certificate: bytes) -> SignedQuestion:
    return SignedQuestion(
        certificate=certificate,
        statement=_statement(fields["statement"]),
        signature=base64.b64decode(fields["signature"]),
        on=date.fromisoformat(fields["on"]),
        photograph_confirmed=fields["photograph_confirmed"],
        specific_disease_agreed=fields["disease_agreed"],
    )


def _statement_fields(statement: Statement) -> Fields:
    return {
        "purpose": statement.purpose.value,
        "audience": statement.audience,
        "institution": statement.institution,
        "consent_kinds": list(statement.consent_kinds),
        "expires_at": moment_text(statement.expires_at),
        "nonce": statement.nonce,
    }


def _statement(fields: Fields) -> Statement:
    return Statement(
        purpose=Purpose(fields["purpose"]),
        audience=fields["audience"],
        institution=fields["institution"],
        consent_kinds=tuple(fields["consent_kinds"]),
        expires_at=moment_of(fields["expires_at"]),
        nonce=fields["nonce"],
    )


def answer_document(answer: Answer) -> str:
    return document_of(
        {
            "outcome": answer.outcome.value,
            "level": answer.level.value,
            "on": day_text(answer.on),
            "checked_at": moment_text(answer.checked_at),
            "information": [_information_fields(each) for each in answer.information],
        }
    )


def answer_of(document: str) -> Answer:
    """Raises: LedgerTooNew."""
    fields = fields_of(document)
    return Answer(
        outcome=Outcome(fields["outcome"]),
        level=Level(fields["level"]),
        on=date.fromisoformat(fields["on"]),
        checked_at=moment_of(fields["checked_at"]),
        information=tuple(_information(each) for each in fields["information"]),
    )


def _information_fields(information: EligibilityInformation) -> Fields:
    cover, person = information.cover, information.person
    return {
        "insured": insured_fields(cover.insured),
        "insurer_name": cover.insurer_name,
        "relationship": cover.relationship,
        "acquired_on": day_text(cover.acquired_on),
        "lost_on": day_text(cover.lost_on),
        "loss_reason": cover.loss_reason,
        "name": person.name,
        "kana": person.kana,
        "sex": person.sex,
        "birth_on": day_text(person.birth_on),
        "postcode": person.postcode,
        "address": person.address,
        "ratio_percent": information.ratio_percent,
        "certificates": _certificates_fields(information.certificates),
        "withheld": list(information.withheld),
        "registered_at": _if_there(moment_text, information.registered_at),
    }


def _information(fields: Fields) -> EligibilityInformation:
    cover = Cover(
        insured=insured_of(fields["insured"]),
        insurer_name=fields["insurer_name"],
        relationship=fields["relationship"],
        acquired_on=date.fromisoformat(fields["acquired_on"]),
        lost_on=day_of(fields["lost_on"]),
        loss_reason=fields["loss_reason"],
    )
    person = PersonDetails(
        name=fields["name"],
        kana=fields["kana"],
        sex=fields["sex"],
        birth_on=date.fromisoformat(fields["birth_on"]),
        postcode=fields["postcode"],
        address=fields["address"],
    )
    return EligibilityInformation(
        cover=cover,
        person=person,
        ratio_percent=fields["ratio_percent"],
        certificates=_certificates(fields["certificates"]),
        withheld=tuple(fields["withheld"]),
        registered_at=_if_there(moment_of, fields["registered_at"]),
    )


def patient_document(patient: Patient) -> str:
    details = {name: getattr(patient, name) for name in _PATIENT_TEXTS}
    cards = [_held_card_fields(card) for card in patient.cards]
    return document_of(details | {"id": patient.id, "birth_on": day_text(patient.birth_on), "cards": cards})


def patient_of(document: str) -> Patient:
    """Raises: LedgerTooNew."""
    fields = fields_of(document)
    return Patient(
        id=PatientId(fields["id"]),
        birth_on=date.fromisoformat(fields["birth_on"]),
        cards=tuple(_held_card(each) for each in fields["cards"]),
        **{name: fields[name] for name in _PATIENT_TEXTS},
    )


_PATIENT_TEXTS = ("name", "kana", "sex", "postcode", "address", "phone", "note")


def _held_card_fields(card: HeldCard) -> Fields:
    return {
        "insured": insured_fields(card.insured),
        "insurer_name": card.insurer_name,
        "relationship": card.relationship,
        "acquired_on": day_text(card.acquired_on),
        "lost_on": day_text(card.lost_on),
        "ratio_percent": card.ratio_percent,
        "certificates": _certificates_fields(card.certificates),
        "confirmed_at": _if_there(moment_text, card.confirmed_at),
    }


def _held_card(fields: Fields) -> HeldCard:
    return HeldCard(
        insured=insured_of(fields["insured"]),
        insurer_name=fields["insurer_name"],
        relationship=fields["relationship"],
        acquired_on=day_of(fields["acquired_on"]),
        lost_on=day_of(fields["lost_on"]),
        ratio_percent=fields["ratio_percent"],
        certificates=_certificates(fields["certificates"]),
        confirmed_at=_if_there(moment_of, fields["confirmed_at"]),
    )


def certificates_document(certificates: tuple[EntitlementCertificate, ...]) -> str:
    return document_of({"certificates": _certificates_fields(certificates)})


def certificates_of(document: str) -> tuple[EntitlementCertificate, ...]:
    """Raises: LedgerTooNew."""
    return _certificates(fields_of(document)["certificates"])


def _certificates_fields(certificates: tuple[EntitlementCertificate, ...]) -> list[Fields]:
    return [
        {
            "kind": each.kind,
            "class_code": each.class_code,
            "ratio_percent": each.ratio_percent,
            "valid_from": day_text(each.valid_from),
            "valid_until": day_text(each.valid_until),
        }
        for each in certificates
    ]


def _certificates(listed: list[Fields]) -> tuple[EntitlementCertificate, ...]:
    return tuple(
        EntitlementCertificate(
            kind=fields["kind"],
            class_code=fields["class_code"],
            ratio_percent=fields["ratio_percent"],
            valid_from=date.fromisoformat(fields["valid_from"]),
            valid_until=day_of(fields["valid_until"]),
        )
        for fields in listed
    )


def insured_fields(insured: InsuredNumber) -> Fields:
    return {
        "insurer": insured.insurer.digits,
        "symbol": insured.symbol,
        "number": insured.number,
        "branch": insured.branch,
    }


def insured_of(fields: Fields) -> InsuredNumber:
    return InsuredNumber(
        InsurerNumber(fields["insurer"]), fields["symbol"], fields["number"], fields["branch"]
    )


def _if_there(convert: Callable[[Any], Value], given: Any) -> Value | None:
    return None if given is None else convert(given)
