"""Monthly limits of what a patient pays (自己負担限度額), by class and date: an open, dated code set.

Amounts are yen. Cost (医療費) is the whole cost of treatment, ten yen a point, not the patient's share. What is not
known of a class or a time is not given: None, never a guess. Source: limit classes of the online check; the amounts
of January 2015 (under 70), August 2018 (70 and over) and August 2026 (健康保険法施行令 42条, in force from 2026-08-01).
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.scheme.dated import Dated
from app.scheme.transitions import SPANS, TransitionalRule


@dataclass(frozen=True, slots=True)
class Ceiling:
    """base_yen, and percent of the cost above above_yen; never more than cap_yen where there is one."""

    base_yen: int
    above_yen: int = 0
    percent: int = 0
    cap_yen: int | None = None

    def yen(self, cost_yen: int) -> int:
        """The most that is paid at this cost; half a yen is rounded up."""
        part = (max(0, cost_yen - self.above_yen) * self.percent + 50) // 100
        whole = self.base_yen + part
        return whole if self.cap_yen is None else min(whole, self.cap_yen)

    def halved(self) -> "Ceiling":
        cap = None if self.cap_yen is None else self.cap_yen // 2
        return replace(self, base_yen=self.base_yen // 2, above_yen=self.above_yen // 2, cap_yen=cap)

    @property
    def words(self) -> str:
        """80,100円＋（医療費−267,000円）×1%"""
        words = f"{self.base_yen:,}円"
        if self.percent:
            words += f"＋（医療費−{self.above_yen:,}円）×{self.percent}%"
        return words if self.cap_yen is None else f"{words}（上限 {self.cap_yen:,}円）"


@dataclass(frozen=True, slots=True)
class MonthlyLimit:
    """What one month can cost at most.

    household: with in-patient care, all of the household together. fourth_time_yen: from the fourth such month
    within twelve (多数回). outpatient: out-patient care of one person, 70 and over; outpatient_year_yen: of a year.
    None: there is none, or it was not given.
    """

    household: Ceiling
    fourth_time_yen: int | None = None
    outpatient: Ceiling | None = None
    outpatient_year_yen: int | None = None

    def halved(self) -> "MonthlyLimit":
        """In the month of the 75th birthday both the old and the new insurer count half."""
        return replace(
            self,
            household=self.household.halved(),
            fourth_time_yen=None if self.fourth_time_yen is None else self.fourth_time_yen // 2,
            outpatient=None if self.outpatient is None else self.outpatient.halved(),
        )

    @property
    def words(self) -> str:
        """80,100円＋（医療費−267,000円）×1%　多数回 44,400円; out-patient care first where it has a limit."""
        parts = [self.household.words]
        if self.outpatient is not None:
            parts = [f"外来 {self.outpatient.words}", f"世帯 {self.household.words}"]
        if self.fourth_time_yen is not None:
            parts.append(f"多数回 {self.fourth_time_yen:,}円")
        return "　".join(parts)


Limits = Dated[MonthlyLimit | None]
_FIVE_CLASSES = date(2015, 1, 1)
_ELDERLY_CLASSES = date(2018, 8, 1)
_EASED = SPANS[TransitionalRule.OUTPATIENT_RELIEF]
_RAISED = date(2026, 8, 1)
_CLASSES_SPLIT = date(2027, 8, 1)

_A = MonthlyLimit(Ceiling(252_600, 842_000, 1), 140_100)
_I = MonthlyLimit(Ceiling(167_400, 558_000, 1), 93_000)
_U = MonthlyLimit(Ceiling(80_100, 267_000, 1), 44_400)
_ORDINARY = MonthlyLimit(Ceiling(57_600), 44_400, Ceiling(18_000), 144_000)
_RELIEVED = replace(_ORDINARY, outpatient=Ceiling(6_000, 30_000, 10, 18_000))

_A_RAISED = MonthlyLimit(Ceiling(270_300, 901_000, 1), 140_100)
_I_RAISED = MonthlyLimit(Ceiling(179_100, 597_000, 1), 93_000)
_U_RAISED = MonthlyLimit(Ceiling(85_800, 286_000, 1), 44_400)
_ORDINARY_RAISED = MonthlyLimit(Ceiling(61_500), 44_400, Ceiling(22_000), 216_000)


def _raised(first: date, limit: MonthlyLimit, raised: MonthlyLimit) -> Limits:
    """In August 2026; a year later the classes are split, and those amounts are no law yet."""
    return Dated(((first, limit), (_RAISED, raised), (_CLASSES_SPLIT, None)))


def _relieved() -> Limits:
    """Two tenths at 75 and over: eased at first. Raises: ValueError where the relief has no end."""
    if _EASED.last_day is None:
        raise ValueError("the relief of 2022 has ended")
    ended = _EASED.last_day + timedelta(days=1)
    return Dated(
        (
            (_EASED.first_day, _RELIEVED),
            (ended, _ORDINARY),
            (_RAISED, _ORDINARY_RAISED),
            (_CLASSES_SPLIT, None),
        )
    )


UNDER_70: dict[str, Limits] = {
    "A01": _raised(_FIVE_CLASSES, _A, _A_RAISED),
    "A02": _raised(_FIVE_CLASSES, _I, _I_RAISED),
    "A03": _raised(_FIVE_CLASSES, _U, _U_RAISED),
    "A04": _raised(
        _FIVE_CLASSES, MonthlyLimit(Ceiling(57_600), 44_400), MonthlyLimit(Ceiling(61_500), 44_400)
    ),
    "A05": _raised(
        _FIVE_CLASSES, MonthlyLimit(Ceiling(35_400), 24_600), MonthlyLimit(Ceiling(36_900), 24_600)
    ),
}
ELDERLY: dict[str, Limits] = {
    "B01": _raised(_ELDERLY_CLASSES, _A, _A_RAISED),
    "B02": _raised(_ELDERLY_CLASSES, _I, _I_RAISED),
    "B03": _raised(_ELDERLY_CLASSES, _U, _U_RAISED),
    "B04": _raised(_ELDERLY_CLASSES, _ORDINARY, _ORDINARY_RAISED),
    "B05": _raised(
        _ELDERLY_CLASSES,
        MonthlyLimit(Ceiling(24_600), outpatient=Ceiling(8_000)),
        MonthlyLimit(Ceiling(25_700), 24_600, Ceiling(11_000)),
    ),
    "B06": _raised(
        _ELDERLY_CLASSES,
        MonthlyLimit(Ceiling(15_000), outpatient=Ceiling(8_000)),
        MonthlyLimit(Ceiling(15_700), outpatient=Ceiling(8_000)),
    ),
    "B09": _relieved(),
    "B10": _raised(_EASED.first_day, _ORDINARY, _ORDINARY_RAISED),
}


def limit_of(class_code: str, elderly: bool, day: date) -> MonthlyLimit | None:
    """The limit of a class on a day; None where it is not given, also for a class of the other age.

    elderly: whether the rules for 70 and over hold on the day.
    """
    limits = (ELDERLY if elderly else UNDER_70).get(class_code)
    return None if limits is None else limits.on(day)
