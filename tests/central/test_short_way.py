"""The short way to a check and FastAPI's way to the same endpoint answer alike."""

import json
import logging
from typing import Any

import httpx
import pytest
from starlette.types import Message

from app.central.app import build_api
from app.central.guard import Guard
from app.central.verification.endpoints import WAYS
from tests.central.clinic import Clinic, person, typed_message

pytestmark = pytest.mark.anyio
PATH = "/v1/eligibility/typed"
JSON = {"Content-Type": "application/json"}
ASKED = typed_message()


def _body(**changes: Any) -> bytes:
    return json.dumps({**ASKED, **changes}).encode()


CASES = {
    "found": (_body(), JSON),
    "found, with a parameter of the kind of content": (
        _body(),
        {"Content-Type": "Application/JSON; charset=utf-8"},
    ),
    "found, of a kind built on JSON": (_body(), {"Content-Type": "application/x+json"}),
    "nobody": (_body(number="9999"), JSON),
    "of another kind": (_body(), {"Content-Type": "text/plain"}),
    "of no kind": (_body(), {}),
    "nothing": (b"", JSON),
    "no JSON": (b"{", JSON),
    "no text": (b'{"staff": "\xff"}', JSON),
    "a list": (b"[]", JSON),
    "a number": (b"7", JSON),
    "null": (b"null", JSON),
    "a field missing": (json.dumps({**ASKED, "on": None}).encode(), JSON),
    "several fields wrong": (_body(on="yesterday", branch="7", check_id="x"), JSON),
    "a field of somebody else's": (_body(my_secret="1"), JSON),
    "a truth in words": (_body(specific_disease_agreed="maybe"), JSON),
    "too long": (_body(staff="x" * 70_000), JSON),
    "a wrong day": (_body(on="2001-01-01"), JSON),
    "a wrong number": (_body(insurer="06139990"), JSON),
    "a bad token": (_body(), {**JSON, "Authorization": "Bearer abc.def"}),
    "no token": (_body(), {**JSON, "Authorization": ""}),
}


async def _told(
    app: Any, clinic: Clinic, body: bytes, headers: dict[str, str]
) -> tuple[int, Any, dict[str, str]]:
    token = {"Authorization": clinic.line.headers["Authorization"]}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://central") as line:
        reply = await line.post(PATH, content=body, headers={**token, **headers})
    told = reply.json()
    told.pop("request_id", None)
    return (
        reply.status_code,
        told,
        {name: value for name, value in reply.headers.items() if name != "content-length"},
    )


@pytest.mark.parametrize("case", CASES)
async def test_both_ways_answer_alike(clinic: Clinic, case: str) -> None:
    await clinic.enter(person())
    long_way = Guard(build_api(clinic.service), clinic.service.settings.practice, {})
    short_way = clinic.line._transport.app  # type: ignore[attr-defined]
    assert await _told(short_way, clinic, *CASES[case]) == await _told(long_way, clinic, *CASES[case])


async def test_every_way_of_asking_has_its_short_way(clinic: Clinic) -> None:
    described = build_api(clinic.service).openapi()["paths"]
    assert set(WAYS) == {path for path in described if path.startswith("/v1/eligibility/")}


async def test_a_line_cut_in_the_middle_of_a_message_is_no_failure_of_the_service(
    clinic: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Message] = [
        {"type": "http.request", "body": _body()[:20], "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return told.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    token = clinic.line.headers["Authorization"].encode()
    scope = {"type": "http", "method": "POST", "path": PATH, "headers": [(b"authorization", token)]}
    with caplog.at_level(logging.INFO, "madoguchi.central"):
        await clinic.line._transport.app(scope, receive, send)  # type: ignore[attr-defined]
    assert not sent
    assert [(each.levelname, "was cut" in each.getMessage()) for each in caplog.records] == [("INFO", True)]
