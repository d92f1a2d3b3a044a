"""Checkups as insurers register them: by file, a row a value, told with the ranges of their day (R16)."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.central.records.checkup_file import CheckupFile, Entered, enter_checkups
from app.central.records.checkups import checkups_of_person
from app.errors import InputRefused
from app.scheme.numbers import InsurerNumber
from tests.central.clinic import CODE, MORNING, SOCIETY, StandingClock, person
from tests.central.records.conftest import House

pytestmark = pytest.mark.anyio
HEADER = "symbol,number,branch,birth_on,held_on,item,value"
SYSTOLIC, WAIST, PROTEIN = "9A751000000000001", "9N016160100000001", "1A010000000191111"
ME = "12,3456,00,1988-02-14"


def file_of(folder: Path, *rows: str, header: str = HEADER) -> CheckupFile:
    path = folder / "checkups.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return CheckupFile.open(path)


async def entered(house: House, folder: Path, *rows: str, now: datetime = MORNING) -> Entered:
    database = house.clinic.database
    return await enter_checkups(database, file_of(folder, *rows), InsurerNumber(SOCIETY), now)


async def read(house: House) -> list[dict[str, Any]]:
    reply = await house.read("checkups", await house.agreed("checkup", institution=CODE.digits))
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["checkups"]
    return found


async def test_values_are_told_by_year_newest_first_with_the_range_for_her_sex(
    house_on_both: House, tmp_path: Path
) -> None:
    house = house_on_both
    rows = [
        f"{ME},{day},{item},{value}"
        for day, item, value in (
            ("2024-06-03", SYSTOLIC, "138"),
            ("2025-06-10", SYSTOLIC, "128"),
            ("2025-06-10", WAIST, "86.5"),
            ("2025-06-10", PROTEIN, "2"),
        )
    ]
    assert (await entered(house, tmp_path, *rows)) == Entered(4, [])
    newer, older = await read(house)
    assert (newer["held_on"], older["held_on"], newer["insurer_name"]) == (
        "2025-06-10",
        "2024-06-03",
        "見本組合",
    )
    told = {
        each["name"]: (each["value"], each["unit"], each["low"], each["high"], each["visit_high"])
        for each in newer["values"]
    }
    assert told == {
        "収縮期血圧": ("128", "mmHg", None, "129", "139"),
        "腹囲": ("86.5", "cm", None, "89.9", None),
        "尿蛋白": ("±", "", None, None, None),
    }
    assert datetime.fromisoformat(newer["registered_at"]) == MORNING


async def test_what_is_older_than_five_years_is_not_told_to_a_clinic_but_to_the_person(
    house: House, tmp_path: Path
) -> None:
    await entered(house, tmp_path, f"{ME},2021-10-31,{SYSTOLIC},120", f"{ME},2021-11-01,{SYSTOLIC},121")
    assert [each["held_on"] for each in await read(house)] == ["2021-11-01"]
    async with house.clinic.database.transaction() as tx:
        own = await checkups_of_person(tx, house.person_id, date(2015, 1, 1), MORNING)
    assert [each.held_on for each in own] == [date(2021, 11, 1), date(2021, 10, 31)]


async def test_a_value_told_again_replaces_the_one_before(
    house: House, tmp_path: Path, clock: StandingClock
) -> None:
    await entered(house, tmp_path, f"{ME},2025-06-10,{SYSTOLIC},128")
    await entered(house, tmp_path, f"{ME},2025-06-10,{SYSTOLIC},182", now=MORNING + timedelta(days=1))
    (only,) = await read(house)
    assert [each["value"] for each in only["values"]] == ["182"]


async def test_an_item_that_is_not_known_here_is_kept_as_it_was_told(house: House, tmp_path: Path) -> None:
    await entered(house, tmp_path, f"{ME},2025-06-10,9Z999000000000001,B+")
    (only,) = await read(house)
    (value,) = only["values"]
    assert (value["name"], value["value"], value["unit"]) == ("9Z999000000000001", "B+", "")


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ("12,3456,00,1988-02-15,2025-06-10,{item},120", "number", "nobody under this card and birth date"),
        ("12,9999,00,1988-02-14,2025-06-10,{item},120", "number", "nobody under this card and birth date"),
        ("12,3456,00,1988-02-14,2026-11-21,{item},120", "held_on", "not a day on which"),
        ("12,3456,00,1988-02-14,2008-03-31,{item},120", "held_on", "not a day on which"),
        ("12,3456,00,1988-02-30,2025-06-10,{item},120", "birth_on", ""),
        ("12,3456,00,1988-02-14,2025-06-10,9A75,120", "item", "JLAC10"),
        ("12,3456,00,1988-02-14,2025-06-10,{item},high", "value", "is no number"),
        ("12,3456,00,1988-02-14,2025-06-10,{item},NaN", "value", "no possible number"),
        ("12,3456,00,1988-02-14,2025-06-10,{item},-5", "value", "no possible number"),
        ("12,3456,00,1988-02-14,2025-06-10,{item},", "value", "1 to 40 letters"),
        ("12,3456,00,1988-02-14,2025-06-10,1A010000000191111,6", "value", "is no grade"),
        ("12,123456789018,00,1988-02-14,2025-06-10,{item},120", "number", "a My Number never stands here"),
        ("12,3456,00,1988-02-14,2025-06-10,{item}", "", "6 cells under 7 columns"),
        ('12,3456,00,1988-02-14,2025-06-10,"{item},120', "", "a quotation mark is not closed"),
    ],
)
async def test_a_refused_row_is_explained_by_line_and_field_and_the_others_enter(
    house: House, tmp_path: Path, row: str, field: str, reason: str
) -> None:
    good = f"{ME},2025-06-10,{SYSTOLIC},128"
    told = await entered(house, tmp_path, good, row.format(item=SYSTOLIC), good)
    (refused,) = told.refused
    assert (told.values, refused.line, refused.field) == (2, 3, field)
    assert reason in refused.reason
    assert "3456" not in refused.reason and "1988" not in refused.reason


async def test_twins_without_a_branch_are_several(house: House, tmp_path: Path) -> None:
    await house.clinic.enter(person(name="架空　月"))
    told = await entered(house, tmp_path, f"12,3456,,1988-02-14,2025-06-10,{SYSTOLIC},128")
    assert [each.reason for each in told.refused] == ["several persons: state the branch"]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("number,birth_on,held_on,item", "value missing"),
        (f"{HEADER},name", "columns are"),
        (f"{HEADER},value", "columns are"),
    ],
)
def test_a_file_with_a_wrong_header_is_refused_as_a_whole(tmp_path: Path, header: str, reason: str) -> None:
    with pytest.raises(InputRefused, match=reason):
        file_of(tmp_path, header=header)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sjis.csv"
    path.write_bytes(f"{HEADER}\n{'記号,3456,00,1988-02-14,2025-06-10,x,1'}\n".encode("cp932"))
    with pytest.raises(InputRefused, match="UTF-8"):
        list(CheckupFile.open(path).rows(InsurerNumber(SOCIETY), date(2026, 1, 1)))
