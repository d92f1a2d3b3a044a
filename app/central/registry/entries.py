"""What enters the register: the shapes that the town and the insurers' registration both produce.

Every fact carries the moment from which the register knew it (R4); `known_at` is aware, UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime

from app.scheme.certificates import EntitlementCertificate
from app.scheme.cover import Cover, PersonDetails


@dataclass(frozen=True, slots=True)
class CertificateEntry:
    certificate: EntitlementCertificate
    known_at: datetime


@dataclass(frozen=True, slots=True)
class CoverEntry:
    """A period of cover. known_at: of the acquisition; loss_known_at: of the loss, None while it is not lost.

    A period whose loss is known holds two versions in the register: open from known_at, closed from loss_known_at.
    ratio_percent: 後期高齢 only.
    """

    cover: Cover
    ratio_percent: int | None
    known_at: datetime
    loss_known_at: datetime | None
    certificates: tuple[CertificateEntry, ...]


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """One person with their whole history. covers: oldest first."""

    details: PersonDetails
    known_at: datetime
    covers: tuple[CoverEntry, ...]

    def cover_on(self, day: date) -> CoverEntry | None:
        """The first that is valid on the day; None before birth."""
        if day < self.details.birth_on:
            return None
        return next((each for each in self.covers if each.cover.is_valid_on(day)), None)


@dataclass(frozen=True, slots=True)
class InsurerEntry:
    """usual_delay_days: median days from acquisition to registration, as published; None unknown."""

    number: str
    name: str
    usual_delay_days: int | None


@dataclass(frozen=True, slots=True)
class InstitutionEntry:
    code: str
    name: str
