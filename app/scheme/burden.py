"""The patient's share (負担割合), its source, and shares that cannot be right."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.scheme.cover import NOT_GIVEN, EligibilityInformation
from app.scheme.days import age_on, elderly_rules_from, is_halved_month, school_age_from
from app.scheme.limits import MonthlyLimit, limit_of
from app.scheme.ratios import AgeGroup, only_ratio

_WORKING_INCOME_CLASSES = frozenset({"B01", "B02", "B03"})
_WORKING_INCOME_PERCENT = 30


class BurdenSource(Enum):
    """Where a share comes from: a fact shown beside it."""

    GIVEN = "センター"
    CERTIFICATE = "高齢受給者証"
    AGE = "年齢による"
    NOT_GIVEN = "提供なし"


@dataclass(frozen=True, slots=True)
class Burden:
    """percent: 10, 20 or 30; None where it was not given and no rule gives it — never a default (R8)."""

    percent: int | None
    source: BurdenSource

    @property
    def words(self) -> str:
        return NOT_GIVEN if self.percent is None else f"{self.percent // 10}割"


def burden_of(information: EligibilityInformation, day: date) -> Burden:
    """The share on a day: what the insurer gave; else by age where the law leaves one answer only.

    70 and over hangs on income: without a certificate the share is unknown.
    """
    if information.ratio_percent is not None:
        return Burden(information.ratio_percent, BurdenSource.GIVEN)
    elderly = information.elderly_certificate(day)
    if elderly is not None and elderly.ratio_percent is not None:
        return Burden(elderly.ratio_percent, BurdenSource.CERTIFICATE)
    by_age = only_ratio(age_group_of(information, day), day)
    return Burden(by_age, BurdenSource.NOT_GIVEN if by_age is None else BurdenSource.AGE)


def age_group_of(information: EligibilityInformation, day: date) -> AgeGroup:
    """後期高齢 by the insurer, whatever the age; else by the birth date."""
    birth_on = information.person.birth_on
    if information.cover.insured.insurer.is_late_elderly:
        return AgeGroup.LATE_ELDERLY
    if day >= elderly_rules_from(birth_on):
        return AgeGroup.FROM_70
    return AgeGroup.PRESCHOOL if day < school_age_from(birth_on) else AgeGroup.UNDER_70


def monthly_limit(information: EligibilityInformation, day: date) -> MonthlyLimit | None:
    """What the month of the day can cost at most, by the limit class in force; None where that is not given (R8).

    In the month of the 75th birthday it is half, for who was not born on the 1st.
    """
    certificate = information.limit_certificate(day)
    if certificate is None or certificate.class_code is None:
        return None
    elderly = age_group_of(information, day) in (AgeGroup.FROM_70, AgeGroup.LATE_ELDERLY)
    limit = limit_of(certificate.class_code, elderly, day)
    if limit is not None and is_halved_month(information.person.birth_on, day):
        return limit.halved()
    return limit


def is_elderly(information: EligibilityInformation, day: date) -> bool:
    """Whether an elderly recipient's certificate is to be expected: 70 to 74, not yet 後期高齢."""
    born = information.person.birth_on
    late_elderly = information.cover.insured.insurer.is_late_elderly
    return day >= elderly_rules_from(born) and age_on(born, day) < 75 and not late_elderly


def contradiction(information: EligibilityInformation, day: date) -> str | None:
    """Why share and limit class cannot both be right, in Japanese; None when they can.

    1–2割 with a class of 現役並み is a known error of registered data: ask the insurer before taking money.
    """
    limit = information.limit_certificate(day)
    burden = burden_of(information, day)
    if limit is None or burden.percent is None or limit.class_code not in _WORKING_INCOME_CLASSES:
        return None
    if burden.percent == _WORKING_INCOME_PERCENT:
        return None
    return f"負担割合{burden.words}と適用区分「{limit.class_words}」が合いません。保険者に確かめてください。"
