"""Invented dispensings."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count

from app.consent.consent import ConsentId
from app.health_records.records import Answered, Dispensing, DrugHistory, GenericSaving, Medicine

TODAY = date(2026, 11, 20)
SLEEP = Medicine(
    "1124009F1010", "見本ゾルム錠５ｍｇ", "ゾルミデム酒石酸塩", "1124", "催眠鎮静剤", "錠", False
)
SLEEP_BRAND = Medicine(
    "1124009F1028", "ネムレル錠５ｍｇ", "ゾルミデム酒石酸塩", "1124", "催眠鎮静剤", "錠", True
)
OTHER_SLEEP = Medicine("1124007F1020", "見本トリゾ錠", "トリゾラム", "1124", "催眠鎮静剤", "錠", False)
PRESSURE = Medicine("2171022F1010", "見本アムロ錠", "アムロジペン", "2171", "血管拡張剤", "錠", False)
_ids = count(1)


def dispensed(
    days_ago: int,
    medicine: Medicine = SLEEP,
    place: str = "見本薬局",
    supply: int | None = 30,
    own: bool = False,
    form: str = "internal",
    saving: int | None = None,
) -> Dispensing:
    on = TODAY - timedelta(days=days_ago)
    return Dispensing(
        id=f"d{next(_ids)}",
        on=on,
        place=place,
        place_token=f"token-{place}",
        own=own,
        medicine=medicine,
        quantity=Decimal(30),
        days_supply=supply,
        form=form,
        source="pharmacy_receipt",
        known_at=datetime.combine(on, time(9), UTC) + timedelta(days=40),
        generic=None if saving is None else GenericSaving("見本後発錠", saving),
    )


def history(
    *dispensings: Dispensing, newest_month: str | None = "2026-09", about_generics: tuple[Answered, ...] = ()
) -> DrugHistory:
    return DrugHistory(
        consent_id=ConsentId("consent-1"),
        read_at=datetime(2026, 11, 20, 1, tzinfo=UTC),
        complete_from=date(2023, 11, 1),
        newest_month=newest_month,
        dispensings=dispensings,
        withheld=(),
        answered=(),
        about_generics=about_generics,
    )
