"""An insurer that registers its members over the wire."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from app.central.app import build_app
from app.central.intermediary.identities import Intermediary
from app.central.registration.credentials import create_insurer
from app.central.service import Service
from app.central.storage.database import Database
from app.central.storage.settings import service_settings
from app.scheme.numbers import InsurerNumber
from tests.central.clinic import StandingClock


@dataclass
class Insurer:
    """Signs in before it asks, since the clock moves in days; each message it writes carries a key of its own."""

    number: str
    secret: str
    line: httpx.AsyncClient

    @classmethod
    async def signed_in(
        cls, database: Database, clock: StandingClock, number: str, intermediary: Intermediary | None = None
    ) -> "Insurer":
        """intermediary None: the service takes no registrations."""
        async with database.transaction() as tx:
            settings = await service_settings(tx)
            secret = await create_insurer(tx, InsurerNumber(number), "見本組合", clock())
        service = Service(database, settings, clock, intermediary=intermediary)
        # In process the line holds nothing that would need closing.
        line = httpx.AsyncClient(transport=httpx.ASGITransport(build_app(service)), base_url="http://central")
        opened = cls(number, secret, line)
        await opened.sign_in()
        return opened

    async def sign_in(self) -> None:
        form = {"grant_type": "client_credentials", "client_id": self.number, "client_secret": self.secret}
        token = (await self.line.post("/v1/token", data=form)).json()["access_token"]
        self.line.headers["Authorization"] = f"Bearer {token}"

    async def write(self, path: str, message: Any, key: str | None = None) -> httpx.Response:
        await self.sign_in()
        headers = {"Idempotency-Key": key or str(uuid4())}
        return await self.line.post(f"/v1/insurer/{path}", json=message, headers=headers)

    async def tell(self, *rows: dict[str, str]) -> list[str]:
        """Each row's status, or field and code of its first complaint."""
        reply = await self.write("registrations", {"rows": rows})
        assert reply.status_code == 200, reply.text
        return [
            f"{row['complaints'][0]['field']}: {row['complaints'][0]['code']}"
            if row["complaints"]
            else row["status"]
            for row in reply.json()["rows"]
        ]

    async def read(self, path: str, **asked: Any) -> httpx.Response:
        await self.sign_in()
        return await self.line.get(f"/v1/insurer/{path}", params=asked)


async def access_audit(database: Database) -> list[tuple[str, str, str, str]]:
    """Caller, action, outcome and detail, in order."""
    async with database.transaction() as tx:
        rows = await tx.fetch("SELECT caller, action, outcome, detail FROM access_audit ORDER BY at")
    return [(row["caller"], row["action"], row["outcome"], row["detail"]) for row in rows]
