"""The practice town asked over HTTP: typed, by photograph and with the PIN, every row comes to what it says."""

from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key

from app.central.app import build_app
from app.central.practice.cards import CardSet, make_cards
from app.central.practice.case import REFUSED, CaseRow
from app.central.practice.fill import fill
from app.central.practice.institutions import PRACTICE_CLINIC
from app.central.practice.keys import KeyRing
from app.central.practice.town import Town, build
from app.central.service import Limits, Service
from app.central.storage.database import Database
from app.central.storage.settings import service_settings
from app.contract.soft_card import SoftCardFile
from app.scheme.statement import Purpose, Statement
from tests.central.clinic import MORNING, StandingClock, message, typed_message

pytestmark = pytest.mark.anyio
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def town() -> Town:
    return build(60, 1, TODAY)


@pytest.fixture(scope="module")
def cards(town: Town, cache: Path) -> CardSet:
    return make_cards(town, KeyRing(cache / "madoguchi" / "practice-keys"))


@pytest.fixture
async def line(
    database: Database, clock: StandingClock, town: Town, cards: CardSet
) -> AsyncIterator[httpx.AsyncClient]:
    """The practice clinic's, signed in; on both engines."""
    filled = await fill(database, town, cards, MORNING)
    async with database.transaction() as tx:
        service = Service(database, await service_settings(tx), clock, Limits(miss_delay_s=0))
    secret = filled.secrets[PRACTICE_CLINIC.code]
    form = {"grant_type": "client_credentials", "client_id": PRACTICE_CLINIC.code, "client_secret": secret}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(build_app(service)), base_url="http://town"
    ) as opened:
        token = (await opened.post("/v1/token", data=form)).json()["access_token"]
        opened.headers["Authorization"] = f"Bearer {token}"
        yield opened


async def _ask(line: httpx.AsyncClient, way: str, asked: dict[str, Any]) -> str:
    reply = await line.post(f"/v1/eligibility/{way}", json=asked)
    assert reply.headers["Madoguchi-Practice"] == "1"
    assert reply.status_code in (200, 400), reply.text
    outcome: str = reply.json()["outcome"] if reply.status_code == 200 else REFUSED
    return outcome


def _typed(row: CaseRow) -> dict[str, Any]:
    birth = (
        {"month_day": row.birth, "birth_on": None}
        if row.branch
        else {"month_day": None, "birth_on": row.birth}
    )
    return typed_message(
        insurer=row.insurer,
        symbol=row.symbol,
        number=row.number,
        branch=row.branch or None,
        on=row.on or TODAY.isoformat(),
        **birth,
    )


async def _signed(line: httpx.AsyncClient, card: SoftCardFile) -> dict[str, Any]:
    nonce = (await line.post("/v1/nonces")).json()
    expires_at = datetime.fromisoformat(nonce["expires_at"]).astimezone(UTC)
    statement = Statement(
        Purpose.ELIGIBILITY, nonce["audience"], PRACTICE_CLINIC.code, (), expires_at, nonce["nonce"]
    )
    key = load_der_private_key(card.authentication_key, None)
    assert isinstance(key, RSAPrivateKey)
    return message(
        certificate=b64encode(card.authentication_certificate).decode(),
        signature=b64encode(key.sign(statement.canonical(), PKCS1v15(), SHA256())).decode(),
        nonce=nonce["nonce"],
        expires_at=nonce["expires_at"],
        consent_kinds=[],
        photograph_confirmed=False,
    )


async def test_every_typed_row_comes_to_what_it_says(line: httpx.AsyncClient, town: Town) -> None:
    rows = [row for row in (case.row() for case in town.cases()) if row.number]
    assert {row.case: await _ask(line, "typed", _typed(row)) for row in rows} == {
        row.case: row.expected for row in rows
    }


async def test_every_card_comes_to_what_its_row_says_by_photograph_and_by_pin(
    line: httpx.AsyncClient, town: Town, cards: CardSet
) -> None:
    expected = {row.card: row for row in (case.row() for case in town.cases()) if row.card}
    for made in cards.cards:
        row = expected[made.plan.file_name]
        photograph = message(certificate=b64encode(made.certificate).decode())
        by_photograph = REFUSED if row.case.startswith("phone-") else row.expected
        assert await _ask(line, "photo", photograph) == by_photograph, row.case
        assert await _ask(line, "signed", await _signed(line, made.file)) == row.expected, row.case
