"""The reads and the write of a check by the driver alone: `python -m tests.bench.driver_alone URL SECONDS`.

Standard input: a JSON list of [insurer, symbol, number, born] as the register compares them. Prints one JSON line.
"""

import asyncio
import json
import sys
from datetime import UTC, date, datetime
from itertools import cycle
from time import perf_counter, process_time
from typing import Any
from uuid import uuid4

import asyncpg
import uvloop

from app.central.registry.known import HISTORIES_OF_A_CARD
from app.central.storage.postgres import SESSION_SETTINGS
from app.central.verification.audit import EARLIER_AND_MISSES, RECORD

_CONNECTIONS = 8


async def main(url: str, seconds: float) -> None:
    cards = cycle(json.load(sys.stdin))
    connections = [await asyncpg.connect(url, server_settings=SESSION_SETTINGS) for _ in range(_CONNECTIONS)]
    institution = await connections[0].fetchval("SELECT code FROM institution ORDER BY code LIMIT 1")
    asked = 0
    started, used_s = perf_counter(), process_time()

    async def ask(connection: Any) -> None:
        nonlocal asked
        while perf_counter() < started + seconds:
            now, check_id = datetime.now(tz=UTC), str(uuid4())
            await connection.fetch(EARLIER_AND_MISSES, institution, check_id, now)
            insurer, symbol, number, born = next(cards)
            await connection.fetch(HISTORIES_OF_A_CARD, insurer, symbol, number, now, born)
            told = (bytes(32), date.today(), "typed", "valid", False, False, None)
            await connection.execute(RECORD, now, institution, "計測", check_id, *told)
            asked += 1

    await asyncio.gather(*map(ask, connections))
    told = {"asked": asked, "per_second": asked / (perf_counter() - started)}
    print(json.dumps({**told, "processor_s": process_time() - used_s}))


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], float(sys.argv[2])))
