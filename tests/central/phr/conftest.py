"""A service that Hana may allow to read, and what there is to read."""

from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from app.central.phr.clients import create_client
from app.central.phr.scopes import SUPPORTED
from tests.central.clinic import MORNING, Clinic
from tests.central.portal.conftest import checked_up, hana, house, household, taro
from tests.central.portal.person import Person, page_of
from tests.central.records.conftest import House

__all__ = ["hana", "house", "household", "taro"]

REDIRECT = "https://phr.example/back?from=madoguchi"
VERIFIER = "v" * 64
ALL = " ".join(SUPPORTED)


def challenge(verifier: str = VERIFIER) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass
class Phr:
    """Its server, beside the browser of the person."""

    client_id: str
    secret: str = field(repr=False)
    line: httpx.AsyncClient

    def question(self, **changes: str) -> dict[str, str]:
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": REDIRECT,
            "scope": ALL,
            "state": "st4te",
            "code_challenge": challenge(),
            "code_challenge_method": "S256",
        } | changes
        return {name: value for name, value in asked.items() if value != "-"}

    async def ask(self, person: Person, **changes: str) -> httpx.Response:
        return await person.browser.get("/phr/authorize", params=self.question(**changes))

    async def allowed(self, person: Person, *without: str, **changes: str) -> dict[str, str]:
        """What came back with the browser."""
        page_of(await self.ask(person, **changes))
        form = (await person.look_at("request")).forms["/portal/request"]
        kept = {name: value for name, value in form.items() if name not in without}
        return came_back(await person.send("/portal/request", kept | {"answer": "allow"}))

    async def fetch(self, path: str = "token", **fields: str) -> httpx.Response:
        return await self.line.post(f"/phr/{path}", data=fields, auth=(self.client_id, self.secret))

    async def exchange(self, code: str, /, **changes: str) -> httpx.Response:
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT,
            "code_verifier": VERIFIER,
        } | changes
        return await self.fetch(**fields)

    async def tokens(self, person: Person, *without: str, **changes: str) -> dict[str, Any]:
        reply = await self.exchange((await self.allowed(person, *without, **changes))["code"])
        assert reply.status_code == 200, reply.text
        found: dict[str, Any] = reply.json()
        return found

    async def renew(self, token: str) -> httpx.Response:
        return await self.fetch(grant_type="refresh_token", refresh_token=token)

    async def read(self, token: str, path: str, **params: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return await self.line.get(f"/fhir/{path}", params=params, headers=headers)


def came_back(reply: httpx.Response) -> dict[str, str]:
    assert reply.status_code == 303, reply.text
    where = urlsplit(reply.headers["location"])
    assert f"{where.scheme}://{where.netloc}{where.path}" == "https://phr.example/back"
    return dict(parse_qsl(where.query))


async def client_of(clinic: Clinic, name: str) -> tuple[str, str]:
    async with clinic.database.transaction() as tx:
        return await create_client(tx, name, [REDIRECT], MORNING)


@asynccontextmanager
async def served_phr(clinic: Clinic, name: str) -> AsyncIterator[Phr]:
    client_id, secret = await client_of(clinic, name)
    transport = httpx.ASGITransport(clinic.app)
    async with httpx.AsyncClient(transport=transport, base_url="https://central") as line:
        yield Phr(client_id, secret, line)


@pytest.fixture
async def phr(clinic: Clinic) -> AsyncIterator[Phr]:
    async with served_phr(clinic, "見本けんこう手帳") as found:
        yield found


@pytest.fixture
async def other_phr(clinic: Clinic) -> AsyncIterator[Phr]:
    async with served_phr(clinic, "別のけんこう手帳") as found:
        yield found


@pytest.fixture
async def healthy(house: House) -> House:
    """With checkups of two years beside the medicines."""
    for year, value in ((2025, "126"), (2026, "136")):
        await checked_up(house.clinic, house.person_id, date(year, 6, 1), systolic=value, smoking="2")
    return house
