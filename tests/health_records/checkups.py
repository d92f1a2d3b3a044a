"""An invented woman's checkups, a whole result sheet a year."""

from datetime import UTC, date, datetime

from app.consent.consent import ConsentId
from app.health_records.records import Checkup, CheckupHistory, CheckupValue
from app.scheme.checkups import CHECKUP_ITEMS, FEMALE

READ_AT = datetime(2026, 11, 20, 1, 10, tzinfo=UTC)
SYSTOLIC, SUGAR = "9A751000000000001", "3D010000001926101"
LDL, HDL = "3F077000002327101", "3F070000002327101"
_SHEETS = {
    2026: "156.2 64.1 26.3 91.0 142 86 168 52 151 33 41 47 108 5.9 0.71 66.4 11.9 1 1 2 4 1 2 2",
    2025: "156.3 63.0 25.8 90.5 138 84 155 55 135 29 34 44 101 5.7 0.70 67.8 12.3 1 2 2 4 2 2 2",
    2023: "156.3 60.2 24.6 87.0 127 80 121 58 124 25 27 40 97 5.5 0.69 69.9 12.6 1 1 3 3 2 2 2",
    2022: "156.4 59.8 24.4 86.2 124 78 118 60 118 24 25 38 95 5.4 0.68 71.2 12.8 1 1 3 3 2 2 2",
    2021: "156.5 58.9 24.0 85.4 121 76 109 62 108 23 24 36 94 5.3 0.68 72.0 12.9 1 1 3 3 2 2 2",
}
_ITEMS = (
    "9N001000000000001",
    "9N006000000000001",
    "9N011000000000001",
    "9N016160100000001",
    "9A751000000000001",
    "9A761000000000001",
    "3F015000002327101",
    "3F070000002327101",
    "3F077000002327101",
    "3B035000002327201",
    "3B045000002327201",
    "3B090000002327101",
    "3D010000001926101",
    "3D046000001906202",
    "3C015000002327101",
    "8A065000002391901",
    "2A030000001930101",
    "1A020000000191111",
    "1A010000000191111",
    "9N501000000000011",
    "9N506000000000011",
    "9N701000000000011",
    "9N711000000000011",
    "9N736000000000011",
)


def value_of(item: str, value: str, held_on: date) -> CheckupValue:
    """As the service tells it of a woman."""
    known = CHECKUP_ITEMS[item]
    within = known.range_on(FEMALE, held_on)
    return CheckupValue(
        item,
        known.name,
        known.shown(value, held_on),
        known.unit,
        within.low,
        within.high,
        within.visit_low,
        within.visit_high,
    )


def checked_up(held_on: date, **values: str) -> Checkup:
    """values: by item code."""
    told = tuple(value_of(item, value, held_on) for item, value in sorted(values.items()))
    return Checkup(held_on, "見本健康保険組合", READ_AT, told)


def held(*checkups: Checkup) -> CheckupHistory:
    return CheckupHistory(ConsentId("consent-1"), READ_AT, date(2021, 4, 1), checkups, ())


def whole_sheets() -> CheckupHistory:
    """Five checkups in six years; none in 2024."""
    return held(
        *(
            checked_up(date(year, 6, 12), **dict(zip(_ITEMS, sheet.split(), strict=True)))
            for year, sheet in _SHEETS.items()
        )
    )
