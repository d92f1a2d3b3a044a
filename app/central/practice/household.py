"""A household's cards through time, and what the register holds of each member."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.central.practice.calendar import Calendar, years_before
from app.central.practice.words import TownInsurer
from app.central.registry.entries import CertificateEntry, CoverEntry, PersonEntry
from app.scheme.certificates import ELDERLY, LIMIT, SPECIFIC_DISEASE, EntitlementCertificate
from app.scheme.cover import Cover, PersonDetails
from app.scheme.days import elderly_rules_from
from app.scheme.numbers import InsuredNumber

MOVED = "03"
LONGEST_CERTIFICATE_DAYS = 700
"""No certificate of the town began longer ago than that."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A household's card with one insurer, as the register knows it. Days are ordinals.

    until: first day without cover, None while none is known. registered, loss_registered: when insurers told.
    """

    insurer: TownInsurer
    symbol: str
    number: str
    since: int
    registered: int
    until: int | None = None
    loss_registered: int | None = None
    loss_reason: str | None = None

    def covers_after(self, ordinal: int) -> bool:
        """Whether it lasted beyond that day; who was born later never had it."""
        return self.until is None or ordinal < self.until


@dataclass(frozen=True, slots=True)
class Place:
    """A member's place on the card. ratio_percent: 後期高齢 only."""

    branch: str | None
    relationship: str
    ratio_percent: int | None = None


def entry_of(
    details: PersonDetails,
    place: Place,
    memberships: tuple[Membership, ...],
    certificates: tuple[EntitlementCertificate, ...],
    calendar: Calendar,
) -> PersonEntry:
    """One member. memberships: oldest first; the certificates belong to the last."""
    born = details.birth_on.toordinal()
    last = memberships[-1]
    covers = tuple(
        _cover(place, each, max(each.since, born), born, certificates if each is last else (), calendar)
        for each in memberships
        if each.covers_after(born)
    )
    return PersonEntry(details, covers[0].known_at, covers)


def _cover(
    place: Place,
    membership: Membership,
    acquired: int,
    born: int,
    certificates: tuple[EntitlementCertificate, ...],
    calendar: Calendar,
) -> CoverEntry:
    insurer = membership.insurer
    late_elderly = insurer.card == "late_elderly"
    insured = InsuredNumber(
        insurer.number, membership.symbol, membership.number, None if late_elderly else place.branch
    )
    lost_on = None if membership.until is None else date.fromordinal(membership.until)
    acquired_on = date.fromordinal(acquired)
    known_at = calendar.evening(max(membership.registered, born))
    return CoverEntry(
        Cover(insured, insurer.name, place.relationship, acquired_on, lost_on, membership.loss_reason),
        place.ratio_percent if late_elderly else None,
        known_at,
        None if membership.loss_registered is None else calendar.evening(membership.loss_registered),
        tuple(
            CertificateEntry(each, max(known_at, calendar.evening(each.valid_from.toordinal())))
            for each in certificates
        )
        if certificates
        else (),
    )


def elderly_certificate(birth_on: date, ratio_percent: int, calendar: Calendar) -> EntitlementCertificate:
    """高齢受給者証 of this certificate year, from the month after the 70th birthday to the eve of the 75th."""
    first, last = calendar.certificate_year()
    eve = years_before(birth_on, -75) - timedelta(days=1)
    return EntitlementCertificate(
        ELDERLY, None, ratio_percent, max(first, elderly_rules_from(birth_on)), min(last, eve)
    )


def limit_certificate(class_code: str, calendar: Calendar, kind: str = LIMIT) -> EntitlementCertificate:
    """限度額適用認定証 of this certificate year."""
    first, last = calendar.certificate_year()
    return EntitlementCertificate(kind, class_code, None, first, last)


def disease_certificate(disease: str, calendar: Calendar) -> EntitlementCertificate:
    """特定疾病療養受療証, open-ended. disease: "1" dialysis, "2" haemophilia, "3" HIV."""
    return EntitlementCertificate(
        SPECIFIC_DISEASE, disease, None, calendar.days_ago(LONGEST_CERTIFICATE_DAYS), None
    )
