"""Invented people in a register, and a clinic that asks about them over the wire."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import httpx
from starlette.types import ASGIApp

from app.central.app import build_app
from app.central.institutions.credentials import create_institution
from app.central.registry.entries import CertificateEntry, CoverEntry, InsurerEntry, PersonEntry
from app.central.registry.load import load_insurers, load_persons
from app.central.service import Limits, Service
from app.central.storage.database import Database
from app.central.storage.settings import service_settings
from app.scheme.certificates import EntitlementCertificate
from app.scheme.cover import Cover, PersonDetails
from app.scheme.numbers import InstitutionCode, InsuredNumber

MORNING = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)
LONG_KNOWN = datetime(2021, 1, 1, tzinfo=UTC)
SOCIETY, ASSOCIATION, LATE_ELDERLY = "06139992", "01139997", "39139993"
INSURERS = (
    InsurerEntry(ASSOCIATION, "見本協会", 14),
    InsurerEntry(SOCIETY, "見本組合", None),
    InsurerEntry(LATE_ELDERLY, "見本広域連合", 3),
)
CODE = InstitutionCode("1319990014")
BORN = date(1988, 2, 14)


class StandingClock:
    """A clock that moves when told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


def card(
    insurer: str = SOCIETY, symbol: str = "12", number: str = "3456", branch: str = "00"
) -> InsuredNumber:
    return InsuredNumber.parse(insurer, symbol, number, branch)


def cover(
    insured: InsuredNumber | None = None,
    since: date = date(2019, 4, 1),
    lost_on: date | None = None,
    certificates: Iterable[EntitlementCertificate] = (),
    known_at: datetime = LONG_KNOWN,
    loss_known_at: datetime | None = None,
) -> CoverEntry:
    reason = None if lost_on is None else "03"
    held = Cover(insured or card(), "", "1", since, lost_on, reason)
    if lost_on is not None and loss_known_at is None:
        loss_known_at = known_at
    entries = tuple(CertificateEntry(each, known_at) for each in certificates)
    return CoverEntry(held, None, known_at, loss_known_at, entries)


def person(*covers: CoverEntry, born: date = BORN, name: str = "架空　花") -> PersonEntry:
    details = PersonDetails(name, "カクウ　ハナ", "2", born, None, "東京都架空区")
    return PersonEntry(details, LONG_KNOWN, covers or (cover(),))


async def enter(database: Database, *people: PersonEntry) -> range:
    """The people's ids; the insurers come with the first of them."""
    async with database.transaction() as tx:
        if not await tx.fetch("SELECT 1 FROM insurer"):
            await load_insurers(tx, INSURERS)
        return await load_persons(tx, people)


@dataclass
class Clinic:
    """Asks as a desk does. `check_id` None is a new check. app: the service as the wire reaches it."""

    database: Database
    service: Service
    line: httpx.AsyncClient
    secret: str
    app: ASGIApp

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, database: Database, clock: StandingClock, limits: Limits | None = None
    ) -> AsyncIterator["Clinic"]:
        async with database.transaction() as tx:
            settings = await service_settings(tx)
            secret = await create_institution(tx, CODE, "見本医院", clock())
        service = Service(database, settings, clock, limits or Limits())
        app = build_app(service)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://central") as line:
            clinic = cls(database, service, line, secret, app)
            await clinic.sign_in(CODE.digits, secret)
            yield clinic

    async def sign_in(self, code: str, secret: str) -> httpx.Response:
        form = {"grant_type": "client_credentials", "client_id": code, "client_secret": secret}
        reply = await self.line.post("/v1/token", data=form)
        if reply.status_code == 200:
            self.line.headers["Authorization"] = f"Bearer {reply.json()['access_token']}"
        return reply

    async def enter(self, *people: PersonEntry) -> range:
        return await enter(self.database, *people)

    async def ask(self, way: str, message: dict[str, Any]) -> httpx.Response:
        return await self.line.post(f"/v1/eligibility/{way}", json=message)

    async def typed(self, **changes: Any) -> httpx.Response:
        return await self.ask("typed", typed_message(**changes))

    async def audit(self) -> list[dict[str, Any]]:
        async with self.database.transaction() as tx:
            columns = ("check_id", "staff", "outcome", "level", "missed", "person_id", "photograph_confirmed")
            rows = await tx.fetch(f"SELECT {', '.join(columns)} FROM check_audit ORDER BY at")
        return [{name: row[name] for name in columns} for row in rows]


_CHECKS = count(0xABCDEFAB << 96)
"""Not by chance: no test may find its card's number in one now and then."""


def message(**changes: Any) -> dict[str, Any]:
    shared = {
        "check_id": str(UUID(int=next(_CHECKS))),
        "on": TODAY.isoformat(),
        "staff": "佐藤",
        "specific_disease_agreed": False,
    }
    return shared | changes


def typed_message(**changes: Any) -> dict[str, Any]:
    """The card of `person()`, typed as printed; changes replace fields."""
    typed = {
        "document": "confirmation",
        "insurer": SOCIETY,
        "symbol": "12",
        "number": "3456",
        "branch": "00",
        "month_day": "0214",
        "birth_on": None,
    }
    return message(**(typed | changes))
