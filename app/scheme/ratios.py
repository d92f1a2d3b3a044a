"""The patient's shares (負担割合) the law allows, by age and date. Which of several one pays, the insurer says."""

from datetime import date
from enum import StrEnum

from app.scheme.dated import Dated


class AgeGroup(StrEnum):
    """Groups with shares of their own. A person of 65 may belong to the last for a disability."""

    PRESCHOOL = "preschool"
    UNDER_70 = "under_70"
    FROM_70 = "from_70"
    LATE_ELDERLY = "late_elderly"


RATIOS: dict[AgeGroup, Dated[tuple[int, ...]]] = {
    AgeGroup.PRESCHOOL: Dated(((date(2008, 4, 1), (20,)),)),
    AgeGroup.UNDER_70: Dated(((date(2003, 4, 1), (30,)),)),
    # Who was born before 2 April 1944 kept one tenth; the last of them turned 75 by April 2019.
    AgeGroup.FROM_70: Dated(((date(2014, 4, 1), (10, 20, 30)), (date(2019, 4, 1), (20, 30)))),
    AgeGroup.LATE_ELDERLY: Dated(((date(2008, 4, 1), (10, 30)), (date(2022, 10, 1), (10, 20, 30)))),
}
"""Percent, lowest first."""


def only_ratio(group: AgeGroup, day: date) -> int | None:
    """The share where the law leaves one answer; None where it hangs on income, or before the table begins."""
    ratios = RATIOS[group].on(day)
    return ratios[0] if ratios is not None and len(ratios) == 1 else None
