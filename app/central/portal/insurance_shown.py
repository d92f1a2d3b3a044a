"""The person's own insurance, the lapsed periods too, as the register knows it now (R2, R4)."""

from dataclasses import dataclass
from datetime import date, datetime

from app.central.registry.known import KnownPeriod, KnownPerson
from app.scheme.certificates import CLASS_WORDS, DISEASE_WORDS, KIND_WORDS, EntitlementCertificate


@dataclass(frozen=True, slots=True)
class CertificateShown:
    kind: str
    held: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class PeriodShown:
    """state: 有効, 喪失 or 開始前, on the day of looking. number: symbol, number and branch as printed."""

    insurer: str
    insurer_number: str
    number: str
    relationship: str
    acquired_on: date
    lost_on: date | None
    loss_reason: str
    ratio_percent: int | None
    state: str
    registered_at: datetime
    certificates: tuple[CertificateShown, ...]


def periods_shown(person: KnownPerson | None, today: date) -> tuple[PeriodShown, ...]:
    """Newest first."""
    return tuple(_period(each, today) for each in reversed(person.own_periods)) if person else ()


def _period(period: KnownPeriod, today: date) -> PeriodShown:
    cover = period.cover
    insured = cover.insured
    numbers = (insured.symbol, insured.number, f"（枝番）{insured.branch}" if insured.branch else "")
    return PeriodShown(
        insurer=cover.insurer_name,
        insurer_number=insured.insurer.digits,
        number="・".join(filter(None, numbers)),
        relationship=cover.relationship_words,
        acquired_on=cover.acquired_on,
        lost_on=cover.lost_on,
        loss_reason=cover.loss_reason_words,
        ratio_percent=period.ratio_percent,
        state=_state(period, today),
        registered_at=period.registered_at,
        certificates=tuple(_certificate(each) for each in period.certificates),
    )


def _state(period: KnownPeriod, today: date) -> str:
    if today < period.cover.acquired_on:
        return "開始前"
    return "有効" if period.cover.is_valid_on(today) else "喪失"


def _certificate(certificate: EntitlementCertificate) -> CertificateShown:
    code = certificate.class_code or ""
    held = CLASS_WORDS.get(code) or DISEASE_WORDS.get(code) or code
    if certificate.ratio_percent is not None:
        held = f"{certificate.ratio_percent // 10}割"
    return CertificateShown(
        KIND_WORDS.get(certificate.kind, certificate.kind),
        held,
        certificate.valid_from,
        certificate.valid_until,
    )
