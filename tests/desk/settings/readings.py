"""A list of who opened what, with every kind of entry; its people are invented."""

from datetime import datetime, timedelta

from app.consent.consent import ConsentId, ConsentKind, ConsentLevel, ConsentRecord
from app.eligibility.answer import CheckId
from app.health_records.access import Act
from app.health_records.readings import ReadersSet, Reading, Readings, RecordsUse, Whose
from app.patients.patient import PatientId
from app.staff.member import Role, StaffId
from tests import people
from tests.people import NOW

HANA = Whose(PatientId(231), people.patient().name, people.patient().birth_on)
TSUKI = Whose(PatientId(1042), "見本　月之介", people.patient().birth_on)
DOCTOR, PHARMACIST, RECEPTION = (StaffId(11), "院長"), (StaffId(12), "薬師寺"), (StaffId(1), "佐藤")


def consent(
    level: ConsentLevel,
    form: str | None = None,
    given_at: datetime = NOW,
    withdrawn_after_h: int | None = None,
) -> ConsentRecord:
    withdrawn_at = given_at + timedelta(hours=withdrawn_after_h) if withdrawn_after_h is not None else None
    return ConsentRecord(
        ConsentId(f"consent-{form}"),
        CheckId("check"),
        ConsentKind.DRUG,
        level,
        given_at,
        given_at + timedelta(hours=24),
        withdrawn_at,
        form,
    )


def use(
    place: int,
    act: Act = Act.READ,
    whose: Whose | None = HANA,
    who: tuple[StaffId, str] = DOCTOR,
    under: ConsentRecord | None = None,
    kind: ConsentKind = ConsentKind.DRUG,
) -> RecordsUse:
    """place: also the minutes after NOW."""
    return RecordsUse(place, NOW + timedelta(minutes=place), *who, kind, act, whose, under)


_PIN = consent(ConsentLevel.PIN)
_FORM = consent(ConsentLevel.PAPER, "K-0412", withdrawn_after_h=1)
ROWS: tuple[Reading, ...] = (
    use(40, Act.UNANSWERED, TSUKI, PHARMACIST, _PIN),
    ReadersSet(
        35, NOW + timedelta(minutes=35), StaffId(2), "鈴木", frozenset({Role.DOCTOR, Role.PHARMACIST})
    ),
    use(30, Act.REFUSED, HANA, DOCTOR, _FORM),
    use(24, Act.NOT_ALLOWED, TSUKI, RECEPTION, _PIN, ConsentKind.CHECKUP),
    use(20, Act.SLIP_PRINTED, TSUKI, PHARMACIST, _PIN),
    use(18, Act.PRINTED, HANA, DOCTOR, _FORM),
    use(17, Act.COPIED, HANA, DOCTOR, _FORM),
    use(16, Act.ANSWERED, TSUKI, PHARMACIST, _PIN),
    use(15, Act.READ, None, PHARMACIST, consent(ConsentLevel.PAPER)),
    use(12, Act.READ, HANA, DOCTOR, _FORM, ConsentKind.CHECKUP),
    use(11, Act.READ, HANA, DOCTOR, _FORM),
    use(1, Act.READ, TSUKI, PHARMACIST, None),
)
FOUND = Readings(ROWS, 1204, ((StaffId(1), "佐藤"), PHARMACIST, DOCTOR, (StaffId(2), "鈴木")))
