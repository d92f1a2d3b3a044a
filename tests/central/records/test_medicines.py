"""The price master: the official layout line by line, prices by date, generics by group (R15)."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.central.practice.medicines import town_medicines
from app.central.records.medicines import enter_medicines
from app.central.records.official_master import RefusedLine, read_master
from app.central.storage.database import Database
from app.errors import InputRefused
from app.scheme.medicines import MedicineEntry, class_name, class_of, generic_group
from app.scheme.receipts.medicines import MedicineForm
from tests.central.records.conftest import House
from tests.central.records.receipts import ZOLPIDEM, PharmacyBill, pharmacy_file

pytestmark = pytest.mark.anyio
GOOD: dict[int, str] = {
    0: "0",
    1: "Y",
    2: "610406079",
    4: "見本ファモ散２％",
    9: "ｇ",
    10: "1",
    11: "26.00",
    16: "0",
    27: "1",
    29: "20260401",
    30: "99999999",
    31: "2325003B2029",
}


def master(folder: Path, *lines: dict[int, str], encoding: str = "cp932") -> Path:
    """A file in the official layout, of lines that differ from a good one."""
    path = folder / "y.csv"
    rows = [",".join(f'"{(GOOD | line).get(place, "")}"' for place in range(35)) for line in lines]
    path.write_bytes("\r\n".join((*rows, "")).encode(encoding))
    return path


def test_a_line_becomes_a_medicine_with_its_price_from_its_day(tmp_path: Path) -> None:
    (only,) = read_master(master(tmp_path, {}), None)
    assert only == MedicineEntry(
        receipt_code="610406079",
        code="2325003B2029",
        name="見本ファモ散２％",
        ingredient="",
        unit="ｇ",
        form=MedicineForm.INTERNAL,
        is_generic=False,
        price=Decimal("26.00"),
        valid_from=date(2026, 4, 1),
        ended_on=None,
    )
    (dated,) = read_master(master(tmp_path, {30: "20270331"}), date(2026, 6, 1))
    assert isinstance(dated, MedicineEntry)
    assert (dated.valid_from, dated.ended_on) == (date(2026, 6, 1), date(2027, 3, 31))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({1: "S"}, "kind"),
        ({2: "110406079"}, "code"),
        ({2: "61040607"}, "code"),
        ({4: ""}, "name"),
        ({10: "7"}, "price kind"),
        ({11: "free"}, "price"),
        ({11: "-1"}, "price"),
        ({27: "9"}, "form"),
        ({31: "2325003"}, "price list code"),
        ({29: "20261301"}, "day of change"),
        ({30: "20261301"}, "day of end"),
    ],
)
def test_a_refused_line_is_explained_and_the_next_is_read(
    tmp_path: Path, wrong: dict[int, str], field: str
) -> None:
    refused, good = read_master(master(tmp_path, wrong, {}), None)
    assert isinstance(refused, RefusedLine) and isinstance(good, MedicineEntry)
    assert (refused.line, refused.field) == (1, field)


def test_a_short_line_is_refused_with_its_length(tmp_path: Path) -> None:
    path = tmp_path / "y.csv"
    path.write_bytes(b"0,Y,610406079\r\n")
    assert list(read_master(path, None)) == [RefusedLine(1, "columns", "3 of 35")]


def test_a_file_in_another_encoding_is_refused_as_a_whole(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="Shift_JIS"):
        list(read_master(master(tmp_path, {4: "ファモチジン"}, encoding="utf-8"), None))


async def test_the_group_is_named_by_its_shortest_generic(database: Database, tmp_path: Path) -> None:
    lines: list[dict[int, str]] = [
        {},
        {2: "620000011", 4: "ファモチジン散２％「見本製薬」", 16: "1", 31: "2325003B2037"},
        {2: "620000012", 4: "ファモチジン散２％（後発）「架空」", 16: "1", 31: "2325003B2045"},
    ]
    entries = [
        each for each in read_master(master(tmp_path, *lines), None) if isinstance(each, MedicineEntry)
    ]
    async with database.transaction() as tx:
        assert await enter_medicines(tx, entries) == 3
        assert await enter_medicines(tx, entries) == 3
        rows = await tx.fetch("SELECT ingredient, is_generic FROM medicine ORDER BY receipt_code")
    assert [tuple(row) for row in rows] == [("ファモチジン散２％", each) for each in (False, True, True)]


async def test_the_price_of_the_day_counts(house: House) -> None:
    """A generic that came in November, or was dearer then, is no offer for October."""
    brand = next(each for each in town_medicines() if each.receipt_code == ZOLPIDEM)
    await prices(house, brand, {"2026-10-01": "20.00", "2026-10-06": "100.00"})
    await house.as_pharmacy()
    await house.reviewed(pharmacy_file(PharmacyBill()))
    (only,) = (await house.drugs(await house.agreed("drug", institution="1349990029")))["dispensings"]
    assert only["generic"]["saving_yen"] == 29  # (20.00 − 17.90) × 14 = 29.4


async def test_a_medicine_past_its_end_is_no_offer(house: House) -> None:
    await house.clinic.database.append(
        "UPDATE medicine SET ended_on = $1 WHERE receipt_code = '699000182'", [(date(2026, 10, 4),)]
    )
    await house.as_pharmacy()
    await house.reviewed(pharmacy_file(PharmacyBill()))
    (only,) = (await house.drugs(await house.agreed("drug", institution="1349990029")))["dispensings"]
    assert only["generic"] is None


async def prices(house: House, medicine: MedicineEntry, by_day: dict[str, str]) -> None:
    rows: list[tuple[Any, ...]] = [
        (medicine.receipt_code, date.fromisoformat(day), price) for day, price in by_day.items()
    ]
    await house.clinic.database.append(
        "INSERT INTO medicine_price (receipt_code, valid_from, price) VALUES ($1, $2, $3)", rows
    )


def test_the_towns_medicines_have_codes_classes_and_cheaper_generics() -> None:
    medicines = town_medicines()
    assert (
        len({each.receipt_code for each in medicines})
        == len({each.code for each in medicines})
        == len(medicines)
    )
    assert all(class_name(class_of(each.code)) and each.ingredient for each in medicines)
    brands = {generic_group(each.code): each for each in medicines if not each.is_generic}
    generics = [each for each in medicines if each.is_generic]
    together = [each for each in generics if generic_group(each.code) in brands]
    assert len(together) > 15
    for each in together:
        brand = brands[generic_group(each.code)]
        assert each.price < brand.price and each.ingredient == brand.ingredient
