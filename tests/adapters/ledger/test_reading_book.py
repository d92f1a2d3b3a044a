"""The manager's list of who opened what under which consent, as the ledger tells it (R15)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.adapters.ledger.ledger import Ledger
from app.consent.consent import ConsentId, ConsentKind, ConsentLevel, ConsentRecord
from app.eligibility.answer import CheckId
from app.health_records.access import Access, Act
from app.health_records.readers import USUAL_READERS, set_readers
from app.health_records.readings import ReadersSet, Reading, ReadingsAsked, RecordsUse
from app.patients.patient import PatientId
from app.staff.member import Role, StaffId, StaffMember
from app.staff.ports import AuditEntry
from tests import people
from tests.people import MANAGER, NOW, TODAY

DOCTOR = StaffMember(StaffId(11), "院長", frozenset({Role.DOCTOR}))
PHARMACIST = StaffMember(StaffId(12), "薬師", frozenset({Role.PHARMACIST}))
ALL = ReadingsAsked()


def consent(number: int = 1, kind: ConsentKind = ConsentKind.DRUG, check: str = "check-1") -> ConsentRecord:
    return ConsentRecord(
        ConsentId(f"consent-{number}"),
        CheckId(check),
        kind,
        ConsentLevel.PAPER,
        NOW,
        NOW + timedelta(hours=24),
        None,
        f"K-{number}",
    )


def access(
    ledger: Ledger,
    minutes: int = 0,
    patient: int | None = 1,
    under: ConsentRecord | None = None,
    staff: StaffMember = DOCTOR,
) -> Access:
    now = NOW + timedelta(minutes=minutes)
    noted = under or consent()
    ledger.consents.note([noted])
    in_force = noted.in_force_at(NOW)
    assert in_force is not None
    whose = PatientId(patient) if patient is not None else None
    return Access(whose, in_force, staff, USUAL_READERS, ledger.audit, now)


def listed(ledger: Ledger, asked: ReadingsAsked = ALL) -> list[RecordsUse]:
    rows = ledger.readings.readings(asked, None, 100)
    assert ledger.readings.count(asked) == len(rows)
    return [each for each in rows if isinstance(each, RecordsUse)]


def test_the_list_says_who_opened_whose_history_under_which_consent(ledger: Ledger) -> None:
    """R15."""
    ledger.patients.add(people.patient())
    access(ledger).enter(Act.READ)
    access(ledger, 3).enter(Act.PRINTED)
    printed, opened = listed(ledger)
    assert (printed.act, opened.act) == (Act.PRINTED, Act.READ)
    assert (opened.at, opened.staff_name, opened.kind) == (NOW, "院長", ConsentKind.DRUG)
    assert opened.whose is not None
    assert (opened.whose.id, opened.whose.name) == (1, people.patient().name)
    assert opened.consent == consent()


def test_a_withdrawal_learned_later_stands_beside_what_was_opened_before(ledger: Ledger) -> None:
    """R15. Told again as it was before, it stays as it is."""
    access(ledger).enter(Act.READ)
    withdrawn = replace(consent(), withdrawn_at=NOW + timedelta(hours=1))
    ledger.consents.note([withdrawn])
    ledger.consents.note([withdrawn])
    (opened,) = listed(ledger)
    assert opened.consent == withdrawn


@pytest.mark.parametrize("outcome", [Act.REFUSED, Act.UNANSWERED])
def test_what_came_to_nothing_stands_once_as_what_became_of_it(ledger: Ledger, outcome: Act) -> None:
    """R15: nobody is said to have seen what the service refused."""
    access(ledger).enter(Act.READ)
    access(ledger).note(outcome)
    access(ledger, 1).enter(Act.READ)
    assert [each.act for each in listed(ledger)] == [Act.READ, outcome]


def test_anothers_refusal_of_the_same_moment_hides_nothing(ledger: Ledger) -> None:
    access(ledger).enter(Act.READ)
    access(ledger, staff=PHARMACIST).note(Act.REFUSED)
    access(ledger, under=consent(3)).note(Act.REFUSED)
    assert sorted(each.act for each in listed(ledger)) == [Act.READ, Act.REFUSED, Act.REFUSED]


def test_a_chart_that_was_merged_since_is_told_as_the_one_that_was_kept(ledger: Ledger) -> None:
    """Also over two merges; and found by the kept one's name."""
    for name in ("架空　花", "架空　はな", "架空　華"):
        ledger.patients.add(people.patient(name=name, birth_on=date(1990, 1, 1)))
    access(ledger, patient=1).enter(Act.READ)
    ledger.patients.merge(ledger.patients.get(PatientId(2)), PatientId(1), MANAGER.id, NOW)
    ledger.patients.merge(ledger.patients.get(PatientId(3)), PatientId(2), MANAGER.id, NOW)
    (opened,) = listed(ledger)
    assert opened.whose is not None
    assert (opened.whose.id, opened.whose.name) == (3, "架空　華")
    assert len(listed(ledger, ReadingsAsked(text="架空華"))) == 1


