"""Desks by the thousand, in a process of their own: `python -m tests.bench.asking PORT SECONDS CONNECTIONS PER_SECOND`.

Standard input: a JSON list of requests, each [token, message]; a message's check id is made anew for every question.
PER_SECOND 0 asks as fast as answers come; else questions come at random moments, so many a second on average, and
their time counts from the moment they should have been asked. Prints one JSON line.
"""

import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from time import perf_counter
from typing import Any, cast
from uuid import UUID

import uvloop

PATH = "/v1/eligibility/typed"
_CHECK_ID = b"@" * 36
_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


def request_of(token: str, message: dict[str, Any]) -> tuple[bytes, bytes]:
    """The whole request, cut where the check id stands."""
    body = json.dumps({**message, "check_id": _CHECK_ID.decode()}).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: central\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    before, _, after = (head.encode() + body).partition(_CHECK_ID)
    return before, after


class Line(asyncio.Protocol):
    """One kept-alive connection: a question, its answer, the next."""

    def __init__(self) -> None:
        self._received = b""
        self._answer: asyncio.Future[bytes] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head = self._received.find(_END)
        if head < 0 or self._answer is None:
            return
        stated = self._received[:head].lower().partition(_LENGTH)[2]
        if len(self._received) >= head + len(_END) + int(stated.partition(b"\r\n")[0]):
            whole, self._received = self._received, b""
            self._answer.set_result(whole)

    def ask(self, request: bytes) -> asyncio.Future[bytes]:
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._answer


class Desks:
    def __init__(self, lines: list[Line], requests: list[tuple[bytes, bytes]]) -> None:
        self.took_ms: list[float] = []
        self.outcomes: Counter[str] = Counter()
        self._lines = lines
        self._requests: Iterator[tuple[bytes, bytes]] = cycle(requests)

    async def ask_without_pause(self, until: float) -> None:
        async def one_after_another(line: Line) -> None:
            while perf_counter() < until:
                await self._ask(line, perf_counter())

        await asyncio.gather(*map(one_after_another, self._lines))

    async def ask_at_pace(self, until: float, per_second: float) -> None:
        free: asyncio.Queue[Line] = asyncio.Queue()
        for line in self._lines:
            free.put_nowait(line)

        async def ask_when_free(due: float) -> None:
            line = await free.get()
            await self._ask(line, due)
            free.put_nowait(line)

        async with asyncio.TaskGroup() as asking:
            due = perf_counter()
            while due < until:
                due += random.expovariate(per_second)
                await asyncio.sleep(max(0.0, due - perf_counter()))
                asking.create_task(ask_when_free(due))

    async def _ask(self, line: Line, due: float) -> None:
        before, after = next(self._requests)
        check_id = str(UUID(int=random.getrandbits(128), version=4)).encode()
        answer = await line.ask(before + check_id + after)
        self.took_ms.append((perf_counter() - due) * 1000)
        status = answer[9:12].decode()
        self.outcomes[answer.partition(b'"outcome":"')[2].partition(b'"')[0].decode() or status] += 1


async def main(port: int, seconds: float, connections: int, per_second: float) -> None:
    requests = [request_of(token, message) for token, message in json.load(sys.stdin)]
    loop = asyncio.get_running_loop()
    lines = [(await loop.create_connection(Line, "127.0.0.1", port))[1] for _ in range(connections)]
    desks = Desks(lines, requests)
    started = perf_counter()
    if per_second:
        await desks.ask_at_pace(started + seconds, per_second)
    else:
        await desks.ask_without_pause(started + seconds)
    took_s = perf_counter() - started
    print(json.dumps({"took_s": took_s, "took_ms": desks.took_ms, "outcomes": desks.outcomes}))


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))
