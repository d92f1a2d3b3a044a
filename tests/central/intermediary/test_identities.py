"""My Numbers stand in the intermediary alone, sealed, and are found again (R3)."""

from collections.abc import AsyncIterator

import pytest

from app.central.intermediary.identities import IndividualNumber, Intermediary
from app.central.intermediary.key import IntermediaryKey, IntermediaryKeyForeign
from app.central.intermediary.my_number import MyNumber, MyNumberMalformed
from app.central.storage.database import open_database
from app.central.storage.migrate import DatabaseNotMigrated
from tests.central.clinic import MORNING
from tests.central.registrar import my_number

pytestmark = pytest.mark.anyio
NUMBERS = [MyNumber.parse(my_number(serial)) for serial in range(1, 8)]


@pytest.fixture
async def intermediary(anyio_backend: str, url: str) -> AsyncIterator[Intermediary]:
    database = await open_database(url)
    opened = Intermediary(database, IntermediaryKey.random())
    await opened.migrate(MORNING)
    yield opened
    await database.close()


async def _stored(intermediary: Intermediary) -> list[object]:
    async with intermediary.database.transaction() as tx:
        tables = ("my_number", "linkage", "individual_number", "key_check")
        return [
            value for table in tables for row in await tx.fetch(f"SELECT * FROM {table}") for value in row
        ]


async def test_one_my_number_has_one_linkage_number_for_ever(intermediary: Intermediary) -> None:
    """R3"""
    assert await intermediary.find(NUMBERS) == {}
    first = await intermediary.enter(NUMBERS[:4], MORNING)
    again = await intermediary.enter(NUMBERS, MORNING)
    assert len(set(again.values())) == len(NUMBERS)
    assert {number: again[number] for number in NUMBERS[:4]} == first
    assert await intermediary.find(NUMBERS) == again


async def test_many_are_found_at_once(intermediary: Intermediary) -> None:
    many = [MyNumber.parse(my_number(serial)) for serial in range(2_500)]
    entered = await intermediary.enter(many, MORNING)
    assert await intermediary.find(many) == entered


async def test_a_linkage_number_leads_back_inside_the_intermediary_alone(intermediary: Intermediary) -> None:
    linkages = await intermediary.enter(NUMBERS, MORNING)
    for number, linkage in linkages.items():
        assert await intermediary.my_number_of(linkage) == number
    assert await intermediary.my_number_of("nobody") is None


async def test_no_my_number_stands_in_the_store_in_plain(intermediary: Intermediary) -> None:
    """R3"""
    await intermediary.enter(NUMBERS, MORNING)
    stored = await _stored(intermediary)
    assert len(stored) > len(NUMBERS)
    for number in NUMBERS:
        for value in stored:
            kept = value if isinstance(value, bytes) else str(value).encode()
            assert number.digits.encode() not in kept


async def test_a_sealed_number_that_was_moved_to_another_row_does_not_open(
    intermediary: Intermediary,
) -> None:
    linkages = await intermediary.enter(NUMBERS[:2], MORNING)
    async with intermediary.database.transaction() as tx:
        one, _ = await tx.fetch("SELECT id, sealed FROM my_number ORDER BY id")
        await tx.execute("UPDATE my_number SET sealed = $1 WHERE id <> $2", one["sealed"], one["id"])
    opened = []
    for linkage in linkages.values():
        try:
            opened.append(await intermediary.my_number_of(linkage))
        except IntermediaryKeyForeign:
            opened.append(None)
    assert opened.count(None) == 1


async def test_the_key_of_another_store_is_noticed_before_it_writes(intermediary: Intermediary) -> None:
    stranger = Intermediary(intermediary.database, IntermediaryKey.random())
    with pytest.raises(IntermediaryKeyForeign):
        await stranger.must_be_current()
    with pytest.raises(IntermediaryKeyForeign):
        await stranger.migrate(MORNING)
    await intermediary.must_be_current()


async def test_a_store_without_its_shape_is_not_used(url: str) -> None:
    database = await open_database(url)
    with pytest.raises(DatabaseNotMigrated):
        await Intermediary(database, IntermediaryKey.random()).must_be_current()
    await database.close()


async def test_individual_numbers_are_kept_once(intermediary: Intermediary) -> None:
    """R1, R3"""
    linkages = await intermediary.enter(NUMBERS[:2], MORNING)
    numbers = [
        IndividualNumber(linkage, "06139992", "12", "3456", f"{place:02}")
        for place, linkage in enumerate(linkages.values())
    ]
    await intermediary.give(numbers[:1], MORNING)
    await intermediary.give([*numbers, *numbers], MORNING)
    async with intermediary.database.transaction() as tx:
        assert len(await tx.fetch("SELECT linkage FROM individual_number")) == 2


def test_a_my_number_shows_itself_nowhere() -> None:
    """R3"""
    number = NUMBERS[0]
    shown = f"{number} {number!r} {[number]}"
    assert number.digits not in shown


@pytest.mark.parametrize(
    "told", ["", "12345678901", "1234567890123", "12345678901x", my_number(1)[:-1] + "x"]
)
def test_what_is_no_my_number_is_refused_without_being_repeated(told: str) -> None:
    with pytest.raises(MyNumberMalformed) as refused:
        MyNumber.parse(told)
    assert not told or told not in str(refused.value)


def test_a_wrong_check_digit_is_noticed() -> None:
    right = my_number(1)
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    with pytest.raises(MyNumberMalformed):
        MyNumber.parse(wrong)


def test_a_my_number_is_read_as_people_write_it() -> None:
    plain = my_number(1)
    written = f"{plain[:4]}-{plain[4:8]}　{plain[8:]}".translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    )
    assert MyNumber.parse(written) == MyNumber(plain)
