"""A person's cover in two times over one month: what was true on each day, and what a check on that day showed (R4)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from app.central.storage.database import Transaction
from app.contract.notices import NoticeSpan
from app.scheme.days import JAPAN, last_of_month
from app.scheme.numbers import CardKey

_PERSONS_AT_ONCE = 100
_NOBODY = 0
_DAY = timedelta(days=1)
_PLACES = ", ".join(f"${place}" for place in range(1, _PERSONS_AT_ONCE + 1))
_COVER = (
    "SELECT period.person_id, period.id AS period_id, insurer.name, acquired_on, lost_on, known_from, known_until"
    " FROM period JOIN insurer ON insurer.number = period.insurer JOIN cover ON cover.period_id = period.id"
    f" WHERE period.person_id IN ({_PLACES}) ORDER BY acquired_on, period.id"
)
_KEYS = (
    "SELECT DISTINCT period.person_id, card_key.period_id, insurer_key, symbol_key, number_key"
    " FROM period JOIN card_key ON card_key.period_id = period.id"
    f" WHERE period.person_id IN ({_PLACES})"
)


@dataclass(frozen=True, slots=True)
class Version:
    """What was known of a period's cover from one moment to another. keys: of all cards it ever had."""

    insurer_name: str
    acquired_on: date
    lost_on: date | None
    known_from: datetime
    known_until: datetime | None
    keys: frozenset[CardKey]

    def says(self, day: date, moment: datetime) -> bool:
        """Whether at that moment the register held the day for covered."""
        known = self.known_from <= moment and (self.known_until is None or moment < self.known_until)
        return known and self.acquired_on <= day and (self.lost_on is None or day < self.lost_on)


@dataclass(frozen=True, slots=True)
class Tellable:
    """Whose cover a clinic may be told: the card that the receipt states, and those it went to (R11, R14)."""

    stated: CardKey | None
    confirmed: frozenset[CardKey]


async def versions_of(tx: Transaction, persons: Iterable[int]) -> dict[int, list[Version]]:
    """All that was ever known of these persons' cover, oldest first; a hundred persons a query."""
    found: dict[int, list[Version]] = {}
    ids = sorted(set(persons))
    for first in range(0, len(ids), _PERSONS_AT_ONCE):
        asked = ids[first : first + _PERSONS_AT_ONCE]
        asked += [_NOBODY] * (_PERSONS_AT_ONCE - len(asked))
        keys: dict[int, set[CardKey]] = {}
        for row in await tx.fetch(_KEYS, *asked):
            card = CardKey(row["insurer_key"], row["symbol_key"], row["number_key"])
            keys.setdefault(row["period_id"], set()).add(card)
        for row in await tx.fetch(_COVER, *asked):
            version = Version(
                *(row["name"], row["acquired_on"], row["lost_on"], row["known_from"], row["known_until"]),
                frozenset(keys.get(row["period_id"], ())),
            )
            found.setdefault(row["person_id"], []).append(version)
    return found


def true_spans(
    versions: Sequence[Version], tellable: Tellable, month: date, now: datetime
) -> tuple[NoticeSpan, ...]:
    """As known now."""
    return _spans(versions, tellable, month, lambda _: now)


def known_spans(versions: Sequence[Version], tellable: Tellable, month: date) -> tuple[NoticeSpan, ...]:
    """Of each day what was known at its end: what a check at the counter showed."""
    return _spans(versions, tellable, month, _end_of)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + _DAY, time(), JAPAN)


def _spans(
    versions: Sequence[Version], tellable: Tellable, month: date, moment: Callable[[date], datetime]
) -> tuple[NoticeSpan, ...]:
    """Within the month. What goes on behind its last day has no end here; what else lies outside is not told."""
    last = last_of_month(month)
    days = [month + n * _DAY for n in range((last - month).days + 1)]
    of_day = [(day, _on(versions, tellable, day, moment(day))) for day in days]
    beyond = _on(versions, tellable, last + _DAY, moment(last))
    spans = []
    for cover, of_cover in groupby(of_day, lambda each: each[1]):
        held = [day for day, _ in of_cover]
        if cover is not None:
            name, own = cover
            until = None if held[-1] == last and beyond == cover else held[-1]
            spans.append(NoticeSpan(insurer_name=name, own=own, valid_from=held[0], valid_until=until))
    return tuple(spans)


def _on(
    versions: Sequence[Version], tellable: Tellable, day: date, moment: datetime
) -> tuple[str, bool] | None:
    """Insurer and whether it is the stated card; what is stated goes before what began last, as in the review."""
    valid = [each for each in versions if each.says(day, moment)]
    own = [each for each in valid if tellable.stated in each.keys]
    others = [each for each in valid if each.keys & tellable.confirmed]
    for among, stated in ((own, True), (others, False)):
        if among:
            return among[-1].insurer_name, stated
    return None
