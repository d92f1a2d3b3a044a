"""The town's checkups: result sheets that agree with themselves, year by year."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

from app.central.registry.entries import PersonEntry
from app.scheme.checkups import CHECKUP_ITEMS, FEMALE
from app.scheme.days import age_on

_FROM_AGE, _YEARS, _MISSED = 40, 5, 0.12
_HEIGHT, _WEIGHT, _BMI, _WAIST = (
    "9N001000000000001",
    "9N006000000000001",
    "9N011000000000001",
    "9N016160100000001",
)
_SYSTOLIC, _DIASTOLIC = "9A751000000000001", "9A761000000000001"
_FAT, _HDL, _SUGAR = "3F015000002327101", "3F070000002327101", "3D010000001926101"
_CREATININE, _FILTRATION = "3C015000002327101", "8A065000002391901"
_METABOLIC, _SMOKING = "9N501000000000011", "9N736000000000011"


class _Usual(NamedTuple):
    """A usual value, how far persons differ, how it moves in a year, places behind the point."""

    mean: float
    spread: float
    drift: float
    places: int


_USUAL = {
    _HEIGHT: _Usual(162.0, 7.0, -0.1, 1),
    _WEIGHT: _Usual(61.0, 8.0, 0.4, 1),
    _WAIST: _Usual(83.0, 8.0, 0.5, 1),
    _SYSTOLIC: _Usual(128.0, 14.0, 1.5, 0),
    _DIASTOLIC: _Usual(78.0, 9.0, 0.4, 0),
    _FAT: _Usual(122.0, 50.0, 3.0, 0),
    _HDL: _Usual(60.0, 13.0, -0.3, 0),
    "3F077000002327101": _Usual(121.0, 26.0, 0.8, 0),
    "3B035000002327201": _Usual(24.0, 7.0, 0.2, 0),
    "3B045000002327201": _Usual(23.0, 10.0, 0.2, 0),
    "3B090000002327101": _Usual(35.0, 22.0, 0.5, 0),
    _SUGAR: _Usual(97.0, 12.0, 0.9, 0),
    "3D046000001906202": _Usual(5.6, 0.4, 0.04, 1),
    _CREATININE: _Usual(0.78, 0.16, 0.01, 2),
}
_POSITIVE = {"1A020000000191111": 0.04, "1A010000000191111": 0.08}
"""Test strips, and how often they show something."""
_SMOKES, _SMOKED = 0.17, 0.4
"""Up to which chance somebody smokes, or did."""
_ASKED_FORMERLY_FROM = date(2024, 4, 1)


def checkup_values(
    person: PersonEntry, person_id: int, today: date, chance: Random
) -> Iterator[tuple[object, ...]]:
    """One checkup a year between May and October, from the age of 40, by whoever insured the person that day."""
    own = {item: chance.gauss(0, 1) for item in _USUAL}
    smokes = chance.random()
    for year in range(today.year - _YEARS, today.year + 1):
        held_on = date(year, 5 + int(chance.random() * 6), 1 + int(chance.random() * 28))
        cover = person.cover_on(held_on)
        if cover is None or held_on + timedelta(days=60) > today:
            continue
        if age_on(person.details.birth_on, held_on) < _FROM_AGE or chance.random() < _MISSED:
            continue
        registered_at = datetime.combine(held_on + timedelta(days=45), time(3), UTC)
        measured = {
            item: _moved(usual, own[item], year - today.year, chance) for item, usual in _USUAL.items()
        }
        sheet = _sheet(person, held_on, measured)
        sheet |= {item: "1" if chance.random() > share else "3" for item, share in _POSITIVE.items()}
        sheet[_SMOKING] = _smoking(smokes, held_on)
        for item, value in sheet.items():
            yield person_id, cover.cover.insured.insurer.digits, held_on, item, value, registered_at


def _moved(usual: _Usual, own: float, years: int, chance: Random) -> float:
    spread = usual.spread
    moved = usual.mean + own * spread + usual.drift * years + chance.gauss(0, spread / 6)
    return round(max(0.4, moved), usual.places)


def _sheet(person: PersonEntry, held_on: date, measured: Mapping[str, float]) -> dict[str, str]:
    """With what is reckoned from the rest."""
    sheet = {item: f"{value:.{_USUAL[item].places}f}" for item, value in measured.items()}
    sheet[_BMI] = f"{measured[_WEIGHT] / (measured[_HEIGHT] / 100) ** 2:.1f}"
    sheet[_FILTRATION] = f"{_filtration(person, held_on, measured[_CREATININE]):.1f}"
    sheet[_METABOLIC] = _metabolic(person.details.sex, held_on, measured)
    return sheet


def _filtration(person: PersonEntry, held_on: date, creatinine: float) -> float:
    """eGFR in mL/min/1.73 m². Source: the Japanese equation for creatinine and age, 0.739 of it for women."""
    men = 194 * creatinine**-1.094 * age_on(person.details.birth_on, held_on) ** -0.287
    return float(men * 0.739 if person.details.sex == FEMALE else men)


def _metabolic(sex: str, held_on: date, measured: Mapping[str, float]) -> str:
    """1 with two risks beside a wide waist, 2 with one, else 3. Source: the Japanese criteria, without medicines."""
    waist = Decimal(str(measured[_WAIST]))
    if CHECKUP_ITEMS[_WAIST].range_on(sex, held_on).beyond(waist) is None:
        return "3"
    risks = (
        measured[_FAT] >= 150 or measured[_HDL] < 40,
        measured[_SYSTOLIC] >= 130 or measured[_DIASTOLIC] >= 85,
        measured[_SUGAR] >= 110,
    )
    return ("3", "2", "1", "1")[sum(risks)]


def _smoking(smokes: float, held_on: date) -> str:
    """1 yes; no is 2, and since who smoked formerly is told apart 3."""
    if smokes < _SMOKES:
        return "1"
    return "3" if held_on >= _ASKED_FORMERLY_FROM and smokes >= _SMOKED else "2"
