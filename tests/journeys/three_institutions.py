"""Three institutions whose receipts about one person a running service has reviewed; a story moves its clock."""

import asyncio
import sqlite3
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.adapters.central_client.claims_line import CentralClaimsLine
from app.adapters.central_client.transport import Connection, Transport
from app.adapters.credentials.pin_hasher import Argon2PinHasher
from app.adapters.ledger.ledger import open_ledger
from app.assembly.homes import keeper_of
from app.central.practice.case import TokenLabel
from app.central.practice.keys import key_bytes
from app.central.storage.database import open_database
from app.central.storage.migrate import migrate
from app.contract.soft_card import SoftCardFile
from app.scheme.numbers import InstitutionCode
from app.settings import Settings
from app.staff.member import Role
from tests.central.clinic import MORNING, Clinic, StandingClock
from tests.central.consents.counter import PHARMACY
from tests.central.issuers import NEWER, SoftCard
from tests.central.portal.conftest import FAMILY_CARD, OWN_CARD, checked_up, enter_household
from tests.central.records.three_institutions import enter_institutions, receipts
from tests.journeys import clinic as desks
from tests.journeys.central import CentralService, serving
from tests.journeys.clock import MovedClock
from tests.journeys.handing_in import hand_in, wait_until

PHARMACIST, PHARMACIST_PIN = "薬師寺", "61704"
CARD_PIN = "7193"
CHECKUP_ON, SYSTOLIC = date(2026, 6, 1), "147.83"
"""The one checkup, and a blood pressure that nobody else has by chance."""


@dataclass(frozen=True)
class ThreeInstitutions:
    """clock: of the service. own, family: cards of the person and of another of the household."""

    service: CentralService
    clock: MovedClock
    secrets: Mapping[InstitutionCode, str] = field(repr=False)
    own: SoftCardFile = field(repr=False)
    family: SoftCardFile = field(repr=False)

    def pharmacy(self, home: Path) -> desks.Clinic:
        """Its desk, where a pharmacist works beside the manager."""
        pharmacy = desks.joined(desks.set_up(home, PHARMACY.digits), self.service.url, self.secrets[PHARMACY])
        with closing(open_ledger(home, keeper_of(Settings(home)))) as ledger:
            ledger.staff.add(
                PHARMACIST, frozenset({Role.PHARMACIST}), Argon2PinHasher().hashed(PHARMACIST_PIN)
            )
        return pharmacy


@contextmanager
def three_institutions(folder: Path) -> Iterator[ThreeInstitutions]:
    """It is the morning of the day on which `tests.central.clinic` stands still."""
    file = folder / "central.sqlite3"
    secrets = asyncio.run(_fill(f"sqlite:///{file}"))
    clock = MovedClock.from_moment(folder / "ahead", MORNING)
    with serving(folder, "--database", f"sqlite:///{file}", clock=clock) as service:
        for institution, content in receipts():
            way = Transport(Connection(service.url, institution.digits, secrets[institution]))
            with closing(way):
                hand_in(CentralClaimsLine(way), content)
        wait_until(lambda: _all_are_read(file))
        yield ThreeInstitutions(service, clock, secrets, _file(OWN_CARD), _file(FAMILY_CARD))


async def _fill(url: str) -> dict[InstitutionCode, str]:
    """A household, the institutions and a checkup. Secrets by code."""
    database = await open_database(url)
    try:
        await migrate(database, MORNING)
        async with Clinic.opened(database, StandingClock(MORNING)) as clinic:
            household = await enter_household(clinic)
            await checked_up(clinic, household[0], CHECKUP_ON, systolic=SYSTOLIC)
            return await enter_institutions(clinic)
    finally:
        await database.close()


def _all_are_read(file: Path) -> bool:
    """Every reviewed receipt tells what it holds for health information."""
    with closing(sqlite3.connect(file)) as db:
        return not db.execute("SELECT 1 FROM records_waiting LIMIT 1").fetchall()


def _file(soft: SoftCard) -> SoftCardFile:
    certificate, issuer, key = map(b64encode, (soft.certificate, NEWER.certificate, key_bytes(soft.key)))
    return SoftCardFile(
        case="of the household",
        label="",
        photo_of="",
        token_label=TokenLabel.CARD,
        pin=CARD_PIN,
        signing_password="",
        authentication_certificate=certificate,
        authentication_ca=issuer,
        authentication_key=key,
        signing_certificate=certificate,
        signing_ca=issuer,
        signing_key=key,
    )
