"""Whatever a check asks of the database, an index answers: planned for twenty thousand people, so for more too."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import date
from itertools import count
from typing import Any

import pytest

from app.central.practice.town import build
from app.central.registry.load import REGISTER_TABLES, load_insurers, load_persons
from app.central.review.stated import holdings_of
from app.central.storage.database import Database, Statements
from app.central.storage.postgres import PostgresDatabase
from app.scheme.numbers import InsuredNumber
from tests.central.batch.desk import BatchDesk, item
from tests.central.clinic import CODE, MORNING, Clinic, StandingClock, message, typed_message
from tests.central.consents.counter import CARD, card_of, signed_message
from tests.central.overheard import Asked, overheard

pytestmark = pytest.mark.anyio
PEOPLE = 20_000
TOWN = build(PEOPLE, 1, date(2026, 11, 19))
HANDFULS = {"trust_anchor"}
"""Read whole by intent: a row a generation of the issuing authority."""
_names = (f"hot_{number}" for number in count())


@pytest.fixture
async def clinic(database: Database, clock: StandingClock) -> AsyncIterator[Clinic]:
    """On both engines, before the people of a whole town."""
    async with database.transaction() as tx:
        await load_insurers(tx, TOWN.insurers)
        async with tx.filling(REGISTER_TABLES):
            await load_persons(tx, TOWN.people())
    async with Clinic.opened(database, clock) as opened:
        yield opened


async def _ask_every_way(clinic: Clinic) -> None:
    row = next(each.row() for each in TOWN.cases() if each.row().branch)
    stated = {name: getattr(row, name) for name in ("insurer", "symbol", "number", "branch")}
    found = await clinic.ask("typed", typed_message(**stated, month_day=row.birth))
    await card_of(clinic, 1)
    shown = await clinic.ask("photo", message(certificate=b64encode(CARD.certificate).decode()))
    signed = await clinic.ask("signed", await signed_message(clinic, "drug"))
    assert [each.status_code for each in (found, shown, signed)] == [200, 200, 200]


async def _must_be_answered_by_indexes(database: Database, asked: Iterable[Asked]) -> None:
    for sql, parameters in set(asked):
        read_whole = await _read_whole(database, sql, parameters)
        assert read_whole <= HANDFULS, f"{sorted(read_whole)} of\n{sql}"


async def test_every_query_of_a_check_is_answered_by_an_index(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    with overheard(clinic.database, monkeypatch) as asked:
        await clinic.sign_in(CODE.digits, clinic.secret)
        await _ask_every_way(clinic)
    assert len(set(asked)) >= 9, (
        "who asks, what was asked before, who it is by card and by certificate, nonces, consents, the record"
    )
    await _must_be_answered_by_indexes(clinic.database, asked)


async def test_every_query_of_a_batch_is_answered_by_an_index(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R10: handed over, worked off, watched, fetched and stopped, however many others wait or lie there."""
    row = next(each.row() for each in TOWN.cases() if each.row().branch)
    card = {name: getattr(row, name) for name in ("insurer", "symbol", "number", "branch")}
    desk = BatchDesk(clinic)
    with overheard(clinic.database, monkeypatch) as asked:
        receipt = await desk.handed_over([item("1", **card, month_day=row.birth)])
        await desk.work()
        await desk.progress(receipt)
        (result,) = await desk.results(receipt)
        await desk.cancel(await desk.handed_over([item("2")]))
    assert result["outcome"] == "valid"
    assert {"UPDATE", "INSERT", "DELETE", "SELECT"} <= {sql.split()[0] for sql, _ in asked}
    await _must_be_answered_by_indexes(clinic.database, asked)


async def test_the_review_finds_people_by_an_index(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand receipts are laid against millions of periods."""
    row = next(each.row() for each in TOWN.cases())
    sought = [(InsuredNumber.parse(row.insurer, row.symbol, row.number).key, date(1990, 1, 1))]
    with overheard(clinic.database, monkeypatch) as asked:
        async with clinic.database.session() as statements:
            await holdings_of(statements, sought, MORNING)
    ((sql, parameters),) = asked
    assert await _read_whole(clinic.database, sql, parameters) == set()


async def test_a_query_that_no_index_answers_is_noticed(database: Database) -> None:
    for table, column in (("person_detail", "kana"), ("check_audit", "staff")):
        assert await _read_whole(database, f"SELECT 1 FROM {table} WHERE {column} = $1", 1) == {table}


async def _read_whole(database: Database, sql: str, parameters: int) -> set[str]:
    """The tables of which every row would be read."""
    if not isinstance(database, PostgresDatabase):
        async with database.session() as session:
            rows = await session.fetch(f"EXPLAIN QUERY PLAN {sql}", *[None] * parameters)
        steps = [str(row["detail"]).split() for row in rows]
        whole = {words[1] for words in steps if words[0] == "SCAN" and "USING" not in words}
        return whole - {
            "holder",
            "json_each",
            "CONSTANT",
        }  # the few who were found, and rows that stand in the query itself
    async with database.transaction() as tx:
        chosen = await _tables_scanned(tx, sql, parameters)
        # Tables of a few rows are read whole by choice alone.
        await tx.execute("SET LOCAL enable_seqscan = off")
        unavoidable = await _tables_scanned(tx, sql, parameters)
    return (chosen & set(REGISTER_TABLES)) | unavoidable


async def _tables_scanned(tx: Statements, sql: str, parameters: int) -> set[str]:
    """By a plan made now: one that was made under other settings would be kept."""
    name = next(_names)
    await tx.execute(f"PREPARE {name} AS {sql}")
    execute = f"EXECUTE {name}({', '.join(['NULL'] * parameters)})" if parameters else f"EXECUTE {name}"
    (row,) = await tx.fetch(f"EXPLAIN (FORMAT JSON) {execute}")
    await tx.execute(f"DEALLOCATE {name}")
    (told,) = json.loads(next(iter(row)))
    return {node["Relation Name"] for node in _nodes(told["Plan"]) if node["Node Type"] == "Seq Scan"}


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    below: Sequence[dict[str, Any]] = plan.get("Plans", ())
    for each in below:
        yield from _nodes(each)
