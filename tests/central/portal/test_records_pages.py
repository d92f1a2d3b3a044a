"""The person's medicines, checkups and costs on the own page: all of it, and hers alone."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.central.portal.costs_shown import CostShown, YearOfCosts, as_csv, complete_until, insured_by, year_of
from app.central.portal.sessions import begin_session
from app.central.records.costs import CostLine
from app.central.registry.known import history_of
from tests.central.clinic import MORNING, TODAY, Clinic, StandingClock, card, cover, person
from tests.central.consents.counter import PHARMACY, signed_message
from tests.central.portal.conftest import OWN_CARD, checked_up, holder_of
from tests.central.portal.person import Page, Person, page_of
from tests.central.portal.test_pages import is_easy_to_hear
from tests.central.records.conftest import House
from tests.central.records.receipts import (
    AMLODIPINE,
    PRESCRIBER,
    PharmacyBill,
    Prescription,
    clinic_file,
    clinic_medicine,
    pharmacy_file,
)

pytestmark = pytest.mark.anyio
PAGES = ("drugs", "checkups", "costs", "accesses")


async def test_the_person_sees_who_prescribed(house: House, hana: Person) -> None:
    """R15"""
    text = (await hana.look_at("drugs")).text
    assert f"処方した医療機関 {PRESCRIBER}" in text
    assert "2026年10月5日（令和8年） 例示薬局" in text
    assert "見本ゾルピ錠１０ｍｇ 14日分（14錠）" in text


async def test_medicines_of_the_house_are_told_with_the_house(house: House, hana: Person) -> None:
    await house.reviewed(clinic_file(clinic_medicine(AMLODIPINE, "1", 20, 28)))
    text = (await hana.look_at("drugs")).text
    assert "2026年10月20日（令和8年） 見本医院 処方した医療機関 見本医院" in text and "院内" not in text


async def test_the_timeline_is_drawn_and_told(house: House, hana: Person) -> None:
    shown = await hana.look_at("drugs")
    (drawing,) = shown.attributes("svg")
    assert drawing["role"] == "img"
    assert "10月5日に14日分" in (drawing["aria-label"] or "")
    bars = [each for each in shown.attributes("rect") if each["class"] == "bar"]
    assert [each["width"] for each in bars] == ["14"]
    (blind,) = (each for each in shown.attributes("rect") if each["class"] == "unknown")
    assert blind["width"] == str((date(2026, 11, 20) - date(2026, 11, 1)).days)


async def test_a_year_without_medicines_says_so(house: House, hana: Person) -> None:
    assert "この期間のくすりの記録はありません" in (await hana.look_at("drugs?year=2024")).text
    for year in ("1999", "２０２４", "x"):
        page_of(await hana.browser.get("/portal/drugs", params={"year": year}), 404)


async def test_checkups_show_what_lies_outside_of_its_range(
    clinic: Clinic, household: range, hana: Person
) -> None:
    """R16: told by a word as well as by colour."""
    for year, value in ((2024, "118"), (2025, "126"), (2026, "136")):
        await checked_up(clinic, household[0], date(year, 6, 1), systolic=value)
    shown = await hana.look_at("checkups")
    assert "2025年 126 2026年 136 基準の外" in shown.text and "基準 129以下" in shown.text
    assert [each["class"] for each in shown.attributes("line")] == ["dot", "dot", "dot dot-caution"]
    assert "2026年 136（基準の外）" in (shown.attributes("svg")[0]["aria-label"] or "")


async def test_a_missing_year_breaks_the_line_and_a_visit_to_a_doctor_is_told_as_such(
    clinic: Clinic, household: range, hana: Person
) -> None:
    """R16: two levels, by their words."""
    for year, value in ((2022, "118"), (2023, "126"), (2025, "136"), (2026, "152")):
        await checked_up(clinic, household[0], date(year, 6, 1), systolic=value)
    shown = await hana.look_at("checkups")
    assert "2025年 136 基準の外 2026年 152 受診をすすめる値" in shown.text
    assert [each["class"] for each in shown.attributes("line")][-2:] == ["dot dot-caution", "dot dot-lapsed"]
    lines = [each["points"] or "" for each in shown.attributes("polyline")]
    assert [len(each.split()) for each in lines] == [2, 2]
    assert [each["x"] for each in shown.attributes("rect")] == ["0.0", "20.0", "40.0", "60.0", "80.0"]


async def test_what_is_no_number_is_told_without_a_drawing(
    clinic: Clinic, household: range, hana: Person
) -> None:
    """The question of smoking got a third answer in 2024."""
    await checked_up(clinic, household[0], date(2026, 6, 1), smoking="2", systolic="120")
    await checked_up(clinic, household[0], date(2023, 6, 1), smoking="2")
    shown = await hana.look_at("checkups")
    assert not shown.attributes("svg")
    assert "2023年 いいえ 2026年 以前は吸っていた" in shown.text


async def test_costs_are_those_of_the_receipts_to_the_yen(house: House, hana: Person) -> None:
    """R17: 320 points are 3,200 yen, of which three tenths are paid."""
    await house.reviewed(clinic_file())
    text = (await hana.look_at("costs")).text
    rows = {
        (row["month"], row["total_yen"], row["paid_yen"], row["insurer_yen"]) for row in await _costs(house)
    }
    assert (date(2026, 10, 1), 3200, 960, 2240) in rows and len(rows) == 2
    paid = sum(row[2] for row in rows)
    assert f"あなたが支払った額 {paid:,}円" in text
    assert "960円 例示薬局 2,240円 0円 調剤 1日 見本組合 架空　花 架空　花" in text


async def test_the_file_for_the_tax_return_holds_what_the_page_shows(house: House, hana: Person) -> None:
    """R17"""
    reply = await hana.browser.get("/portal/costs.csv?year=2026")
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.headers["content-disposition"] == 'attachment; filename="iryohi-2026.csv"'
    header, *rows = csv.reader(io.StringIO(reply.content.decode("utf-8-sig")))
    assert header[:5] == ["被保険者等の氏名", "診療年月", "診療を受けた方", "医療機関・薬局", "種別"]
    assert [row[:5] + row[6:] for row in rows] == [
        ["架空　花", "2026年10月", "架空　花", "例示薬局", "調剤", "960", "見本組合", "2240", "0", "3200"]
    ]


async def test_a_family_member_is_insured_by_somebody_else(clinic: Clinic) -> None:
    """R17: the first of the six items names the insured, whoever was treated."""
    of_family = cover(card(branch="01"))
    child = person(replace(of_family, cover=replace(of_family.cover, relationship="2")), name="架空　光")
    ids = await clinic.enter(person(), child)
    line = CostLine(TODAY.replace(day=1), "例示薬局", "pharmacy", 1, 3200, 960, 2240, 0, "見本組合", MORNING)
    async with clinic.database.transaction() as tx:
        who = await history_of(tx, ids[1], MORNING)
        insured = await insured_by(tx, who, [line], MORNING)
    assert year_of(2026, [line], "架空　光", insured).lines[0].insured == "架空　花"


def test_a_name_that_looks_like_a_formula_stays_a_name() -> None:
    line = CostShown("", date(2026, 1, 1), "=1+1", "@SUM", "医科", 1, None, "", None, 0, 0)
    written = as_csv(YearOfCosts(2026, (line,), 0, 0, 0, 0, 1)).decode("utf-8-sig")
    assert "'=1+1,'@SUM,医科,1,,,,0,0" in written


def test_a_month_is_complete_once_its_receipts_had_their_time() -> None:
    assert complete_until(date(2026, 11, 30)) == date(2026, 9, 1)
    assert complete_until(date(2026, 1, 5)) == date(2025, 11, 1)


async def test_the_person_sees_the_pharmacys_reading(house: House, hana: Person) -> None:
    """R15: refused ones too."""
    await house.as_pharmacy()
    asked = await signed_message(house.clinic, "drug", soft=OWN_CARD, institution=PHARMACY.digits)
    assert (await house.clinic.ask("signed", asked)).status_code == 200
    told = await house.clinic.line.get("/v1/consents", params={"check_id": asked["check_id"]})
    consent_id = told.json()["consents"][0]["consent_id"]
    await house.read("drugs", consent_id, staff="薬師寺")
    await house.read("checkups", consent_id, staff="薬師寺")
    text = (await hana.look_at("accesses")).text
    assert "例示薬局 薬師寺 薬剤情報 表示しました" in text
    assert "例示薬局 薬師寺 特定健診情報 断りました" in text


async def test_the_household_sees_no_health_information_of_the_person(house: House, taro: Person) -> None:
    """R18"""
    await checked_up(house.clinic, house.person_id, date(2026, 6, 1), systolic="136")
    for path in PAGES:
        text = (await taro.browser.get(f"/portal/{path}")).text
        for secret in (PRESCRIBER, "例示薬局", "ゾルピ", "960円", "花"):
            assert secret not in text
        # A page's random token may hold any three digits; what is shown and said may not.
        shown = Page(text)
        assert "136" not in shown.text + " ".join(each.get("aria-label") or "" for _, each in shown.tags)
    assert "例示薬局" not in (await taro.browser.get("/portal/costs.csv?year=2026")).text


async def test_a_screen_reader_finds_its_way_through_health_information(house: House, hana: Person) -> None:
    await house.as_pharmacy()
    await house.reviewed(
        pharmacy_file(PharmacyBill((Prescription(days=(6,)), Prescription(AMLODIPINE, days=(6,)))))
    )
    for year in (2025, 2026):
        await checked_up(house.clinic, house.person_id, date(year, 6, 1), systolic="136")
    for path in PAGES:
        reply = await hana.browser.get(f"/portal/{path}")
        assert " style=" not in reply.text and "<script" not in reply.text
        is_easy_to_hear(Page(reply.text), path)


async def test_before_its_first_day_each_kind_says_when(
    clinic: Clinic, household: range, hana: Person, clock: StandingClock
) -> None:
    """R19: medicines and costs come later than the page itself."""
    clock.now = datetime(2021, 4, 1, tzinfo=UTC)
    async with clinic.database.transaction() as tx:
        holder = await holder_of(tx, OWN_CARD)
        session = await begin_session(tx, holder, clock())
    hana.browser.cookies.set("__Host-madoguchi-portal", session, "central.local")
    for path in ("drugs", "costs", "costs.csv"):
        assert "2021年10月1日" in page_of(await hana.browser.get(f"/portal/{path}"), 403).text
    await hana.look_at("checkups")


async def _costs(house: House) -> list[dict[str, Any]]:
    columns = ("month", "total_yen", "paid_yen", "insurer_yen")
    rows = await house.rows(f"SELECT {', '.join(columns)} FROM cost")
    return [dict(zip(columns, row, strict=True)) for row in rows]
