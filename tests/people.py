"""Invented people and cards for tests: every value can be overridden by name."""

from datetime import UTC, date, datetime
from typing import Any

from app.eligibility.answer import Answer, Check, CheckId, CheckState
from app.eligibility.question import PhotoQuestion, SignedQuestion, TypedQuestion
from app.patients.patient import HeldCard, Patient, PatientId
from app.scheme.certificates import EntitlementCertificate
from app.scheme.cover import Cover, EligibilityInformation, PersonDetails
from app.scheme.numbers import InsuredNumber
from app.scheme.outcome import DocumentKind, Level, Outcome
from app.scheme.statement import Purpose, Statement
from app.staff.member import Role, StaffId, StaffMember

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 1, 32, tzinfo=UTC)
RECEPTIONIST = StaffMember(StaffId(1), "佐藤", frozenset({Role.RECEPTIONIST}))
MANAGER = StaffMember(StaffId(2), "鈴木", frozenset({Role.MANAGER}))


def insured(
    insurer: str = "06139992", symbol: str = "701", number: str = "442", branch: str = "02"
) -> InsuredNumber:
    return InsuredNumber.parse(insurer, symbol, number, branch)


def information(
    card: InsuredNumber | None = None,
    certificates: tuple[EntitlementCertificate, ...] = (),
    ratio_percent: int | None = None,
    **changes: Any,
) -> EligibilityInformation:
    """架空 花, insured since 令和6年; keyword arguments change the person or the cover."""
    cover: dict[str, Any] = {
        "insured": card or insured(),
        "insurer_name": "見本健康保険組合",
        "relationship": "2",
        "acquired_on": date(2024, 4, 1),
        "lost_on": None,
        "loss_reason": None,
    }
    person: dict[str, Any] = {
        "name": "架空　花",
        "kana": "カクウ　ハナ",
        "sex": "2",
        "birth_on": date(1988, 2, 14),
        "postcode": "100-0000",
        "address": "東京都見本区例示1-2-3",
    }
    cover |= {name: value for name, value in changes.items() if name in cover}
    person |= {name: value for name, value in changes.items() if name in person}
    return EligibilityInformation(
        cover=Cover(**cover),
        person=PersonDetails(**person),
        ratio_percent=ratio_percent,
        certificates=certificates,
        withheld=("specific_disease",),
        registered_at=NOW,
    )


def answer(outcome: Outcome = Outcome.VALID, *people: EligibilityInformation, **changes: Any) -> Answer:
    if not people and outcome is not Outcome.NONE:
        people = (information(),)
    values: dict[str, Any] = {"level": Level.TYPED, "on": TODAY, "checked_at": NOW} | changes
    return Answer(outcome=outcome, information=people, **values)


def typed(card: InsuredNumber | None = None, **changes: Any) -> TypedQuestion:
    values: dict[str, Any] = {
        "document": DocumentKind.CONFIRMATION,
        "insured": card or insured(),
        "month_day": "0214",
        "birth_on": None,
        "on": TODAY,
    }
    return TypedQuestion(**(values | changes))


def photo(certificate: bytes = b"certificate") -> PhotoQuestion:
    return PhotoQuestion(certificate, TODAY)


def signed(expires_at: datetime = datetime(2026, 11, 22, 1, 37, tzinfo=UTC)) -> SignedQuestion:
    statement = Statement(Purpose.ELIGIBILITY, "central", "1319990014", (), expires_at, "nonce")
    return SignedQuestion(b"certificate", statement, b"signature", TODAY, photograph_confirmed=False)


def check(identity: str = "00000000-0000-4000-8000-000000000001", **changes: Any) -> Check:
    values: dict[str, Any] = {
        "question": typed(),
        "staff_id": RECEPTIONIST.id,
        "staff_name": RECEPTIONIST.name,
        "entered_at": NOW,
        "state": CheckState.WAITING,
        "answer": None,
        "failure_code": None,
        "patient_id": None,
    }
    return Check(id=CheckId(identity), **(values | changes))


def held(card: InsuredNumber | None = None, **changes: Any) -> HeldCard:
    values: dict[str, Any] = {
        "insurer_name": "見本健康保険組合",
        "relationship": "2",
        "acquired_on": date(2024, 4, 1),
        "lost_on": None,
        "ratio_percent": None,
        "certificates": (),
        "confirmed_at": NOW,
    }
    return HeldCard(insured=card or insured(), **(values | changes))


def patient(identity: int = 231, *cards: HeldCard, **changes: Any) -> Patient:
    values: dict[str, Any] = {
        "name": "架空　花",
        "kana": "カクウ　ハナ",
        "sex": "2",
        "birth_on": date(1988, 2, 14),
        "postcode": None,
        "address": None,
        "phone": None,
        "note": None,
    }
    return Patient(id=PatientId(identity), cards=cards or (held(),), **(values | changes))
