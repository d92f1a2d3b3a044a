"""The history as a picture: a bar a supply, a row an ingredient and place, and the window that nobody sees yet."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.health_records.episodes import Supply, ingredient_key
from app.health_records.records import Dispensing, DrugHistory


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One ingredient from one place, its supplies oldest first."""

    name: str
    place: str
    own: bool
    bars: tuple[Supply, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """since … until: the days drawn, until exclusive. blind_from: from here on receipts are still to come."""

    since: date
    until: date
    blind_from: date
    rows: tuple[TimelineRow, ...]


def timeline(history: DrugHistory, since: date, today: date, hide_own: bool = False) -> Timeline:
    """Rows that reach into the days drawn: those of one ingredient together, the one dispensed last on top."""
    shown = [each for each in history.dispensings if not (hide_own and each.own)]
    until = today + timedelta(days=1)
    return Timeline(since, until, _blind_from(history, since, until), tuple(_rows(shown, since, until)))


def _rows(dispensings: Sequence[Dispensing], since: date, until: date) -> list[TimelineRow]:
    by_ingredient: dict[str, dict[str, list[Supply]]] = {}
    newest_first = sorted(dispensings, key=lambda each: (each.on, each.id), reverse=True)
    for supply in map(Supply.of, newest_first):
        if supply.until > since and supply.since < until:
            told = supply.dispensing
            places = by_ingredient.setdefault(ingredient_key(told.medicine), {})
            places.setdefault(told.place_token, []).append(supply)
    return [_row(bars) for places in by_ingredient.values() for bars in places.values()]


def _row(newest_first: list[Supply]) -> TimelineRow:
    told = newest_first[0].dispensing
    name = told.medicine.ingredient or told.medicine.name
    return TimelineRow(name, told.place, told.own, tuple(reversed(newest_first)))


def _blind_from(history: DrugHistory, since: date, until: date) -> date:
    """The day after the newest month of which a receipt is held; the whole picture where there is none."""
    if history.newest_month is None:
        return since
    year, month = map(int, history.newest_month.split("-"))
    after = date(year, month, monthrange(year, month)[1]) + timedelta(days=1)
    return min(max(after, since), until)
