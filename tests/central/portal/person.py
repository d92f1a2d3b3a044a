"""A person at home, with the card in a reader and a browser."""

import re
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import httpx

from app.scheme.statement import Purpose, Statement
from tests.central.clinic import Clinic
from tests.central.issuers import SoftCard


class Page(HTMLParser):
    """What stands on a page: its text, headings, links and forms."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.forms: dict[str, dict[str, str]] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self._action = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        self.tags.append((tag, found))
        if tag not in ("meta", "link", "input", "br", "line", "rect", "polyline"):
            self._open.append(tag)
        if tag == "a":
            self.links.append(found.get("href") or "")
        if tag == "form":
            self._action = found.get("action") or ""
            self.forms[self._action] = {}
        if tag == "input" and found.get("name"):
            self.forms[self._action][found["name"] or ""] = found.get("value") or ""
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data.strip())
            if self.headings and any(re.fullmatch("h[1-6]", each) for each in self._open):
                level, text = self.headings[-1]
                self.headings[-1] = level, text + data.strip()

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.tags if name == tag]


def page_of(reply: httpx.Response, status: int = 200) -> Page:
    assert reply.status_code == status, (reply.status_code, reply.text)
    assert reply.headers["content-type"].startswith("text/html")
    return Page(reply.text)


@dataclass
class Person:
    """Signs in as the small window and the browser do together."""

    browser: httpx.AsyncClient
    card: SoftCard = field(repr=False)

    async def nonce(self) -> dict[str, Any]:
        reply = await self.browser.post("/v1/portal/nonces")
        assert reply.status_code == 201, reply.text
        found: dict[str, Any] = reply.json()
        return found

    async def statement(
        self, purpose: Purpose = Purpose.PORTAL_SIGN_IN, audience: str | None = None, institution: str = "-"
    ) -> Statement:
        told = await self.nonce()
        expires_at = datetime.fromisoformat(told["expires_at"])
        return Statement(purpose, audience or told["audience"], institution, (), expires_at, told["nonce"])

    async def ask_ticket(self, statement: Statement, signature: bytes | None = None) -> httpx.Response:
        message = {
            "certificate": b64encode(self.card.certificate).decode(),
            "signature": b64encode(signature or self.card.signs(statement.canonical())).decode(),
            "nonce": statement.nonce,
            "expires_at": statement.expires_at.isoformat(),
        }
        return await self.browser.post("/v1/portal/tickets", json=message)

    async def ticket_page(self) -> str:
        """The path that the window opens in the browser."""
        reply = await self.ask_ticket(await self.statement())
        assert reply.status_code == 201, reply.text
        path: str = reply.json()["page"]
        return path

    async def sign_in(self) -> httpx.Response:
        """Up to the page after the button."""
        form = page_of(await self.browser.get(await self.ticket_page())).forms["/portal/session"]
        return await self.browser.post("/portal/session", data=form)

    async def look_at(self, path: str) -> Page:
        return page_of(await self.browser.get(f"/portal/{path}"))

    async def send(self, action: str, form: dict[str, str]) -> httpx.Response:
        return await self.browser.post(action, data=form)


@asynccontextmanager
async def at_home(clinic: Clinic, card: SoftCard, origin: str = "https://central") -> AsyncIterator[Person]:
    transport = httpx.ASGITransport(clinic.app)
    async with httpx.AsyncClient(transport=transport, base_url=origin) as browser:
        yield Person(browser, card)
