"""A consent as recorded, and as in force at a moment of the service's clock: only the latter opens anything."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.central.consents.whose import person_checked
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
    """One kind, one person, one institution. Moments by the service's clock, UTC.

    staff: who recorded it, as the institution says. form_number: "" where the card signed. identity_document: what
    staff noted beside the form. withdrawn_by: staff at the counter, "" for the person at the own page.
    """

    consent_id: str
    person_id: int
    institution: str
    check_id: str
    kind: str
    level: str
    given_at: datetime
    until: datetime
    withdrawn_at: datetime | None
    staff: str = ""
    form_number: str = ""
    identity_document: str | None = None
    withdrawn_by: str | None = None

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
            form_number=self.form_number or None,
        )


_CONSENT = (
    "SELECT consent_id, person_id, institution, check_id, kind, level, given_at, until, withdrawn_at, staff,"
    " form_number, identity_document, withdrawn_by FROM consent"
)


async def consent_of(tx: Statements, consent_id: str) -> Consent | None:
    return _read(await tx.fetch_one(f"{_CONSENT} WHERE consent_id = $1", consent_id))


async def consents_by_check(tx: Statements, institution: str, check_id: str, now: datetime) -> ConsentsReply:
    """What the person of this institution's check agreed to there, at whichever of its desks.

    The check is no older than a consent can be; another institution's, or one that shows nobody surely, is as absent.
    """
    checked = await person_checked(tx, institution, check_id, now - LASTS)
    if checked is None:
        return ConsentsReply(consents=(), now=now)
    return await consents_at(tx, institution, checked.person_id, now)


async def consents_at(tx: Statements, institution: str, person_id: int, now: datetime) -> ConsentsReply:
    """Those whose time is not over, withdrawn ones too, oldest first."""
    rows = await tx.fetch(
        f"{_CONSENT} WHERE person_id = $1 AND institution = $2 AND until > $3 ORDER BY given_at, kind",
        *(person_id, institution, now),
    )
    return ConsentsReply(consents=tuple(Consent(*row).told() for row in rows), now=now)


async def consents_of_person(tx: Statements, person_id: int) -> tuple[Consent, ...]:
    """All that the person ever gave, newest first: for the person alone."""
    rows = await tx.fetch(f"{_CONSENT} WHERE person_id = $1 ORDER BY given_at DESC, consent_id", person_id)
    return tuple(Consent(*row) for row in rows)


async def withdraw_at_counter(
    tx: Statements, institution: str, consent_id: str, staff: str, now: datetime
) -> Consent:
    """Its kind opens nothing there from this moment on. Raises: Refused (consent.missing)."""
    found = await consent_of(tx, consent_id)
    if found is None or found.institution != institution:
        raise Refused(ProblemCode.CONSENT_MISSING, "consent_id")
    await _withdraw(tx, found, staff, now)
    return found


async def withdraw_by_person(tx: Statements, person_id: int, consent_id: str, now: datetime) -> bool:
    """Whether the person has such a consent; withdrawn once, it stays so."""
    found = await consent_of(tx, consent_id)
    if found is None or found.person_id != person_id:
        return False
    await _withdraw(tx, found, "", now)
    return True


async def _withdraw(tx: Statements, consent: Consent, by: str, now: datetime) -> None:
    """With whatever else opens the same kind there: two visits of a day may have left two.

    One that is over ends nothing: a withdrawal sent again must not reach what was agreed to since.
    """
    if consent.in_force_at(now) is None:
        return
    await tx.execute(
        "UPDATE consent SET withdrawn_at = $4, withdrawn_by = $5"
        " WHERE person_id = $1 AND institution = $2 AND kind = $3 AND withdrawn_at IS NULL AND until > $4",
        *(consent.person_id, consent.institution, consent.kind, now, by),
    )


def _read(row: Row | None) -> Consent | None:
    return Consent(*row) if row is not None else None
