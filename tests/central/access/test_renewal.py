"""A secret is renewed where it was lost, a token's key where it is to be changed; both in services that run."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from app.central.access.credentials import NoSecretYet
from app.central.access.in_force import READ_EVERY
from app.central.access.token_keys import KNOWN_AFTER, renew_token_key
from app.central.access.tokens import ELIGIBILITY, TOKEN_LIFE, issue_token
from app.central.institutions.credentials import INSTITUTIONS
from app.central.registration.credentials import INSURERS
from app.central.service import Service
from app.central.storage.database import Database
from app.errors import InputRefused
from tests.central.clinic import CODE, MORNING, SOCIETY, Clinic, StandingClock
from tests.central.registration.insurer import Insurer

pytestmark = pytest.mark.anyio
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def clinic(database: Database, clock: StandingClock) -> AsyncIterator[Clinic]:
    """On each engine."""
    async with Clinic.opened(database, clock) as opened:
        yield opened


async def _renewed(clinic: Clinic, clock: StandingClock, old_until: datetime) -> str:
    async with clinic.database.transaction() as tx:
        return await INSTITUTIONS.renew(tx, CODE.digits, old_until, clock())


async def _asked(clinic: Clinic) -> str:
    """ok, or the code of the refusal."""
    reply = await clinic.line.get("/v1/institution")
    return "ok" if reply.status_code == 200 else str(reply.json()["code"])


async def test_an_old_secret_goes_on_beside_the_new_one_until_the_stated_moment(
    clinic: Clinic, clock: StandingClock
) -> None:
    new = await _renewed(clinic, clock, MORNING + 60 * MINUTE)
    for secret in (clinic.secret, new):
        assert (await clinic.sign_in(CODE.digits, secret)).status_code == 200
        assert await _asked(clinic) == "ok"
    clock.now = MORNING + 60 * MINUTE
    refused = await clinic.sign_in(CODE.digits, clinic.secret)
    assert (refused.status_code, refused.json()["code"]) == (401, "credentials.refused")
    assert (await clinic.sign_in(CODE.digits, new)).status_code == 200


async def test_tokens_issued_under_the_old_secret_end_with_it(clinic: Clinic, clock: StandingClock) -> None:
    """Those from before the renewal, and those from after it, which say so themselves."""
    assert await _asked(clinic) == "ok"
    before = clinic.line.headers["Authorization"]
    await _renewed(clinic, clock, MORNING + 10 * MINUTE)
    clock.now = MORNING + 4 * MINUTE
    later = (await clinic.sign_in(CODE.digits, clinic.secret)).json()
    assert later["expires_in"] == 6 * 60
    for moment, answer in ((9, "ok"), (10, "token.expired")):
        clock.now = MORNING + moment * MINUTE
        for token in (before, f"Bearer {later['access_token']}"):
            clinic.line.headers["Authorization"] = token
            assert await _asked(clinic) == answer, moment


async def test_a_secret_in_wrong_hands_ends_at_once_with_its_tokens(
    clinic: Clinic, clock: StandingClock
) -> None:
    """The service that runs learns of it within a second; who signs in by the new one goes on."""
    assert await _asked(clinic) == "ok"
    new = await _renewed(clinic, clock, clock())
    clock.now += READ_EVERY
    assert await _asked(clinic) == "token.expired"
    assert (await clinic.typed()).json()["code"] == "token.expired", "the short way, too"
    assert (await clinic.sign_in(CODE.digits, clinic.secret)).status_code == 401
    assert (await clinic.sign_in(CODE.digits, new)).status_code == 200
    assert await _asked(clinic) == "ok"


async def test_a_second_renewal_leaves_no_older_secret_more_time(
    clinic: Clinic, clock: StandingClock
) -> None:
    second = await _renewed(clinic, clock, MORNING + 5 * MINUTE)
    await _renewed(clinic, clock, MORNING + 60 * MINUTE)
    clock.now = MORNING + 5 * MINUTE
    assert (await clinic.sign_in(CODE.digits, clinic.secret)).status_code == 401
    assert (await clinic.sign_in(CODE.digits, second)).status_code == 200


async def test_an_insurers_secret_is_renewed_alike(clinic: Clinic, clock: StandingClock) -> None:
    insurer = await Insurer.signed_in(clinic.database, clock, SOCIETY)
    async with clinic.database.transaction() as tx:
        new = await INSURERS.renew(tx, SOCIETY, clock(), clock())
    clock.now += READ_EVERY
    assert (await insurer.line.get("/v1/insurer/findings")).json()["code"] == "token.expired"
    insurer.secret = new
    assert (await insurer.read("findings")).status_code == 200


async def test_who_never_had_a_secret_has_none_to_renew_nor_does_one_end_in_the_past(
    clinic: Clinic, clock: StandingClock
) -> None:
    async with clinic.database.transaction() as tx:
        with pytest.raises(NoSecretYet):
            await INSTITUTIONS.renew(tx, "1319999999", clock(), clock())
        with pytest.raises(InputRefused):
            await INSTITUTIONS.renew(tx, CODE.digits, MORNING - MINUTE, clock())
    assert (await clinic.sign_in(CODE.digits, clinic.secret)).status_code == 200


async def _new_key(clinic: Clinic, clock: StandingClock, at_once: bool) -> None:
    async with clinic.database.transaction() as tx:
        await renew_token_key(tx, clock(), at_once)


async def test_a_new_key_signs_and_tokens_of_the_old_one_last_until_their_end(
    clinic: Clinic, clock: StandingClock
) -> None:
    old = clinic.line.headers["Authorization"]
    await _new_key(clinic, clock, at_once=False)
    clock.now += KNOWN_AFTER
    await clinic.sign_in(CODE.digits, clinic.secret)
    new = clinic.line.headers["Authorization"]
    assert new.rpartition(".")[0] != old.rpartition(".")[0]
    for moment, answer in ((MORNING + TOKEN_LIFE - MINUTE, "ok"), (MORNING + TOKEN_LIFE, "token.expired")):
        clock.now = moment
        clinic.line.headers["Authorization"] = old
        assert await _asked(clinic) == answer
        clinic.line.headers["Authorization"] = new
        assert await _asked(clinic) == "ok"


async def test_what_the_old_key_signs_once_its_last_tokens_are_over_is_no_token(
    clinic: Clinic, clock: StandingClock
) -> None:
    """Whoever got hold of the key afterwards opens nothing with it."""

    async def forged() -> str:
        clinic.line.headers["Authorization"] = (
            f"Bearer {issue_token(old, CODE.digits, (ELIGIBILITY,), clock())}"
        )
        return await _asked(clinic)

    old = clinic.service.settings.key
    await _new_key(clinic, clock, at_once=False)
    assert await forged() == "ok"
    clock.now += KNOWN_AFTER + TOKEN_LIFE
    assert await forged() == "token.missing"
    await _new_key(clinic, clock, at_once=False)
    clock.now += MINUTE
    assert await forged() == "token.missing", "a later renewal brings no older key back"


async def test_a_key_in_wrong_hands_ends_every_token_at_once(clinic: Clinic, clock: StandingClock) -> None:
    """Also one that was made ready and does not sign yet."""
    assert await _asked(clinic) == "ok"
    await _new_key(clinic, clock, at_once=False)
    await _new_key(clinic, clock, at_once=True)
    clock.now += READ_EVERY
    assert await _asked(clinic) == "token.missing"
    await clinic.sign_in(CODE.digits, clinic.secret)
    async with clinic.database.transaction() as tx:
        assert len(await tx.fetch("SELECT key FROM token_key")) == 1
    assert await _asked(clinic) == "ok"


async def test_services_side_by_side_read_each_others_tokens_while_a_key_changes(
    clinic: Clinic, clock: StandingClock
) -> None:
    """One has read of the new key; the other reads of it within a second, before the first one signs with it."""
    other = Service(clinic.database, clinic.service.settings, clock)
    token = clinic.line.headers["Authorization"].removeprefix("Bearer ")
    assert (await other.tokens.bearer_of(token, clock())).subject == CODE.digits
    await _new_key(clinic, clock, at_once=False)
    for seconds in range(int(2 * KNOWN_AFTER.total_seconds())):
        clock.now = MORNING + timedelta(seconds=seconds)
        made = (await clinic.sign_in(CODE.digits, clinic.secret)).json()["access_token"]
        assert (await other.tokens.bearer_of(made, clock())).subject == CODE.digits
