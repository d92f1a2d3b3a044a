"""Signing in with the card: a nonce, the signed statement, a ticket for one session (design, trust at the counter)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.central.access.client_secrets import hashed, new_secret
from app.central.cards.bindings import standing_of
from app.central.cards.certificate import CardCertificate
from app.central.problems import Refused
from app.central.registry.known import NOBODY
from app.central.storage.database import Statements
from app.contract.problem import ProblemCode
from app.scheme.statement import Purpose, Statement

NO_INSTITUTION = "-"
TICKET_LIFE = timedelta(seconds=60)
_KEPT_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose card or phone signed, and which certificate it was: the session ends with it."""

    person_id: int
    issuer_key: bytes
    serial: str


@dataclass(frozen=True, slots=True, repr=False)
class Ticket:
    """Opens one session until expires_at. text: told this once, kept as a hash."""

    text: str
    expires_at: datetime


async def issue_nonce(tx: Statements, now: datetime, life: timedelta) -> tuple[str, datetime]:
    """For one statement of whoever holds a card; long expired ones are swept out."""
    nonce = secrets.token_urlsafe(32)
    expires_at = (now + life).replace(microsecond=0)
    await tx.execute("DELETE FROM portal_nonce WHERE expires_at < $1", now - _KEPT_AFTER)
    await tx.execute("INSERT INTO portal_nonce (nonce, expires_at) VALUES ($1, $2)", nonce, expires_at)
    return nonce, expires_at


def sign_in_statement(audience: str, nonce: str, expires_at: datetime) -> Statement:
    """As this service rebuilds it. Raises: Refused (message.malformed) for a moment without zone."""
    if expires_at.tzinfo is None:
        raise Refused(ProblemCode.MESSAGE_MALFORMED, "expires_at")
    return Statement(Purpose.PORTAL_SIGN_IN, audience, NO_INSTITUTION, (), expires_at, nonce)


async def who_signed(
    tx: Statements, card: CardCertificate, statement: Statement, signature: bytes, now: datetime
) -> Holder:
    """The person whose card or phone it is. The nonce is spent first, whatever follows.

    Raises: Refused (nonce.refused, signature.refused, certificate.…). A certificate past its end confirms eligibility
    at a counter and nothing else.
    """
    await _spend(tx, statement, now)
    if not card.has_signed(statement.canonical(), signature):
        raise Refused(ProblemCode.SIGNATURE_REFUSED, "signature")
    standing = await standing_of(tx, card)
    if not standing.is_trusted:
        raise Refused(ProblemCode.CERTIFICATE_UNTRUSTED, "certificate")
    if standing.is_revoked:
        raise Refused(ProblemCode.CERTIFICATE_REVOKED, "certificate")
    if not card.is_usable(now) or card.is_past(now):
        raise Refused(ProblemCode.CERTIFICATE_EXPIRED, "certificate")
    if standing.person_id == NOBODY:
        raise Refused(ProblemCode.CERTIFICATE_UNKNOWN, "certificate")
    return Holder(standing.person_id, standing.issuer_key, card.serial)


async def issue_ticket(tx: Statements, holder: Holder, now: datetime) -> Ticket:
    ticket = Ticket(new_secret(), now + TICKET_LIFE)
    await tx.execute("DELETE FROM portal_ticket WHERE expires_at < $1", now - _KEPT_AFTER)
    await tx.execute(
        "INSERT INTO portal_ticket (ticket_hash, person_id, expires_at, issuer_key, serial)"
        " VALUES ($1, $2, $3, $4, $5)",
        *(hashed(ticket.text), holder.person_id, ticket.expires_at, holder.issuer_key, holder.serial),
    )
    return ticket


async def redeem(tx: Statements, ticket: str, now: datetime) -> Holder | None:
    """Once; None for a ticket that is unknown, used or out of time."""
    taken = await tx.execute(
        "UPDATE portal_ticket SET used_at = $2 WHERE ticket_hash = $1 AND used_at IS NULL AND expires_at > $2",
        *(hashed(ticket), now),
    )
    if not taken:
        return None
    row = await tx.fetch_one(
        "SELECT person_id, issuer_key, serial FROM portal_ticket WHERE ticket_hash = $1", hashed(ticket)
    )
    return Holder(*row) if row and row["serial"] is not None else None


async def _spend(tx: Statements, statement: Statement, now: datetime) -> None:
    spent = await tx.execute(
        "UPDATE portal_nonce SET spent_at = $2"
        " WHERE nonce = $1 AND spent_at IS NULL AND expires_at > $2 AND expires_at >= $3",
        *(statement.nonce, now, statement.expires_at),
    )
    if not spent or statement.expires_at <= now:
        raise Refused(ProblemCode.NONCE_REFUSED, "nonce")
