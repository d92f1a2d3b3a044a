"""Reading health information: allowed, on record, then asked for (R15, R16)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.consent.consent import ConsentId, ConsentInForce, ConsentKind
from app.eligibility.ports import CentralUnreachable, RefusedByCentral
from app.errors import ClinicError
from app.health_records.access import Access
from app.health_records.readers import USUAL_READERS
from app.health_records.view import view_checkups, view_drug_history
from app.patients.patient import PatientId
from app.staff.member import NotAllowed, Role, StaffId, StaffMember
from tests.desk.health_records.room import PHARMACIST, checkups, drug_history
from tests.fakes.health_records import AuditInMemory, RecordsInMemory
from tests.people import NOW, RECEPTIONIST

CONSENT = ConsentInForce(ConsentId("consent-1"), ConsentKind.DRUG, NOW + timedelta(hours=1))
CHECKUP = ConsentInForce(ConsentId("consent-2"), ConsentKind.CHECKUP, NOW + timedelta(hours=1))
MANAGER = StaffMember(StaffId(8), "管理", frozenset({Role.MANAGER}))


def access(
    audit: AuditInMemory, staff: StaffMember = PHARMACIST, consent: ConsentInForce = CONSENT
) -> Access:
    return Access(PatientId(231), consent, staff, USUAL_READERS, audit, NOW)


@pytest.fixture
def records() -> RecordsInMemory:
    return RecordsInMemory(drug_history(), checkups())


@pytest.mark.parametrize("staff", [RECEPTIONIST, MANAGER], ids=["receptionist", "manager"])
def test_who_treats_nobody_reads_nothing_and_trying_is_on_record(
    records: RecordsInMemory, staff: StaffMember
) -> None:
    audit = AuditInMemory()
    with pytest.raises(NotAllowed):
        view_drug_history(access(audit, staff), records)
    with pytest.raises(NotAllowed):
        view_checkups(access(audit, staff, CHECKUP), records)
    assert not records.read
    assert [each.action for each in audit.entries] == [
        "records.drugs_not_allowed",
        "records.checkups_not_allowed",
    ]


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (CentralUnreachable(), "records.drugs_unanswered"),
        (RefusedByCentral("consent.withdrawn"), "records.drugs_refused"),
    ],
    ids=["line", "refused"],
)
def test_a_reading_is_on_record_before_anything_is_asked_for(
    records: RecordsInMemory, trouble: ClinicError, outcome: str
) -> None:
    """R15. Also where nothing comes of it; then that follows, with the same moment and consent."""
    audit = AuditInMemory()
    records.trouble = trouble
    with pytest.raises(type(trouble)):
        view_drug_history(access(audit), records)
    asked, became = audit.entries
    assert (asked.action, asked.subject, asked.consent) == ("records.drugs_read", "patient:231", "consent-1")
    assert (became.action, became.at, became.consent) == (outcome, asked.at, asked.consent)


def test_somebody_without_a_chart_is_on_record_by_the_consent(records: RecordsInMemory) -> None:
    audit = AuditInMemory()
    view_drug_history(replace(access(audit), patient=None), records)
    assert audit.entries[0].subject == "consent:consent-1"


def test_a_role_that_the_clinic_lets_read_reads(records: RecordsInMemory) -> None:
    """And a pharmacist does not where the clinic leaves it to others."""
    readers, audit = frozenset({Role.RECEPTIONIST}), AuditInMemory()
    view_drug_history(replace(access(audit, RECEPTIONIST), readers=readers), records)
    with pytest.raises(NotAllowed):
        view_drug_history(replace(access(audit), readers=readers), records)
    assert records.read == [CONSENT]
