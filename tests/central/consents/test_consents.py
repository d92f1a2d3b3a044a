"""Consents at the counter: signed with the card, or on paper within limits (R15)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.central.cards.bindings import HolderKind
from app.central.consents.consent import (
    LASTS,
    Consent,
    consent_of,
    consents_of_person,
    withdraw_by_person,
)
from app.central.consents.paper import InstitutionUnknown, allow_paper, stop_paper
from app.central.storage.database import Database
from app.errors import InputRefused
from app.scheme.numbers import InstitutionCode
from tests.central.clinic import CODE, MORNING, Clinic, StandingClock, cover, person
from tests.central.consents.counter import (
    agree,
    at_pharmacy,
    card_of,
    consents,
    later,
    photo_check,
    signed_message,
    withdraw,
)
from tests.central.issuers import NEWER

pytestmark = pytest.mark.anyio
OVER = NEWER.card(serial=9, until=MORNING - timedelta(days=20))
GIVEN = datetime(2026, 11, 20, 9, tzinfo=UTC)
CONSENT = Consent("c", 1, CODE.digits, "check", "drug", "pin", GIVEN, GIVEN + LASTS, None)


async def _counter(database: Database, clock: StandingClock) -> AsyncIterator[Clinic]:
    """One insured person and her card."""
    async with Clinic.opened(database, clock) as opened:
        (who,) = await opened.enter(person())
        await card_of(opened, who)
        yield opened


@pytest.fixture
async def counter(memory: Database, clock: StandingClock) -> AsyncIterator[Clinic]:
    async for each in _counter(memory, clock):
        yield each


@pytest.fixture
async def counter_on_both(database: Database, clock: StandingClock) -> AsyncIterator[Clinic]:
    """On both engines."""
    async for each in _counter(database, clock):
        yield each


async def allowed(clinic: Clinic, per_day: int = 20) -> None:
    async with clinic.database.transaction() as tx:
        await allow_paper(tx, CODE, per_day, MORNING)


async def paper(clinic: Clinic, check_id: str, **changes: Any) -> httpx.Response:
    form = {
        "check_id": check_id,
        "kinds": ["drug"],
        "form_number": "2026-0117",
        "identity_document": None,
        "staff": "佐藤",
    }
    return await clinic.line.post("/v1/consents/paper", json=form | changes)


def told(reply: httpx.Response) -> tuple[int, str, list[str]]:
    return reply.status_code, reply.json()["code"], reply.json()["fields"]


@pytest.mark.parametrize(
    ("after", "withdrawn_after", "in_force"),
    [
        (timedelta(seconds=-1), None, False),
        (timedelta(0), None, True),
        (LASTS - timedelta(seconds=1), None, True),
        (LASTS, None, False),
        (timedelta(hours=1), timedelta(hours=1), False),
        (timedelta(minutes=59), timedelta(hours=1), True),
        (timedelta(hours=25), timedelta(hours=26), False),
    ],
)
def test_a_consent_is_in_force_for_24_hours_or_until_it_is_withdrawn(
    after: timedelta, withdrawn_after: timedelta | None, in_force: bool
) -> None:
    """R15"""
    held = replace(CONSENT, withdrawn_at=None if withdrawn_after is None else GIVEN + withdrawn_after)
    assert (held.in_force_at(GIVEN + after) is not None) is in_force


async def test_what_the_pin_signed_is_a_consent_of_24_hours_for_each_kind(counter_on_both: Clinic) -> None:
    """R15: by the service's clock, at the level pin."""
    counter = counter_on_both
    asked = await signed_message(counter, "drug", "checkup")
    assert (await counter.ask("signed", asked)).json()["outcome"] == "valid"
    drug, checkup = sorted(
        await consents(counter, asked["check_id"]), key=lambda each: each["kind"] != "drug"
    )
    assert (drug["kind"], checkup["kind"]) == ("drug", "checkup")
    assert {drug["level"], checkup["level"]} == {"pin"}
    assert datetime.fromisoformat(drug["given_at"]) == MORNING
    assert datetime.fromisoformat(drug["until"]) == MORNING + timedelta(hours=24)
    assert drug["withdrawn_at"] is None


async def test_a_check_repeated_for_a_lost_reply_makes_no_second_consent(
    counter: Clinic, clock: StandingClock
) -> None:
    asked = await signed_message(counter, "drug")
    await counter.ask("signed", asked)
    first = await consents(counter, asked["check_id"])
    clock.advance(timedelta(minutes=2))
    assert (await counter.ask("signed", asked)).status_code == 200
    assert await consents(counter, asked["check_id"]) == first


