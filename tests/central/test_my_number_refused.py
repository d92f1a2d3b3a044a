"""Whatever a clinic sends, a My Number among it goes no further (R3)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.central.clinic import Clinic, message, typed_message
from tests.central.registrar import my_number

pytestmark = pytest.mark.anyio
WRITTEN = f"佐藤 {my_number(7)}"
CHANGE = {"state": "done", "staff": "佐藤", "in_hand_until": None, "note": "", "version": 1}
ANSWER = {"consent_id": "x", "alert": "a", "facts": "b", "answer": "kept", "note": "", "staff": "佐藤"}
SHEET = {
    **{"receipt_number": "1", "insurer": "06139992", "symbol": "12", "number": "3456", "branch": None},
    **{"birth_on": "1988-02-14", "sex": "2", "kana": "カクウ", "days": ["2026-10-05"], "points": 1},
    **{"public_expense": False, "meals": False, "amounts_paid": False},
}
PAPER = {"length": 0, "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("eligibility/typed", typed_message(staff=WRITTEN), "staff"),
        ("records/drugs", {"consent_id": "x", "staff": WRITTEN}, "staff"),
        ("records/drugs", {"consent_id": my_number(7), "staff": "佐藤"}, "consent_id"),
        ("records/checkups", {"consent_id": "x", "staff": WRITTEN}, "staff"),
        ("records/answers", ANSWER | {"note": WRITTEN}, "note"),
        ("consents/x/withdraw", {"staff": WRITTEN}, "staff"),
        ("notices/x", CHANGE | {"note": WRITTEN}, "note"),
        ("notices/x", CHANGE | {"staff": WRITTEN}, "staff"),
        ("receipts", PAPER | {"paper": [SHEET, SHEET | {"number": my_number(7)}]}, "paper[1].number"),
    ],
)
async def test_a_my_number_in_a_message_is_told_by_its_field_and_kept_nowhere(
    clinic: Clinic, path: str, body: dict[str, Any], field: str
) -> None:
    """R3: also among words."""
    headers = {"Idempotency-Key": str(uuid4())}
    reply = await clinic.line.post(f"/v1/{path}", json=body, headers=headers)
    problem = reply.json()
    assert (reply.status_code, problem["code"], problem["fields"]) == (400, "number.refused", [field])
    assert my_number(7) not in reply.text
    assert await clinic.audit() == []
    async with clinic.database.transaction() as tx:
        assert await tx.fetch("SELECT at FROM record_access") == []


async def test_an_id_that_holds_twelve_such_digits_by_chance_is_no_my_number(clinic: Clinic) -> None:
    """One check in some thousands has one."""
    asked = message() | typed_message(check_id=f"00000000-0000-4000-8000-{my_number(7)}")
    assert (await clinic.ask("typed", asked)).json()["outcome"] == "none"


async def test_a_batch_of_somebody_whose_name_holds_one_is_not_taken_in(clinic: Clinic) -> None:
    item = {
        key: value
        for key, value in typed_message().items()
        if key in ("on", "insurer", "symbol", "number", "branch", "month_day", "birth_on")
    }
    batch = {"batch_id": str(uuid4()), "staff": WRITTEN, "items": [{"item_id": "1", **item}]}
    reply = await clinic.line.post("/v1/batches", json=batch)
    assert (reply.status_code, reply.json()["fields"]) == (422, ["staff"])


async def test_a_version_that_no_notice_can_have_is_malformed(clinic: Clinic) -> None:
    for version in (2**31, -1):
        reply = await clinic.line.post("/v1/notices/x", json=CHANGE | {"version": version})
        assert (reply.status_code, reply.json()["fields"]) == (422, ["version"])
