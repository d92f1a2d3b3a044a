"""One query asks for many values, on both engines alike."""

import pytest

from app.central.storage.database import Database
from app.central.storage.lists import given, in_parts, listed, listed_rows, rows_given

pytestmark = pytest.mark.anyio


async def test_many_values_are_asked_for_at_once(database: Database) -> None:
    async with database.transaction() as tx:
        await tx.execute("CREATE TABLE thing (one text, other text, amount integer)")
        rows = [(str(number), str(-number), number) for number in range(3_000)]
        await tx.insert_many("thing", ("one", "other", "amount"), rows)
        amounts = range(500, 2_500)
        found = await tx.fetch(f"SELECT amount FROM thing WHERE amount IN {listed(2_000)}", *amounts)
        pairs = [value for one, other, _ in rows[:500] for value in (one, other)]
        asked = f"SELECT amount FROM thing WHERE amount > $1 AND (one, other) IN {listed_rows(500, 2, 2)}"
        paired = await tx.fetch(asked, 99, *pairs)
    assert {row["amount"] for row in found} == set(amounts)
    assert {row["amount"] for row in paired} == set(range(100, 500))


async def test_rows_are_given_in_one_parameter_and_found_by_their_place(database: Database) -> None:
    """Whatever stands in them: quotes, backslashes, letters beyond the first plane, nothing at all."""
    letters = ["", "'; --", '"\\', "髙橋\u3000さくら", "𠮷", "1", "{}", "null"]
    async with database.transaction() as tx:
        await tx.execute("CREATE TABLE thing (one text, other text, amount integer)")
        rows = [(each, str(number), number) for number, each in enumerate(letters)]
        await tx.insert_many("thing", ("one", "other", "amount"), rows)
        asked = [(each, str(number)) for number, each in reversed(list(enumerate(letters)))]
        found = await tx.fetch(
            f"SELECT place, amount FROM {rows_given(2, 'one', 'other')} AS asked"
            " JOIN thing ON thing.one = asked.one AND thing.other = asked.other WHERE amount > $1",
            *(0, given(asked)),
        )
    last = len(letters) - 1
    assert {tuple(row) for row in found} == {(last - number, number) for number in range(1, last + 1)}


def test_values_come_in_parts_and_none_is_lost() -> None:
    parts = list(in_parts(range(7), 3))
    assert parts == [(0, 1, 2), (3, 4, 5), (6,)]
    assert list(in_parts([])) == []
