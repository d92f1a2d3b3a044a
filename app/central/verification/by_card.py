"""A My Number card: its certificate read without PIN, or a statement its key signed after the PIN."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from app.central.cards.bindings import HolderKind, Standing, standing_of
from app.central.cards.certificate import CardCertificate, CertificateMalformed, read_card_certificate
from app.central.problems import Refused
from app.central.registry.known import history_of
from app.central.storage.database import Statements
from app.central.verification.decide import Finding, by_person
from app.central.verification.nonces import spend_nonce
from app.contract.eligibility import SignedCheckRequest
from app.contract.problem import ProblemCode
from app.scheme.statement import Purpose, Statement


@dataclass(frozen=True, slots=True, repr=False)
class SignedCard:
    """The statement as this service rebuilds it: its own audience, the caller's institution, its own purpose."""

    card: CardCertificate
    statement: Statement
    signature: bytes

    @classmethod
    def parse(cls, request: SignedCheckRequest, audience: str, institution: str) -> Self:
        """Raises: Refused (certificate.untrusted, message.malformed for a moment without zone)."""
        if request.expires_at.tzinfo is None:
            raise Refused(ProblemCode.MESSAGE_MALFORMED, "expires_at")
        for kind in (*request.consent_kinds, request.nonce):
            if not (kind.isascii() and kind.isprintable()):
                raise Refused(ProblemCode.MESSAGE_MALFORMED, "consent_kinds", "nonce")
        statement = Statement(
            Purpose.ELIGIBILITY,
            audience,
            institution,
            request.consent_kinds,
            request.expires_at,
            request.nonce,
        )
        return cls(parse_certificate(request.certificate), statement, request.signature)


def parse_certificate(der: bytes) -> CardCertificate:
    """Raises: Refused (certificate.untrusted): nobody we trust signs what is no card's certificate."""
    try:
        return read_card_certificate(der)
    except CertificateMalformed:
        raise Refused(ProblemCode.CERTIFICATE_UNTRUSTED, "certificate") from None


async def find_by_photo(
    tx: Statements, card: CardCertificate, day: date, now: datetime
) -> tuple[Finding, ...]:
    """The staff compared the photograph. Raises: Refused for the certificate, also for a phone's."""
    return await _find(tx, card, day, now, needs_photograph=True)


async def find_signed(
    tx: Statements, signed: SignedCard, check_id: str, day: date, now: datetime
) -> tuple[Finding, ...]:
    """The nonce is spent first, whatever follows. Raises: Refused."""
    statement = signed.statement
    await spend_nonce(tx, statement.nonce, statement.institution, check_id, statement.expires_at, now)
    if not signed.card.has_signed(statement.canonical(), signed.signature):
        raise Refused(ProblemCode.SIGNATURE_REFUSED, "signature")
    return await _find(tx, signed.card, day, now, needs_photograph=False)


async def _find(
    tx: Statements, card: CardCertificate, day: date, now: datetime, needs_photograph: bool
) -> tuple[Finding, ...]:
    """All reads are made before anything is decided: known, expired and revoked take the same time."""
    standing = await standing_of(tx, card)
    person = await history_of(tx, standing.person_id, now)
    if problem := _problem(card, standing, now, needs_photograph):
        raise Refused(problem, "certificate")
    finding = by_person(person, day) if person else None
    return (finding,) if finding else ()


def _problem(
    card: CardCertificate, standing: Standing, now: datetime, needs_photograph: bool
) -> ProblemCode | None:
    if not standing.is_trusted:
        return ProblemCode.CERTIFICATE_UNTRUSTED
    if standing.is_revoked:
        return ProblemCode.CERTIFICATE_REVOKED
    if not card.is_usable(now):
        return ProblemCode.CERTIFICATE_EXPIRED
    is_bound = bool(standing.person_id)
    if not is_bound or (needs_photograph and standing.kind is HolderKind.PHONE):
        return ProblemCode.CERTIFICATE_UNKNOWN
    return None
