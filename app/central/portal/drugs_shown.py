"""The person's medicines as a list by visit and as a timeline, one lane an ingredient and a place (R15)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from app.central.records.drugs import PHARMACY_RECEIPT
from app.central.records.own_drugs import OwnDispensing
from app.scheme.days import business_day

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, the second not in it."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days


@dataclass(frozen=True, slots=True)
class MedicineShown:
    """amount: 14日分（14錠）."""

    name: str
    ingredient: str
    class_name: str
    amount: str
    is_generic: bool


@dataclass(frozen=True, slots=True)
class Dispensed:
    """What one place dispensed on one day by one prescriber. known_on: when the receipt was reviewed."""

    on: date
    place: str
    prescriber: str
    medicines: tuple[MedicineShown, ...]
    known_on: date


@dataclass(frozen=True, slots=True)
class Bar:
    """In days from the timeline's beginning."""

    at: int
    length: int


@dataclass(frozen=True, slots=True)
class Lane:
    """words: the same as the bars, for who does not see them."""

    ingredient: str
    place: str
    bars: tuple[Bar, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """length in days. blind: what is not known yet, at the end. marks: months under the lanes, evenly set."""

    length: int
    lanes: tuple[Lane, ...]
    blind: Bar | None
    marks: tuple[date, ...]


def by_visit(drugs: Iterable[OwnDispensing]) -> tuple[Dispensed, ...]:
    """In the order they come, newest first."""
    found = []
    for (on, place, prescriber), together in groupby(
        sorted(drugs, key=lambda each: (-each.on.toordinal(), each.place, _prescriber(each))),
        lambda each: (each.on, each.place, _prescriber(each)),
    ):
        held = tuple(together)
        known_on = max(business_day(each.known_at) for each in held)
        found.append(Dispensed(on, place, prescriber, tuple(_medicine(each) for each in held), known_on))
    return tuple(found)


def _prescriber(dispensing: OwnDispensing) -> str:
    """A receipt of the institution's own dispensary names no other: it prescribed itself."""
    if dispensing.source == PHARMACY_RECEIPT:
        return dispensing.prescriber
    return dispensing.prescriber or dispensing.place


def timeline(drugs: Sequence[OwnDispensing], span: Span, known_until: date | None) -> Timeline:
    """known_until: the first day of which no receipt tells yet; None where none came at all."""
    lanes: defaultdict[tuple[str, str], list[OwnDispensing]] = defaultdict(list)
    for each in sorted(drugs, key=lambda each: each.on):
        lanes[each.medicine.ingredient or each.medicine.name, each.place].append(each)
    shown = tuple(_lane(*key, held, span) for key, held in sorted(lanes.items()))
    blind = None
    if known_until is not None and known_until < span.until:
        since = max(known_until, span.since)
        blind = Bar((since - span.since).days, (span.until - since).days)
    quarter = span.days // 4
    marks = (*(span.since + timedelta(days=quarter * step) for step in range(4)), span.until)
    return Timeline(span.days, shown, blind, marks)


def _lane(ingredient: str, place: str, held: Sequence[OwnDispensing], span: Span) -> Lane:
    bars = []
    for each in held:
        since = max(each.on, span.since)
        until = min(each.on + _DAY * (each.days_supply or 1), span.until)
        if until > since:
            bars.append(Bar((since - span.since).days, (until - since).days))
    words = "、".join(f"{each.on.month}月{each.on.day}日に{_amount(each)}" for each in held)
    return Lane(ingredient, place, tuple(bars), words)


def _medicine(dispensing: OwnDispensing) -> MedicineShown:
    medicine = dispensing.medicine
    return MedicineShown(
        medicine.name, medicine.ingredient, medicine.class_name, _amount(dispensing), medicine.is_generic
    )


def _amount(dispensing: OwnDispensing) -> str:
    whole = f"{plain(dispensing.quantity)}{dispensing.medicine.unit}"
    return f"{dispensing.days_supply}日分（{whole}）" if dispensing.days_supply else whole


def plain(number: Decimal) -> str:
    """2.50 as 2.5, 28.000 as 28."""
    return f"{number.normalize():f}"
