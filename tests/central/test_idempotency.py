"""A write that comes twice is done once, and answered twice alike."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from fastapi import Response

from app.central.idempotency import KEPT, Write, once
from app.central.problems import Refused
from app.central.service import Service
from app.central.storage.database import Database
from app.central.storage.settings import service_settings
from app.contract.problem import ProblemCode
from tests.central.clinic import StandingClock

pytestmark = pytest.mark.anyio
WRITE = Write("06139992", "POST /v1/insurer/branches", "3b0c6a52-1d6f", b'{"number":"3456"}')


@dataclass
class Desk:
    """Does its work and counts how often."""

    service: Service
    done: int = 0

    async def work(self) -> Response:
        self.done += 1
        return Response(f'{{"time":{self.done}}}', 201, media_type="application/json")

    async def ask(self, write: Write = WRITE, work: Callable[[], Awaitable[Response]] | None = None) -> str:
        reply = await once(self.service, write, work or self.work)
        return f"{reply.status_code} {bytes(reply.body).decode()}"


@pytest.fixture
async def desk(database: Database, clock: StandingClock) -> Desk:
    async with database.transaction() as tx:
        settings = await service_settings(tx)
    return Desk(Service(database, settings, clock))


async def _code(asked: Awaitable[str]) -> ProblemCode:
    with pytest.raises(Refused) as refused:
        await asked
    return refused.value.problem


async def test_a_repeat_gets_the_first_answer_for_a_day(desk: Desk, clock: StandingClock) -> None:
    first = await desk.ask()
    clock.advance(KEPT - timedelta(seconds=1))
    assert await desk.ask() == first == '201 {"time":1}'
    clock.advance(timedelta(seconds=1))
    assert await desk.ask() == '201 {"time":2}'


async def test_the_same_key_with_another_body_is_refused(desk: Desk) -> None:
    await desk.ask()
    assert await _code(desk.ask(replace(WRITE, body=b"{}"))) is ProblemCode.IDEMPOTENCY_KEY_REUSED
    assert desk.done == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(WRITE, client="01139997"),
        replace(WRITE, route="POST /v1/other"),
        replace(WRITE, key="another-key"),
    ],
)
async def test_a_key_is_of_one_client_and_route(desk: Desk, other: Write) -> None:
    await desk.ask()
    assert await desk.ask(other) == '201 {"time":2}'


async def test_what_was_refused_may_be_asked_again(desk: Desk) -> None:
    async def refuse() -> Response:
        raise Refused(ProblemCode.BRANCH_EXHAUSTED)

    assert await _code(desk.ask(work=refuse)) is ProblemCode.BRANCH_EXHAUSTED
    assert await desk.ask() == '201 {"time":1}'


async def test_a_repeat_waits_while_the_first_is_worked_on(desk: Desk) -> None:
    async def meanwhile() -> Response:
        assert await _code(desk.ask()) is ProblemCode.IDEMPOTENCY_KEY_IN_USE
        return await desk.work()

    assert await desk.ask(work=meanwhile) == await desk.ask() == '201 {"time":1}'


async def test_a_request_whose_service_died_is_taken_over_after_a_minute(
    desk: Desk, clock: StandingClock
) -> None:
    async def long_ago() -> Response:
        clock.advance(timedelta(seconds=61))
        assert await desk.ask() == '201 {"time":1}'
        return await desk.work()

    await desk.ask(work=long_ago)
    assert desk.done == 2


async def test_neither_key_nor_body_is_kept(desk: Desk) -> None:
    """R3: a body may hold what this database must not, and a bare hash of a number is soon guessed."""
    await desk.ask()
    async with desk.service.database.transaction() as tx:
        (row,) = await tx.fetch("SELECT * FROM first_reply")
    kept = str(tuple(row))
    assert WRITE.key not in kept and "3456" not in kept
