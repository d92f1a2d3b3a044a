"""The town's health information: chronic medicines over several clinics and pharmacies, checkups of five years.

Medicines and costs are read from receipts by the service's own reading, as if those had been reviewed. Known well are
the named people and some of the crowd; of a big town's others nothing is told. Everything hangs on seed and day.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from random import Random

from app.central.consents.paper import FORMS_PER_DAY, allow_paper
from app.central.practice.institutions import PRACTICE_CLINIC
from app.central.practice.medicines import town_medicines
from app.central.practice.prescriptions import Prescribed, Regimen, clinic_receipt, pharmacy_receipt
from app.central.practice.town import Town
from app.central.records.claimed_again import claim_key
from app.central.records.derive import Derived, Handed, Reviewed, add, keep
from app.central.records.entrustment import entrust
from app.central.records.medicines import enter_medicines
from app.central.registry.entries import CoverEntry, InstitutionEntry, PersonEntry
from app.central.registry.known import KnownPeriod, KnownPerson
from app.central.review.presented import presented
from app.central.storage.database import Transaction
from app.central.storage.settings import service_settings
from app.scheme.days import age_on
from app.scheme.numbers import InstitutionCode, InsurerNumber
from app.scheme.receipts.receipt import Receipt

_KNOWN_WELL = 60
_MONTHS = 13
_ENTRUSTED_FROM = date(2021, 10, 1)
_NOT_ENTRUSTING = frozenset({"04139994", "07139991"})
_KINDS = ("drug", "checkup")
_REVIEWED_AT = timedelta(days=11, hours=2)
"""After the first of the month that follows treatment."""

_SLEEPING_PILL = Regimen("699000181")
_DOUBLED = frozenset({"valid-employee", "valid-late-elderly"})
"""Cards whose holders fetch one sleeping pill at three pharmacies: what the alert is for."""

_CHRONIC = (
    (Regimen("699000101"), Regimen("699000121")),
    (Regimen("699000111"),),
    (Regimen("699000141", 2), Regimen("699000151")),
    (Regimen("699000161"),),
    (Regimen("699000182"),),
    (Regimen("699000271"), Regimen("699000291", 3)),
    (Regimen("699000241"), Regimen("699000231")),
)
_YOUNG = ((Regimen("699000251"), Regimen("699000261", 2)), (Regimen("699000211", 3), Regimen("699000221", 3)))
_ALWAYS_FROM, _YOUNG_AND_ILL = 50, 0.25
_IN_HOUSE = 0.2
_DAYS = 28


@dataclass(frozen=True, slots=True)
class _Treated:
    """What one person fetches where, on which day of the month. pharmacy: None where the clinic dispenses itself."""

    clinic: InstitutionEntry
    pharmacy: InstitutionEntry | None
    regimens: tuple[Regimen, ...]
    day: int


async def enter_health(tx: Transaction, town: Town, ids: Sequence[int], now: datetime) -> None:
    """ids: of the town's people, in their order."""
    await enter_medicines(tx, town_medicines())
    for insurer in town.insurers:
        if insurer.number not in _NOT_ENTRUSTING:
            await entrust(tx, InsurerNumber(insurer.number), _KINDS, _ENTRUSTED_FROM, None, now)
    await allow_paper(tx, InstitutionCode(PRACTICE_CLINIC.code), FORMS_PER_DAY, now)
    doubled = {card.holder for card in town.cards if card.case in _DOUBLED}
    key = (await service_settings(tx)).key
    derived = Derived([], [], [])
    values: list[tuple[object, ...]] = []
    for place, (person, person_id) in enumerate(zip(islice(town.people(), _KNOWN_WELL), ids, strict=False)):
        chance = Random(f"health/{town.seed}/{place}")
        known = _known(person, person_id)
        receipts = receipts_of(person, town, chance, person in doubled)
        for number, (institution, receipt, at) in enumerate(receipts, 1):
            if at <= now:
                claim = claim_key(key, institution.code, person_id, receipt)
                reviewed = Reviewed(presented(number, receipt), receipt, None, known, at, claim)
                add(derived, key, Handed(f"town-{place}", institution.code, at), reviewed)
        values += checkup_values(person, person_id, town.day, chance)
    await keep(tx, derived)
    await tx.insert_many(
        "checkup_value", ("person_id", "insurer", "held_on", "item", "value", "registered_at"), values
    )


def _known(person: PersonEntry, person_id: int) -> KnownPerson:
    periods = tuple(
        KnownPeriod(
            0,
            each.cover,
            each.ratio_percent,
            each.known_at,
            tuple(one.certificate for one in each.certificates),
        )
        for each in person.covers
    )
    return KnownPerson(person_id, person.details, periods)


