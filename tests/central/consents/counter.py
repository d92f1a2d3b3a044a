"""A counter at which patients lay down their card, enter the PIN and agree."""

from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any

import httpx

from app.central.cards.bindings import HolderKind, bind, trust
from app.central.cards.certificate import read_card_certificate
from app.central.institutions.credentials import create_institution
from app.scheme.numbers import InstitutionCode
from app.scheme.statement import Purpose, Statement
from tests.central.clinic import CODE, MORNING, Clinic, StandingClock, message
from tests.central.issuers import NEWER, SoftCard

PHARMACY = InstitutionCode("1349990029")
CARD = NEWER.card()


async def card_of(
    clinic: Clinic, who: int, soft: SoftCard = CARD, kind: HolderKind = HolderKind.CARD
) -> None:
    async with clinic.database.transaction() as tx:
        await trust(tx, NEWER.certificate, MORNING)
        await bind(tx, read_card_certificate(soft.certificate), who, kind, MORNING)


async def at_pharmacy(clinic: Clinic, name: str = "例示薬局") -> None:
    """From now on a pharmacy asks."""
    async with clinic.database.transaction() as tx:
        secret = await create_institution(tx, PHARMACY, name, MORNING)
    await clinic.sign_in(PHARMACY.digits, secret)


async def later(clinic: Clinic, clock: StandingClock, by: timedelta) -> None:
    """The clock moves on; the clinic fetches a new token, since a token ends sooner than a consent."""
    clock.advance(by)
    await clinic.sign_in(CODE.digits, clinic.secret)


async def signed_message(
    clinic: Clinic,
    *kinds: str,
    soft: SoftCard = CARD,
    institution: str = CODE.digits,
    told_kinds: tuple[str, ...] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """told_kinds: what the message says was signed, where that is another thing."""
    nonce = (await clinic.line.post("/v1/nonces")).json()
    expires_at = datetime.fromisoformat(nonce["expires_at"])
    statement = Statement(
        Purpose.ELIGIBILITY, nonce["audience"], institution, kinds, expires_at, nonce["nonce"]
    )
    return message(
        certificate=b64encode(soft.certificate).decode(),
        signature=b64encode(soft.signs(statement.canonical())).decode(),
        nonce=statement.nonce,
        expires_at=statement.expires_at.isoformat(),
        consent_kinds=list(kinds if told_kinds is None else told_kinds),
        photograph_confirmed=False,
        **changes,
    )


async def photo_check(clinic: Clinic, soft: SoftCard = CARD) -> str:
    """The check's id."""
    asked = message(certificate=b64encode(soft.certificate).decode())
    reply = await clinic.ask("photo", asked)
    assert reply.status_code == 200, reply.text
    return str(asked["check_id"])


async def agree(clinic: Clinic, *kinds: str, institution: str = CODE.digits) -> dict[str, str]:
    """A check with the PIN, and the consents it made: id by kind."""
    asked = await signed_message(clinic, *kinds, institution=institution)
    reply = await clinic.ask("signed", asked)
    assert reply.status_code == 200, reply.text
    told = await consents(clinic, asked["check_id"])
    return {each["kind"]: each["consent_id"] for each in told}


async def consents(clinic: Clinic, check_id: str) -> list[dict[str, Any]]:
    reply = await clinic.line.get("/v1/consents", params={"check_id": check_id})
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["consents"]
    return found


async def withdraw(clinic: Clinic, consent_id: str, staff: str = "佐藤") -> httpx.Response:
    return await clinic.line.post(f"/v1/consents/{consent_id}/withdraw", json={"staff": staff})
