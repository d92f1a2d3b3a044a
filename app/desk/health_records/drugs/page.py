"""The drug history as lines, alerts, savings and a picture: made of plain values, off the window's thread or on it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from app.desk.health_records.words import (
    amount_words,
    complete_words,
    day_words,
    source_words,
    withheld_words,
)
from app.health_records.duplicates import DuplicateAlert, duplicates
from app.health_records.episodes import Episode, Month, by_month, episodes, ingredient_key
from app.health_records.generics import Saving, is_about_generics, savings
from app.health_records.records import Answered, Dispensing, DrugHistory
from app.health_records.timeline import Timeline, timeline

_DRAWN = timedelta(days=120)


class RollUp(Enum):
    """One line a dispensing, a medicine of a month, or a course."""

    EACH = "each"
    MONTH = "month"
    EPISODE = "episode"


ROLL_UP_WORDS = {RollUp.EACH: "1件ずつ", RollUp.MONTH: "月ごと", RollUp.EPISODE: "続けて使った期間ごと"}


@dataclass(frozen=True, slots=True)
class Choices:
    """How the reader wants to see it."""

    roll_up: RollUp = RollUp.EACH
    hide_own: bool = False
    find: str = ""


@dataclass(frozen=True, slots=True)
class DrugLine:
    """Words of one line. is_double: part of an alert that nobody has answered."""

    day: str
    name: str
    amount: str
    place: str
    source: str
    is_double: bool


@dataclass(frozen=True, slots=True)
class DrugsPage:
    """The history itself stands here too: what is chosen or answered makes another page of it."""

    history: DrugHistory
    choices: Choices
    lines: tuple[DrugLine, ...]
    alerts: tuple[DuplicateAlert, ...]
    savings: tuple[Saving, ...]
    picture: Timeline
    complete: str
    withheld: tuple[str, ...]


def drugs_page(history: DrugHistory, share_percent: int | None, today: date) -> DrugsPage:
    """Everything of it, as it opens."""
    page = DrugsPage(
        history=history,
        choices=Choices(),
        lines=(),
        alerts=duplicates(history.dispensings, history.answered, today),
        savings=savings(history, share_percent, today),
        picture=timeline(history, today - _DRAWN, today),
        complete=complete_words(history),
        withheld=withheld_words(history.withheld),
    )
    return chosen(page, Choices(), today)


def chosen(page: DrugsPage, choices: Choices, today: date) -> DrugsPage:
    """The same history, seen another way."""
    picture = page.picture
    if choices.hide_own != page.choices.hide_own:
        picture = timeline(page.history, today - _DRAWN, today, choices.hide_own)
    return replace(page, choices=choices, lines=tuple(_lines(page, choices, today)), picture=picture)


def with_answer(page: DrugsPage, answered: Answered, share_percent: int | None, today: date) -> DrugsPage:
    """The same page once an alert or a generic was answered."""
    history = page.history
    if is_about_generics(answered):
        history = replace(history, about_generics=(*history.about_generics, answered))
    else:
        history = replace(history, answered=(*history.answered, answered))
    return chosen(drugs_page(history, share_percent, today), page.choices, today)


def _lines(page: DrugsPage, choices: Choices, today: date) -> Iterable[DrugLine]:
    sought = _folded(choices.find)
    seen = [
        each
        for each in page.history.dispensings
        if not (choices.hide_own and each.own) and sought in _folded(_all_words(each))
    ]
    double = {told.id for alert in page.alerts for told in alert.dispensings}
    match choices.roll_up:
        case RollUp.EACH:
            return (_line(each, double, today) for each in seen)
        case RollUp.MONTH:
            return (line for month in by_month(seen) for line in _month_lines(month, double, today))
        case RollUp.EPISODE:
            return (_episode_line(each, double, today) for each in episodes(seen))


def _line(dispensing: Dispensing, double: set[str], today: date) -> DrugLine:
    return DrugLine(
        day_words(dispensing.on),
        dispensing.medicine.name,
        amount_words(dispensing),
        dispensing.place,
        source_words(dispensing, today),
        dispensing.id in double,
    )


def _month_lines(month: Month, double: set[str], today: date) -> Iterable[DrugLine]:
    by_medicine: dict[tuple[str, str], list[Dispensing]] = {}
    for each in month.dispensings:
        by_medicine.setdefault((ingredient_key(each.medicine), each.place_token), []).append(each)
    for told in by_medicine.values():
        yield DrugLine(
            f"{month.year}/{month.month}",
            told[0].medicine.name,
            _sum_words(told),
            told[0].place,
            source_words(told[0], today),
            any(each.id in double for each in told),
        )


def _episode_line(episode: Episode, double: set[str], today: date) -> DrugLine:
    told = [each.dispensing for each in episode.supplies]
    places = dict.fromkeys(each.place for each in told)
    last = episode.until - timedelta(days=1)
    return DrugLine(
        f"{day_words(episode.since)}〜{last.month}/{last.day}",
        episode.newest.medicine.name,
        _sum_words(told),
        "、".join(places),
        source_words(episode.newest, today),
        any(each.id in double for each in told),
    )


def _sum_words(told: list[Dispensing]) -> str:
    days = sum(each.days_supply or 0 for each in told)
    return f"{len(told)}回　計{days}日分" if days else f"{len(told)}回"


def _all_words(dispensing: Dispensing) -> str:
    medicine = dispensing.medicine
    return f"{medicine.name} {medicine.ingredient} {medicine.class_name} {dispensing.place}"


def _folded(text: str) -> str:
    """Full width and half width, capital and small are one to who looks for something."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def as_text(page: DrugsPage) -> str:
    """The lines as they stand, tabs between, for another program. The source stays on each line."""
    head = page.complete
    rows = ("\t".join((each.day, each.name, each.amount, each.place, each.source)) for each in page.lines)
    return "\n".join((head, *page.withheld, *rows))
