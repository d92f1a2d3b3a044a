"""A consent as recorded, and as in force at a moment of the service's clock: only the latter opens anything."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.central.problems import Refused
from app.central.storage.database import Row, Statements
from app.contract.consent import ConsentReply, ConsentsReply
from app.contract.problem import ProblemCode
from app.scheme.calendar import NamedService

LASTS = timedelta(hours=24)


class ConsentKind(StrEnum):
    """What may be read under it."""

    DRUG = "drug"
    CHECKUP = "checkup"


SERVICE_OF = {
    ConsentKind.DRUG: NamedService.DRUG_INFORMATION,
    ConsentKind.CHECKUP: NamedService.CHECKUP_INFORMATION,
}


class ConsentLevel(StrEnum):
    """How it was given."""

    PIN = "pin"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class ConsentInForce:
    """Made by `Consent.in_force_at` alone: whoever holds one has looked."""

    consent_id: str
    person_id: int
    institution: str
    kind: str


@dataclass(frozen=True, slots=True)
class Consent:
    """One kind, one person, one institution. Moments by the service's clock, UTC."""

    consent_id: str
    person_id: int
    institution: str
    check_id: str
    kind: str
    level: str
    given_at: datetime
    until: datetime
    withdrawn_at: datetime | None

    def in_force_at(self, moment: datetime) -> ConsentInForce | None:
        """From given_at until it ends or is withdrawn, whichever comes first."""
        end = self.until if self.withdrawn_at is None else min(self.until, self.withdrawn_at)
        if not self.given_at <= moment < end:
            return None
        return ConsentInForce(self.consent_id, self.person_id, self.institution, self.kind)

    def told(self) -> ConsentReply:
        return ConsentReply(
            consent_id=self.consent_id,
            check_id=self.check_id,
            kind=self.kind,
            level=self.level,
            given_at=self.given_at,
            until=self.until,
            withdrawn_at=self.withdrawn_at,
        )


_CONSENT = (
    "SELECT consent_id, person_id, institution, check_id, kind, level, given_at, until, withdrawn_at"
    " FROM consent"
)


async def consent_of(tx: Statements, consent_id: str) -> Consent | None:
    return _read(await tx.fetch_one(f"{_CONSENT} WHERE consent_id = $1", consent_id))


async def consents_of_check(tx: Statements, institution: str, check_id: str, now: datetime) -> ConsentsReply:
    """Those of this institution's check, oldest first; another institution's check is as absent."""
    rows = await tx.fetch(
        f"{_CONSENT} WHERE institution = $1 AND check_id = $2 ORDER BY given_at, kind", institution, check_id
    )
    return ConsentsReply(consents=tuple(Consent(*row).told() for row in rows), now=now)


async def consents_of_person(tx: Statements, person_id: int) -> tuple[Consent, ...]:
    """All that the person ever gave, newest first: for the person alone."""
    rows = await tx.fetch(f"{_CONSENT} WHERE person_id = $1 ORDER BY given_at DESC, consent_id", person_id)
    return tuple(Consent(*row) for row in rows)


async def withdraw_at_counter(
    tx: Statements, institution: str, consent_id: str, staff: str, now: datetime
) -> Consent:
    """In force until this moment; withdrawn once, it stays so. Raises: Refused (consent.missing)."""
    found = await consent_of(tx, consent_id)
    if found is None or found.institution != institution:
        raise Refused(ProblemCode.CONSENT_MISSING, "consent_id")
    await _withdraw(tx, consent_id, staff, now)
    return found


async def withdraw_by_person(tx: Statements, person_id: int, consent_id: str, now: datetime) -> bool:
    """Whether the person has such a consent; withdrawn once, it stays so."""
    found = await consent_of(tx, consent_id)
    if found is None or found.person_id != person_id:
        return False
    await _withdraw(tx, consent_id, "", now)
    return True


async def _withdraw(tx: Statements, consent_id: str, by: str, now: datetime) -> None:
    await tx.execute(
        "UPDATE consent SET withdrawn_at = $2, withdrawn_by = $3"
        " WHERE consent_id = $1 AND withdrawn_at IS NULL AND until > $2",
        *(consent_id, now, by),
    )


def _read(row: Row | None) -> Consent | None:
    return Consent(*row) if row is not None else None
