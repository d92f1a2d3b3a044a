"""Batches as a desk hands them over and fetches them; the lane works when it is told to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from app.central.batch.lane import work_off_a_block
from tests.central.clinic import SOCIETY, TODAY, Clinic


def item(item_id: str = "1", **changes: Any) -> dict[str, Any]:
    """The card of `person()`; changes replace fields."""
    asked = {
        "item_id": item_id,
        "on": TODAY.isoformat(),
        "insurer": SOCIETY,
        "symbol": "12",
        "number": "3456",
        "branch": "00",
        "month_day": "0214",
        "birth_on": None,
    }
    return asked | changes


def items(count: int, **changes: Any) -> list[dict[str, Any]]:
    return [item(str(number), **changes) for number in range(1, count + 1)]


@dataclass
class BatchDesk:
    clinic: Clinic

    async def hand_over(
        self, asked: Sequence[dict[str, Any]], batch_id: str | None = None, **changes: Any
    ) -> httpx.Response:
        message = {"batch_id": batch_id or str(uuid4()), "staff": "佐藤", "items": list(asked)}
        return await self.clinic.line.post("/v1/batches", json=message | changes)

    async def handed_over(self, asked: Sequence[dict[str, Any]]) -> str:
        reply = await self.hand_over(asked)
        assert reply.status_code == 202, reply.text
        receipt: str = reply.json()["receipt_number"]
        return receipt

    async def work(self) -> int:
        """Until there is nothing to do. Returns: blocks."""
        blocks = 0
        while await work_off_a_block(self.clinic.service):
            blocks += 1
        return blocks

    async def progress(self, receipt: str) -> httpx.Response:
        return await self.clinic.line.get(f"/v1/batches/{receipt}")

    async def page(self, receipt: str, cursor: str = "") -> httpx.Response:
        return await self.clinic.line.get(f"/v1/batches/{receipt}/results", params={"cursor": cursor})

    async def cancel(self, receipt: str) -> httpx.Response:
        return await self.clinic.line.delete(f"/v1/batches/{receipt}")

    async def results(self, receipt: str) -> list[dict[str, Any]]:
        """Every result that is there now."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = (await self.page(receipt, cursor)).json()
            found += page["results"]
            if page["next_cursor"] is None or not page["results"]:
                return found
            cursor = page["next_cursor"]
