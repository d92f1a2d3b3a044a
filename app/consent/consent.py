"""Consent as recorded, and as in force at a moment: only the latter opens anything."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from app.eligibility.answer import CheckId

ConsentId = NewType("ConsentId", str)


class ConsentKind(StrEnum):
    DRUG = "drug"
    CHECKUP = "checkup"


KIND_WORDS = {ConsentKind.DRUG: "薬剤情報", ConsentKind.CHECKUP: "健診情報"}


class ConsentLevel(StrEnum):
    PIN = "pin"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class ConsentInForce:
    """Made by `ConsentRecord.in_force_at` alone: whoever holds one has looked."""

    id: ConsentId
    kind: ConsentKind
    until: datetime


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """One kind, one person, one institution. Moments by the service's clock, UTC. form_number: of a paper form."""

    id: ConsentId
    check_id: CheckId
    kind: ConsentKind
    level: ConsentLevel
    given_at: datetime
    until: datetime
    withdrawn_at: datetime | None
    form_number: str | None = None

    def in_force_at(self, moment: datetime) -> ConsentInForce | None:
        """From given_at until it ends or is withdrawn, whichever comes first."""
        end = self.until if self.withdrawn_at is None else min(self.until, self.withdrawn_at)
        return ConsentInForce(self.id, self.kind, end) if self.given_at <= moment < end else None


@dataclass(frozen=True, slots=True)
class Consents:
    """Of one person here. now: the service's clock when they were fetched; the desk counts on from it."""

    records: tuple[ConsentRecord, ...]
    now: datetime

    def in_force(self, kind: ConsentKind, moment: datetime) -> ConsentInForce | None:
        """The one that lasts longest, where the patient agreed twice."""
        found = (each.in_force_at(moment) for each in self.records if each.kind is kind)
        return max((each for each in found if each is not None), key=lambda each: each.until, default=None)
