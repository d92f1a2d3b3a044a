"""Failures are problem documents (RFC 9457) that never repeat the input; the practice mark is on every reply."""

import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from app.central.app import build_app
from app.central.service import Service
from app.central.storage.database import Database, DatabaseBusy, DatabaseFull, Statements, Transaction
from app.central.storage.settings import mark_practice, service_settings
from app.contract.problem import MEDIA_TYPE, Problem
from app.scheme.days import utc_now
from tests.central.clinic import Clinic, StandingClock, typed_message

pytestmark = pytest.mark.anyio
SECRET_WORD = "himitsu"


async def test_every_failure_is_a_problem_document(clinic: Clinic) -> None:
    asked = typed_message()
    replies = [
        await clinic.line.get("/nothing/here"),
        await clinic.line.get("/v1/eligibility/typed"),
        await clinic.line.post("/v1/eligibility/typed", content=b"{"),
        await clinic.line.post("/v1/eligibility/typed", content=b"\xff\xfe"),
        await clinic.line.post("/v1/eligibility/typed", json=[]),
        await clinic.line.post("/v1/eligibility/typed", json=asked | {"on": "2026-11-31"}),
        await clinic.line.post("/v1/eligibility/photo", json=asked),
        await clinic.line.get("/v1/insurers", params={"cursor": "x"}),
    ]
    for reply in replies:
        assert reply.headers["content-type"] == MEDIA_TYPE
        problem = Problem.model_validate(reply.json())
        assert (problem.status, problem.type) == (reply.status_code, f"urn:madoguchi:problem:{problem.code}")
    assert [reply.status_code for reply in replies] == [404, 405, 422, 422, 422, 422, 422, 422]


async def test_a_malformed_message_is_told_by_field_names_without_values(clinic: Clinic) -> None:
    asked = typed_message(branch=SECRET_WORD, on=SECRET_WORD, staff=[SECRET_WORD]) | {SECRET_WORD: 1}
    reply = await clinic.ask("typed", asked)
    assert reply.json()["fields"] == ["(unknown)", "branch", "on", "staff"]
    assert SECRET_WORD not in reply.text


async def test_a_message_longer_than_any_of_ours_is_not_read(clinic: Clinic) -> None:
    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 8192

    whole = await clinic.line.post("/v1/eligibility/typed", content=b" " * 70_000)
    pieces = await clinic.line.post("/v1/eligibility/typed", content=in_pieces())
    for reply in (whole, pieces):
        assert (reply.status_code, reply.json()["code"]) == (413, "message.malformed")


async def test_only_messages_of_many_rows_may_be_long(clinic: Clinic) -> None:
    batch = await clinic.line.post("/v1/batches", content=b" " * 70_000)
    assert batch.status_code != 413
    whole = await clinic.line.post("/v1/batches", content=b" " * (4 * 1024 * 1024 + 1))
    assert (whole.status_code, whole.json()["detail"]) == (413, "longer than 4096 KiB")


class _Failing:
    """A database that fails as told, and quotes what it was given, as real ones do."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        raise self._error
        yield

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Statements]:
        raise self._error
        yield

    async def append(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        raise self._error

    async def close(self) -> None: ...


async def _health(clinic: Clinic, error: Exception) -> httpx.Response:
    service = Service(_Failing(error), clinic.service.settings, utc_now)
    transport = httpx.ASGITransport(build_app(service))
    async with httpx.AsyncClient(transport=transport, base_url="http://central") as line:
        return await line.get("/health")


async def test_a_bug_is_told_by_its_request_id_and_logged_without_its_words(
    clinic: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        reply = await _health(clinic, RuntimeError(SECRET_WORD))
    problem = reply.json()
    assert (reply.status_code, problem["code"]) == (500, "service.internal")
    (logged,) = [record.getMessage() for record in caplog.records]
    assert problem["request_id"] in logged and "RuntimeError" in logged and "test_problems.py" in logged
    assert SECRET_WORD not in logged + reply.text


async def test_a_busy_database_asks_to_come_back(clinic: Clinic) -> None:
    reply = await _health(clinic, DatabaseBusy())
    assert (reply.status_code, reply.json()["code"]) == (503, "service.overloaded")
    assert int(reply.headers["Retry-After"]) > 0


async def test_a_full_disk_asks_to_come_back_and_tells_the_operator_why(
    clinic: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    reply = await _health(clinic, DatabaseFull())
    assert (reply.status_code, reply.json()["code"]) == (503, "service.overloaded")
    assert "the database is full" in caplog.text


async def test_a_nul_is_malformed_wherever_it_stands(database: Database, clock: StandingClock) -> None:
    """No name and no number has one, and PostgreSQL keeps none: both engines answer alike."""
    async with Clinic.opened(database, clock) as clinic:
        in_message = await clinic.typed(staff="佐\0藤")
        in_form = await clinic.line.post(
            "/v1/token", data={"grant_type": "client_credentials", "client_id": "\0", "client_secret": "x"}
        )
        in_address = await clinic.line.get("/v1/batches/a%00b")
        assert await clinic.audit() == []
    for reply in (in_message, in_form, in_address):
        assert (reply.status_code, reply.json()["code"]) == (422, "message.malformed")


async def _marks(database: Database) -> list[str | None]:
    async with database.transaction() as tx:
        settings = await service_settings(tx)
    transport = httpx.ASGITransport(build_app(Service(database, settings, utc_now)))
    async with httpx.AsyncClient(transport=transport, base_url="http://central") as line:
        replies: list[Any] = [
            await line.get(path) for path in ("/health", "/nothing", "/v1/institution", "/docs")
        ]
    return [reply.headers.get("Madoguchi-Practice") for reply in replies]


async def test_the_practice_mark_is_on_every_reply_of_a_practice_service_alone(memory: Database) -> None:
    assert await _marks(memory) == [None] * 4
    async with memory.transaction() as tx:
        await mark_practice(tx)
    assert await _marks(memory) == ["1"] * 4


async def test_answers_are_nobodys_to_keep(clinic: Clinic) -> None:
    reply = await clinic.typed()
    assert reply.headers["Cache-Control"] == "no-store"
    assert json.loads(reply.text)["outcome"] == "none"
