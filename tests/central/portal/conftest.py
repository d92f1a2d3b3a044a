"""A register of two people of one household, each with a card."""

from collections.abc import AsyncIterator

import pytest

from app.central.cards.bindings import HolderKind, bind, trust
from app.central.cards.certificate import read_card_certificate
from tests.central.clinic import MORNING, Clinic, card, cover, person
from tests.central.issuers import NEWER, SoftCard
from tests.central.portal.person import Person, at_home

OWN_CARD = NEWER.card()
FAMILY_CARD = NEWER.card(serial=8, holder="family")


async def bound(clinic: Clinic, who: int, soft: SoftCard) -> None:
    async with clinic.database.transaction() as tx:
        await trust(tx, NEWER.certificate, MORNING)
        await bind(tx, read_card_certificate(soft.certificate), who, HolderKind.CARD, MORNING)


@pytest.fixture
async def household(clinic: Clinic) -> range:
    """Hana, and another of her household under the same symbol and number."""
    ids = await clinic.enter(person(), person(cover(card(branch="01")), name="架空　太郎"))
    await bound(clinic, ids[0], OWN_CARD)
    await bound(clinic, ids[1], FAMILY_CARD)
    return ids


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
