"""Invented people and cards for tests of patients."""

from datetime import UTC, date, datetime

from app.patients.patient import HeldCard, Patient, PatientId
from app.scheme.numbers import InsuredNumber
from app.staff.member import Role, StaffId, StaffMember

SATO = StaffMember(StaffId(1), "佐藤", frozenset({Role.RECEPTIONIST}))
NOBODY = StaffMember(StaffId(9), "元職員", frozenset({Role.RECEPTIONIST}), is_active=False)
NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def card(number: str = "442", branch: str | None = "02", insurer: str = "06139992") -> HeldCard:
    insured = InsuredNumber.parse(insurer, "" if insurer.startswith("39") else "701", number, branch or "")
    return HeldCard(insured, "見本健康保険組合", "2", date(2024, 4, 1), None, None, (), NOON)


HANA = Patient(
    id=PatientId(0),
    name="架空　花",
    kana="カクウ　ハナ",
    sex="2",
    birth_on=date(1988, 2, 14),
    postcode=None,
    address=None,
    phone=None,
    note=None,
    cards=(),
)
