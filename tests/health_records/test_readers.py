"""Which roles open health information, as the clinic sets (R15)."""

from dataclasses import replace

import pytest

from app.health_records.readers import READERS_CHANGED, USUAL_READERS, may_read, readers_of, set_readers
from app.health_records.readings import ReadingsAsked, see_more, see_readings
from app.scheme.digits import MyNumberRefused
from app.staff.member import NotAllowed, Role, StaffId, StaffMember
from tests.fakes.health_records import AuditInMemory, ReadingsInMemory
from tests.fakes.ledger import SettingsInMemory
from tests.people import MANAGER, NOW, RECEPTIONIST

NURSE_AT_DESK = frozenset({Role.DOCTOR, Role.RECEPTIONIST})
MY_NUMBER = "123456789018"


@pytest.mark.parametrize("role", Role)
def test_doctor_and_pharmacist_read_where_the_clinic_has_set_nothing(role: Role) -> None:
    staff = StaffMember(StaffId(3), "例示", frozenset({role}))
    assert may_read(staff, readers_of(SettingsInMemory())) == (role in {Role.DOCTOR, Role.PHARMACIST})


def test_a_manager_lets_another_role_read_and_that_is_on_record() -> None:
    settings, audit = SettingsInMemory(), AuditInMemory()
    set_readers(NURSE_AT_DESK, MANAGER, settings, audit, NOW)
    assert may_read(RECEPTIONIST, readers_of(settings))
    assert not may_read(MANAGER, readers_of(settings))
    (entry,) = audit.entries
    assert (entry.action, entry.staff_id, entry.subject) == (
        READERS_CHANGED,
        MANAGER.id,
        "roles:receptionist doctor",
    )


def test_a_clinic_may_leave_reading_to_nobody() -> None:
    settings = SettingsInMemory()
    set_readers(frozenset(), MANAGER, settings, AuditInMemory(), NOW)
    assert readers_of(settings) == frozenset()


def test_what_stays_as_it_was_is_no_entry() -> None:
    audit = AuditInMemory()
    set_readers(USUAL_READERS, MANAGER, SettingsInMemory(), audit, NOW)
    assert not audit.entries


def test_nobody_but_a_manager_sets_who_reads() -> None:
    settings, audit = SettingsInMemory(), AuditInMemory()
    with pytest.raises(NotAllowed):
        set_readers(NURSE_AT_DESK, RECEPTIONIST, settings, audit, NOW)
    assert readers_of(settings) == USUAL_READERS
    assert not audit.entries


def test_who_has_left_reads_nothing() -> None:
    gone = StaffMember(StaffId(3), "退職", frozenset({Role.DOCTOR}), is_active=False)
    assert not may_read(gone, USUAL_READERS)


def test_only_a_manager_sees_who_read_what() -> None:
    book = ReadingsInMemory()
    with pytest.raises(NotAllowed):
        see_readings(RECEPTIONIST, ReadingsAsked(), book)
    with pytest.raises(NotAllowed):
        see_more(RECEPTIONIST, ReadingsAsked(), book, ())
    assert not book.asked
    see_readings(MANAGER, ReadingsAsked(), book)
    assert book.asked == [ReadingsAsked()]


def test_a_my_number_is_not_searched_for() -> None:
    """R3."""
    book = ReadingsInMemory()
    with pytest.raises(MyNumberRefused):
        see_readings(MANAGER, replace(ReadingsAsked(), text=MY_NUMBER), book)
    assert not book.asked
