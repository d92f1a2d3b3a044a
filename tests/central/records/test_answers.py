"""What an institution answered to alerts: its own, told to it alone, under a consent (design, Storage)."""

from typing import Any

import httpx
import pytest

from tests.central.consents.counter import PHARMACY
from tests.central.records.conftest import House

pytestmark = pytest.mark.anyio
ANSWER = {
    "alert": "ingredient:4c1f0a9d",
    "facts": "0d7be1c4",
    "answer": "intended",
    "note": "頓用として併用中",
    "staff": "佐藤",
}


async def answer(house: House, consent_id: str, **changes: Any) -> httpx.Response:
    return await house.clinic.line.post(
        "/v1/records/answers", json={"consent_id": consent_id} | ANSWER | changes
    )


async def test_an_answer_comes_back_with_the_next_history_and_a_declined_generic_apart(
    house_on_both: House,
) -> None:
    house = house_on_both
    consent_id = await house.agreed("drug")
    kept = await answer(house, consent_id)
    assert kept.status_code == 200, kept.text
    await answer(house, consent_id, alert="generic:1129009", facts="-", answer="declined", note="味がちがう")
    told = await house.drugs(consent_id)
    assert told["answered"] == [kept.json()]
    assert [each["note"] for each in told["generics_declined"]] == ["味がちがう"]


async def test_for_the_same_facts_the_newest_answer_counts(house: House) -> None:
    consent_id = await house.agreed("drug")
    await answer(house, consent_id)
    await answer(house, consent_id, answer="asked", note="")
    await answer(house, consent_id, facts="other", answer="asked")
    told = await house.drugs(consent_id)
    assert [(each["facts"], each["answer"]) for each in told["answered"]] == [
        ("0d7be1c4", "asked"),
        ("other", "asked"),
    ]


async def test_another_institution_is_told_nothing_of_it(house: House) -> None:
    await answer(house, await house.agreed("drug"))
    await house.as_pharmacy()
    told = await house.drugs(await house.agreed("drug", institution=PHARMACY.digits))
    assert (told["answered"], told["generics_declined"]) == ([], [])


async def test_answering_is_on_record_like_reading(house: House) -> None:
    await answer(house, await house.agreed("drug"))
    assert await house.rows("SELECT action, outcome, staff FROM record_access") == [
        ("answer", "answered", "佐藤")
    ]


async def test_a_my_number_in_a_note_is_refused(house: House) -> None:
    """R3"""
    reply = await answer(house, await house.agreed("drug"), note="1234 5678 9018")
    assert (reply.status_code, reply.json()["code"], reply.json()["fields"]) == (
        400,
        "number.refused",
        ["note"],
    )
    assert await house.rows("SELECT note FROM alert_answer") == []
