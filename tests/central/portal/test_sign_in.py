"""Signing in to the person's own page: a card, a statement for this alone, a ticket for a minute, one press."""

from datetime import UTC, datetime, timedelta

import pytest

from app.central.portal.pace import TRIES, Action
from app.central.portal.sessions import IDLE, LONGEST
from app.scheme.statement import Purpose
from tests.central.clinic import CODE, Clinic, StandingClock
from tests.central.consents.counter import signed_message
from tests.central.issuers import NEWER, STRANGER
from tests.central.portal.conftest import OWN_CARD, bound
from tests.central.portal.person import Person, at_home, page_of

pytestmark = pytest.mark.anyio
_MINUTE = timedelta(minutes=1)


async def test_the_card_opens_the_persons_own_page(hana: Person) -> None:
    """R18"""
    assert "架空 花 さんのページ" in (await hana.look_at("")).text.replace("　", " ")


async def test_looking_at_the_ticket_uses_nothing_up(clinic: Clinic, household: range) -> None:
    async with at_home(clinic, OWN_CARD) as hana:
        path = await hana.ticket_page()
        for _ in range(3):
            page_of(await hana.browser.get(path))
        assert not hana.browser.cookies
        form = page_of(await hana.browser.get(path)).forms["/portal/session"]
        reply = await hana.send("/portal/session", form)
        assert (reply.status_code, reply.headers["location"]) == (303, "/portal/")


async def test_a_ticket_serves_once(clinic: Clinic, household: range) -> None:
    async with at_home(clinic, OWN_CARD) as hana:
        form = page_of(await hana.browser.get(await hana.ticket_page())).forms["/portal/session"]
        await hana.send("/portal/session", form)
        assert "すでに使われ" in page_of(await hana.send("/portal/session", form), 403).text


async def test_a_ticket_serves_for_a_minute(clinic: Clinic, household: range, clock: StandingClock) -> None:
    async with at_home(clinic, OWN_CARD) as hana:
        form = page_of(await hana.browser.get(await hana.ticket_page())).forms["/portal/session"]
        clock.advance(_MINUTE)
        page_of(await hana.send("/portal/session", form), 403)
        assert not hana.browser.cookies


@pytest.mark.parametrize(
    "changes",
    [{"purpose": Purpose.ELIGIBILITY}, {"audience": "madoguchi:elsewhere"}, {"institution": CODE.digits}],
    ids=["for a check at a counter", "for another service", "for an institution"],
)
async def test_a_statement_signed_for_something_else_opens_nothing(
    clinic: Clinic, household: range, changes: dict[str, str]
) -> None:
    async with at_home(clinic, OWN_CARD) as hana:
        reply = await hana.ask_ticket(await hana.statement(**changes))  # type: ignore[arg-type]
        assert (reply.status_code, reply.json()["code"]) == (400, "signature.refused")


async def test_a_sign_in_statement_confirms_no_eligibility(clinic: Clinic, household: range) -> None:
    """Its nonce is no institution's."""
    async with at_home(clinic, OWN_CARD) as hana:
        statement = await hana.statement()
    asked = await signed_message(clinic, soft=OWN_CARD)
    reply = await clinic.ask("signed", asked | {"nonce": statement.nonce})
    assert reply.json()["code"] == "nonce.refused"


async def test_a_nonce_is_spent_by_its_first_use_even_a_wrong_one(clinic: Clinic, household: range) -> None:
    async with at_home(clinic, OWN_CARD) as hana:
        statement = await hana.statement()
        wrong = await hana.ask_ticket(statement, bytes(256))
        assert wrong.json()["code"] == "signature.refused"
        assert (await hana.ask_ticket(statement)).json()["code"] == "nonce.refused"


async def test_a_recorded_statement_cannot_be_sent_again(clinic: Clinic, household: range) -> None:
    async with at_home(clinic, OWN_CARD) as hana:
        statement = await hana.statement()
        assert (await hana.ask_ticket(statement)).status_code == 201
        assert (await hana.ask_ticket(statement)).json()["code"] == "nonce.refused"


