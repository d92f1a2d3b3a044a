"""R13 once more, slowly: day by day, straight from the rule. It shares no code with the review, only plain values."""

from datetime import date
from typing import NamedTuple

Period = tuple[str, date, date | None]
"""Card, first day, first day without cover."""


class Verdict(NamedTuple):
    """outcome, and for each payer (card) its days."""

    outcome: str
    days_of: dict[str, list[date]]


def slow_review(
    stated: str, days: list[date], periods: list[Period], barred: bool = False, unsplittable: bool = False
) -> Verdict:
    """barred: public expense, meals or amounts paid. unsplittable: paper, or parts that do not add up."""
    periods = [
        each for each in periods if each[2] is None or each[2] > each[1]
    ]  # taken back is as never told
    holders = {day: {card for card, since, lost in periods if _holds(day, since, lost)} for day in days}
    if not days or all(stated in holders[day] for day in days):
        return Verdict("forwarded", {stated: days})
    others = sorted({card for cards in holders.values() for card in cards} - {stated})
    spanning = [card for card in others if all(card in holders[day] for day in days)]
    if spanning:
        if barred:
            return Verdict("forwarded", {stated: days})
        return Verdict("reassigned", {_newest(spanning, periods): days})
    if not any(holders.values()):
        newer = any(since > days[0] for _, since, _ in periods)
        return Verdict("returned" if newer else "kokuho", {})
    if not all(holders.values()):
        return Verdict("returned", {})
    if barred or unsplittable:
        return Verdict("forwarded", {stated: days})
    days_of: dict[str, list[date]] = {}
    for day in days:
        on_that_day = [each for each in periods if _holds(day, each[1], each[2])]
        payer = stated if stated in holders[day] else _newest(sorted(holders[day]), on_that_day)
        days_of.setdefault(payer, []).append(day)
    return Verdict("split", days_of)


def _holds(day: date, since: date, lost: date | None) -> bool:
    return since <= day and (lost is None or day < lost)


def _newest(cards: list[str], periods: list[Period]) -> str:
    return max(cards, key=lambda card: (max(since for each, since, _ in periods if each == card), card))
