"""A month's file handed in and reviewed, as a clinic with an inbox sees it."""

import hashlib
from typing import Any
from uuid import uuid4

from app.central.review.closing import review_again
from app.central.review.runs import work_off_a_block
from tests.central.clinic import Clinic


async def handed_in(clinic: Clinic, data: bytes) -> str:
    """Its submission's number."""
    message = {"length": len(data), "sha256": hashlib.sha256(data).hexdigest(), "paper": []}
    key = {"Idempotency-Key": str(uuid4())}
    number: str = (await clinic.line.post("/v1/receipts", json=message, headers=key)).json()["receipt_number"]
    where: dict[str, str | int] = {"receipt_number": number, "position": 0}
    await clinic.line.put("/v1/receipts/content", params=where, content=data)
    await work_off(clinic)
    return number


async def reviewed_again(clinic: Clinic, number: str) -> None:
    async with clinic.database.transaction() as tx:
        await review_again(tx, number, clinic.service.clock())
    await work_off(clinic)


async def work_off(clinic: Clinic) -> None:
    while await work_off_a_block(clinic.database, clinic.service.clock):
        pass


async def inbox(clinic: Clinic, **asked: Any) -> list[dict[str, Any]]:
    """By the place of the receipt in its file."""
    reply = await clinic.line.get("/v1/notices", params=asked)
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["notices"]
    return sorted(found, key=lambda each: int(each["receipt"]))