async def test_a_nonce_is_over_after_its_time(clinic: Clinic, household: range, clock: StandingClock) -> None:
    async with at_home(clinic, OWN_CARD) as hana:
        statement = await hana.statement()
        clock.advance(clinic.service.limits.nonce_life)
        assert (await hana.ask_ticket(statement)).json()["code"] == "nonce.refused"


@pytest.mark.parametrize(
    ("soft", "code"),
    [
        (STRANGER.card(), "certificate.untrusted"),
        (NEWER.card(serial=99), "certificate.unknown"),
        (NEWER.card(serial=9, until=datetime(2026, 11, 1, tzinfo=UTC)), "certificate.expired"),
    ],
    ids=["nobody's issuer", "nobody's card", "past its end"],
)
async def test_only_a_living_card_of_somebody_signs_in(
    clinic: Clinic, household: range, soft: object, code: str
) -> None:
    """A certificate past its end confirms eligibility at a counter, and nothing else."""
    if code == "certificate.expired":
        await bound(clinic, household[0], soft)  # type: ignore[arg-type]
    async with at_home(clinic, soft) as somebody:  # type: ignore[arg-type]
        reply = await somebody.ask_ticket(await somebody.statement())
        assert (reply.status_code, reply.json()["code"]) == (400, code)


async def test_a_session_ends_by_quiet(hana: Person, clock: StandingClock) -> None:
    for _ in range(2):
        clock.advance(IDLE - _MINUTE)
        await hana.look_at("consents")
    clock.advance(IDLE)
    page_of(await hana.browser.get("/portal/consents"), 403)


async def test_a_session_ends_after_an_hour_of_work_too(hana: Person, clock: StandingClock) -> None:
    for _ in range(int(LONGEST / IDLE) + 1):
        clock.advance(IDLE - _MINUTE)
        reply = await hana.browser.get("/portal/consents")
    assert reply.status_code == 403


async def test_signing_out_ends_the_session_at_once(hana: Person) -> None:
    cookies = dict(hana.browser.cookies)
    form = (await hana.look_at("")).forms["/portal/sign-out"]
    reply = await hana.send("/portal/sign-out", form)
    assert "サインアウトしました" in page_of(reply).text
    assert not hana.browser.cookies
    hana.browser.cookies.update(cookies)
    page_of(await hana.browser.get("/portal/consents"), 403)


async def test_an_address_that_tries_too_often_waits(
    clinic: Clinic, household: range, clock: StandingClock
) -> None:
    async with at_home(clinic, OWN_CARD) as hana:
        for _ in range(TRIES[Action.NONCE]):
            await hana.nonce()
        refused = await hana.browser.post("/v1/portal/nonces")
        assert (refused.status_code, refused.json()["code"]) == (429, "portal.too_many_tries")
        clock.advance(timedelta(seconds=int(refused.headers["retry-after"])))
        await hana.nonce()


async def test_tickets_cannot_be_guessed_at_any_pace(clinic: Clinic, household: range) -> None:
    async with at_home(clinic, OWN_CARD) as hana:
        for _ in range(TRIES[Action.SESSION]):
            page_of(await hana.send("/portal/session", {"ticket": "guess"}), 403)
        page_of(await hana.send("/portal/session", {"ticket": "guess"}), 429)


async def test_before_its_first_day_the_page_says_when(clinic: Clinic, clock: StandingClock) -> None:
    """R19"""
    clock.now = datetime(2021, 2, 1, tzinfo=UTC)
    async with at_home(clinic, OWN_CARD) as hana:
        refused = await hana.browser.post("/v1/portal/nonces")
        assert refused.json()["starts_on"] == "2021-03-01"
        assert "2021年3月1日" in page_of(await hana.browser.get("/portal/"), 403).text
