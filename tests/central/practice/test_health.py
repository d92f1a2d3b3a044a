"""What the town's people take and how they are: the same for a seed and a day, and something to practise on (§6)."""

from collections import defaultdict
from datetime import UTC, date, datetime
from itertools import islice
from random import Random
from typing import Any

import pytest

from app.central.practice.fill import fill
from app.central.practice.health import receipts_of
from app.central.practice.medicines import town_medicines
from app.central.practice.town import Town, build
from app.central.storage.database import IN_MEMORY, Database, open_database
from app.central.storage.migrate import migrate
from app.scheme.medicines import generic_group
from app.scheme.receipts.checking import complaints_of

pytestmark = pytest.mark.anyio
DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


async def filled(town: Town) -> Database:
    database = await open_database(IN_MEMORY)
    await migrate(database, NOW)
    await fill(database, town, None, NOW)
    return database


async def rows(database: Database, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    async with database.transaction() as tx:
        return [tuple(row) for row in await tx.fetch(sql, *parameters)]


@pytest.fixture
def town() -> Town:
    return build(300, 1, DAY)


async def test_who_practises_with_the_first_card_finds_one_sleeping_pill_at_three_pharmacies(
    town: Town,
) -> None:
    """R15: days overlap, so that the desk raises its alert."""
    database = await filled(town)
    holder = next(card.holder for card in town.cards if card.case == "valid-employee")
    group = {each.receipt_code: generic_group(each.code) for each in town_medicines()}
    taken = await rows(
        database,
        "SELECT receipt_code, institution, dispensed_on, days_supply FROM dispensing WHERE person_id = $1",
        1 + [*town.people()].index(holder) if holder else 0,
    )
    by_group: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for code, *what in taken:
        by_group[group[code]].append(tuple(what))
    pills = by_group["1129009F2"]
    assert len({institution for institution, *_ in pills}) == 3
    newest = sorted(day for _, day, _ in pills)[-3:]
    assert (newest[-1] - newest[0]).days < 28
    await database.close()


async def test_the_same_seed_and_day_give_the_same(town: Town) -> None:
    one, other = await filled(town), await filled(town)
    taken = "SELECT person_id, institution, dispensed_on, receipt_code, quantity FROM dispensing"
    values = "SELECT person_id, held_on, item, value FROM checkup_value"
    for sql in (taken, values):
        assert sorted(await rows(one, sql)) == sorted(await rows(other, sql)) != []
    await one.close()
    await other.close()


async def test_the_people_known_well_have_a_year_of_receipts_and_checkups_of_five_years(town: Town) -> None:
    database = await filled(town)
    months = {row[0] for row in await rows(database, "SELECT DISTINCT month FROM cost")}
    assert len(months) >= 12 and max(months) == date(2026, 10, 1)
    years = {row[0].year for row in await rows(database, "SELECT DISTINCT held_on FROM checkup_value")}
    assert years >= set(range(2021, 2027))
    assert len(await rows(database, "SELECT person_id FROM cost WHERE paid_yen IS NOT NULL")) > 400
    sources = {row[0] for row in await rows(database, "SELECT DISTINCT source FROM dispensing")}
    assert sources == {"pharmacy_receipt", "medical_receipt"}
    await database.close()


async def test_nothing_is_known_before_it_happened(town: Town) -> None:
    database = await filled(town)
    assert await rows(database, "SELECT 1 FROM dispensing WHERE known_at > $1", NOW) == []
    assert await rows(database, "SELECT 1 FROM checkup_value WHERE registered_at > $1", NOW) == []
    await database.close()


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


async def test_no_two_institutions_share_a_name(town: Town) -> None:
    """So that a prescriber's name, looked for by value, is that of one alone."""
    names = [each.name for each in town.institutions]
    assert len(set(names)) == len(names)


async def test_all_insurers_but_two_let_the_service_answer(town: Town) -> None:
    database = await filled(town)
    entrusting = {row[0] for row in await rows(database, "SELECT DISTINCT insurer FROM entrustment")}
    assert len({each.number for each in town.insurers} - entrusting) == 2
    await database.close()
