"""The town in a database: marked practice, and every case answered by the service's own rules as its row says."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest

from app.central.cards.bindings import standing_of
from app.central.cards.certificate import read_card_certificate
from app.central.institutions.credentials import INSTITUTIONS, create_institution
from app.central.practice import town
from app.central.practice.cards import CardSet, MadeCard, make_cards
from app.central.practice.case import REFUSED, CaseRow
from app.central.practice.fill import TownStandsAlready, fill
from app.central.practice.institutions import PRACTICE_CLINIC
from app.central.practice.keys import KeyRing
from app.central.practice.town import Town
from app.central.problems import Refused
from app.central.storage.database import IN_MEMORY, Database, Transaction, open_database
from app.central.storage.migrate import migrate
from app.central.storage.settings import NotForPractice, is_practice
from app.central.verification.by_card import find_by_photo
from app.central.verification.decide import together
from app.central.verification.typed import TypedCard, find_typed
from app.errors import InputRefused
from app.scheme.numbers import InstitutionCode, InsuredNumber

DAY = date(2026, 11, 22)
MORNING = datetime(2026, 11, 21, 15, 1, tzinfo=UTC)
"""One minute past midnight in Japan: the town must be known from the first moment of its day."""

Result = TypeVar("Result")


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> CardSet:
    return make_cards(town.build(300, 1, DAY), KeyRing(tmp_path_factory.mktemp("keys")))


def _on_new_database(work: Callable[[Database], Awaitable[Result]]) -> Result:
    async def run() -> Result:
        database = await open_database(IN_MEMORY)
        try:
            await migrate(database, MORNING)
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())


def _filled(town: Town, cards: CardSet | None, work: Callable[[Transaction], Awaitable[Result]]) -> Result:
    async def run(database: Database) -> Result:
        await fill(database, town, cards, MORNING)
        async with database.transaction() as tx:
            return await work(tx)

    return _on_new_database(run)


async def _typed_outcome(tx: Transaction, row: CaseRow) -> str:
    insured = InsuredNumber.parse(row.insurer, row.symbol, row.number, row.branch)
    birth = (row.birth, None) if row.branch else (None, date.fromisoformat(row.birth))
    on = date.fromisoformat(row.on) if row.on else DAY
    return together(await find_typed(tx, TypedCard(insured, *birth), on, MORNING))


async def _photo_outcome(tx: Transaction, card: MadeCard) -> str:
    try:
        return together(await find_by_photo(tx, read_card_certificate(card.certificate), DAY, MORNING))
    except Refused:
        return REFUSED


def test_every_typed_row_is_answered_as_it_expects() -> None:
    built = town.build(300, 1, DAY)
    rows = [row for row in (each.row() for each in built.cases()) if row.number]

    async def ask(tx: Transaction) -> dict[str, str]:
        return {row.case: await _typed_outcome(tx, row) for row in rows}

    assert _filled(built, None, ask) == {row.case: row.expected for row in rows}


def test_every_card_is_answered_as_its_row_expects_and_a_phone_only_with_its_pin(cards: CardSet) -> None:
    built = town.build(300, 1, DAY)
    expected = {row.card: row.expected for row in (each.row() for each in built.cases()) if row.card}
    phones = {name for name in expected if name.startswith("phone-")}

    async def ask(tx: Transaction) -> dict[str, str]:
        return {each.plan.file_name: await _photo_outcome(tx, each) for each in cards.cards}

    assert _filled(built, cards, ask) == expected | dict.fromkeys(phones, REFUSED)


def test_a_phone_is_bound_to_the_person_of_the_plastic_card(cards: CardSet) -> None:
    async def persons(tx: Transaction) -> set[int]:
        names = {"valid-employee", "phone-iphone"}
        held = [read_card_certificate(each.certificate) for each in cards.cards if each.plan.case in names]
        return {(await standing_of(tx, each)).person_id for each in held}

    found = _filled(town.build(300, 1, DAY), cards, persons)
    assert len(found) == 1
    assert found != {0}


def test_the_database_is_marked_and_every_institution_has_a_secret_that_fits() -> None:
    built = town.build(300, 1, DAY)

    async def run(database: Database) -> None:
        filled = await fill(database, built, None, MORNING)
        assert filled.people == built.size
        assert set(filled.secrets) == {each.code for each in built.institutions}
        assert filled.secrets[PRACTICE_CLINIC.code] not in repr(filled)
        async with database.transaction() as tx:
            assert await is_practice(tx)
            assert await INSTITUTIONS.in_force(
                tx, PRACTICE_CLINIC.code, filled.secrets[PRACTICE_CLINIC.code], MORNING
            )

    _on_new_database(run)


def test_a_second_town_is_refused_and_leaves_the_first() -> None:
    async def run(database: Database) -> None:
        await fill(database, town.build(300, 1, DAY), None, MORNING)
        with pytest.raises(TownStandsAlready):
            await fill(database, town.build(300, 2, DAY), None, MORNING)

    _on_new_database(run)


def test_a_database_with_a_real_institution_takes_no_town() -> None:
    async def run(database: Database) -> None:
        async with database.transaction() as tx:
            await create_institution(tx, InstitutionCode("1319990022"), "例示病院", MORNING)
        with pytest.raises(NotForPractice):
            await fill(database, town.build(300, 1, DAY), None, MORNING)
        async with database.transaction() as tx:
            assert not await is_practice(tx)

    _on_new_database(run)


def test_a_town_of_a_day_to_come_is_refused() -> None:
    tomorrow = town.build(300, 1, DAY + timedelta(days=1))

    async def run(database: Database) -> None:
        with pytest.raises(InputRefused):
            await fill(database, tomorrow, None, MORNING)

    _on_new_database(run)
