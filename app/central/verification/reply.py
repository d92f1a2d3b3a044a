"""What an answer tells on the wire (R7, R8)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.central.registry.known import KnownPeriod
from app.central.verification.audit import Asking
from app.central.verification.decide import Finding
from app.contract.eligibility import CertificateReply, EligibilityReply, InformationReply
from app.scheme.certificates import SPECIFIC_DISEASE, EntitlementCertificate
from app.scheme.cover import Cover, PersonDetails
from app.scheme.outcome import Outcome


def reply_to(
    asking: Asking, outcome: Outcome, findings: Sequence[Finding], disease_agreed: bool
) -> EligibilityReply:
    """disease_agreed: the patient's yes to 特定疾病; without it that kind is named as withheld for everyone alike."""
    return EligibilityReply(
        check_id=asking.check_id,
        outcome=outcome.value,
        level=asking.level.value,
        on=asking.on,
        checked_at=asking.at,
        information=information_of(findings, asking.on, disease_agreed),
    )


def information_of(
    findings: Sequence[Finding], day: date, disease_agreed: bool
) -> tuple[InformationReply, ...]:
    """What is told of everyone found; disease_agreed as in reply_to."""
    return tuple(_information(each, day, disease_agreed) for each in findings)


def _information(finding: Finding, day: date, disease_agreed: bool) -> InformationReply:
    details, period = finding.person.details, finding.period
    cover = period.cover
    return InformationReply(
        **as_held(cover, details),
        insurer=cover.insured.insurer.digits,
        insurer_name=cover.insurer_name,
        registered_at=period.registered_at,
        ratio_percent=period.ratio_percent,
        certificates=_certificates(period, day, disease_agreed) if cover.is_valid_on(day) else (),
        withheld=() if disease_agreed else (SPECIFIC_DISEASE,),
    )


def as_held(cover: Cover, details: PersonDetails) -> dict[str, Any]:
    """What every message tells of somebody's cover, under the names that all of them use."""
    insured = cover.insured
    return {
        "symbol": insured.symbol,
        "number": insured.number,
        "branch": insured.branch,
        "relationship": cover.relationship,
        "acquired_on": cover.acquired_on,
        "lost_on": cover.lost_on,
        "loss_reason": cover.loss_reason,
        "name": details.name,
        "kana": details.kana,
        "sex": details.sex,
        "birth_on": details.birth_on,
        "postcode": details.postcode,
        "address": details.address,
    }


def certificate_reply(certificate: EntitlementCertificate) -> CertificateReply:
    return CertificateReply(
        kind=certificate.kind,
        class_code=certificate.class_code,
        ratio_percent=certificate.ratio_percent,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
    )


def _certificates(period: KnownPeriod, day: date, disease_agreed: bool) -> tuple[CertificateReply, ...]:
    """Those in force on the day and those still to begin; the certificates of a lapsed cover went with it."""
    return tuple(
        certificate_reply(each)
        for each in period.certificates
        if (each.valid_until is None or day <= each.valid_until)
        and (disease_agreed or each.kind != SPECIFIC_DISEASE)
    )
