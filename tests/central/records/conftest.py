"""A clinic and a pharmacy whose receipts were reviewed, of one person with a card, and the town's price master."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
import pytest

from app.central.institutions.credentials import create_institution
from app.central.practice.medicines import town_medicines
from app.central.records.entrustment import entrust
from app.central.records.medicines import enter_medicines
from app.central.records.waiting import derive_a_part
from app.central.storage.database import Database
from app.scheme.numbers import InsurerNumber
from tests.central.clinic import CODE, INSURERS, LONG_KNOWN, MORNING, Clinic, StandingClock, person
from tests.central.consents.counter import PHARMACY, agree, card_of
from tests.central.review.test_over_the_wire import handed_in


@dataclass
class House:
    """The clinic's line, the pharmacy beside it, and the person's id."""

    clinic: Clinic
    pharmacy_secret: str
    person_id: int

    async def as_pharmacy(self) -> None:
        await self.clinic.sign_in(PHARMACY.digits, self.pharmacy_secret)

    async def as_clinic(self) -> None:
        await self.clinic.sign_in(CODE.digits, self.clinic.secret)

    async def reviewed(self, data: bytes) -> str:
        """Handed in by whoever asks now, reviewed and read."""
        number = await handed_in(self.clinic, data)
        await self.derived()
        return number

    async def derived(self) -> int:
        parts = 0
        while part := await derive_a_part(self.clinic.database, self.clinic.service.clock()):
            parts += not part.has_failed
        return parts

    async def agreed(self, *kinds: str, institution: str = CODE.digits) -> str:
        """A consent to the first kind."""
        return (await agree(self.clinic, *kinds, institution=institution))[kinds[0]]

    async def read(self, kind: str, consent_id: str, staff: str = "佐藤") -> httpx.Response:
        return await self.clinic.line.post(
            f"/v1/records/{kind}", json={"consent_id": consent_id, "staff": staff}
        )

    async def drugs(self, consent_id: str) -> dict[str, Any]:
        reply = await self.read("drugs", consent_id)
        assert reply.status_code == 200, reply.text
        told: dict[str, Any] = reply.json()
        return told

    async def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        async with self.clinic.database.transaction() as tx:
            return [tuple(row) for row in await tx.fetch(sql, *parameters)]


async def _house(database: Database, clock: StandingClock) -> AsyncIterator[House]:
    async with Clinic.opened(database, clock) as clinic:
        (who,) = await clinic.enter(person())
        await card_of(clinic, who)
        async with database.transaction() as tx:
            secret = await create_institution(tx, PHARMACY, "例示薬局", MORNING)
            await enter_medicines(tx, town_medicines())
            for each in INSURERS:
                number = InsurerNumber(each.number)
                await entrust(tx, number, ("drug", "checkup"), date(2021, 10, 1), None, LONG_KNOWN)
        yield House(clinic, secret, who)


@pytest.fixture
async def house(memory: Database, clock: StandingClock) -> AsyncIterator[House]:
    async for each in _house(memory, clock):
        yield each


@pytest.fixture
async def house_on_both(database: Database, clock: StandingClock) -> AsyncIterator[House]:
    """On both engines."""
    async for each in _house(database, clock):
        yield each
