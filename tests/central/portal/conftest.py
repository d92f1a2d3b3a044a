"""A register of two people of one household, each with a card."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from app.central.cards.bindings import HolderKind, bind, standing_of, trust
from app.central.cards.certificate import read_card_certificate
from app.central.institutions.credentials import create_institution
from app.central.portal.sign_in import Holder
from app.central.practice.medicines import town_medicines
from app.central.records.medicines import enter_medicines
from app.central.storage.database import Statements
from tests.central.clinic import MORNING, SOCIETY, Clinic, card, cover, person
from tests.central.consents.counter import PHARMACY
from tests.central.issuers import NEWER, SoftCard
from tests.central.portal.person import Person, at_home
from tests.central.records.conftest import House
from tests.central.records.receipts import PharmacyBill, pharmacy_file

OWN_CARD = NEWER.card()
FAMILY_CARD = NEWER.card(serial=8, holder="family")


async def bound(clinic: Clinic, who: int, soft: SoftCard) -> None:
    async with clinic.database.transaction() as tx:
        await trust(tx, NEWER.certificate, MORNING)
        await bind(tx, read_card_certificate(soft.certificate), who, HolderKind.CARD, MORNING)


async def holder_of(tx: Statements, soft: SoftCard) -> Holder:
    card = read_card_certificate(soft.certificate)
    standing = await standing_of(tx, card)
    return Holder(standing.person_id, standing.issuer_key, card.serial)


async def enter_household(clinic: Clinic) -> range:
    """Hana, and another of her household under the same symbol and number."""
    ids = await clinic.enter(person(), person(cover(card(branch="01")), name="架空　太郎"))
    await bound(clinic, ids[0], OWN_CARD)
    await bound(clinic, ids[1], FAMILY_CARD)
    return ids


@pytest.fixture
async def household(clinic: Clinic) -> range:
    return await enter_household(clinic)


@pytest.fixture
async def hana(clinic: Clinic, household: range) -> AsyncIterator[Person]:
    """Signed in."""
    async with at_home(clinic, OWN_CARD) as found:
        await found.sign_in()
        yield found


@pytest.fixture
async def taro(clinic: Clinic, household: range) -> AsyncIterator[Person]:
    """Of the same household, signed in with a card of his own."""
    async with at_home(clinic, FAMILY_CARD) as found:
        await found.sign_in()
        yield found


@pytest.fixture
async def house(clinic: Clinic, household: range) -> House:
    """A clinic and a pharmacy whose receipts about Hana are reviewed and read."""
    return await read_from_receipts(clinic, household[0])


async def read_from_receipts(clinic: Clinic, who: int) -> House:
    """A pharmacy's receipt about the person."""
    async with clinic.database.transaction() as tx:
        secret = await create_institution(tx, PHARMACY, "例示薬局", MORNING)
        await enter_medicines(tx, town_medicines())
    house = House(clinic, secret, who)
    await house.as_pharmacy()
    await house.reviewed(pharmacy_file(PharmacyBill()))
    await house.as_clinic()
    return house


async def checked_up(clinic: Clinic, who: int, held_on: date, **values: str) -> None:
    """values: of items by name."""
    codes = {"systolic": "9A751000000000001", "smoking": "9N736000000000011"}
    async with clinic.database.transaction() as tx:
        for name, value in values.items():
            await tx.execute(
                "INSERT INTO checkup_value (person_id, insurer, held_on, item, value, registered_at)"
                " VALUES ($1, $2, $3, $4, $5, $6)",
                *(who, SOCIETY, held_on, codes[name], value, MORNING),
            )