async def test_kinds_that_were_not_signed_open_nothing(counter: Clinic) -> None:
    asked = await signed_message(counter, "checkup", told_kinds=("drug", "checkup"))
    assert told(await counter.ask("signed", asked))[:2] == (400, "signature.refused")
    assert await consents(counter, asked["check_id"]) == []


async def test_a_kind_that_nobody_knows_opens_nothing_and_the_check_is_answered(counter: Clinic) -> None:
    asked = await signed_message(counter, "drug", "genome")
    assert (await counter.ask("signed", asked)).status_code == 200
    assert [each["kind"] for each in await consents(counter, asked["check_id"])] == ["drug"]


async def test_without_a_valid_cover_there_is_no_consent(counter: Clinic) -> None:
    (who,) = await counter.enter(person(cover(lost_on=date(2026, 11, 1)), name="架空　太郎"))
    lapsed = NEWER.card(serial=11)
    await card_of(counter, who, lapsed)
    asked = await signed_message(counter, "drug", soft=lapsed)
    assert (await counter.ask("signed", asked)).json()["outcome"] == "lapsed"
    assert await consents(counter, asked["check_id"]) == []


async def test_a_card_certificate_past_its_end_confirms_eligibility_and_carries_no_consent(
    counter: Clinic,
) -> None:
    (who,) = await counter.enter(person(name="架空　太郎"))
    await card_of(counter, who, OVER)
    await allowed(counter)
    asked = await signed_message(counter, "drug", soft=OVER)
    assert (await counter.ask("signed", asked)).json()["outcome"] == "valid"
    assert await consents(counter, asked["check_id"]) == []
    for check_id in (asked["check_id"], await photo_check(counter, OVER)):
        refused = await paper(counter, check_id)
        assert told(refused) == (400, "consent.identity_missing", ["identity_document"])


async def test_another_institutions_consents_are_as_absent(counter: Clinic) -> None:
    asked = await signed_message(counter, "drug")
    await counter.ask("signed", asked)
    (mine,) = await consents(counter, asked["check_id"])
    await at_pharmacy(counter)
    assert await consents(counter, asked["check_id"]) == []
    assert told(await withdraw(counter, mine["consent_id"])) == (403, "consent.missing", ["consent_id"])
    assert told(await withdraw(counter, "nobodys")) == (403, "consent.missing", ["consent_id"])


async def test_a_withdrawn_consent_keeps_the_moment_of_its_first_withdrawal(
    counter: Clinic, clock: StandingClock
) -> None:
    given = await agree(counter, "drug", "checkup")
    await later(counter, clock, timedelta(hours=1))
    left = (await withdraw(counter, given["drug"])).json()["consents"]
    ended = {each["kind"]: each["withdrawn_at"] for each in left}
    assert ended["checkup"] is None
    assert datetime.fromisoformat(ended["drug"]) == MORNING + timedelta(hours=1)
    await later(counter, clock, timedelta(hours=1))
    again = (await withdraw(counter, given["drug"])).json()["consents"]
    assert {each["kind"]: each["withdrawn_at"] for each in again} == ended


async def test_the_person_withdraws_her_own_consents_and_nobody_elses(counter: Clinic) -> None:
    given = await agree(counter, "drug")
    async with counter.database.transaction() as tx:
        found = await consent_of(tx, given["drug"])
        assert found is not None
        assert await withdraw_by_person(tx, found.person_id + 1, given["drug"], MORNING) is False
        assert await withdraw_by_person(tx, found.person_id, given["drug"], MORNING) is True
        (mine,) = await consents_of_person(tx, found.person_id)
    assert mine.withdrawn_at == MORNING


async def test_on_paper_needs_the_operators_yes(counter: Clinic) -> None:
    """R15: off per institution until allowed, and off again."""
    check_id = await photo_check(counter)
    assert told(await paper(counter, check_id))[:2] == (403, "consent.paper_refused")
    await allowed(counter)
    assert (await paper(counter, check_id)).status_code == 200
    async with counter.database.transaction() as tx:
        assert await stop_paper(tx, CODE)
        assert not await stop_paper(tx, CODE)
    assert told(await paper(counter, check_id))[:2] == (403, "consent.paper_refused")


async def test_a_form_on_paper_is_a_consent_with_its_number_and_staff_once(counter_on_both: Clinic) -> None:
    counter = counter_on_both
    await allowed(counter)
    check_id = await photo_check(counter)
    reply = await paper(counter, check_id, kinds=["checkup", "drug"])
    assert sorted(each["kind"] for each in reply.json()["consents"]) == ["checkup", "drug"]
    assert {(each["level"], each["form_number"]) for each in reply.json()["consents"]} == {
        ("paper", "2026-0117")
    }
    assert (await paper(counter, check_id, kinds=["checkup", "drug"])).json() == reply.json()
    async with counter.database.transaction() as tx:
        rows = await tx.fetch("SELECT staff, form_number FROM consent")
    assert {tuple(row) for row in rows} == {("佐藤", "2026-0117")}