def test_who_got_a_chart_after_the_reading_is_told_by_it(ledger: Ledger) -> None:
    chart = ledger.patients.add(people.patient())
    ledger.checks.enter(people.check("typed"))
    given = consent(check=people.check("typed").id)
    access(ledger, patient=None, under=given).enter(Act.READ)
    assert listed(ledger)[0].whose is None
    ledger.checks.link(people.check("typed").id, chart.id)
    whose = listed(ledger)[0].whose
    assert whose is not None
    assert whose.id == chart.id


def test_days_are_those_of_japan_and_both_ends_count(ledger: Ledger) -> None:
    """23:59 and 0:00 in Japan are 14:59 and 15:00 in UTC."""
    late = datetime(2026, 11, 21, 14, 59, tzinfo=UTC)
    for at in (late, late + timedelta(minutes=1)):
        replace(access(ledger), now=at).enter(Act.READ)
    yesterday = date(2026, 11, 21)
    assert [each.at for each in listed(ledger, ReadingsAsked(last=yesterday))] == [late]
    assert [each.at for each in listed(ledger, ReadingsAsked(first=TODAY))] == [late + timedelta(minutes=1)]
    assert len(listed(ledger, ReadingsAsked(first=yesterday, last=TODAY))) == 2


def test_one_finds_by_staff_patient_birth_and_form(ledger: Ledger) -> None:
    ledger.patients.add(people.patient())
    ledger.patients.add(people.patient(name="見本　月", kana="ミホン　ツキ", birth_on=date(1950, 3, 3)))
    access(ledger, patient=1).enter(Act.READ)
    access(ledger, 1, patient=2, under=consent(2), staff=PHARMACIST).enter(Act.READ)

    def found(**asked: object) -> list[str]:
        return [each.whose.name for each in listed(ledger, ReadingsAsked(**asked)) if each.whose]  # type: ignore[arg-type]

    assert found(staff=DOCTOR.id) == ["架空　花"]
    for text in ("見本", "みほんつ", "2", "S25.3.3", "Ｋ－２", "k2"):
        assert found(text=text) == ["見本　月"], text
    assert found(text="外の人") == []
    assert ledger.readings.staff() == ((PHARMACIST.id, "薬師"), (DOCTOR.id, "院長"))


def test_a_name_changed_since_stands_once_among_those_to_choose_from(ledger: Ledger) -> None:
    access(ledger).enter(Act.READ)
    access(ledger, 1, staff=replace(DOCTOR, name="新院長")).enter(Act.READ)
    assert ledger.readings.staff() == ((DOCTOR.id, "新院長"),)


def test_a_long_list_goes_on_where_it_ended_also_among_equal_moments(ledger: Ledger) -> None:
    for minute in (0, 0, 0, 1, 2):
        access(ledger, minute).enter(Act.READ)
    whole = ledger.readings.readings(ALL, None, 10)
    pages: list[Reading] = []
    while page := ledger.readings.readings(ALL, pages[-1] if pages else None, 2):
        pages += page
    assert tuple(pages) == whole
    assert len({each.place for each in whole}) == 5


def test_a_change_of_who_may_read_stands_in_the_list(ledger: Ledger) -> None:
    set_readers(frozenset({Role.DOCTOR}), MANAGER, ledger.settings, ledger.audit, NOW)
    (changed,) = ledger.readings.readings(ALL, None, 10)
    assert changed == ReadersSet(changed.place, NOW, MANAGER.id, MANAGER.name, frozenset({Role.DOCTOR}))


def test_what_else_stands_in_the_trail_is_not_in_the_list(ledger: Ledger) -> None:
    for action in ("patient.opened", "consent.withdrawn"):
        ledger.audit.record(AuditEntry(NOW, MANAGER.id, MANAGER.name, action, "patient:1"))
    assert listed(ledger) == []


def test_a_reading_from_before_consents_were_noted_is_still_told(ledger: Ledger) -> None:
    ledger.audit.record(AuditEntry(NOW, DOCTOR.id, DOCTOR.name, "records.alert_answered", "patient:1"))
    (answered,) = listed(ledger)
    assert (answered.act, answered.kind, answered.consent) == (Act.ANSWERED, ConsentKind.DRUG, None)
