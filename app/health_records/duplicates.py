"""The same ingredient, or the same class, from several places at the same time: one alert a problem, with its facts."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.health_records.episodes import Episode, Supply, episodes, ingredient_key
from app.health_records.records import Answered, Dispensing, Medicine

_FETCHED_AHEAD_DAYS = 3
"""Who fetches the next supply shortly before the last one ends takes nothing twice."""
_OF_LATE = timedelta(days=180)
_SWALLOWED = frozenset({"internal", "as_needed"})


class DuplicateKind(StrEnum):
    INGREDIENT = "ingredient"
    CLASS = "class"


@dataclass(frozen=True, slots=True)
class DuplicateAlert:
    """One problem. key names it for ever, facts change with every dispensing that enters it.

    names: of the medicines, places: as shown, both in the order of first use. supplied_days: days' supply in all,
    within span_days from the first to the end of the last. twice_days: days covered from two places or more.
    """

    kind: DuplicateKind
    key: str
    facts: str
    title: str
    names: tuple[str, ...]
    places: tuple[str, ...]
    place_count: int
    dispensings: tuple[Dispensing, ...]
    supplied_days: int
    span_days: int
    twice_days: int
    newest_known_at: datetime

    @property
    def factor(self) -> float:
        """Supply per day of the span: 2.0 is twice what one is meant to take."""
        return self.supplied_days / self.span_days


def duplicates(
    dispensings: Iterable[Dispensing], answered: Sequence[Answered], today: date
) -> tuple[DuplicateAlert, ...]:
    """Alerts of the last half year that nobody has answered for their present facts, most serious first.

    A class alert is raised only where different ingredients of it overlap: one ingredient gives one alert.
    """
    swallowed = [each for each in dispensings if each.form in _SWALLOWED]
    silent = {(each.alert, each.facts) for each in answered}
    found = [
        alert
        for kind, key in ((DuplicateKind.INGREDIENT, ingredient_key), (DuplicateKind.CLASS, _class_key))
        for episode in episodes(swallowed, key)
        if episode.key and episode.until >= today - _OF_LATE
        for alert in _alerts(kind, episode)
    ]
    heard = [each for each in found if (each.key, each.facts) not in silent]
    return tuple(sorted(heard, key=_weight, reverse=True))


def _class_key(medicine: Medicine) -> str:
    return medicine.code[:4] or medicine.class_code


def _weight(alert: DuplicateAlert) -> tuple[bool, int, float, int]:
    return alert.kind is DuplicateKind.INGREDIENT, alert.twice_days, alert.factor, alert.place_count


def _alerts(kind: DuplicateKind, episode: Episode) -> Iterable[DuplicateAlert]:
    clashing = _clashing(kind, episode.supplies)
    if not clashing:
        return
    twice_days = _days_twice(clashing)
    if twice_days <= _FETCHED_AHEAD_DAYS:
        return
    told = tuple(each.dispensing for each in clashing)
    newest = told[-1].medicine
    tokens = {each.place_token for each in told}
    yield DuplicateAlert(
        kind=kind,
        key=f"{kind}:{_hash(episode.key)}",
        facts=_hash("\n".join(sorted(each.id for each in told))),
        title=newest.ingredient or newest.name if kind is DuplicateKind.INGREDIENT else newest.class_name,
        names=tuple(dict.fromkeys(each.medicine.name for each in told)),
        places=tuple({each.place_token: each.place for each in told}.values()),
        place_count=len(tokens),
        dispensings=tuple(reversed(told)),
        supplied_days=sum(each.days for each in clashing),
        span_days=(max(each.until for each in clashing) - clashing[0].since).days,
        twice_days=twice_days,
        newest_known_at=max(each.known_at for each in told),
    )


def _clashing(kind: DuplicateKind, supplies: Sequence[Supply]) -> list[Supply]:
    """Supplies that share a day with one from another place (for a class: and of another ingredient); by first day."""
    found: set[int] = set()
    running: list[int] = []
    for place, supply in enumerate(supplies):
        running = [each for each in running if supplies[each].until > supply.since]
        against = [each for each in running if _clash(kind, supplies[each].dispensing, supply.dispensing)]
        if against:
            found.update(against, (place,))
        running.append(place)
    return [supplies[each] for each in sorted(found)]


def _clash(kind: DuplicateKind, one: Dispensing, other: Dispensing) -> bool:
    if one.place_token == other.place_token:
        return False
    same = ingredient_key(one.medicine) == ingredient_key(other.medicine)
    return same if kind is DuplicateKind.INGREDIENT else not same


def _days_twice(supplies: Sequence[Supply]) -> int:
    """Days covered from two places or more; what one place gave twice counts once."""
    changes: dict[date, list[tuple[str, int]]] = {}
    for each in supplies:
        token = each.dispensing.place_token
        changes.setdefault(each.since, []).append((token, 1))
        changes.setdefault(each.until, []).append((token, -1))
    total, since, lasting = 0, date.min, dict[str, int]()
    for day in sorted(changes):
        if sum(1 for count in lasting.values() if count) >= 2:
            total += (day - since).days
        for token, change in changes[day]:
            lasting[token] = lasting.get(token, 0) + change
        since = day
    return total


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