async def test_a_typed_check_needs_an_identity_document(counter: Clinic) -> None:
    await allowed(counter)
    check_id = (await counter.typed()).json()["check_id"]
    for missing in (None, "  "):
        refused = await paper(counter, check_id, identity_document=missing)
        assert told(refused) == (400, "consent.identity_missing", ["identity_document"])
    assert (await paper(counter, check_id, identity_document="運転免許証")).status_code == 200


async def test_a_check_that_is_old_unknown_or_found_nobody_shows_nobody(
    counter: Clinic, clock: StandingClock
) -> None:
    await allowed(counter)
    nobody = (await counter.typed(month_day="0101")).json()["check_id"]
    unknown = "3b0c6a52-1d6f-4a5e-9c3e-0f7a2b9d4c11"
    old = await photo_check(counter)
    await later(counter, clock, timedelta(hours=1))
    for check_id in (nobody, unknown, old):
        refused = await paper(counter, check_id, identity_document="運転免許証")
        assert told(refused) == (400, "consent.identity_missing", ["check_id"])


async def test_twins_are_nobody_surely(counter: Clinic) -> None:
    await counter.enter(person(name="架空　月"))
    await allowed(counter)
    twins = await counter.typed()
    assert twins.json()["outcome"] == "several"
    refused = await paper(counter, twins.json()["check_id"], identity_document="運転免許証")
    assert told(refused) == (400, "consent.identity_missing", ["check_id"])


async def test_paper_is_capped_by_the_business_day_in_japan(counter: Clinic, clock: StandingClock) -> None:
    await allowed(counter, per_day=2)
    for number in ("1", "2"):
        assert (await paper(counter, await photo_check(counter), form_number=number)).status_code == 200
    third = await photo_check(counter)
    assert told(await paper(counter, third, form_number="3"))[:2] == (429, "consent.paper_limit")
    clock.now = datetime(2026, 11, 20, 15, 1, tzinfo=UTC)  # a minute past midnight in Japan
    await counter.sign_in(CODE.digits, counter.secret)
    assert (await paper(counter, await photo_check(counter), form_number="3")).status_code == 200


async def test_a_form_number_serves_one_check(counter: Clinic) -> None:
    await allowed(counter)
    assert (await paper(counter, await photo_check(counter))).status_code == 200
    refused = await paper(counter, await photo_check(counter))
    assert told(refused) == (409, "consent.form_reused", ["form_number"])


@pytest.mark.parametrize(
    ("field", "value"), [("kinds", ["genome"]), ("staff", "　"), ("staff", ""), ("kinds", [])]
)
async def test_a_form_without_a_known_kind_or_a_named_staff_member_is_malformed(
    counter: Clinic, field: str, value: object
) -> None:
    await allowed(counter)
    refused = await paper(counter, await photo_check(counter), **{field: value})
    assert (refused.status_code, refused.json()["code"]) == (422, "message.malformed")


@pytest.mark.parametrize("field", ["form_number", "identity_document", "staff"])
async def test_a_my_number_stands_in_no_form(counter: Clinic, field: str) -> None:
    """R3: whoever noted the number of the card instead of its kind is told so, and nothing is kept."""
    await allowed(counter)
    refused = await paper(counter, await photo_check(counter), **{field: "123456789018"})
    assert told(refused) == (400, "number.refused", [field])
    async with counter.database.transaction() as tx:
        assert await tx.fetch("SELECT consent_id FROM consent") == []


async def test_only_institutions_that_may_ask_are_allowed_paper(counter: Clinic) -> None:
    async with counter.database.transaction() as tx:
        with pytest.raises(InstitutionUnknown):
            await allow_paper(tx, InstitutionCode("1319990022"), 5, MORNING)
        for per_day in (0, 1001):
            with pytest.raises(InputRefused, match="per-day"):
                await allow_paper(tx, CODE, per_day, MORNING)


async def test_a_phone_gives_consent_by_its_pin(counter: Clinic) -> None:
    (who,) = await counter.enter(person(name="架空　太郎"))
    phone = NEWER.card(serial=12)
    await card_of(counter, who, phone, HolderKind.PHONE)
    asked = await signed_message(counter, "drug", soft=phone)
    assert (await counter.ask("signed", asked)).json()["outcome"] == "valid"
    assert [each["level"] for each in await consents(counter, asked["check_id"])] == ["pin"]
