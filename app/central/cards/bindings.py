"""Pinned issuers, and persons' certificates bound by issuer key and serial."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.central.cards.certificate import Anchor, CardCertificate, read_anchor, read_card_certificate
from app.central.registry.known import NOBODY
from app.central.storage.database import Statements, Transaction
from app.errors import ClinicError

_NO_KEY = b""


class HolderKind(StrEnum):
    """What carries the certificate. A phone shows no photograph: its certificate needs the PIN."""

    CARD = "card"
    PHONE = "phone"


class IssuerUntrusted(ClinicError):
    """No pinned anchor signed this certificate."""

    code = "card.issuer_untrusted"


class AlreadyBound(ClinicError):
    """The certificate is bound to a person already."""

    code = "card.already_bound"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the service knows of a certificate. person_id: NOBODY where none is bound with this very DER.

    issuer_key: of the pinned anchor that signed it, empty for none.
    """

    is_trusted: bool
    is_revoked: bool
    person_id: int
    kind: HolderKind
    issuer_key: bytes


STILL_SERVES = """
    EXISTS (SELECT 1 FROM card_binding WHERE card_binding.issuer_key = {row}.issuer_key
        AND card_binding.serial = {row}.serial AND card_binding.replaced_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM card_revocation WHERE card_revocation.issuer_key = {row}.issuer_key
        AND card_revocation.serial = {row}.serial)
    AND NOT EXISTS (SELECT 1 FROM listed_revocation WHERE listed_revocation.issuer_key = {row}.issuer_key
        AND listed_revocation.serial = {row}.serial)
"""
"""Whether the certificate that a row names is bound, not replaced and not revoked. row: its table."""


async def trust(tx: Transaction, anchor_der: bytes, now: datetime) -> Anchor:
    """Pins an issuer; pinning it again changes nothing. Raises: CertificateMalformed."""
    anchor = read_anchor(anchor_der)
    await tx.execute(
        "INSERT INTO trust_anchor (issuer_key, certificate, trusted_at) VALUES ($1, $2, $3)"
        " ON CONFLICT (issuer_key) DO NOTHING",
        anchor.key_hash,
        anchor_der,
        now,
    )
    return anchor


async def issuer_of(tx: Statements, card: CardCertificate) -> Anchor | None:
    """The pinned anchor whose key signed it."""
    return next((anchor for anchor in await pinned_anchors(tx) if anchor.signed(card)), None)


async def pinned_anchors(tx: Statements) -> list[Anchor]:
    return [read_anchor(row["certificate"]) for row in await tx.fetch("SELECT certificate FROM trust_anchor")]


async def bind(
    tx: Transaction, card: CardCertificate, person_id: int, kind: HolderKind, now: datetime
) -> int:
    """How many earlier certificates it replaces.

    A person carries one card and one phone: the newest issued of a kind counts, and the others are refused as
    revoked from now on. Raises: IssuerUntrusted, AlreadyBound.
    """
    anchor = await issuer_of(tx, card)
    if anchor is None:
        raise IssuerUntrusted
    added = await tx.execute(
        "INSERT INTO card_binding (issuer_key, serial, person_id, kind, certificate, bound_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (issuer_key, serial) DO NOTHING",
        anchor.key_hash,
        card.serial,
        person_id,
        kind.value,
        card.der,
        now,
    )
    if not added:
        raise AlreadyBound
    return await _keep_newest(tx, person_id, kind, now)


async def _keep_newest(tx: Transaction, person_id: int, kind: HolderKind, now: datetime) -> int:
    """Of two issued at one moment, the one bound last."""
    bound = await tx.fetch(
        "SELECT issuer_key, serial, certificate FROM card_binding"
        " WHERE person_id = $1 AND kind = $2 AND replaced_at IS NULL ORDER BY bound_at",
        person_id,
        kind.value,
    )
    by_issue = sorted(bound, key=lambda row: read_card_certificate(row["certificate"]).valid_from)
    for row in by_issue[:-1]:
        await tx.execute(
            "UPDATE card_binding SET replaced_at = $3 WHERE issuer_key = $1 AND serial = $2",
            row["issuer_key"],
            row["serial"],
            now,
        )
    return len(by_issue[:-1])


async def bind_many(
    tx: Transaction,
    anchor: Anchor,
    cards: Iterable[tuple[CardCertificate, int, HolderKind]],
    now: datetime,
) -> None:
    """For cards that were just issued under a pinned anchor: certificate, person id, kind."""
    rows = [
        (anchor.key_hash, card.serial, person_id, kind.value, card.der, now)
        for card, person_id, kind in cards
    ]
    columns = ("issuer_key", "serial", "person_id", "kind", "certificate", "bound_at")
    await tx.insert_many("card_binding", columns, rows)


async def revoke(tx: Transaction, card: CardCertificate, now: datetime) -> None:
    """Raises: IssuerUntrusted. Revoking it again keeps the first moment."""
    anchor = await issuer_of(tx, card)
    if anchor is None:
        raise IssuerUntrusted
    await tx.execute(
        "INSERT INTO card_revocation (issuer_key, serial, revoked_at) VALUES ($1, $2, $3)"
        " ON CONFLICT (issuer_key, serial) DO NOTHING",
        anchor.key_hash,
        card.serial,
        now,
    )


async def revoke_all_of(tx: Transaction, person_id: int, kind: HolderKind, now: datetime) -> int:
    """A lost card: whoever reports it has no certificate at hand. Those not revoked before, counted."""
    bound = await tx.fetch(
        "SELECT issuer_key, serial FROM card_binding WHERE person_id = $1 AND kind = $2",
        person_id,
        kind.value,
    )
    return sum(
        [
            await tx.execute(
                "INSERT INTO card_revocation (issuer_key, serial, revoked_at) VALUES ($1, $2, $3)"
                " ON CONFLICT (issuer_key, serial) DO NOTHING",
                row["issuer_key"],
                row["serial"],
                now,
            )
            for row in bound
        ]
    )


async def standing_of(tx: Statements, card: CardCertificate) -> Standing:
    """The same three reads for every certificate, so that time tells nothing of who is bound."""
    anchor = await issuer_of(tx, card)
    issuer_key = anchor.key_hash if anchor else _NO_KEY
    revoked = await tx.fetch_one(
        "SELECT 1 FROM card_revocation WHERE issuer_key = $1 AND serial = $2"
        " UNION ALL SELECT 1 FROM listed_revocation WHERE issuer_key = $1 AND serial = $2",
        issuer_key,
        card.serial,
    )
    bound = await tx.fetch_one(
        "SELECT person_id, kind, certificate, replaced_at FROM card_binding"
        " WHERE issuer_key = $1 AND serial = $2",
        issuer_key,
        card.serial,
    )
    if bound is None or not hmac.compare_digest(bound["certificate"], card.der):
        return Standing(anchor is not None, revoked is not None, NOBODY, HolderKind.CARD, issuer_key)
    is_revoked = revoked is not None or bound["replaced_at"] is not None
    kind = HolderKind(bound["kind"])
    return Standing(anchor is not None, is_revoked, bound["person_id"], kind, issuer_key)
