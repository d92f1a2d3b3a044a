"""Which medicines a receipt tells, on which day, how much, for how many days (R15)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scheme.receipts.kinds import ReceiptKind
from app.scheme.receipts.medicines import DispensedMedicine, MedicineForm, dispensed_medicines
from app.scheme.receipts.receipt import Receipt, Record
from tests.scheme.receipts.builders import day_items, record

MEDICAL, PHARMACY = ReceiptKind.MEDICAL, ReceiptKind.PHARMACY
CODE, OTHER = "620000001", "620000002"
INTERNAL = MedicineForm.INTERNAL


def of(kind: ReceiptKind, *records: Record) -> tuple[DispensedMedicine, ...]:
    return dispensed_medicines(Receipt.of(kind, (record(kind, "RE", month="202610"), *records)))


def line(code: str, quantity: str, days: dict[int, int], section: str = "", points: str = "") -> Record:
    return record(
        MEDICAL, "IY", section=section, code=code, quantity=quantity, points=points, **day_items(days)
    )


def block(
    form: str, *dispensings: tuple[str, int | str], medicines: tuple[tuple[str, str], ...]
) -> list[Record]:
    """dispensings: day and 調剤数量; medicines: code and 使用量."""
    return [
        record(PHARMACY, "SH", number="01", form=form),
        *(record(PHARMACY, "CZ", dispensed_on=day, quantity=count) for day, count in dispensings),
        *(record(PHARMACY, "IY", code=code, quantity=quantity) for code, quantity in medicines),
    ]


def october(day: int) -> date:
    return date(2026, 10, day)


def test_what_stands_below_a_day_is_for_how_many_days_an_internal_medicine_lasts() -> None:
    """The section stands on the first record of its run alone."""
    run = (line(CODE, "3", {5: 14, 20: 7}, "21"), line(OTHER, "0.5", {5: 14, 20: 7}, points="5"))
    assert of(MEDICAL, *run) == (
        DispensedMedicine(october(5), CODE, Decimal(42), 14, INTERNAL),
        DispensedMedicine(october(20), CODE, Decimal(21), 7, INTERNAL),
        DispensedMedicine(october(5), OTHER, Decimal("7.0"), 14, INTERNAL),
        DispensedMedicine(october(20), OTHER, Decimal("3.5"), 7, INTERNAL),
    )


@pytest.mark.parametrize(
    ("section", "form"),
    [
        ("22", MedicineForm.AS_NEEDED),
        ("23", MedicineForm.EXTERNAL),
        ("31", MedicineForm.INJECTION),
        ("33", MedicineForm.INJECTION),
        ("40", MedicineForm.OTHER),
        ("80", MedicineForm.OTHER),
    ],
)
def test_no_other_form_has_a_days_supply(section: str, form: MedicineForm) -> None:
    assert of(MEDICAL, line(CODE, "2", {5: 3}, section)) == (
        DispensedMedicine(october(5), CODE, Decimal(6), None, form),
    )


def test_a_comment_before_the_medicine_may_carry_the_section() -> None:
    comment = record(MEDICAL, "CO", section="21", code="810000001", text="粉砕")
    assert [each.form for each in of(MEDICAL, comment, line(CODE, "3", {5: 14}))] == [INTERNAL]


def test_a_prescription_block_is_told_for_each_day_it_was_dispensed_on() -> None:
    records = block("1", ("20261005", 28), ("20261102", 28), medicines=((CODE, "3"), (OTHER, "0.5")))
    assert of(PHARMACY, *records) == (
        DispensedMedicine(october(5), CODE, Decimal(84), 28, INTERNAL),
        DispensedMedicine(october(5), OTHER, Decimal("14.0"), 28, INTERNAL),
        DispensedMedicine(date(2026, 11, 2), CODE, Decimal(84), 28, INTERNAL),
        DispensedMedicine(date(2026, 11, 2), OTHER, Decimal("14.0"), 28, INTERNAL),
    )


@pytest.mark.parametrize(
    ("form", "told", "days_supply"),
    [
        ("1", INTERNAL, 5),
        ("2", INTERNAL, None),
        ("3", MedicineForm.AS_NEEDED, None),
        ("4", MedicineForm.INJECTION, None),
        ("5", MedicineForm.EXTERNAL, None),
        ("7", INTERNAL, 5),
        ("9", MedicineForm.OTHER, None),
    ],
)
def test_only_what_is_swallowed_by_the_day_lasts_for_days(
    form: str, told: MedicineForm, days_supply: int | None
) -> None:
    (only,) = of(PHARMACY, *block(form, ("20261005", 5), medicines=((CODE, "2"),)))
    assert (only.form, only.days_supply, only.quantity) == (told, days_supply, Decimal(10))


@pytest.mark.parametrize(
    "records",
    [
        block("1", ("20261399", 5), medicines=((CODE, "2"),)),
        block("1", ("20261005", 5), medicines=((CODE, "two"),)),
        block("1", ("20261005", 5), medicines=((CODE, ""),)),
        block("1", ("20261005", 5), medicines=(("62", "2"),)),
        block("1", ("20261005", 5), medicines=(("62000000０", "2"),)),
        block("1", medicines=((CODE, "2"),)),
        [record(PHARMACY, "IY", code=CODE, quantity="2")],
    ],
)
def test_a_line_that_cannot_be_read_tells_nothing(records: list[Record]) -> None:
    assert of(PHARMACY, *records) == ()


@given(
    st.sampled_from(list(ReceiptKind)),
    st.lists(
        st.tuples(
            st.sampled_from(["RE", "SH", "CZ", "IY", "SI", "CO", "XX", ""]),
            st.lists(
                st.sampled_from(["", "1", "21", "620000001", "20261005", "-1", "1.5.2", "\x00"]), max_size=50
            ),
        ),
        max_size=8,
    ),
)
def test_no_damage_stops_the_reading(kind: ReceiptKind, records: list[tuple[str, list[str]]]) -> None:
    told = dispensed_medicines(Receipt.of(kind, [(name, *items) for name, items in records]))
    assert all(each.quantity > 0 and len(each.code) == 9 for each in told)
