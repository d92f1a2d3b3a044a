"""The own page and an allowed service on both databases: the same walk ends the same."""

from collections.abc import AsyncIterator

import pytest

from app.central.access.client_secrets import hashed
from app.central.consents.consent import consents_of_person
from app.central.phr.clients import client_with_secret
from app.central.storage.database import Database, open_database
from app.central.storage.migrate import migrate
from app.central.storage.migrations import MIGRATIONS
from tests.central.clinic import Clinic, StandingClock, person
from tests.central.consents.counter import signed_message
from tests.central.phr.conftest import served_phr
from tests.central.portal.conftest import OWN_CARD, bound, read_from_receipts
from tests.central.portal.person import at_home, page_of

pytestmark = pytest.mark.anyio


@pytest.fixture
async def clinic(database: Database, clock: StandingClock) -> AsyncIterator[Clinic]:
    """On each engine."""
    async with Clinic.opened(database, clock) as opened:
        yield opened


async def test_a_whole_visit_ends_the_same_on_either_database(clinic: Clinic, clock: StandingClock) -> None:
    """R15, R18"""
    (who,) = await clinic.enter(person())
    await bound(clinic, who, OWN_CARD)
    await read_from_receipts(clinic, who)
    asked = await signed_message(clinic, "drug", soft=OWN_CARD)
    assert (await clinic.ask("signed", asked)).status_code == 200
    async with at_home(clinic, OWN_CARD) as hana, served_phr(clinic, "見本けんこう手帳") as phr:
        await hana.sign_in()
        for path in ("", "drugs", "checkups", "costs", "costs.csv", "insurance", "accesses", "services"):
            assert (await hana.browser.get(f"/portal/{path}")).status_code == 200
        shown = await hana.look_at("consents")
        (action,) = (each for each in shown.forms if each.endswith("/withdraw"))
        await hana.send(action, shown.forms[action])
        first = await phr.tokens(hana)
        told = (await phr.renew(first["refresh_token"])).json()
        for kind in ("Patient", "Coverage", "MedicationDispense", "Observation"):
            assert (await phr.read(told["access_token"], kind)).status_code == 200
        assert (await phr.renew(first["refresh_token"])).status_code == 400
        assert (await phr.read(told["access_token"], "Patient")).status_code == 401
        shown = await hana.look_at("services")
        assert "二重使用" in shown.text and "保険資格の履歴" in shown.text
        page_of(await hana.send("/portal/sign-out", shown.forms["/portal/sign-out"]))
    async with clinic.database.transaction() as tx:
        (consent,) = await consents_of_person(tx, who)
    assert consent.withdrawn_at == clock()


async def test_a_service_known_before_secrets_were_renewed_keeps_its_own(
    url: str, clock: StandingClock
) -> None:
    """A secret that stood beside the service's name stands among its secrets."""
    database = await open_database(url)
    try:
        await migrate(database, clock(), MIGRATIONS[:16])
        async with database.transaction() as tx:
            await tx.execute(
                "INSERT INTO phr_client (client_id, name, secret_hash, created_at) VALUES ($1, $2, $3, $4)",
                *("phr-1", "見本けんこう手帳", hashed("kept"), clock()),
            )
        await migrate(database, clock())
        async with database.transaction() as tx:
            assert await client_with_secret(tx, "phr-1", "kept", clock())
            assert not await client_with_secret(tx, "phr-1", "another", clock())
    finally:
        await database.close()