def _treatments(person: PersonEntry, town: Town, chance: Random, doubled: bool) -> list[_Treated]:
    clinics = [each for each in town.institutions if each.code[2] == "1"]
    pharmacies = [each for each in town.institutions if each.code[2] == "4"]
    age = age_on(person.details.birth_on, town.day)
    choices = _CHRONIC if age >= _ALWAYS_FROM else _YOUNG
    taken = chance.sample(choices, min(len(choices), 1 + int(chance.random() * 2.4)))
    together = [tuple(each for regimens in taken for each in regimens)] if chance.random() < 0.6 else taken
    found = []
    if age >= _ALWAYS_FROM or chance.random() < _YOUNG_AND_ILL:
        found = [
            _Treated(
                chance.choice(clinics),
                chance.choice(pharmacies) if chance.random() > _IN_HOUSE else None,
                regimens,
                1 + int(chance.random() * 25),
            )
            for regimens in together
        ]
    if doubled:
        for turn, pharmacy in enumerate(pharmacies[:3]):
            found.append(_Treated(clinics[turn + 1], pharmacy, (_SLEEPING_PILL,), 4 + 6 * turn))
    return found


def receipts_of(
    person: PersonEntry, town: Town, chance: Random, doubled: bool
) -> Iterator[tuple[InstitutionEntry, Receipt, datetime]]:
    """Month by month, the pharmacy's and the clinic's, with the moment of the review."""
    treated = _treatments(person, town, chance, doubled)
    for first in _months(town.day):
        reviewed_at = datetime.combine(_month_after(first), time(), UTC) + _REVIEWED_AT
        for turn, each in enumerate(treated):
            on = first.replace(day=each.day)
            cover = _cover_on(person, on)
            if cover is None:
                continue
            prescribed = Prescribed(each.clinic, on, _DAYS, each.regimens)
            stated = cover.cover.insured
            if each.pharmacy is not None:
                yield each.pharmacy, pharmacy_receipt(person, stated, turn + 1, (prescribed,)), reviewed_at
            in_house = prescribed if each.pharmacy is None else None
            yield each.clinic, clinic_receipt(person, stated, turn + 1, on, in_house), reviewed_at


def _months(today: date) -> Iterable[date]:
    """The first days of the months whose receipts may be there, oldest first."""
    months = today.year * 12 + today.month - 1
    return [date(place // 12, place % 12 + 1, 1) for place in range(months - _MONTHS, months)]


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _cover_on(person: PersonEntry, day: date) -> CoverEntry | None:
    if day < person.details.birth_on:
        return None
    return next((each for each in person.covers if each.cover.is_valid_on(day)), None)


_CHECKUP_FROM, _YEARS = 40, 5
# JLAC10 code, a usual value, how far persons differ, how it moves in a year, places behind the point.
_ITEMS = (
    ("9N001000000000001", 162.0, 9.0, -0.1, 1),
    ("9N006000000000001", 61.0, 9.0, 0.4, 1),
    ("9N011000000000001", 23.2, 3.0, 0.15, 1),
    ("9N016160100000001", 83.0, 8.0, 0.5, 1),
    ("9A751000000000001", 128.0, 14.0, 1.5, 0),
    ("9A761000000000001", 78.0, 9.0, 0.4, 0),
    ("3F015000002327101", 122.0, 50.0, 3.0, 0),
    ("3F070000002327101", 60.0, 13.0, -0.3, 0),
    ("3F077000002327101", 121.0, 26.0, 0.8, 0),
    ("3B035000002327201", 24.0, 7.0, 0.2, 0),
    ("3B045000002327201", 23.0, 10.0, 0.2, 0),
    ("3B090000002327101", 35.0, 22.0, 0.5, 0),
    ("3D010000001926101", 97.0, 12.0, 0.9, 0),
    ("3D046000001906202", 5.6, 0.4, 0.04, 1),
    ("3C015000002327101", 0.78, 0.16, 0.01, 2),
    ("8A065000002391901", 72.0, 11.0, -0.9, 1),
)
_GRADES = (("1A020000000191111", 0.04), ("1A010000000191111", 0.08))


def checkup_values(
    person: PersonEntry, person_id: int, today: date, chance: Random
) -> Iterator[tuple[object, ...]]:
    """One checkup a year between May and October, from the age of 40, by whoever insured the person that day."""
    usual = [chance.gauss(0, 1) for _ in _ITEMS]
    for year in range(today.year - _YEARS, today.year + 1):
        held_on = date(year, 5 + int(chance.random() * 6), 1 + int(chance.random() * 28))
        cover = _cover_on(person, held_on)
        if cover is None or held_on + timedelta(days=60) > today:
            continue
        if age_on(person.details.birth_on, held_on) < _CHECKUP_FROM or chance.random() < 0.12:
            continue
        registered_at = datetime.combine(held_on + timedelta(days=45), time(3), UTC)
        told = (person_id, cover.cover.insured.insurer.digits, held_on)
        for (item, mean, spread, drift, places), own in zip(_ITEMS, usual, strict=True):
            moved = mean + own * spread + drift * (year - today.year) + chance.gauss(0, spread / 6)
            yield (*told, item, f"{max(0.4, moved):.{places}f}", registered_at)
        for item, positive in _GRADES:
            yield (*told, item, "1" if chance.random() > positive else "3", registered_at)
