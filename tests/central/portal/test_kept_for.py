"""How long tries to sign in, and reads of allowed services, stay on record (R18)."""

from datetime import datetime, timedelta

import pytest

from app.central.phr.reads import KEPT, forget_old_reads
from app.central.portal.pace import KEPT_OF_NOBODY, KEPT_OF_PERSONS, forget_old_tries
from app.central.storage.database import Database
from tests.central.clinic import MORNING, Clinic, StandingClock
from tests.central.phr.conftest import served_phr
from tests.central.portal.person import Person

pytestmark = pytest.mark.anyio
AT_LEAST = timedelta(days=3 * 366)
SECOND = timedelta(seconds=1)


async def tried(database: Database, at: datetime, person_id: int | None) -> None:
    async with database.transaction() as tx:
        await tx.execute(
            "INSERT INTO portal_attempt (at, source, action, outcome, person_id) VALUES ($1, $2, $3, $4, $5)",
            *(at, b"source", "session", "done", person_id),
        )


async def times_in(database: Database, table: str) -> list[datetime]:
    async with database.transaction() as tx:
        return [row["at"] for row in await tx.fetch(f"SELECT at FROM {table} ORDER BY at")]


async def test_tries_of_nobody_go_after_a_season_and_a_persons_after_five_years(database: Database) -> None:
    assert KEPT_OF_NOBODY < AT_LEAST <= KEPT_OF_PERSONS
    kept = [MORNING - KEPT_OF_PERSONS, MORNING - KEPT_OF_NOBODY]
    for person_id, at in zip((1, None), kept, strict=True):
        await tried(database, at, person_id)
        await tried(database, at - SECOND, person_id)
    async with database.transaction() as tx:
        await forget_old_tries(tx, MORNING)
    assert await times_in(database, "portal_attempt") == kept


async def test_reads_of_services_stay_as_long_as_what_was_read(database: Database) -> None:
    assert KEPT >= AT_LEAST
    kept = MORNING - KEPT
    async with database.transaction() as tx:
        await tx.execute(
            "INSERT INTO phr_client (client_id, name, created_at) VALUES ('c', '手帳', $1)",
            MORNING,
        )
        for at in (kept, kept - SECOND):
            await tx.execute(
                "INSERT INTO phr_access (at, person_id, client_id, resource) VALUES ($1, 1, 'c', 'Patient')",
                at,
            )
        await forget_old_reads(tx, MORNING)
    assert await times_in(database, "phr_access") == [kept]


async def test_whoever_signs_in_or_fetches_tokens_sweeps_out_what_is_old(
    clinic: Clinic, hana: Person, clock: StandingClock
) -> None:
    async with served_phr(clinic, "見本けんこう手帳") as phr:
        told = await phr.tokens(hana)
        await phr.read(told["access_token"], "Patient")
        clock.advance(KEPT + SECOND)
        await phr.renew(told["refresh_token"])
        await hana.nonce()
    assert await times_in(clinic.database, "phr_access") == []
    assert await times_in(clinic.database, "portal_attempt") == [clock()]
