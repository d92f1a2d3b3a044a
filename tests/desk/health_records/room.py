"""A pharmacist's desk with an invented patient's history."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from app.consent.consent import ConsentId, ConsentKind
from app.consent.give import ConsentWork
from app.desk.health_records.presenter import RecordsPresenter
from app.desk.health_records.state import RecordsState
from app.desk.health_records.work import RecordsWork
from app.desk.lanes import Inline
from app.eligibility.answer import CheckState
from app.eligibility.by_chart import ChartNotConfirmed
from app.eligibility.counter import Shown
from app.health_records.readers import USUAL_READERS
from app.health_records.records import Checkup, CheckupHistory, CheckupValue, DrugHistory, Withheld
from app.patients.patient import PatientId
from app.scheme.days import business_day
from app.staff.member import Role, StaffId, StaffMember
from tests.desk.views import Shown as View
from tests.fakes.health_records import AuditInMemory, ConsentBookInMemory, ConsentsInMemory, RecordsInMemory
from tests.health_records.drugs import OTHER_SLEEP, PRESSURE, SLEEP, SLEEP_BRAND, dispensed, history
from tests.people import answer, check

NOW = datetime(2026, 11, 20, 1, 10, tzinfo=UTC)
TODAY = business_day(NOW)
PHARMACIST = StaffMember(StaffId(7), "例示", frozenset({Role.PHARMACIST}))
BOTH = (ConsentKind.DRUG, ConsentKind.CHECKUP)


def drug_history() -> DrugHistory:
    """Two pharmacies give the same sleeping pill; the blood pressure's pill has a cheaper generic."""
    told = [
        dispensed(60, SLEEP, "見本薬局"),
        dispensed(55, SLEEP_BRAND, "さくら薬局"),
        dispensed(58, OTHER_SLEEP, "院内", own=True, saving=120),
        *(dispensed(60 + 30 * n, PRESSURE, "見本薬局", own=True, saving=620) for n in range(3)),
    ]
    newest_first = sorted(told, key=lambda each: each.on, reverse=True)
    withheld = Withheld("例示市国保", "not_entrusted", None, date(2025, 3, 31))
    found = history(*newest_first)
    return DrugHistory(
        found.consent_id, found.read_at, found.complete_from, found.newest_month, found.dispensings,
        (withheld,), (), (),
    )  # fmt: skip


def checkups() -> CheckupHistory:
    def values(ldl: str, sugar: str, waist: str) -> tuple[CheckupValue, ...]:
        return (
            CheckupValue("9N016160100000001", "腹囲", waist, "cm", None, Decimal("84.9")),
            CheckupValue(
                "3F077000002327101",
                "ＬＤＬコレステロール",
                ldl,
                "mg/dL",
                None,
                Decimal(119),
                None,
                Decimal(139),
            ),
            CheckupValue(
                "3F070000002327101",
                "ＨＤＬコレステロール",
                "34",
                "mg/dL",
                Decimal(40),
                None,
                Decimal(35),
                None,
            ),
            CheckupValue("3D010000001926101", "空腹時血糖", sugar, "mg/dL", None, Decimal(99)),
            CheckupValue("1A020000000191111", "尿糖", "－", "", None, None),
        )

    held = [
        Checkup(date(2026 - n, 6, 12), "見本健康保険組合", NOW, values(ldl, "96", "86.5"))
        for n, ldl in enumerate(("113", "151", "135", "124", "108"))
    ]
    return CheckupHistory(ConsentId(""), NOW, date(2020, 4, 1), tuple(held), ())


class Room:
    """The presenter at work. now: the desk's clock; the service's is `consents.now`."""

    def __init__(self, staff: StaffMember = PHARMACIST, lasts: timedelta = timedelta(hours=24)) -> None:
        self.now = NOW
        self.staff = staff
        self.consents = ConsentsInMemory(NOW, lasts)
        self.records = RecordsInMemory(drug_history(), checkups())
        self.audit = AuditInMemory()
        self.book = ConsentBookInMemory()
        self.readers = USUAL_READERS
        self.charts: dict[PatientId, Shown] = {}
        self.checked = 0
        self.view: View[RecordsState] = View()
        self.work = RecordsWork(
            ConsentWork(self.consents, self.audit, self.book),
            self.records,
            self.audit,
            Inline(),
            Inline(),
            lambda: self.now,
            lambda: self.staff,
            lambda: self.readers,
            self.confirm_by_chart,
            self.was_checked,
        )
        self.presenter = RecordsPresenter(self.view, self.work)

    def confirm_by_chart(self, patient_id: PatientId, staff: StaffMember) -> Shown:
        found = self.charts.get(patient_id)
        if found is None:
            raise ChartNotConfirmed
        return found

    def was_checked(self) -> None:
        self.checked += 1

    @property
    def state(self) -> RecordsState:
        return self.view.last

    def go_on(self, by: timedelta) -> None:
        """Time passes for everybody, and the clock ticks."""
        self.now += by
        self.consents.now += by
        self.presenter.tick()


def shown(
    identity: str = "00000000-0000-4000-8000-000000000001", patient_id: PatientId | None = None
) -> Shown:
    return Shown(check(identity, state=CheckState.ANSWERED, answer=answer(), patient_id=patient_id))
