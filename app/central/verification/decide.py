"""What a question comes to (R7), from what the register knows now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from app.central.registry.known import KnownPeriod, KnownPerson
from app.scheme.cover import standing
from app.scheme.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Finding:
    """One person, and the period of cover that answers."""

    outcome: Outcome
    person: KnownPerson
    period: KnownPeriod


def by_stated_card(person: KnownPerson, stated: Collection[int], day: date) -> Finding | None:
    """Of the periods the card states, by their ids: the one valid on the day, else the last one over by then.

    A lapsed card tells whether a newer entitlement is valid on the day, and nothing else of it. None when the cover
    had not begun: such a card counts as not found.
    """
    periods = [each for each in person.periods if each.id in stated]
    valid, lapsed = _valid(periods, day), _lapsed(periods, day)
    if valid is not None:
        return Finding(Outcome.VALID, person, valid)
    if lapsed is None:
        return None
    since = lapsed.cover.acquired_on
    newer = any(
        each.cover.is_valid_on(day) and each.cover.acquired_on > since
        for each in person.periods
        if each.id not in stated
    )
    return Finding(Outcome.LAPSED_NEWER if newer else Outcome.LAPSED, person, lapsed)


def by_person(person: KnownPerson, day: date) -> Finding | None:
    """By card the current entitlement itself is the answer; without one, the last that is over."""
    valid, lapsed = _valid(person.periods, day), _lapsed(person.periods, day)
    if valid is not None:
        return Finding(Outcome.VALID, person, valid)
    return Finding(Outcome.LAPSED, person, lapsed) if lapsed else None


def together(findings: Sequence[Finding]) -> Outcome:
    """One outcome for everyone found: nobody is none, two or more are several (twins)."""
    if not findings:
        return Outcome.NONE
    return findings[0].outcome if len(findings) == 1 else Outcome.SEVERAL


def _valid(periods: Sequence[KnownPeriod], day: date) -> KnownPeriod | None:
    """The newest, should two overlap."""
    return max(
        (each for each in periods if each.cover.is_valid_on(day)),
        key=lambda each: each.cover.acquired_on,
        default=None,
    )


def _lapsed(periods: Sequence[KnownPeriod], day: date) -> KnownPeriod | None:
    over = [(each.cover.lost_on, each) for each in periods if each.cover.lost_on is not None]
    past = [(lost_on, each) for lost_on, each in over if lost_on <= day]
    last = max(standing(past, lambda pair: pair[1].cover.is_void), key=lambda pair: pair[0], default=None)
    return last[1] if last else None
