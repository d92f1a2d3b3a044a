"""Dispensings in a row: the same medicine taken on and on, wherever it was fetched."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.health_records.records import Dispensing, Medicine

_PAUSE = timedelta(days=30)
"""A longer one between two supplies begins a new episode."""
_TAKEN_AT_ONCE = 1


def ingredient_key(medicine: Medicine) -> str:
    """What two brands of one ingredient share: class, route and ingredient of the code, else the written name."""
    return medicine.code[:7] or medicine.ingredient or medicine.name


@dataclass(frozen=True, slots=True)
class Supply:
    """One dispensing as days that it lasts; until is the first day after it. As-needed medicines last one day."""

    dispensing: Dispensing
    since: date
    until: date

    @classmethod
    def of(cls, dispensing: Dispensing) -> "Supply":
        days = dispensing.days_supply or _TAKEN_AT_ONCE
        return cls(dispensing, dispensing.on, dispensing.on + timedelta(days=days))

    @property
    def days(self) -> int:
        return (self.until - self.since).days


@dataclass(frozen=True, slots=True)
class Episode:
    """Supplies of one key, none more than thirty days after the end of those before; oldest first."""

    key: str
    supplies: tuple[Supply, ...]

    @property
    def since(self) -> date:
        return self.supplies[0].since

    @property
    def until(self) -> date:
        """The first day that no supply covers any more."""
        return max(each.until for each in self.supplies)

    @property
    def newest(self) -> Dispensing:
        return self.supplies[-1].dispensing

    @property
    def places(self) -> tuple[str, ...]:
        """Tokens, in the order of first use."""
        return tuple(dict.fromkeys(each.dispensing.place_token for each in self.supplies))

    @property
    def supplied_days(self) -> int:
        """Days' supply in all; more than the episode is long where supplies overlap."""
        return sum(each.days for each in self.supplies)


def episodes(
    dispensings: Iterable[Dispensing], key: Callable[[Medicine], str] = ingredient_key
) -> tuple[Episode, ...]:
    """By key, newest end first."""
    by_key: defaultdict[str, list[Supply]] = defaultdict(list)
    for each in dispensings:
        by_key[key(each.medicine)].append(Supply.of(each))
    found = [Episode(name, run) for name, supplies in by_key.items() for run in _runs(supplies)]
    return tuple(sorted(found, key=lambda each: each.until, reverse=True))


def _runs(supplies: list[Supply]) -> Iterable[tuple[Supply, ...]]:
    ordered = sorted(supplies, key=lambda each: (each.since, each.dispensing.id))
    run: list[Supply] = []
    covered = date.min
    for each in ordered:
        if run and each.since > covered + _PAUSE:
            yield tuple(run)
            run, covered = [], date.min
        run.append(each)
        covered = max(covered, each.until)
    if run:
        yield tuple(run)


@dataclass(frozen=True, slots=True)
class Month:
    """What was dispensed in a month, newest first."""

    year: int
    month: int
    dispensings: tuple[Dispensing, ...]


def by_month(dispensings: Sequence[Dispensing]) -> tuple[Month, ...]:
    """Newest month first."""
    months: defaultdict[tuple[int, int], list[Dispensing]] = defaultdict(list)
    for each in sorted(dispensings, key=lambda each: (each.on, each.id), reverse=True):
        months[each.on.year, each.on.month].append(each)
    return tuple(
        Month(year, month, tuple(found)) for (year, month), found in sorted(months.items(), reverse=True)
    )
