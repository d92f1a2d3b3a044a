"""Recording and withdrawing consent at the counter (R15)."""

import pytest

from app.consent.consent import ConsentKind
from app.consent.give import PAPER_RECORDED, WITHDRAWN, ConsentWork, FormNumberMissing
from app.consent.ports import PaperForm
from app.eligibility.answer import CheckId
from app.staff.member import NotAllowed, Role, StaffId, StaffMember
from tests.fakes.health_records import AuditInMemory, ConsentBookInMemory, ConsentsInMemory
from tests.people import NOW, RECEPTIONIST

CHECK = CheckId("00000000-0000-4000-8000-000000000001")
FORM = PaperForm("K-12", (ConsentKind.DRUG,), "運転免許証")
NOBODY = StaffMember(StaffId(9), "退職", frozenset({Role.RECEPTIONIST}), is_active=False)


@pytest.fixture
def line() -> ConsentsInMemory:
    return ConsentsInMemory(NOW)


@pytest.fixture
def audit() -> AuditInMemory:
    return AuditInMemory()


@pytest.fixture
def book() -> ConsentBookInMemory:
    return ConsentBookInMemory()


@pytest.fixture
def work(line: ConsentsInMemory, audit: AuditInMemory, book: ConsentBookInMemory) -> ConsentWork:
    return ConsentWork(line, audit, book)


def test_a_signed_form_opens_what_it_names_and_nothing_else(work: ConsentWork, audit: AuditInMemory) -> None:
    """R15."""
    consents = work.record_paper(CHECK, FORM, RECEPTIONIST, NOW)
    assert consents.in_force(ConsentKind.DRUG, NOW) is not None
    assert consents.in_force(ConsentKind.CHECKUP, NOW) is None
    assert [(each.action, each.staff_name) for each in audit.entries] == [(PAPER_RECORDED, RECEPTIONIST.name)]


@pytest.mark.parametrize("number", [" ", "同意12", "K 12", "1" * 21])
def test_a_form_without_a_usable_number_is_not_recorded(
    work: ConsentWork, line: ConsentsInMemory, audit: AuditInMemory, number: str
) -> None:
    with pytest.raises(FormNumberMissing):
        work.record_paper(CHECK, PaperForm(number, FORM.kinds, None), RECEPTIONIST, NOW)
    assert not line.forms
    assert not audit.entries


def test_who_has_left_records_no_consent(work: ConsentWork, line: ConsentsInMemory) -> None:
    with pytest.raises(NotAllowed):
        work.record_paper(CHECK, FORM, NOBODY, NOW)
    assert not line.forms


def test_withdrawn_consent_is_over_from_that_moment(work: ConsentWork, audit: AuditInMemory) -> None:
    """R15."""
    given = work.record_paper(CHECK, FORM, RECEPTIONIST, NOW)
    left = work.withdraw(given.records[0].id, RECEPTIONIST, NOW)
    assert left.in_force(ConsentKind.DRUG, NOW) is None
    assert audit.entries[-1].action == WITHDRAWN


def test_a_number_typed_in_full_width_is_the_same_number(work: ConsentWork, line: ConsentsInMemory) -> None:
    work.record_paper(CHECK, PaperForm("Ｋ－１２", FORM.kinds, None), RECEPTIONIST, NOW)
    assert [each.number for each in line.forms] == ["K-12"]


def test_the_ledger_notes_what_the_service_tells_of_consents(
    work: ConsentWork, line: ConsentsInMemory, book: ConsentBookInMemory
) -> None:
    """R15. Also that one was withdrawn elsewhere, as soon as somebody asks."""
    line.agree(CHECK, ConsentKind.CHECKUP)
    given = work.record_paper(CHECK, FORM, RECEPTIONIST, NOW)
    assert [each.form_number for each in book.noted.values()] == [None, "K-12"]
    line.withdraw(given.records[1].id, "別の職員")
    work.of_check(CHECK)
    assert [each.withdrawn_at for each in book.noted.values()] == [None, NOW]
