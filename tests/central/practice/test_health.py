"""What the town's people take and how they are: the same for a seed and a day, and something to practise on (§6)."""

import asyncio
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from itertools import islice
from random import Random
from typing import Any, NamedTuple, cast

import pytest

from app.adapters.central_client.records_line import CentralRecordsLine
from app.adapters.central_client.transport import Transport
from app.central.consents.consent import ConsentInForce
from app.central.practice.fill import fill
from app.central.practice.health import receipts_of
from app.central.practice.institutions import PRACTICE_CLINIC
from app.central.practice.medicines import town_medicines
from app.central.practice.town import Town, build
from app.central.records.drugs import drug_history
from app.central.service import Service
from app.central.storage.database import IN_MEMORY, open_database
from app.central.storage.migrate import migrate
from app.central.storage.settings import service_settings
from app.consent.consent import ConsentId, ConsentKind
from app.consent.consent import ConsentInForce as DeskConsent
from app.contract.records import DrugHistoryReply
from app.health_records.duplicates import duplicates
from app.health_records.generics import savings
from app.scheme.checkups import CHECKUP_ITEMS
from app.scheme.medicines import generic_group
from app.scheme.receipts.checking import complaints_of

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
FIRST = 1
"""The person of the first practice card."""

_TOLD = {
    "taken": "SELECT person_id, institution, dispensed_on, receipt_code, quantity, days_supply, source, known_at"
    " FROM dispensing",
    "costs": "SELECT person_id, month, total_yen, paid_yen FROM cost",
    "values": "SELECT person_id, held_on, item, value, registered_at FROM checkup_value",
    "entrusting": "SELECT insurer, kind FROM entrustment",
}


class Told(NamedTuple):
    """Rows of a filled database, sorted, and what the practice clinic is told of the first person."""

    taken: list[tuple[Any, ...]]
    costs: list[tuple[Any, ...]]
    values: list[tuple[Any, ...]]
    entrusting: list[tuple[Any, ...]]
    history: DrugHistoryReply


async def _fill(town: Town) -> Told:
    database = await open_database(IN_MEMORY)
    await migrate(database, NOW)
    await fill(database, town, None, NOW)
    async with database.transaction() as tx:
        rows = {
            name: sorted((tuple(row) for row in await tx.fetch(sql)), key=str) for name, sql in _TOLD.items()
        }
        service = Service(database, await service_settings(tx), lambda: NOW)
        consent = ConsentInForce("c", FIRST, PRACTICE_CLINIC.code, "drug")
        history = await drug_history(tx, service, consent, NOW)
    await database.close()
    return Told(**rows, history=history)


@pytest.fixture(scope="module")
def town() -> Town:
    return build(300, 1, DAY)


@pytest.fixture(scope="module")
def told(town: Town) -> Told:
    return asyncio.run(_fill(town))


class Answering:
    """A line on which the service has already answered."""

    def __init__(self, told: DrugHistoryReply) -> None:
        self._told = told

    def post(self, *_: object) -> DrugHistoryReply:
        return self._told


def test_the_first_person_holds_the_first_card(town: Town) -> None:
    holder = next(card.holder for card in town.cards if card.case == "valid-employee")
    assert next(town.people()) == holder


def test_who_practises_with_the_first_card_finds_one_sleeping_pill_at_three_pharmacies(told: Told) -> None:
    """R15: days overlap, so that the desk raises its alert."""
    group = {each.receipt_code: generic_group(each.code) for each in town_medicines()}
    pills: defaultdict[str, list[date]] = defaultdict(list)
    for person_id, institution, day, code, *_ in told.taken:
        if person_id == FIRST and group[code] == "1129009F2":
            pills[institution].append(day)
    assert len(pills) == 3
    newest = sorted(max(days) for days in pills.values())
    assert (newest[-1] - newest[0]).days < 28


def test_the_desk_raises_one_alert_and_shows_a_saving_for_that_card(told: Told) -> None:
    line = CentralRecordsLine(cast(Transport, Answering(told.history)))
    history = line.drugs(DeskConsent(ConsentId("c"), ConsentKind.DRUG, NOW), "佐藤")
    (alert,) = duplicates(history.dispensings, (), DAY)
    assert (alert.title, alert.place_count) == ("ゾルピデム酒石酸塩錠１０ｍｇ", 3)
    assert any(each.yen_a_year > 1_000 for each in savings(history, 30, DAY))
    assert history.newest_month == "2026-10"


def test_the_same_seed_and_day_give_the_same(town: Town, told: Told) -> None:
    again = asyncio.run(_fill(town))
    assert again[:4] == told[:4]


def test_the_people_known_well_have_a_year_of_receipts_and_checkups_of_five_years(told: Told) -> None:
    months = {month for _, month, *_ in told.costs}
    assert len(months) >= 12 and max(months) == date(2026, 10, 1)
    assert {day.year for _, day, *_ in told.values} >= set(range(2021, 2027))
    assert sum(paid is not None for *_, paid in told.costs) > 400
    assert {source for *_, source, _ in told.taken} == {"pharmacy_receipt", "medical_receipt"}


def test_a_result_sheet_agrees_with_itself(told: Told) -> None:
    """Body mass from height and weight; a judgement of the waist's risks in words that a doctor would find right."""
    sheets: defaultdict[tuple[int, date], dict[str, str]] = defaultdict(dict)
    for person_id, held_on, item, value, _ in told.values:
        assert CHECKUP_ITEMS[item].complaint(value) is None
        sheets[person_id, held_on][CHECKUP_ITEMS[item].name] = value
    judged = Counter(sheet["メタボリックシンドローム判定"] for sheet in sheets.values())
    assert len(sheets) > 100 and set(judged) == {"1", "2", "3"}
    assert {sheet["喫煙"] for (_, day), sheet in sheets.items() if day < date(2024, 4, 1)} == {"1", "2"}
    assert {sheet["喫煙"] for (_, day), sheet in sheets.items() if day > date(2024, 4, 1)} == {"1", "2", "3"}
    for sheet in sheets.values():
        mass = float(sheet["体重"]) / (float(sheet["身長"]) / 100) ** 2
        assert abs(float(sheet["ＢＭＩ"]) - mass) < 0.06
        judgement, waist = sheet["メタボリックシンドローム判定"], float(sheet["腹囲"])
        assert waist >= 85 or judgement == "3"
        assert waist < 90 or int(sheet["中性脂肪"]) < 150 or judgement != "3"
        assert waist < 90 or int(sheet["収縮期血圧"]) < 130 or judgement != "3"


def test_nothing_is_known_before_it_happened(told: Told) -> None:
    assert max(known_at for *_, known_at in told.taken) <= NOW
    assert max(registered_at for *_, registered_at in told.values) <= NOW


def test_every_receipt_behind_it_is_a_valid_one(town: Town) -> None:
    receipts = [
        each
        for place, person in enumerate(islice(town.people(), 60))
        for _, each, _ in receipts_of(person, town, Random(place), doubled=place == 0)
    ]
    assert len(receipts) > 500
    assert {
        complaint.fault for each in receipts for complaint in complaints_of(each, int(each.number))
    } == set()


def test_no_two_institutions_share_a_name(town: Town) -> None:
    """So that a prescriber's name, looked for by value, is that of one alone."""
    names = [each.name for each in town.institutions]
    assert len(set(names)) == len(names)


def test_all_insurers_but_two_let_the_service_answer(town: Town, told: Told) -> None:
    entrusting = {insurer for insurer, _ in told.entrusting}
    assert len({each.number for each in town.insurers} - entrusting) == 2
