"""A person's cover with one insurer, and what the register tells of it: the eligibility information (資格情報)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from app.scheme.certificates import ELDERLY, LIMIT_KINDS, SPECIFIC_DISEASE, EntitlementCertificate
from app.scheme.numbers import InsuredNumber

NOT_GIVEN = "提供なし"
"""What stands where the insurer told nothing (R8)."""
RELATIONSHIP_WORDS = {"1": "本人", "2": "家族"}
SEX_WORDS = {"1": "男", "2": "女", "3": "—"}
DIED, PUBLIC_ASSISTANCE = "01", "02"
LOSS_REASON_WORDS = {
    DIED: "死亡",
    PUBLIC_ASSISTANCE: "生活保護の開始",
    "03": "ほかの保険へ移動",
    "99": "その他",
}


@dataclass(frozen=True, slots=True)
class Cover:
    """One period of cover. lost_on is the first day *without* cover (資格喪失日), None while it lasts."""

    insured: InsuredNumber
    insurer_name: str
    relationship: str
    acquired_on: date
    lost_on: date | None
    loss_reason: str | None

    @property
    def is_void(self) -> bool:
        """Lost on the day it was acquired: taken back, it never held."""
        return self.lost_on is not None and self.lost_on <= self.acquired_on

    def is_valid_on(self, day: date) -> bool:
        """acquired_on ≤ day < lost_on (R7)."""
        return self.acquired_on <= day and (self.lost_on is None or day < self.lost_on)

    @property
    def relationship_words(self) -> str:
        return RELATIONSHIP_WORDS.get(self.relationship, self.relationship)

    @property
    def loss_reason_words(self) -> str:
        return LOSS_REASON_WORDS.get(self.loss_reason, self.loss_reason) if self.loss_reason else ""


Held = TypeVar("Held")


def standing(held: Sequence[Held], is_void: Callable[[Held], bool]) -> Sequence[Held]:
    """Of those found under one card, without whose cover was taken back: unless nobody else is left.

    Who was told with another's My Number, and then told anew, stands under the card twice (R2).
    """
    return [each for each in held if not is_void(each)] or held


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """A person as the insurer registered them. name may hold ● for letters outside the character set."""

    name: str
    kana: str
    sex: str
    birth_on: date
    postcode: str | None
    address: str | None

    @property
    def sex_words(self) -> str:
        return SEX_WORDS.get(self.sex, self.sex)


@dataclass(frozen=True, slots=True)
class EligibilityInformation:
    """All that is told of one person's cover on a day (R7, R8).

    ratio_percent: the share on the cover itself, given for 後期高齢 only. registered_at: when the period, or its
    loss, became known to the register. withheld: certificate kinds that exist for nobody's eyes without a yes —
    named whether or not the person has one, so that silence tells nothing.
    """

    cover: Cover
    person: PersonDetails
    ratio_percent: int | None
    certificates: tuple[EntitlementCertificate, ...]
    withheld: tuple[str, ...]
    registered_at: datetime | None

    def certificate(self, kinds: frozenset[str], day: date) -> EntitlementCertificate | None:
        """The certificate of one of these kinds that is in force on the day."""
        return next(
            (each for each in self.certificates if each.kind in kinds and each.is_in_force(day)), None
        )

    def elderly_certificate(self, day: date) -> EntitlementCertificate | None:
        return self.certificate(frozenset({ELDERLY}), day)

    def limit_certificate(self, day: date) -> EntitlementCertificate | None:
        return self.certificate(LIMIT_KINDS, day)

    def disease_certificates(self, day: date) -> tuple[EntitlementCertificate, ...]:
        """特定疾病: a person may have more than one."""
        return tuple(
            each for each in self.certificates if each.kind == SPECIFIC_DISEASE and each.is_in_force(day)
        )
