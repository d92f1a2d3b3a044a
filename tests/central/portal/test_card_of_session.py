"""A session of the own page lasts no longer than the card it began with (R18)."""

from collections.abc import AsyncIterator

import pytest

from app.central.cards.bindings import HolderKind, bind, revoke, revoke_all_of, trust
from app.central.cards.certificate import read_card_certificate
from app.central.cards.lists import take
from app.central.cards.revocation_list import read_revocation_list
from app.central.storage.database import Database
from tests.central.clinic import MORNING, Clinic, StandingClock
from tests.central.issuers import NEWER
from tests.central.portal.conftest import OWN_CARD, enter_household
from tests.central.portal.person import at_home, page_of

pytestmark = pytest.mark.anyio
PHONE = NEWER.card(serial=70)


@pytest.fixture
async def clinic(database: Database, clock: StandingClock) -> AsyncIterator[Clinic]:
    """On both engines."""
    async with Clinic.opened(database, clock) as opened:
        yield opened


async def happens_to_the_card(clinic: Clinic, what: str, who: int) -> None:
    card = read_card_certificate(OWN_CARD.certificate)
    async with clinic.database.transaction() as tx:
        match what:
            case "revoked":
                await revoke(tx, card, MORNING)
            case "reported lost":
                await revoke_all_of(tx, who, HolderKind.CARD, MORNING)
            case "on the issuer's list":
                await trust(tx, NEWER.certificate, MORNING)
                await take(tx, read_revocation_list(NEWER.revocation_list(7)), "town.crl", MORNING)
            case "issued anew":
                newer = NEWER.card(serial=71, since=card.valid_from.replace(year=card.valid_from.year + 1))
                await bind(tx, read_card_certificate(newer.certificate), who, HolderKind.CARD, MORNING)


@pytest.mark.parametrize("what", ["revoked", "reported lost", "on the issuer's list", "issued anew"])
async def test_the_session_ends_with_its_card_and_nobody_elses(clinic: Clinic, what: str) -> None:
    """Whoever found the card, or looked over a shoulder at its PIN, is out with the next page."""
    ids = await enter_household(clinic)
    phone = read_card_certificate(PHONE.certificate)
    async with clinic.database.transaction() as tx:
        await bind(tx, phone, ids[0], HolderKind.PHONE, MORNING)
    async with at_home(clinic, OWN_CARD) as by_card, at_home(clinic, PHONE) as by_phone:
        for each in (by_card, by_phone):
            await each.sign_in()
            await each.look_at("consents")
        await happens_to_the_card(clinic, what, ids[0])
        page_of(await by_card.browser.get("/portal/consents"), 403)
        assert "架空" not in (await by_card.look_at("")).text
        await by_phone.look_at("consents")


async def test_a_ticket_of_a_card_that_is_revoked_meanwhile_opens_no_page(clinic: Clinic) -> None:
    ids = await enter_household(clinic)
    async with at_home(clinic, OWN_CARD) as hana:
        form = page_of(await hana.browser.get(await hana.ticket_page())).forms["/portal/session"]
        await happens_to_the_card(clinic, "revoked", ids[0])
        await hana.send("/portal/session", form)
        page_of(await hana.browser.get("/portal/consents"), 403)
