"""The counter takes the consent, the doctor opens the history at another desk of the house (R15)."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.central.clinic import CODE, StandingClock, card, cover, person
from tests.central.consents.counter import (
    PHARMACY,
    agree,
    consents,
    later,
    photo_check,
    signed_message,
    withdraw,
)
from tests.central.records.conftest import House

pytestmark = pytest.mark.anyio
OTHER = card(number="7777")
LAPSED = card(number="8888")


async def checked(house: House, **card_typed: Any) -> str:
    """The id of a check of the doctor's own."""
    reply = await house.clinic.typed(**card_typed)
    assert reply.status_code == 200, reply.text
    return str(reply.json()["check_id"])


async def kinds_found(house: House, check_id: str) -> list[str]:
    return [each["kind"] for each in await consents(house.clinic, check_id)]


async def test_a_check_of_the_doctors_own_finds_the_consent_and_opens_under_it(house_on_both: House) -> None:
    """R15: typed from the chart or by photograph; the read stands on record as any other."""
    house = house_on_both
    given = await agree(house.clinic, "drug", "checkup")
    for mine in (await checked(house), await photo_check(house.clinic)):
        found = {each["kind"]: each["consent_id"] for each in await consents(house.clinic, mine)}
        assert found == given
        assert (await house.read("drugs", found["drug"], staff="鈴木")).status_code == 200
    rows = await house.rows("SELECT staff, person_id, outcome FROM record_access")
    assert rows == [("鈴木", house.person_id, "answered")] * 2


@pytest.mark.parametrize(
    "whose",
    ["of somebody else", "of nobody", "of twins", "of a lapsed card", "of no desk", "of another house"],
)
async def test_no_other_check_finds_it(house: House, whose: str) -> None:
    """R15: another institution never, a check of somebody else never."""
    given = await agree(house.clinic, "drug")
    secret = given["drug"]
    match whose:
        case "of somebody else":
            await house.clinic.enter(person(cover(OTHER), name="架空　太郎"))
            check_id = await checked(house, number="7777")
        case "of nobody":
            check_id = await checked(house, month_day="0101")
        case "of twins":
            await house.clinic.enter(person(name="架空　月"))
            check_id = await checked(house)
        case "of a lapsed card":
            old = cover(LAPSED, since=date(2015, 4, 1), lost_on=date(2019, 4, 1))
            await house.clinic.enter(person(old, name="架空　花"))
            check_id = await checked(house, number="8888")
        case "of no desk":
            check_id = "3b0c6a52-1d6f-4a5e-9c3e-0f7a2b9d4c11"
        case _:
            await house.as_pharmacy()
            check_id = await checked(house)
    reply = await house.clinic.line.get("/v1/consents", params={"check_id": check_id})
    assert reply.json()["consents"] == []
    assert secret not in reply.text


async def test_a_check_finds_consents_for_as_long_as_one_lasts(house: House, clock: StandingClock) -> None:
    """R15: by the service's clock."""
    mine = await checked(house)
    await later(house.clinic, clock, timedelta(hours=23))
    await agree(house.clinic, "drug")
    assert await kinds_found(house, mine) == ["drug"]
    await later(house.clinic, clock, timedelta(hours=1))
    assert await kinds_found(house, mine) == []
    assert await kinds_found(house, await checked(house)) == ["drug"]
    await later(house.clinic, clock, timedelta(hours=23))
    assert await kinds_found(house, await checked(house)) == []


async def test_withdrawn_at_one_desk_it_is_over_at_all(house_on_both: House, clock: StandingClock) -> None:
    """R15: also what the person had agreed to twice that day."""
    house = house_on_both
    morning = (await agree(house.clinic, "drug", "checkup"))["drug"]
    await later(house.clinic, clock, timedelta(hours=3))
    noon = (await agree(house.clinic, "drug"))["drug"]
    mine = await checked(house)
    assert sorted(await kinds_found(house, mine)) == ["checkup", "drug", "drug"]
    told = (await withdraw(house.clinic, morning)).json()["consents"]
    ended = {each["consent_id"]: each["withdrawn_at"] for each in told if each["kind"] == "drug"}
    assert set(ended) == {morning, noon}
    assert None not in ended.values()
    assert await consents(house.clinic, mine) == told
    refused = await house.read("drugs", noon)
    assert (refused.status_code, refused.json()["code"]) == (403, "consent.missing")
    assert [each["withdrawn_at"] for each in told if each["kind"] == "checkup"] == [None]


async def test_a_withdrawal_sent_again_leaves_what_was_agreed_to_since(house: House) -> None:
    """R15: its first reply was lost, and the patient thought better of it meanwhile."""
    first = (await agree(house.clinic, "drug"))["drug"]
    await withdraw(house.clinic, first)
    asked = await signed_message(house.clinic, "drug")
    await house.clinic.ask("signed", asked)
    (second,) = (each for each in await consents(house.clinic, asked["check_id"]) if not each["withdrawn_at"])
    assert (await withdraw(house.clinic, first)).status_code == 200
    assert (await house.read("drugs", second["consent_id"])).status_code == 200


async def test_what_was_agreed_elsewhere_outlasts_a_withdrawal_here(house: House) -> None:
    await house.as_pharmacy()
    there = (await agree(house.clinic, "drug", institution=PHARMACY.digits))["drug"]
    await house.as_clinic()
    here = (await agree(house.clinic, "drug", institution=CODE.digits))["drug"]
    assert (await withdraw(house.clinic, here)).status_code == 200
    await house.as_pharmacy()
    assert (await house.read("drugs", there)).status_code == 200
