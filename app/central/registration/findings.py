"""What insurers are told of a person's periods: overlaps, gaps, losses that nobody follows up."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from app.scheme.cover import DIED, PUBLIC_ASSISTANCE

_DAY = timedelta(days=1)


class FindingKind(StrEnum):
    """DETAILS_CONFIRMED: a human said that somebody told differently is the same person.

    DETAILS_AGREE: who told them differently has told them right since; told differently once more, they differ again.
    """

    OVERLAP = "overlap"
    GAP = "gap"
    NO_SUCCESSOR = "no_successor"
    DETAILS_DIFFER = "details_differ"
    DETAILS_CONFIRMED = "details_confirmed"
    DETAILS_AGREE = "details_agree"


class Stretch(NamedTuple):
    """A period as the findings see it. lost_on: the first day without cover."""

    period_id: int
    insurer: str
    acquired_on: date
    lost_on: date | None
    loss_reason: str | None


class DueFinding(NamedTuple):
    """What one insurer is to be told of its own member's period. The days are the first and the last it is about.

    told_key: names the finding for its insurer, so that it is told once. day_until None: still going on.
    """

    insurer: str
    kind: FindingKind
    period_id: int
    day_from: date
    day_until: date | None
    told_key: str


def findings_of(stretches: Sequence[Stretch]) -> tuple[DueFinding, ...]:
    """All that holds of one person's periods; one that was lost on the day of acquisition never was.

    Source: R4; a day of overlap is a matter of how insurers count, more of it is a mistake.
    """
    held = [each for each in stretches if each.lost_on is None or each.lost_on > each.acquired_on]
    held.sort(key=lambda each: (each.acquired_on, each.period_id))
    return (*_overlaps(held), *_ends(held))


def keys_of(stretches: Sequence[Stretch]) -> Iterator[tuple[str, str]]:
    """Insurer and told_key of every finding these periods could ever have had."""
    for each in stretches:
        yield each.insurer, _no_successor(each)
        for other in stretches:
            if other is not each:
                yield each.insurer, _overlap(each, other)
                yield each.insurer, _gap(each, other)
                yield other.insurer, _gap(each, other)


def _overlaps(held: Sequence[Stretch]) -> Iterator[DueFinding]:
    for one, other in combinations(held, 2):
        if one.insurer == other.insurer:
            continue  # refused at the door
        since = max(one.acquired_on, other.acquired_on)
        ends = [each.lost_on for each in (one, other) if each.lost_on is not None]
        until = min(ends) - _DAY if ends else None
        if until is None or until > since:
            for own, strange in ((one, other), (other, one)):
                kind = FindingKind.OVERLAP
                yield DueFinding(own.insurer, kind, own.period_id, since, until, _overlap(own, strange))


def _ends(held: Sequence[Stretch]) -> Iterator[DueFinding]:
    """Of each loss: nobody's cover begins or lasts behind it, or somebody's begins too late.

    After a death nobody is awaited; who is insured again all the same shows that one of the two is wrong.
    """
    for lost in held:
        if lost.lost_on is None or lost.loss_reason == PUBLIC_ASSISTANCE:
            continue
        if any(each.acquired_on <= lost.lost_on and _lasts_until(each, lost.lost_on) for each in held):
            continue
        later = [each for each in held if each.acquired_on > lost.lost_on]
        if not later:
            if lost.loss_reason == DIED:
                continue
            kind = FindingKind.NO_SUCCESSOR
            yield DueFinding(lost.insurer, kind, lost.period_id, lost.lost_on, None, _no_successor(lost))
            continue
        heir = later[0]
        for insurer, own in {lost.insurer: lost, heir.insurer: heir}.items():
            until = heir.acquired_on - _DAY
            yield DueFinding(insurer, FindingKind.GAP, own.period_id, lost.lost_on, until, _gap(lost, heir))


def _lasts_until(each: Stretch, day: date) -> bool:
    return each.lost_on is None or each.lost_on > day


def _overlap(own: Stretch, other: Stretch) -> str:
    return f"overlap:{own.period_id}:{other.period_id}"


def _gap(lost: Stretch, heir: Stretch) -> str:
    return f"gap:{lost.period_id}:{heir.period_id}"


def _no_successor(lost: Stretch) -> str:
    return f"no_successor:{lost.period_id}"
